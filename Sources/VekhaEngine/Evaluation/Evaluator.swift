import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// The one meaning of conditions and values: over columns, on one day.
///
/// An explanation is this same evaluator run on one record with a recorder on.
final class Evaluator {
  let data: Dataset
  let today: CivilDay
  /// Facts of later days are not known: today, or the day of the question in a forecast.
  let known: CivilDay
  /// The day on which an item of the plan was done, as known today.
  var doneDay: (ItemPath, CivilDay) -> CivilDay? = { _, _ in nil }
  /// The evaluator of an earlier day.
  var earlier: ((CivilDay) -> Evaluator)?
  /// Those of days whose facts are not all known.
  private var later: [CivilDay: Evaluator] = [:]
  var recorder: Recorder?
  /// Notes what conditions have come to; nil where nobody asks.
  var coverage: Coverage?
  /// Off while a condition is evaluated over tuples that are no cases of it.
  private var isCounting = true
  /// What records are called on this day.
  var called: [RecordKey: Called] = [:]
  private var memberships: [Int: Verdict] = [:]
  private var adjectives: [Int: Verdict] = [:]
  private var computed: [Int: Vector] = [:]
  private var presences: [Int: Verdict] = [:]
  private var columns: [ColumnKey: Vector] = [:]
  /// How many rows refer to each record, by the way to them.
  var plainCounts: [WayKey: Vector] = [:]
  var ways: [WayKey: Way] = [:]
  /// Columns and references as the facts known on this day have changed them.
  var changedColumns: [ColumnKey: Column] = [:]
  var changedTargets: [ColumnKey: [Int32]] = [:]
  var changedInverses: [ColumnKey: Dataset.Adjacency] = [:]

  struct ColumnKey: Hashable {
    let table: Int
    let column: Int
  }

  init(_ data: Dataset, today: CivilDay, known: CivilDay? = nil) {
    self.data = data
    self.today = today
    self.known = min(known ?? today, today)
  }

  var program: Program { data.program }

  // MARK: Conditions

  func evaluate(_ condition: Condition, _ frame: Frame) -> Verdict {
    guard let recorder, frame.count == 1 else {
      let result = verdict(condition, frame)
      if let coverage, isCounting { coverage.see(condition, result) }
      return result
    }
    recorder.begin(condition.span)
    let result = verdict(condition, frame)
    recorder.end(result.outcome(0), .init(condition))
    return result
  }

  /// The same, where some tuples are decided already: what the condition comes to of them is no case of it.
  func evaluate(_ condition: Condition, _ frame: Frame, besides decided: BitSet) -> Verdict {
    guard coverage != nil, isCounting, !decided.isEmpty else { return evaluate(condition, frame) }
    isCounting = false
    let result = evaluate(condition, frame)
    isCounting = true
    if !decided.isFull { _ = evaluate(condition, frame.picked(decided.inverted.rows)) }
    return result
  }

  /// Whether conditions may be evaluated over other tuples than those that a person would ask about.
  var isFree: Bool { coverage == nil || !isCounting }

  private func verdict(_ condition: Condition, _ frame: Frame) -> Verdict {
    let count = frame.count
    switch condition.kind {
    case .constant(let value): return Verdict(count: count, constant: value)
    case .and(let parts):
      return conjunction(parts, frame, Verdict(count: count, constant: true))
    case .or(let parts):
      var result = Verdict(count: count, constant: false)
      for part in parts { result.formOr(evaluate(part, frame, besides: result.holds)) }
      return result
    case .not(let inner): return evaluate(inner, frame).negated
    case .compare(let comparison, let left, let right):
      return compare(comparison, operand(left, frame), operand(right, frame), count)
    case .known(let value): return known(evaluate(value, frame))
    case .missing(let value): return known(evaluate(value, frame)).negated
    case .member(let path, let noun): return defined(path, frame, { membership(noun) }) { memberFilter(noun, $0) }
    case .adjective(let path, let index):
      return defined(path, frame, { adjective(index) }) { frame in
        program.adjectives[index].condition.map { evaluate($0, frame) } ?? .unknown(frame.count)
      }
    case .quantified(let quantifier, let set, let body): return quantified(quantifier, set, body, frame)
    case .oneOf(let value, let list):
      let left = operand(value, frame)
      var result = Verdict(count: count, constant: false)
      for item in list { result.formOr(compare(.equal, left, operand(item, frame), count)) }
      return result
    case .text(let test, let value, let text): return Comparing.text(test, evaluate(value, frame), text)
    case .within(let value, let low, let high):
      let date = operand(value, frame)
      var result = Verdict(count: count, constant: true)
      if let low { result.formAnd(compare(.atLeast, date, operand(low, frame), count)) }
      if let high { result.formAnd(compare(.atMost, date, operand(high, frame), count)) }
      return result
    case .dayKind(let kind, let value): return isOf(kind, evaluate(value, frame))
    case .isTrue(let value):
      let vector = evaluate(value, frame)
      guard case .flags(let flags) = vector.storage else { return .unknown(count) }
      return Verdict(holds: flags.intersection(vector.valid), fails: vector.valid.subtracting(flags))
    }
  }

