import VekhaCalendar
import VekhaCheck
import VekhaTable

/// How one subject keeps to a cadence: finished spans that were kept, missed, and that cannot be told.
package struct CadenceKept: Hashable, Sendable {
  package var held = 0
  package var missed = 0
  package var unknown = 0
  /// The due day of the first span that was missed.
  package var firstMissed: CivilDay?
  /// The last counted day, if any.
  package var last: CivilDay?
  /// Counted days since the last one or the start.
  package var gap: Int?
  /// The next due day; nil once the window is over.
  package var next: CivilDay?

  package var expected: Int { held + missed + unknown }

  /// The same where it is not known which spans they were.
  var untold: CadenceKept { CadenceKept(unknown: expected, last: last, gap: gap) }
}

/// A stretch of days in which so many are expected, by its due day.
private struct Expected {
  var first: CivilDay
  var due: CivilDay
  var times: Int
}

/// The days on which something counted happened.
private struct Counted {
  /// In order.
  var sure: [CivilDay] = []
  var doubtful: [CivilDay] = []
  /// Rows whose day cannot be read.
  var undated = 0
}

extension Engine {
  struct CadenceJudgement {
    /// Empty for a cadence of the plan itself.
    var rows: [Int32]
    var kept: [CadenceKept]
    /// Subjects that may be none.
    var perhaps: [Int32]
  }

  func judge(
    _ cadence: Cadence, _ activity: ActivityInfo, _ path: ItemPath, _ window: Period, on today: CivilDay
  ) -> CadenceJudgement {
    let day = min(today, window.last)
    guard let set = activity.cadenceSubjects else {
      let counted = activity.counts.map { self.counted($0, .root(), on: today)[0] } ?? marked(path, on: today)
      let start = window.first
      let kept = self.kept(cadence, counted, from: start, window, on: today, length: length(cadence, .root(), day)[0]) {
        exclusion(cadence, .root(), day)(0) ?? { _ in false }
      }
      return CadenceJudgement(rows: [], kept: [kept], perhaps: [])
    }
    let (rows, perhaps) = population(set, on: day)
    guard let counts = activity.counts else { return CadenceJudgement(rows: rows, kept: [], perhaps: perhaps) }
    let frame = Frame(rows: rows)
    let counted = self.counted(counts, frame, on: today)
    let lengths = length(cadence, frame, day)
    let excluded = exclusion(cadence, frame, day)
    let paused = pausedDays(set.table, until: today)
    let own = ownPeriods(cadence, frame, day)
    let kept = rows.enumerated().map { index, row -> CadenceKept in
      var cadence = cadence
      if case .perListed(_, let times, _) = cadence.rhythm, let periods = own[index], !periods.isEmpty {
        cadence.rhythm = .perListed(periods, times: times, own: nil)
      }
      let from = start(of: Int(row), set.table).map { max($0, window.first) } ?? window.first
      let kept = self.kept(cadence, counted[index], from: from, window, on: today, length: lengths[index]) {
        let isExcluded = excluded(index) ?? { _ in false }
        guard !paused.isEmpty else { return isExcluded }
        return { day in isExcluded(day) || paused.contains { $0.days.contains(day) && $0.rows.contains(Int(row)) } }
      }
      return own[index] == nil ? kept.untold : kept
    }
    return CadenceJudgement(rows: rows, kept: kept, perhaps: perhaps)
  }

  /// The first day of a record: of its state, or of its event.
  private func start(of row: Int, _ table: Int) -> CivilDay? {
    let column: Int
    switch program.tables[table].presence {
    case .always: return nil
    case .event(let date): column = date
    case .state(let from, _): column = from
    }
    guard column >= 0, case .date(let day) = program.tables[table].table.columns[column].cell(row) else { return nil }
    return day
  }

  private func marked(_ path: ItemPath, on today: CivilDay) -> Counted {
    Counted(sure: marks.filter { $0.item == path && $0.kind == .done && $0.day <= today }.map(\.day).sorted())
  }

