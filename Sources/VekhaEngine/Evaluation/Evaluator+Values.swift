import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Evaluator {
  func evaluate(_ value: Value, _ frame: Frame) -> Vector {
    let count = frame.count
    func constant(_ storage: Vector.Storage) -> Vector {
      Vector(storage, valid: BitSet(count: 1, filled: true)).broadcast(count)
    }
    switch value.kind {
    case .text(let text): return constant(.texts([0], dictionary: [text]))
    case .number(let number): return constant(.numbers([number.millionths], upper: nil))
    case .date(let day): return constant(.dates([day.number]))
    case .flag(let flag): return constant(.flags(BitSet(count: 1, filled: flag)))
    case .today: return constant(.dates([today.number]))
    case .column(let path, let column):
      let rows = rows(path, frame)
      if let recorder, count == 1, rows[0] >= 0 { recorder.read(data, path.table, column, Int(rows[0])) }
      return self.column(path.table, column).gathered(rows)
    case .computed(let path, let index):
      let rows = rows(path, frame)
      if recorder != nil, count == 1, rows[0] >= 0, let inner = program.computed[index].value {
        return evaluate(inner, Frame(rows))
      }
      return computedValues(index).gathered(rows)
    case .record(let path):
      let rows = rows(path, frame)
      let valid = rows.present
      return Vector(.records(rows.array), valid: valid, unreadable: unattached(path, frame, valid))
    case .count(let set): return counted(set, frame)
    case .share(let set, let numerator): return share(set, numerator, frame)
    case .sum(let a, let b): return numbers(a, b, frame) { $0.adding($1) }
    case .difference(let a, let b): return difference(a, b, frame)
    case .product(let a, let b): return numbers(a, b, frame) { $0.multiplied(by: $1) }
    case .quotient(let a, let b): return numbers(a, b, frame) { $0.divided(by: $1) }
    case .negative(let inner):
      let vector = evaluate(inner, frame)
      guard case .numbers(let values, let upper) = vector.storage else { return vector }
      return Vector(
        .numbers((upper ?? values).map { -$0 }, upper: upper == nil ? nil : values.map { -$0 }), valid: vector.valid,
        unreadable: vector.unreadable)
    case .aggregate(let aggregate, let set, let member, let isKnownOnly):
      return aggregated(aggregate, set, member, isKnownOnly: isKnownOnly, frame)
    case .extreme(let isGreatest, let list): return extreme(isGreatest: isGreatest, list, frame)
    case .picked(let isLast, let set, let date, let member): return picked(isLast: isLast, set, date, member, frame)
    case .conditional(let test, let then, let other):
      let verdict = evaluate(test, frame)
      // Only the branch that was taken is a reason.
      func branch(_ value: Value, _ isTaken: Bool) -> Vector {
        isTaken || recorder == nil || frame.count != 1 ? evaluate(value, frame) : quietly { evaluate(value, frame) }
      }
      return conditional(
        verdict, branch(then, frame.count == 1 && verdict.outcome(0) == .holds),
        branch(other, frame.count == 1 && verdict.outcome(0) == .fails))
    case .elapsed(let unit, let since): return elapsed(unit, evaluate(since, frame))
    case .elapsedBetween(let unit, let from, let to, let isChanges):
      return elapsedBetween(unit, evaluate(from, frame), evaluate(to, frame), isChanges: isChanges)
    case .dayCount(let kind, let from, let to):
      return dayCount(kind, evaluate(from, frame), evaluate(to, frame))
    case .spanEdge(let span, let offset, let isLast):
      guard let period = span.around(today, offset: offset) else { return absent(.date, count) }
      return constant(.dates([(isLast ? period.last : period.first).number]))
    case .ownEdge(let set, let listed, let offset, let isLast):
      return ownEdge(set, listed, offset, isLast: isLast, frame)
    case .moved(let date, let move):
      let start = evaluate(date, frame)
      if recorder != nil, case .lastSince = date.kind { recordGap(start, move, frame) }
      return moved(start, move, frame)
    case .lastSince(let set, let start): return lastSince(set, start.map { evaluate($0, frame) }, frame)
    case .done(let item):
      guard let day = doneDay(item, today) else {
        return Vector(.dates([Int32](repeating: 0, count: count)), valid: BitSet(count: count))
      }
      return constant(.dates([day.number]))
    case .absent: return absent(value.type, count)
    case .asOf(let inner, let day): return asOf(inner, evaluate(day, frame), frame)
    }
  }

  /// No value of a type at any of `count` tuples.
  func absent(_ type: ValueType, _ count: Int) -> Vector {
    let none = [Int32](repeating: 0, count: count)
    let storage: Vector.Storage =
      switch type {
      case .date: .dates(none)
      case .number, .percent: .numbers([Int64](repeating: 0, count: count), upper: nil)
      case .flag: .flags(BitSet(count: count))
      case .record: .records([Int32](repeating: -1, count: count))
      case .text, .unknown: .texts(none, dictionary: [""])
      }
    return Vector(storage, valid: BitSet(count: count))
  }

  /// Where a reference has a text but leads to no record.
  private func unattached(_ path: RecordPath, _ frame: Frame, _ valid: BitSet) -> BitSet {
    guard let last = path.steps.last, !valid.isFull else { return BitSet(count: frame.count) }
    var before = path
    before.steps.removeLast()
    let table = before.steps.last?.target ?? path.start
    before.table = table
    let rows = rows(before, frame)
    let column = self.column(table, last.column)
    return BitSet(count: frame.count) { index in
      guard !valid.contains(index) else { return false }
      guard rows[index] >= 0 else { return true }
      let row = Int(rows[index])
      return column.valid.contains(row) || column.unreadable.contains(row)
    }
  }

  // MARK: Arithmetic

  private func numbers(_ left: Value, _ right: Value, _ frame: Frame, _ body: (Number, Number) -> Number?) -> Vector {
    let a = plain(evaluate(left, frame))
    let b = plain(evaluate(right, frame))
    var values = [Int64](repeating: 0, count: frame.count)
    var valid = BitSet(count: frame.count)
    let both = a.valid.intersection(b.valid)
    if case .numbers(let x, _) = a.storage, case .numbers(let y, _) = b.storage {
      both.forEach { index in
        guard let result = body(Number(millionths: x[index]), Number(millionths: y[index])) else { return }
        values[index] = result.millionths
        valid.insert(index)
      }
    }
    if recorder != nil, both.contains(0), !valid.contains(0) {
      recordNoResult(of: Self.anchor(left) == nil ? right : left, frame)
    }
    // A result that cannot be computed is unknown, never empty.
    let unreadable = a.unreadable.union(b.unreadable).union(both.subtracting(valid))
    return Vector(.numbers(values, upper: nil), valid: valid, unreadable: unreadable)
  }

  /// A range is unknown in arithmetic; a share is its per cent, where nothing is unknown.
  func plain(_ vector: Vector) -> Vector {
    switch vector.storage {
    case .numbers(let low, let high?):
      let exact = BitSet(count: vector.count) { low[$0] == high[$0] }
      return Vector(
        .numbers(low, upper: nil), valid: vector.valid.intersection(exact),
        unreadable: vector.unreadable.union(vector.valid.subtracting(exact)))
    case .shares(let met, let failed, let unknown):
      var values = [Int64](repeating: 0, count: vector.count)
      var valid = BitSet(count: vector.count)
      vector.valid.forEach { index in
        guard unknown[index] == 0, let top = Number(Int(met[index]) * 100),
          let all = Number(Int(met[index] + failed[index])),
          let part = top.divided(by: all)
        else { return }
        values[index] = part.millionths
        valid.insert(index)
      }
      return Vector(.numbers(values, upper: nil), valid: valid, unreadable: valid.inverted)
    default: return vector
    }
  }

  private func difference(_ left: Value, _ right: Value, _ frame: Frame) -> Vector {
    guard left.type == .date else { return numbers(left, right, frame) { $0.subtracting($1) } }
    let a = evaluate(left, frame)
    let b = evaluate(right, frame)
    guard case .dates(let x) = a.storage, case .dates(let y) = b.storage else { return a }
    let values = x.indices.map { Int64(x[$0] &- y[$0]) * Number.scale }
    return Vector(
      .numbers(values, upper: nil), valid: a.valid.intersection(b.valid), unreadable: a.unreadable.union(b.unreadable))
  }

  private func conditional(_ test: Verdict, _ then: Vector, _ other: Vector) -> Vector {
    let valid = test.holds.intersection(then.valid).union(test.fails.intersection(other.valid))
    let unreadable = test.holds.intersection(then.unreadable).union(test.fails.intersection(other.unreadable))
      .union(test.unknown)
    func choose<T>(_ a: [T], _ b: [T]) -> [T] { a.indices.map { test.holds.contains($0) ? a[$0] : b[$0] } }
    let storage: Vector.Storage
    switch (then.storage, other.storage) {
    case (.numbers(let a, let aUpper), .numbers(let b, let bUpper)):
      storage = .numbers(choose(a, b), upper: aUpper == nil && bUpper == nil ? nil : choose(aUpper ?? a, bUpper ?? b))
    case (.dates(let a), .dates(let b)): storage = .dates(choose(a, b))
    case (.texts(let a, let aTexts), .texts(let b, let bTexts)):
      storage = .texts(
        choose(a, b.map { $0 + Int32(aTexts.count) }), dictionary: TextDictionary(Array(aTexts) + Array(bTexts)))
    case (.flags(let a), .flags(let b)):
      storage = .flags(a.intersection(test.holds).union(b.intersection(test.fails)))
    case (.records(let a), .records(let b)): storage = .records(choose(a, b))
    default: storage = then.storage
    }
    return Vector(storage, valid: valid, unreadable: unreadable)
  }

  private func elapsed(_ unit: Unit, _ since: Vector) -> Vector {
    guard case .dates(let dates) = since.storage else { return since }
    func value(_ day: Int32) -> Int64 {
      Int64(Self.elapsed(unit, from: CivilDay(number: day), to: today, program.calendar)) * Number.scale
    }
    var values: [Int64]
    if since.valid.isFull, let extent = Kernels.extent(dates), Int(extent.greatest) - Int(extent.least) < dates.count {
      // Fewer days than tuples: each day is looked at once.
      let known = (extent.least...extent.greatest).map(value)
      values = Kernels.map(dates) { known[Int($0 &- extent.least)] }
    } else {
      values = [Int64](repeating: 0, count: dates.count)
      since.valid.forEach { values[$0] = value(dates[$0]) }
    }
    return Vector(.numbers(values, upper: nil), valid: since.valid, unreadable: since.unreadable)
  }

  /// What a day comes to, computed once a day where there are many tuples; nil where there is no day.
  static func byDay<Result>(_ dates: [Int32], _ valid: BitSet, _ body: (CivilDay) -> Result?) -> [Result?] {
    var result = [Result?](repeating: nil, count: dates.count)
    guard dates.count > 256, let extent = Kernels.extent(dates),
      Int(extent.greatest) - Int(extent.least) < 8 * dates.count
    else {
      valid.forEach { result[$0] = body(CivilDay(number: dates[$0])) }
      return result
    }
    let first = Int(extent.least)
    var known = [Result??](repeating: nil, count: Int(extent.greatest) - first + 1)
    valid.forEach { index in
      let day = Int(dates[index]) - first
      if let made = known[day] {
        result[index] = made
      } else {
        let made = body(CivilDay(number: dates[index]))
        known[day] = .some(made)
        result[index] = made
      }
    }
    return result
  }

  /// Whole units from a day to another; negative where that is the earlier.
  private static func elapsed(_ unit: Unit, from start: CivilDay, to end: CivilDay, _ calendar: WorkingCalendar) -> Int
  {
    if end < start, unit == .year { return -elapsed(unit, from: end, to: start, calendar) }
    switch unit {
    case .year: return end.wholeYears(since: start, isLeapBirthdayEarly: calendar.hasEarlyLeapBirthday)
    case .month: return end.wholeMonths(since: start)
    case .week: return Int(end.number - start.number) / 7
    default: return Int(end.number - start.number)
    }
  }

  private func elapsedBetween(_ unit: Unit, _ from: Vector, _ to: Vector, isChanges: Bool) -> Vector {
    guard case .dates(let starts) = from.storage, case .dates(let ends) = to.storage else { return from }
    var values = [Int64](repeating: 0, count: starts.count)
    let valid = from.valid.intersection(to.valid)
    let span: CalendarSpan = unit == .year ? .year : unit == .month ? .month : .week
    valid.forEach { index in
      let (start, end) = (CivilDay(number: starts[index]), CivilDay(number: ends[index]))
      let count =
        isChanges ? end.changes(of: span, since: start) : Self.elapsed(unit, from: start, to: end, program.calendar)
      values[index] = Int64(count) * Number.scale
    }
    return Vector(.numbers(values, upper: nil), valid: valid, unreadable: from.unreadable.union(to.unreadable))
  }
}
