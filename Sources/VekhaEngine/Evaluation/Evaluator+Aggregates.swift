import VekhaCheck
import VekhaTable
import VekhaText

/// One value of many: aggregates over a set's members, extremes of a list, the first and the last record.
extension Evaluator {
  /// The aggregate for each tuple. A member that cannot be told, or whose value cannot, is left out and makes the
  /// value partial; `isKnownOnly` leaves empty values out on purpose. Of nothing: a sum and a number of distinct
  /// values are 0, any other is unknown, as is a result out of range.
  func aggregated(
    _ aggregate: Aggregate, _ set: SetExpression, _ member: Value, isKnownOnly: Bool, _ frame: Frame
  ) -> Vector {
    let saved = recorder
    recorder = nil
    let members = members(set, frame)
    let values = memberValues(member, members)
    recorder = saved
    var parts = [[Int]](repeating: [], count: members.outerCount)
    for (index, outer) in members.outer.enumerated() where !members.verdict.fails.contains(index) {
      parts[Int(outer)].append(index)
    }
    let result = Self.aggregate(aggregate, values, parts, members.verdict, isKnownOnly: isKnownOnly)
    if let recorder, frame.count == 1 {
      let parts = parts.first ?? []
      func those(_ standing: Standing) -> [Int] {
        parts.filter { Self.standing($0, values, members.verdict, isKnownOnly: isKnownOnly) == standing }
      }
      let open = those(.leftOut)
      record(set, member, members, open.isEmpty ? those(.told) : open, isOpen: !open.isEmpty, recorder)
      if open.isEmpty, !result.valid.contains(0) { recordNoResult(of: set, frame) }
    }
    return members.outerCount == frame.count ? result : result.broadcast(frame.count)
  }

  /// What an aggregate is of, for each tuple of a set's members.
  func memberValues(_ member: Value, _ members: Members) -> Vector { plain(evaluate(member, members.frame)) }

  private enum Standing { case told, leftOut, empty }

  private static func standing(
    _ index: Int, _ values: Vector, _ verdict: Verdict, isKnownOnly: Bool
  ) -> Standing {
    let isKnown = values.valid.contains(index)
    if isKnownOnly, !isKnown, !values.unreadable.contains(index) { return .empty }
    return isKnown && verdict.holds.contains(index) ? .told : .leftOut
  }

  /// The aggregate of each part of the tuples that are or may be members.
  static func aggregate(
    _ aggregate: Aggregate, _ values: Vector, _ parts: [[Int]], _ verdict: Verdict, isKnownOnly: Bool
  ) -> Vector {
    var told = [[Int]](repeating: [], count: parts.count)
    var leftOut = [Int32](repeating: 0, count: parts.count)
    for (part, tuples) in parts.enumerated() {
      for index in tuples {
        switch standing(index, values, verdict, isKnownOnly: isKnownOnly) {
        case .told: told[part].append(index)
        case .leftOut: leftOut[part] += 1
        case .empty: break
        }
      }
    }
    return folded(aggregate, values, told, leftOut)
  }

  private static func folded(_ aggregate: Aggregate, _ values: Vector, _ parts: [[Int]], _ leftOut: [Int32]) -> Vector {
    var valid = BitSet(count: parts.count)
    var left = leftOut
    func keep<T>(_ none: T, _ body: ([Int]) -> T?) -> [T] {
      parts.enumerated().map { index, members in
        guard let result = body(members) else {
          left[index] = 0
          return none
        }
        if leftOut[index] == 0 { valid.insert(index) }
        // A sum of nothing known says nothing of what was left out.
        if members.isEmpty { left[index] = 0 }
        return result
      }
    }
    let storage: Vector.Storage
    switch values.storage {
    case _ where aggregate == .distinct:
      let codes = codes(values)
      storage = .numbers(keep(0) { Int64(Set($0.map { codes[$0] }).count) * Number.scale }, upper: nil)
    case .numbers(let numbers, _):
      storage = .numbers(keep(0) { number(aggregate, $0.map { numbers[$0] }) }, upper: nil)
    case .dates(let dates):
      storage = .dates(
        keep(0) { aggregate == .least ? $0.map { dates[$0] }.min() : $0.map { dates[$0] }.max() })
    default: return Vector(.numbers([Int64](repeating: 0, count: parts.count), upper: nil), valid: valid)
    }
    var result = Vector(storage, valid: valid, unreadable: valid.inverted)
    result.leftOut = left
    result.ofNobody = BitSet(count: parts.count) { parts[$0].isEmpty && leftOut[$0] == 0 && !valid.contains($0) }
    return result
  }