  /// The days of the counted rows of each tuple, as known today.
  private func counted(_ set: SetExpression, _ frame: Frame, on today: CivilDay) -> [Counted] {
    let evaluator = evaluator(today)
    let members = evaluator.members(set, frame)
    var result = [Counted](repeating: Counted(), count: frame.count)
    guard case .event(let column) = program.tables[set.table].presence else { return result }
    let dates = evaluator.column(set.table, column)
    guard case .dates(let days) = dates.storage else { return result }
    let rows = members.frame.rows(members.frame.levelCount - 1)
    for (index, outer) in members.outer.array.enumerated() where !members.verdict.fails.contains(index) {
      let (row, tuple) = (Int(rows[index]), Int(outer))
      guard dates.valid.contains(row) else {
        result[tuple].undated += 1
        continue
      }
      let day = CivilDay(number: days[row])
      if members.verdict.holds.contains(index) {
        result[tuple].sure.append(day)
      } else {
        result[tuple].doubtful.append(day)
      }
    }
    for index in result.indices { result[index].sure.sort() }
    return result
  }

  /// The length of a span of each tuple, where it depends on the record; nil where it is not known.
  private func length(_ cadence: Cadence, _ frame: Frame, _ day: CivilDay) -> [Duration?] {
    switch cadence.rhythm {
    case .every(let length), .atLeastEvery(let length): return [Duration?](repeating: length, count: frame.count)
    case .everyValue(let value, let family):
      let vector = evaluator(day).evaluate(value, frame)
      guard case .numbers(let numbers, nil) = vector.storage else {
        return [Duration?](repeating: nil, count: frame.count)
      }
      return (0..<frame.count).map { index in
        let count = Number(millionths: numbers[index]).integer ?? 0
        guard vector.valid.contains(index), count > 0 else { return nil }
        return Duration(count, family == .months ? .month : .day)
      }
    case .perSpan, .weekdays, .monthDay, .perListed: return [Duration?](repeating: nil, count: frame.count)
    }
  }

  private func exclusion(_ cadence: Cadence, _ frame: Frame, _ day: CivilDay) -> (Int) -> ((CivilDay) -> Bool)? {
    cadence.excluding.map { evaluator(day).excludedDays($0, frame) } ?? { _ in { _ in false } }
  }

  /// The school's own spans of each tuple, in order; empty where it has none, nil where they cannot be told.
  private func ownPeriods(_ cadence: Cadence, _ frame: Frame, _ day: CivilDay) -> [[Period]?] {
    guard case .perListed(_, _, let own?) = cadence.rhythm else {
      return [[Period]?](repeating: [], count: frame.count)
    }
    return evaluator(day).daysInForce(own, frame).map { $0?.sorted { $0.first < $1.first } }
  }

  // MARK: Spans

  private func kept(
    _ cadence: Cadence, _ counted: Counted, from start: CivilDay, _ window: Period, on today: CivilDay,
    length: Duration?, excluded: () -> (CivilDay) -> Bool
  ) -> CadenceKept {
    let isExcluded = excluded()
    var result = CadenceKept()
    let within = counted.sure.filter { $0 >= start && $0 <= window.last }
    result.last = within.last
    if today >= start {
      let since = within.last ?? start
      let end = min(today, window.last)
      result.gap = since >= end ? 0 : (since.number + 1...end.number).count { !isExcluded(CivilDay(number: $0)) }
    }
    if case .atLeastEvery(let longest) = cadence.rhythm {
      judgeGaps(longest, within, counted, from: start, window, on: today, isExcluded, &result)
      return result
    }
    for span in spans(cadence, from: start, window, length, isExcluded) {
      guard span.due < today else {
        if result.next == nil, within.count(where: { $0 >= span.first && $0 <= span.due }) < span.times {
          result.next = span.due
        }
        if result.next != nil || span.first > today.adding(days: 400) { break }
        continue
      }
      let sure = within.count { $0 >= span.first && $0 <= span.due }
      let doubtful = counted.doubtful.count { $0 >= span.first && $0 <= span.due } + counted.undated
      if sure >= span.times {
        result.held += 1
      } else if sure + doubtful >= span.times {
        result.unknown += 1
      } else {
        result.missed += 1
        result.firstMissed = result.firstMissed ?? span.due
      }
    }
    return result
  }

