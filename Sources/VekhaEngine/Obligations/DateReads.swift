import VekhaCalendar
import VekhaCheck
import VekhaTable

/// The days on which the outcome of a condition can change: only the dates it reads, moved by the durations in it.
final class DateReads {
  /// A cell without a date was read: it can be said that the condition holds, not since when.
  private(set) var isUndated = false
  private var columns: Set<[Int]> = []
  private var durations: Set<Duration> = []
  /// Whether an end on a day off moves on.
  private var movesTerms = false
  private var constants: Set<CivilDay> = []
  /// Days on which the journal changes what is read.
  private var factDays: Set<CivilDay> = []
  /// Whether cells were read that only the journal fills: they have their dates.
  private var readsFacts = false
  /// Ages and the like change on any day.
  private(set) var isDaily = false
  private var seen: Set<Int> = []
  private var readsToday = false
  /// When items are done is known from day to day.
  private var readsItems = false
  private let data: Dataset

  init(_ obligation: Obligation, _ data: Dataset) {
    self.data = data
    if let set = obligation.subjects { visit(set, isFilter: true) }
    visit(obligation.condition)
    finish()
  }

  /// Everything that a rule or an indicator reads.
  init(sets: [SetExpression], conditions: [Condition], values: [Value], _ data: Dataset) {
    self.data = data
    for set in sets { visit(set, isFilter: true) }
    for condition in conditions { visit(condition) }
    for value in values { visit(value) }
    finish()
  }

  private func finish() {
    if columns.isEmpty, constants.isEmpty, !isDaily, !readsFacts { isUndated = true }
  }

  // MARK: Reading

  private func visit(_ condition: Condition, isFilter: Bool = false) {
    guard seen.insert(condition.id).inserted else { return }
    switch condition.kind {
    case .constant: break
    case .and(let parts), .or(let parts): for part in parts { visit(part, isFilter: isFilter) }
    case .not(let inner): visit(inner, isFilter: isFilter)
    case .compare(_, let left, let right):
      visit(left, isFilter: isFilter)
      visit(right, isFilter: isFilter)
    case .known(let value), .missing(let value), .isTrue(let value), .text(_, let value, _):
      visit(value, isFilter: isFilter)
    case .member(let path, let noun):
      visitSteps(path)
      var next: Int? = noun
      while let noun = next {
        if let membership = data.program.nouns[noun].membership { visit(membership, isFilter: true) }
        next = data.program.nouns[noun].parent
      }
    case .adjective(let path, let index):
      visitSteps(path)
      if let inner = data.program.adjectives[index].condition { visit(inner, isFilter: isFilter) }
    case .quantified(_, let set, let body):
      visit(set, isFilter: isFilter)
      if let body { visit(body, isFilter: isFilter || isEvent(set.table)) }
    case .oneOf(let value, let list):
      visit(value, isFilter: isFilter)
      for item in list { visit(item, isFilter: isFilter) }
    case .dayKind(_, let value):
      // Whether a date that moves with today is such a day can change daily.
      let saved = readsToday
      readsToday = false
      visit(value, isFilter: isFilter)
      if readsToday { isDaily = true }
      readsToday = readsToday || saved
    case .within(let value, let low, let high):
      visit(value, isFilter: isFilter)
      if let low { visit(low, isFilter: isFilter) }
      if let high { visit(high, isFilter: isFilter) }
    }
  }

  private func isEvent(_ table: Int) -> Bool {
    if case .event = data.program.tables[table].presence { return true }
    return false
  }

  private func visit(_ set: SetExpression, isFilter: Bool) {
    visitPresence(set.table)
    visitSteps(set.relation)
    for step in set.relation?.steps ?? [] {
      guard case .backward(let table, _) = step, table != set.table else { continue }
      visitPresence(table)
    }
    if let paused = data.program.tables[set.table].paused, !set.including.contains(.paused) {
      visit(paused, isFilter: true)
    }
    // What kind a row is goes with the row: an event's cells are dated by its day.
    if let filter = set.filter { visit(filter, isFilter: isFilter || isEvent(set.table)) }
    if let low = set.window?.low { visit(low, isFilter: isFilter) }
    if let high = set.window?.high { visit(high, isFilter: isFilter) }
  }

