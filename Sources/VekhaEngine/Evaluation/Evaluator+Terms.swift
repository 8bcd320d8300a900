import VekhaCalendar
import VekhaCheck
import VekhaTable

/// Dates moved by lengths of time, by the calendar and past the days that do not count.
extension Evaluator {
  func moved(_ date: Vector, _ move: Move, _ frame: Frame) -> Vector {
    guard case .dates(let dates) = date.storage else { return date }
    if move.excluding == nil, move.duration.unit == .day, let sum = shifted(date, dates, move) { return sum }
    var values = dates
    var valid = BitSet(count: dates.count)
    func keep(_ index: Int, _ end: CivilDay?) {
      guard let end else { return }
      values[index] = end.number
      valid.insert(index)
    }
    if let excluding = move.excluding {
      let excluded = excludedDays(excluding, frame)
      date.valid.forEach { index in
        guard let isExcluded = excluded(index) else { return }
        let end = program.calendar.moved(CivilDay(number: dates[index]), by: move.duration, excluding: isExcluded)
        keep(index, ended(end, move))
      }
    } else {
      let ends = Self.byDay(dates, date.valid) { ended(program.calendar.moved($0, by: move.duration), move) }
      date.valid.forEach { keep($0, ends[$0]) }
    }
    return Vector(.dates(values), valid: valid, unreadable: date.unreadable.union(date.valid.subtracting(valid)))
  }

  private func ended(_ end: CivilDay?, _ move: Move) -> CivilDay? {
    guard let end, move.isTerm, program.calendar.movesTerms, move.duration.unit != .workingDay else { return end }
    return program.calendar.worked(onOrAfter: end)
  }

  /// Days moved by days, where none leaves the calendar and none moves past days off.
  private func shifted(_ date: Vector, _ dates: [Int32], _ move: Move) -> Vector? {
    if move.isTerm && program.calendar.movesTerms { return nil }
    let days = Int32(clamping: move.duration.count)
    guard let extent = Kernels.extent(dates), Int(extent.least) + Int(days) > Int(CivilDay.earliest.number),
      Int(extent.greatest) + Int(days) < Int(CivilDay.latest.number)
    else { return nil }
    return Vector(.dates(Kernels.map(dates) { $0 &+ days }), valid: date.valid, unreadable: date.unreadable)
  }

  func isOf(_ kind: WorkingCalendar.DayKind, _ date: Vector) -> Verdict {
    guard case .dates(let dates) = date.storage else { return .unknown(date.valid.count) }
    let calendar = program.calendar
    let holds = BitSet(count: dates.count) {
      date.valid.contains($0) && calendar.isOf(kind, CivilDay(number: dates[$0]))
    }
    return Verdict(holds: holds, fails: date.valid.subtracting(holds))
  }

  func dayCount(_ kind: WorkingCalendar.DayKind, _ from: Vector, _ to: Vector) -> Vector {
    guard case .dates(let starts) = from.storage, case .dates(let ends) = to.storage else { return from }
    var values = [Int64](repeating: 0, count: starts.count)
    let valid = from.valid.intersection(to.valid)
    valid.forEach { index in
      let count = program.calendar.days(
        kind, after: CivilDay(number: starts[index]), to: CivilDay(number: ends[index]))
      values[index] = Int64(count) * Number.scale
    }
    return Vector(.numbers(values, upper: nil), valid: valid, unreadable: from.unreadable.union(to.unreadable))
  }

  /// For each tuple, whether a day does not count; nil where that cannot be told.
  func excludedDays(_ exclusion: Exclusion, _ frame: Frame) -> (Int) -> ((CivilDay) -> Bool)? {
    let calendar = program.calendar
    let holidays = program.holidays
    switch exclusion {
    case .daysOff: return { _ in { !calendar.isWorked($0) } }
    case .holidays(nil): return { _ in { day in holidays.contains { $0.contains(day) } } }
    case .holidays(let own?):
      let rows = daysInForce(own, frame)
      return { index in
        guard let periods = rows[index] else { return nil }
        // A school without rows of its own keeps the calendar's.
        let list = periods.isEmpty ? holidays : periods
        return { day in list.contains { $0.contains(day) } }
      }
    case .rows(let set):
      let rows = daysInForce(set, frame)
      return { index in rows[index].map { list in { day in list.contains { $0.contains(day) } } } }
    }
  }

  func ownEdge(_ set: SetExpression, _ listed: [Period], _ offset: Int?, isLast: Bool, _ frame: Frame) -> Vector {
    var values = [Int32](repeating: 0, count: frame.count)
    var valid = BitSet(count: frame.count)
    var unreadable = BitSet(count: frame.count)
    for (index, own) in daysInForce(set, frame).enumerated() {
      guard let own else {
        unreadable.insert(index)
        continue
      }
      let periods = own.isEmpty ? listed : own.sorted { $0.first < $1.first }
      let found = offset.map { RelativeSpan.listed(periods).around(today, offset: $0) } ?? periods.first
      guard let found else { continue }
      values[index] = (isLast ? found.last : found.first).number
      valid.insert(index)
    }
    return Vector(.dates(values), valid: valid, unreadable: unreadable)
  }