  /// «не реже»: each stretch between two counted days, and the one that is open, is kept where it is no longer.
  private func judgeGaps(
    _ longest: Duration, _ days: [CivilDay], _ counted: Counted, from start: CivilDay, _ window: Period,
    on today: CivilDay, _ isExcluded: (CivilDay) -> Bool, _ result: inout CadenceKept
  ) {
    var since = start
    func edge(_ day: CivilDay) -> CivilDay {
      program.calendar.moved(day, by: longest, excluding: isExcluded) ?? .latest
    }
    func miss(_ due: CivilDay, until next: CivilDay) {
      let isDoubtful = counted.undated > 0 || counted.doubtful.contains { $0 > since && $0 < next }
      if isDoubtful {
        result.unknown += 1
      } else {
        result.missed += 1
        result.firstMissed = result.firstMissed ?? due
      }
    }
    for day in days {
      let due = edge(since)
      if day <= due { result.held += 1 } else { miss(due, until: day) }
      since = day
    }
    let due = edge(since)
    if due < min(today, window.last.adding(days: 1)) {
      miss(due, until: .latest)
      if today <= window.last { result.next = today }
    } else if due <= window.last, today <= window.last {
      result.next = due
    }
  }

  /// The spans of a cadence in order; those that begin after the window are not there.
  private func spans(
    _ cadence: Cadence, from start: CivilDay, _ window: Period, _ length: Duration?, _ isExcluded: (CivilDay) -> Bool
  ) -> [Expected] {
    var result: [Expected] = []
    switch cadence.rhythm {
    case .every, .everyValue:
      guard let length else { return [] }
      var first = start
      var count = 1
      while first <= window.last {
        let last: CivilDay?
        if length.unit == .month {
          // Counted from the start, so that the 31st does not wander.
          last = start.adding(months: length.count * count).adding(days: -1)
        } else {
          last = program.calendar.moved(first.adding(days: -1), by: length, excluding: isExcluded)
        }
        guard let last, last <= window.last, last >= first else { break }
        if hasCountedDay(first, last, isExcluded) { result.append(Expected(first: first, due: last, times: 1)) }
        first = last.adding(days: 1)
        count += 1
      }
    case .perSpan(let span, let times, let dueDay):
      var whole = Self.span(span, around: start)
      while whole.first <= window.last {
        let first = max(whole.first, start)
        var due = min(whole.last, window.last)
        if let dueDay { due = min(due, whole.first.adding(days: min(dueDay, 28) - 1)) }
        if Self.isMostOf(whole, first, min(whole.last, window.last)), first <= due,
          hasCountedDay(first, due, isExcluded)
        {
          result.append(Expected(first: first, due: due, times: times))
        }
        whole = Self.span(span, around: whole.last.adding(days: 1))
      }
    case .weekdays(let days):
      var first = start
      var day = start
      while day <= window.last {
        if days.contains(day.weekday) {
          if !isExcluded(day) { result.append(Expected(first: first, due: day, times: 1)) }
          first = day.adding(days: 1)
        }
        day = day.adding(days: 1)
      }
    case .monthDay(let number, let weekday):
      var month = CalendarSpan.month.around(start)
      while month.first <= window.last {
        let days = (month.first.number...month.last.number).map { CivilDay(number: $0) }
          .filter { weekday == nil ? program.calendar.isWorked($0) : $0.weekday == weekday }
        let index = number < 0 ? days.count + number : number - 1
        if days.indices.contains(index), window.contains(days[index]), days[index] >= start, !isExcluded(days[index]) {
          result.append(Expected(first: max(month.first, start), due: days[index], times: 1))
        }
        month = CalendarSpan.month.around(month.last.adding(days: 1))
      }
    case .perListed(let periods, let times, _):
      for whole in periods {
        let (first, due) = (max(whole.first, start), min(whole.last, window.last))
        if first <= due, Self.isMostOf(whole, first, due), hasCountedDay(first, due, isExcluded) {
          result.append(Expected(first: first, due: due, times: times))
        }
      }
    case .atLeastEvery: break
    }
    return result
  }