  private func visitPresence(_ table: Int) {
    switch data.program.tables[table].presence {
    case .always: break
    case .event(let column): visit(table, column)
    case .state(let from, let to):
      if from >= 0 { visit(table, from) }
      if to >= 0 { visit(table, to) }
    }
    factDays.formUnion(data.program.tables[table].facts?.addedOn ?? [])
    if let paused = data.program.tables[table].paused { visit(paused, isFilter: true) }
  }

  private func visit(_ table: Int, _ column: Int) {
    columns.insert([table, column])
    visitChanges(table, column)
  }

  /// The days on which the journal changes what a column says.
  private func visitChanges(_ table: Int, _ column: Int) {
    factDays.formUnion(data.program.tables[table].facts?.changes[column]?.days ?? [])
  }

  private func visitSteps(_ path: RecordPath) {
    var table = path.start
    for step in path.steps {
      visitChanges(table, step.column)
      table = step.target
    }
  }

  private func visitSteps(_ relation: Relation?) {
    guard let relation else { return }
    var table = relation.start
    for step in relation.steps {
      switch step {
      case .forward(let column, let target):
        visitChanges(table, column)
        table = target
      case .backward(let from, let column):
        visitChanges(from, column)
        table = from
      }
    }
  }

  private func visit(_ value: Value, isFilter: Bool = false) {
    guard seen.insert(value.id).inserted else { return }
    switch value.kind {
    case .column(let path, let column):
      visitSteps(path)
      let info = data.program.tables[path.table]
      if info.table.columns[column].type == .date {
        visit(path.table, column)
      } else {
        visitChanges(path.table, column)
        let isOfFacts = info.isOfFacts(column)
        if isOfFacts { readsFacts = true }
        if !isFilter, !isOfFacts { isUndated = true }
      }
    case .record(let path):
      visitSteps(path)
      if !path.steps.isEmpty, !isFilter { isUndated = true }
    case .computed(let path, let index):
      visitSteps(path)
      if let inner = data.program.computed[index].value { visit(inner, isFilter: isFilter) }
    case .date(let day): constants.insert(day)
    case .count(let set): visit(set, isFilter: isFilter)
    case .share(let set, let numerator):
      visit(set, isFilter: isFilter)
      visit(numerator, isFilter: isFilter)
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      visit(a, isFilter: isFilter)
      visit(b, isFilter: isFilter)
    case .aggregate(_, let set, let member, _):
      visit(set, isFilter: isFilter)
      visit(member, isFilter: isFilter || isEvent(set.table))
    case .extreme(_, let list): for item in list { visit(item, isFilter: isFilter) }
    case .picked(_, let set, let date, let member):
      visit(set, isFilter: isFilter)
      visit(date, isFilter: isFilter)
      visit(member, isFilter: isFilter || isEvent(set.table))
    case .negative(let inner): visit(inner, isFilter: isFilter)
    case .conditional(let test, let then, let other):
      visit(test, isFilter: isFilter)
      visit(then, isFilter: isFilter)
      visit(other, isFilter: isFilter)
    case .elapsed(_, let since):
      isDaily = true
      visit(since, isFilter: isFilter)
    case .elapsedBetween(_, let from, let to, _):
      isDaily = true
      visit(from, isFilter: isFilter)
      visit(to, isFilter: isFilter)
    case .dayCount(_, let from, let to):
      isDaily = true
      visit(from, isFilter: isFilter)
      visit(to, isFilter: isFilter)
    case .moved(let date, let move):
      // Days that do not count are not the same for all: any day may be the one.
      if move.excluding != nil { isDaily = true }
      if move.isTerm { movesTerms = true }
      if let set = move.excluding?.set { visit(set, isFilter: true) }
      durations.insert(move.duration)
      visit(date, isFilter: isFilter)
    case .lastSince(let set, let start):
      visit(set, isFilter: isFilter)
      if let start { visit(start, isFilter: isFilter) }
    case .done: (isDaily, readsItems) = (true, true)
    case .spanEdge: (isDaily, readsToday) = (true, true)
    case .ownEdge(let set, let listed, let offset, _):
      if offset != nil { (isDaily, readsToday) = (true, true) }
      visit(set, isFilter: true)
      for period in listed { constants.formUnion([period.first, period.last]) }
    case .asOf(let inner, let day): visit(inner, asOf: day, isFilter: isFilter)
    case .today: readsToday = true
    case .text, .number, .flag, .absent: break
    }
  }