  /// The days on which the rows of a set are in force, whether past or to come, for each tuple; nil where one of them
  /// cannot be told.
  func daysInForce(_ set: SetExpression, _ frame: Frame) -> [[Period]?] {
    let saved = recorder
    recorder = nil
    defer { recorder = saved }
    let (outer, rows, sure) = candidates(set, frame)
    var verdict = Verdict(holds: sure, fails: BitSet(count: rows.count))
    if let filter = set.filter { verdict.formAnd(evaluate(filter, frame.adding(rows: rows, outerIndex: outer))) }
    var result = [[Period]?](repeating: [], count: frame.count)
    for (index, tuple) in outer.array.enumerated() where !verdict.fails.contains(index) {
      guard verdict.holds.contains(index), let period = days(of: Int(rows[index]), set.table) else {
        result[Int(tuple)] = nil
        continue
      }
      result[Int(tuple)]?.append(period)
    }
    return result
  }

  /// The days of a row: from its first to its last, or the one of an event; nil where a date is not readable or the
  /// state ends before it begins.
  private func days(of row: Int, _ table: Int) -> Period? {
    func day(_ column: Int, open: CivilDay) -> CivilDay? {
      guard column >= 0 else { return open }
      switch cell(table, column, row) {
      case .date(let day): return day
      case .missing: return open
      default: return nil
      }
    }
    switch program.tables[table].presence {
    case .always: return Period(.earliest, .latest)
    case .event(let column):
      guard case .date(let day) = cell(table, column, row) else { return nil }
      return Period(day)
    case .state(let from, let to):
      guard let first = day(from, open: .earliest), let last = day(to, open: .latest), first <= last else { return nil }
      return Period(first, last)
    }
  }

  /// The last day on which there was one of the set, or the start where that is later. A row whose day cannot be told
  /// may be the last.
  func lastSince(_ set: SetExpression, _ start: Vector?, _ frame: Frame) -> Vector {
    let saved = recorder
    recorder = nil
    let (outer, rows, sure) = candidates(set, frame)
    let inner = frame.adding(rows: rows, outerIndex: outer)
    var verdict = Verdict(holds: sure, fails: BitSet(count: rows.count))
    if let filter = set.filter { verdict.formAnd(evaluate(filter, inner)) }
    recorder = saved
    var last = [Int32](repeating: .min, count: frame.count)
    var doubtful = [Int32](repeating: .min, count: frame.count)
    for (index, tuple) in outer.array.enumerated() where !verdict.fails.contains(index) {
      guard let period = days(of: Int(rows[index]), set.table) else {
        if !isReversed(Int(rows[index]), set.table) { doubtful[Int(tuple)] = .max }
        continue
      }
      guard period.first <= known else { continue }
      let day = min(period.last, today).number
      if verdict.holds.contains(index) {
        last[Int(tuple)] = max(last[Int(tuple)], day)
      } else {
        doubtful[Int(tuple)] = max(doubtful[Int(tuple)], day)
      }
    }
    if case .dates(let starts)? = start?.storage, let start {
      start.valid.forEach { last[$0] = max(last[$0], starts[$0]) }
    }
    var valid = BitSet(count: frame.count)
    var unreadable = BitSet(count: frame.count)
    for index in 0..<frame.count {
      if doubtful[index] > last[index] {
        unreadable.insert(index)
      } else if last[index] != .min {
        valid.insert(index)
      } else if start?.unreadable.contains(index) == true {
        unreadable.insert(index)
      }
    }
    if let recorder, frame.count == 1 {
      // The one that was last, or those whose day is not known.
      func isOfDay(_ index: Int) -> Bool? {
        days(of: Int(rows[index]), set.table).map { min($0.last, today).number == last[0] }
      }
      let shown = verdict.holds.union(verdict.unknown).indices
      let deciding = Verdict(
        holds: BitSet(count: rows.count) { shown.contains($0) && isOfDay($0) == true },
        fails: BitSet(count: rows.count) { !shown.contains($0) || isOfDay($0) == false })
      let members = Members(frame: inner, outer: outer, verdict: deciding, ownerCount: 1, owners: .all(1))
      record(
        set, nil, members, Verdict(count: rows.count, constant: true), recorder,
        unreadable.contains(0) ? .doubtful : .members)
    }
    return Vector(.dates(last.map { $0 == .min ? 0 : $0 }), valid: valid, unreadable: unreadable)
  }

  private func isReversed(_ row: Int, _ table: Int) -> Bool {
    guard case .state(let from, let to) = program.tables[table].presence, from >= 0, to >= 0,
      case .date(let first) = cell(table, from, row), case .date(let last) = cell(table, to, row)
    else { return false }
    return last < first
  }
}