  /// What the start or the end of the window cuts to less than half is not expected.
  private static func isMostOf(_ whole: Period, _ first: CivilDay, _ last: CivilDay) -> Bool {
    (Int(last.number - first.number) + 1) * 2 >= Int(whole.last.number - whole.first.number) + 1
  }

  private func hasCountedDay(_ first: CivilDay, _ last: CivilDay, _ isExcluded: (CivilDay) -> Bool) -> Bool {
    (first.number...last.number).contains { !isExcluded(CivilDay(number: $0)) }
  }

  private static func span(_ span: Cadence.Span, around day: CivilDay) -> Period {
    switch span {
    case .week: CalendarSpan.week.around(day)
    case .month: CalendarSpan.month.around(day)
    case .quarter: CalendarSpan.quarter.around(day)
    case .year: CalendarSpan.year.around(day)
    }
  }

  // MARK: Pauses

  struct PausedDays {
    var days: Period
    var rows: BitSet
  }

  /// Stretches of days with the rows of a table that are paused on them; empty where nothing is ever paused.
  func pausedDays(_ table: Int, until today: CivilDay) -> [PausedDays] {
    guard let paused = program.tables[table].paused else { return [] }
    let reads = DateReads(Obligation(subjects: nil, condition: paused), data)
    var result: [PausedDays] = []
    for (first, end) in reads.constantRuns(before: today) {
      let rows = evaluator(end).paused(table)
      if !rows.isEmpty { result.append(PausedDays(days: Period(first ?? .earliest, end), rows: rows)) }
    }
    return result
  }

  // MARK: The activity

  func cadenceState(
    _ cadence: Cadence, _ activity: ActivityInfo, _ path: ItemPath, _ window: Period, on today: CivilDay
  ) -> ItemJudgement {
    if let set = activity.cadenceSubjects, data.rowCount(set.table) == 0 {
      return ItemJudgement(state: .noInformation)
    }
    let judged = judge(cadence, activity, path, window, on: today)
    let held = judged.kept.reduce(0) { $0 + $1.held }
    let missed = judged.kept.reduce(0) { $0 + $1.missed }
    let unknown = judged.kept.reduce(0) { $0 + $1.unknown }
    var result = ItemJudgement(state: .inProgress)
    result.progress = Progress(met: held, total: held + missed + unknown, unknown: unknown)
    result.cadence = judged
    result.judgedOn = min(today, window.last)
    if today < window.first {
      result.state = .ahead
      result.progress = nil
    } else if today > window.last {
      if held + missed + unknown == 0 {
        result.state = .notRequired
      } else {
        switch Self.isNormKept(activity.norm, held, missed, unknown) {
        case true?:
          result.state = .done
          result.doneOn = window.last
        case false?: result.state = .notFulfilled
        case nil: result.state = .noInformation
        }
      }
    }
    return result
  }

  /// Whether enough spans were kept: all of them, or the norm's share.
  static func isNormKept(_ norm: Norm?, _ held: Int, _ missed: Int, _ unknown: Int) -> Bool? {
    guard let norm else { return missed > 0 ? false : unknown > 0 ? nil : true }
    return Comparing.share(
      norm.comparison, met: held, failed: missed, unknown: unknown, bound: norm.number.millionths)
  }
}