  /// An empty cell is not known, for sure; of an unreadable one neither can be said.
  private func known(_ vector: Vector) -> Verdict {
    Verdict(holds: vector.valid, fails: vector.valid.union(vector.unreadable).inverted)
  }

  /// A definition's verdict at a record: from the whole table's, or recorded on the one record.
  private func defined(
    _ path: RecordPath, _ frame: Frame, _ whole: () -> Verdict, _ single: (Frame) -> Verdict
  ) -> Verdict {
    let rows = self.rows(path, frame)
    if recorder != nil, frame.count == 1 {
      return rows[0] >= 0 ? single(Frame(rows)) : .unknown(1)
    }
    return whole().gathered(rows)
  }

  // MARK: Other days

  /// The same program on another day, of which no more is known than on this one.
  func sibling(_ day: CivilDay) -> Evaluator {
    if day == today { return self }
    if day <= known, let earlier { return earlier(day) }
    if let made = later[day] { return made }
    let made = Evaluator(data, today: day, known: known)
    made.doneDay = { [unowned self] item, day in doneDay(item, min(day, known)) }
    made.earlier = earlier
    made.coverage = coverage
    later[day] = made
    return made
  }

  /// Runs `body` with another day's evaluator, which notes what it does where this one would.
  func on<Result>(_ day: CivilDay, _ body: (Evaluator) -> Result) -> Result {
    let other = sibling(day)
    if other === self { return body(self) }
    let saved = (other.recorder, other.isCounting, recorder?.evaluator)
    (other.recorder, other.isCounting) = (recorder, isCounting)
    recorder?.evaluator = other
    defer {
      (other.recorder, other.isCounting) = (saved.0, saved.1)
      if let evaluator = saved.2 { recorder?.evaluator = evaluator }
    }
    return body(other)
  }

  // MARK: Definitions, once a day over their whole table

  func quietly<Result>(_ body: () -> Result) -> Result {
    let saved = (recorder, isCounting)
    (recorder, isCounting) = (nil, true)
    defer { (recorder, isCounting) = saved }
    return body()
  }

  func membership(_ noun: Int) -> Verdict {
    if let known = memberships[noun] { return known }
    let frame = Frame(rowCount: data.rowCount(program.nouns[noun].table))
    let result = quietly { memberFilter(noun, frame) }
    memberships[noun] = result
    return result
  }

  /// The conditions of a set and of all the sets it is a part of.
  private func memberFilter(_ noun: Int, _ frame: Frame) -> Verdict {
    var result = Verdict(count: frame.count, constant: true)
    var next: Int? = noun
    while let noun = next {
      let info = program.nouns[noun]
      if let membership = info.membership { result.formAnd(evaluate(membership, frame)) }
      next = info.parent
    }
    return result
  }

  private func adjective(_ index: Int) -> Verdict {
    if let known = adjectives[index] { return known }
    let info = program.adjectives[index]
    let frame = Frame(rowCount: data.rowCount(program.nouns[info.noun].table))
    let result = quietly { info.condition.map { evaluate($0, frame) } ?? .unknown(frame.count) }
    adjectives[index] = result
    return result
  }

  func computedValues(_ index: Int) -> Vector {
    if let known = computed[index] { return known }
    let info = program.computed[index]
    let frame = Frame(rowCount: data.rowCount(program.nouns[info.noun].table))
    let result = quietly {
      info.value.map { evaluate($0, frame) } ?? absent(.unknown, frame.count)
    }
    computed[index] = result
    return result
  }