  /// Nil for a mean, median, least or greatest of nothing, and out of range.
  private static func number(_ aggregate: Aggregate, _ values: [Int64]) -> Int64? {
    func sum() -> Number? {
      values.reduce(Optional(Number(millionths: 0))) { $0?.adding(Number(millionths: $1)) }
    }
    switch aggregate {
    case .sum: return sum()?.millionths
    case .mean: return Number(values.count).flatMap { sum()?.divided(by: $0) }?.millionths
    case .least: return values.min()
    case .greatest: return values.max()
    case .median:
      guard !values.isEmpty else { return nil }
      let sorted = values.sorted()
      let middle = sorted.count / 2
      if sorted.count % 2 == 1 { return sorted[middle] }
      let both = Number(millionths: sorted[middle - 1]).adding(Number(millionths: sorted[middle]))
      return Number(2).flatMap { both?.divided(by: $0) }?.millionths
    case .distinct: return nil
    }
  }

  /// Equal values have equal codes; texts whatever their case, ё and е.
  static func codes(_ values: Vector) -> [Int64] {
    switch values.storage {
    case .numbers(let numbers, _): return numbers
    case .dates(let dates): return dates.map(Int64.init)
    case .records(let rows): return rows.map(Int64.init)
    case .texts(let codes, let dictionary):
      var known: [String: Int64] = [:]
      let folded = dictionary.map { text in
        let key = Letters.fold(text)
        let code = known[key] ?? Int64(known.count)
        known[key] = code
        return code
      }
      return codes.map { $0 >= 0 ? folded[Int($0)] : -1 }
    case .flags, .shares: return [Int64](repeating: 0, count: values.count)
    }
  }

  private func record(
    _ set: SetExpression, _ member: Value, _ members: Members, _ shown: [Int], isOpen: Bool, _ recorder: Recorder
  ) {
    for index in shown.prefix(Self.shownMembers) {
      let tuple = members.frame.single(index)
      let row = Int(tuple.rows(tuple.levelCount - 1)[0])
      recorder.begin(set.span, label: recorder.describing.label(set.table, row, self))
      recordPresence(set.table, row, recorder, isDecisive: true)
      if let filter = set.filter { _ = evaluate(filter, tuple) }
      let isTold = !isOpen && evaluate(member, tuple).valid.contains(0)
      if isOpen { _ = evaluate(member, tuple) }
      recorder.end(isTold ? .holds : .unknown)
    }
  }

  /// Names the record for which a value over a set has no result.
  func recordNoResult(of set: SetExpression, _ frame: Frame) {
    guard let recorder, frame.count == 1, let relation = set.relation else { return }
    recorder.noResult(relation.start, Int(frame.rows(relation.level)[0]))
  }

  /// Names the record for which a computation has no result: the first that its value reads.
  func recordNoResult(of value: Value, _ frame: Frame) {
    guard let recorder, frame.count == 1, let anchor = Self.anchor(value) else { return }
    recorder.noResult(anchor.table, Int(frame.rows(anchor.level)[0]))
  }