  /// A value as of a day. Of a day that does not move with today, ages stand still; what the value reads can become
  /// known later all the same. The value is read apart: elsewhere it may be one of today.
  private func visit(_ inner: Value, asOf day: Value, isFilter: Bool) {
    let saved = (isDaily: isDaily, readsToday: readsToday, seen: seen)
    (isDaily, readsToday) = (false, false)
    visit(day, isFilter: isFilter)
    let isMoving = isDaily || readsToday
    seen = saved.seen
    (isDaily, readsItems) = (false, false)
    visit(inner, isFilter: isFilter)
    let isOfItems = readsItems
    seen = saved.seen
    isDaily = saved.isDaily || isMoving || isOfItems
    readsToday = saved.readsToday || isMoving
    readsItems = readsItems || isOfItems
  }

  // MARK: Days

  /// All days on which the outcome may differ from the day before, in order; not asked of what changes daily.
  private lazy var days: [CivilDay] = {
    var numbers: [Int32] = []
    func add(_ day: CivilDay) {
      numbers.append(day.number)
      numbers.append(day.number + 1)
    }
    func addAll(_ day: CivilDay) {
      add(day)
      for duration in durations {
        for moved in ends(of: day, duration) {
          add(moved)
          // Months are not symmetric: the day that reaches `day` lies within three days of the way back. Neither are
          // working days: it lies before the next worked day.
          switch duration.unit {
          case .month: for shift in -3...3 { add(moved.adding(days: shift)) }
          case .workingDay: stretch(around: moved).forEach(add)
          default: break
          }
          if movesTerms { add(data.program.calendar.worked(onOrAfter: moved)) }
          for other in durations { ends(of: moved, other).forEach(add) }
        }
      }
    }
    for column in columns {
      for date in data.dates(column[0], column[1]) { addAll(CivilDay(number: date)) }
    }
    constants.forEach(addAll)
    factDays.forEach(addAll)
    numbers.sort()
    var result: [CivilDay] = []
    for number in numbers where result.last?.number != number { result.append(CivilDay(number: number)) }
    return result
  }()

  /// The place of the first change that is not before a day.
  private func place(of day: CivilDay) -> Int {
    var (low, high) = (0, days.count)
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func changeDays(from low: CivilDay, to high: CivilDay) -> [CivilDay] {
    guard low <= high else { return [] }
    if isDaily { return (low.number...high.number).map { CivilDay(number: $0) } }
    return Array(days[place(of: low)..<place(of: high.adding(days: 1))])
  }

  /// The first day of the stretch of days with the same outcome in which a day lies.
  func stretchStart(_ day: CivilDay) -> CivilDay {
    if isDaily { return day }
    let next = place(of: day.adding(days: 1))
    return next == 0 ? .earliest : days[next - 1]
  }

  private func ends(of day: CivilDay, _ duration: Duration) -> [CivilDay] {
    let calendar = data.program.calendar
    return [duration, Duration(-duration.count, duration.unit)].compactMap { calendar.moved(day, by: $0) }
  }

  /// From the worked day before to the one after.
  private func stretch(around day: CivilDay) -> [CivilDay] {
    let calendar = data.program.calendar
    guard let first = calendar.adding(workedDays: -1, to: day), let last = calendar.adding(workedDays: 1, to: day)
    else {
      return []
    }
    return (first.number...last.number).map { CivilDay(number: $0) }
  }

  /// Days on which the outcome may change, the first day among them.
  func changes(from first: CivilDay, to last: CivilDay) -> [CivilDay] {
    guard first <= last else { return [] }
    let days = changeDays(from: first, to: last)
    return days.first == first ? days : [first] + days
  }

  /// Stretches of days with one outcome each, backwards from `last`: the first day and the last of each. The first
  /// day of the earliest stretch is nil: it has none.
  func constantRuns(before last: CivilDay) -> [(first: CivilDay?, end: CivilDay)] {
    let horizon = last.adding(days: isDaily ? -3 * 366 : -100 * 366)
    var runs: [(CivilDay?, CivilDay)] = []
    var end = last
    for day in changeDays(from: horizon, to: last).reversed() {
      runs.append((day, end))
      end = day.adding(days: -1)
    }
    runs.append((nil, end))
    return runs
  }
}