  // MARK: Records

  /// The row a path leads to from each tuple; -1 for none.
  func rows(_ path: RecordPath, _ frame: Frame) -> Rows {
    var rows = frame.index(path.level)
    var table = path.start
    for step in path.steps {
      let targets = self.targets(table, step.column)
      if let recorder, rows.count == 1, rows[0] >= 0, targets[Int(rows[0])] < 0 {
        recorder.read(data, table, step.column, Int(rows[0]), isReference: true)
      }
      rows = Rows.list(targets).gathered(rows)
      table = step.target
    }
    return rows
  }

  // MARK: Columns

  /// A column on this day: a fact date that lies later is not there yet.
  func column(_ table: Int, _ column: Int) -> Vector {
    let key = ColumnKey(table: table, column: column)
    if let known = columns[key] { return known }
    let info = program.tables[table]
    let source = cells(table, column)
    var unreadable = BitSet(count: info.table.rowCount)
    for row in source.unreadable.keys { unreadable.insert(row) }
    let vector: Vector
    switch source.values {
    case .texts(let codes, let dictionary):
      vector = Vector(.texts(codes, dictionary: dictionary), valid: source.present, unreadable: unreadable)
    case .numbers(let numbers):
      vector = Vector(.numbers(numbers, upper: nil), valid: source.present, unreadable: unreadable)
    case .flags(let flags): vector = Vector(.flags(flags), valid: source.present, unreadable: unreadable)
    case .dates(let dates):
      var present = source.present
      if info.factDates.contains(column) {
        present.formIntersection(Kernels.bits(dates, .atMost, known.number))
      }
      vector = Vector(.dates(dates), valid: present, unreadable: unreadable)
    }
    columns[key] = vector
    return vector
  }

  /// Which rows of a table are there on this day: events that have happened, states in force.
  func presence(_ table: Int) -> Verdict {
    if let known = presences[table] { return known }
    var result = presence(table, rows: .all(data.rowCount(table)), isWhole: true, low: .day(today), high: .day(today))
    presences[table] = result
    guard let paused = program.tables[table].paused else { return result }
    result.formAnd(quietly { evaluate(paused, Frame(rowCount: result.count)) }.negated)
    presences[table] = result
    return result
  }

  /// Rows that would be there and are paused on this day.
  func paused(_ table: Int) -> BitSet {
    guard let paused = program.tables[table].paused else { return BitSet(count: data.rowCount(table)) }
    return quietly { evaluate(paused, Frame(rowCount: data.rowCount(table))) }.holds
  }

  /// Rows that are there on some day from low to high, as known today, or with `isFuture` at any time. An event of a
  /// whole table is there from its day on.
  func presence(
    _ table: Int, rows: Rows, isWhole: Bool = false, low: Vector?, high: Vector?, isFuture: Bool = false
  ) -> Verdict {
    func at(_ index: Int) -> Vector { column(table, index).gathered(rows) }
    let count = rows.count
    let now = Vector.day(known)
    var result = Verdict(count: count, constant: true)
    if !isFuture { leaveOutUntold(table, rows, &result) }
    switch program.tables[table].presence {
    case .always: break
    case .event(let dateColumn):
      let date = at(dateColumn)
      if !isFuture { result.formAnd(compare(.atMost, date, now, count)) }
      if !isWhole {
        if let low { result.formAnd(compare(.atLeast, date, low, count)) }
        if let high { result.formAnd(compare(.atMost, date, high, count)) }
      }
    case .state(let fromColumn, let toColumn):
      if fromColumn >= 0 {
        let from = at(fromColumn)
        var begun = isFuture ? Verdict(count: count, constant: true) : compare(.atMost, from, now, count)
        if let high { begun.formAnd(compare(.atMost, from, high, count)) }
        // A missing start is since ever; an unreadable one cannot be told.
        begun.holds.formUnion(from.valid.union(from.unreadable).inverted)
        result.formAnd(begun)
      }
      if toColumn >= 0, let low {
        let to = at(toColumn)
        var lasting = compare(.atLeast, to, low, count)
        lasting.holds.formUnion(to.valid.union(to.unreadable).inverted)
        result.formAnd(lasting)
      }
    }
    return result
  }
}