  static func anchor(_ value: Value) -> (table: Int, level: Int)? {
    switch value.kind {
    case .column(let path, _), .computed(let path, _), .record(let path): (path.start, path.level)
    case .count(let set), .share(let set, _), .aggregate(_, let set, _, _), .picked(_, let set, _, _),
      .lastSince(let set, _), .ownEdge(let set, _, _, _):
      set.relation.map { ($0.start, $0.level) }
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      anchor(a) ?? anchor(b)
    case .negative(let inner), .moved(let inner, _), .elapsed(_, let inner): anchor(inner)
    case .conditional(_, let a, let b), .elapsedBetween(_, let a, let b, _), .dayCount(_, let a, let b):
      anchor(a) ?? anchor(b)
    case .asOf(let inner, let day): anchor(inner) ?? anchor(day)
    case .extreme(_, let list): list.lazy.compactMap(anchor).first
    case .text, .number, .date, .flag, .today, .done, .spanEdge, .absent: nil
    }
  }

  /// Unknown as soon as one of the list is.
  func extreme(isGreatest: Bool, _ list: [Value], _ frame: Frame) -> Vector {
    var result = plain(evaluate(list[0], frame))
    for item in list.dropFirst() {
      let next = plain(evaluate(item, frame))
      func choose<T: Comparable>(_ a: [T], _ b: [T]) -> [T] { zip(a, b).map { isGreatest ? max($0, $1) : min($0, $1) } }
      let storage: Vector.Storage
      switch (result.storage, next.storage) {
      case (.numbers(let a, _), .numbers(let b, _)): storage = .numbers(choose(a, b), upper: nil)
      case (.dates(let a), .dates(let b)): storage = .dates(choose(a, b))
      default: storage = result.storage
      }
      let valid = result.valid.intersection(next.valid)
      result = Vector(storage, valid: valid, unreadable: valid.inverted)
    }
    return result
  }

  /// The value at the first or last member by its date, then by its key; none: missing. Where a member that cannot be
  /// told may be the one, unknown.
  func picked(isLast: Bool, _ set: SetExpression, _ date: Value, _ member: Value, _ frame: Frame) -> Vector {
    let saved = recorder
    recorder = nil
    let members = members(set, frame)
    let dates = evaluate(date, members.frame)
    let values = evaluate(member, members.frame)
    recorder = saved
    guard case .dates(let days) = dates.storage else { return values }
    let rows = members.frame.rows(members.frame.levelCount - 1)
    func isBefore(_ a: Int, _ b: Int) -> Bool {
      if days[a] != days[b] { return (days[a] < days[b]) != isLast }
      let (left, right) = (data.key(set.table, Int(rows[a])) ?? "", data.key(set.table, Int(rows[b])) ?? "")
      return (left == right ? rows[a] < rows[b] : NameOrder(left) < NameOrder(right)) != isLast
    }
    var best = [Int32](repeating: -1, count: members.outerCount)
    for (index, outer) in members.outer.enumerated()
    where members.verdict.holds.contains(index) && dates.valid.contains(index) {
      let known = Int(best[Int(outer)])
      if known < 0 || isBefore(index, known) { best[Int(outer)] = Int32(index) }
    }
    var open = BitSet(count: members.outerCount)
    var shown = best.map(Int.init).filter { $0 >= 0 }
    for (index, outer) in members.outer.enumerated() where !members.verdict.fails.contains(index) {
      if members.verdict.holds.contains(index), dates.valid.contains(index) { continue }
      let known = Int(best[Int(outer)])
      if known < 0 || !dates.valid.contains(index) || isBefore(index, known) {
        open.insert(Int(outer))
        shown.append(index)
      }
    }
    if let recorder, frame.count == 1 {
      record(set, member, members, shown, isOpen: open.contains(0), recorder)
      if shown.isEmpty { recordNoResult(of: set, frame) }
    }
    var result = values.gathered(best)
    result.valid.subtract(open)
    result.unreadable.formUnion(open)
    return members.outerCount == frame.count ? result : result.broadcast(frame.count)
  }
}
