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
    let isRecorded = saved != nil && frame.count == 1
    var members = (isRecorded ? nil : whole(set, nil, frame, isCounted: true)) ?? members(set, frame)
    if !isRecorded, isFree { members = members.narrowed() }
    let values = memberValues(member, members)
    recorder = saved
    var considered = members.verdict.fails.inverted
    if isKnownOnly { considered.formIntersection(values.valid.union(values.unreadable)) }
    let told = considered.intersection(values.valid).intersection(members.verdict.holds)
    let open = considered.subtracting(told)
    let parts = Parts(told, members)
    if let recorder, isRecorded {
      let shown = (open.isEmpty ? told : open).indices.prefix(Self.shownMembers)
      record(set, member, members, Array(shown), isOpen: !open.isEmpty, recorder)
    }
    let result = folded(aggregate, values, parts, members.count(open))
    if open.isEmpty, result.count == 0 || !result.valid.contains(0) { recordNoResult(of: set, frame) }
    return result.gathered(members.owners)
  }

  /// Tuples by their owners, each owner's in their order.
  private struct Parts {
    let indices: [Int32]
    /// Where each owner's begin; one more than owners.
    let starts: [Int32]

    init(indices: [Int32], starts: [Int32]) {
      self.indices = indices
      self.starts = starts
    }

    init(_ told: BitSet, _ members: Members) {
      guard case .list(let owners) = members.outer else {
        indices = told.rows
        let total = Int32(indices.count)
        switch members.outer {
        case .repeated(let owner, _):
          starts = (0...Int32(members.ownerCount)).map { $0 > owner ? total : 0 }
        default:
          var sum: Int32 = 0
          starts =
            [0]
            + (0..<members.ownerCount).map { index in
              if told.contains(index) { sum += 1 }
              return sum
            }
        }
        return
      }
      var next = members.count(told)
      var total: Int32 = 0
      for owner in next.indices {
        (next[owner], total) = (total, total + next[owner])
      }
      starts = next + [total]
      indices = [Int32](unsafeUninitializedCapacity: Int(total)) { result, count in
        count = Int(total)
        owners.withUnsafeBufferPointer { owners in
          next.withUnsafeMutableBufferPointer { next in
            told.forEach { index in
              let owner = Int(owners[index])
              guard owner >= 0 else { return }
              result.initializeElement(at: Int(next[owner]), to: Int32(truncatingIfNeeded: index))
              next[owner] &+= 1
            }
          }
        }
      }
    }

    var count: Int { starts.count - 1 }

    func range(_ owner: Int) -> Range<Int> { Int(starts[owner])..<Int(starts[owner + 1]) }
  }

  /// What an aggregate is of, for each tuple of a set's members.
  func memberValues(_ member: Value, _ members: Members) -> Vector { plain(evaluate(member, members.frame)) }

  /// The aggregate of some of the tuples that are or may be members.
  func aggregate(
    _ aggregate: Aggregate, _ values: Vector, of tuples: [Int32], _ verdict: Verdict, isKnownOnly: Bool
  ) -> Vector {
    var told: [Int32] = []
    var leftOut: Int32 = 0
    for tuple in tuples {
      let index = Int(tuple)
      let isKnown = values.valid.contains(index)
      if isKnownOnly, !isKnown, !values.unreadable.contains(index) { continue }
      if isKnown && verdict.holds.contains(index) { told.append(tuple) } else { leftOut += 1 }
    }
    return folded(aggregate, values, Parts(indices: told, starts: [0, Int32(told.count)]), [leftOut])
  }

  private func folded(_ aggregate: Aggregate, _ values: Vector, _ parts: Parts, _ leftOut: [Int32]) -> Vector {
    var valid = BitSet(count: parts.count)
    var left = leftOut
    func keep<T, R>(_ values: [T], _ none: R, _ body: (UnsafeBufferPointer<T>) -> R?) -> [R] {
      let ordered = values.first.map { Kernels.gather(values, parts.indices, none: $0) } ?? []
      let ofNone = UnsafeBufferPointer<T>(start: nil, count: 0)
      return ordered.withUnsafeBufferPointer { ordered in
        (0..<parts.count).map { owner in
          let range = parts.range(owner)
          guard let result = body(range.isEmpty ? ofNone : UnsafeBufferPointer(rebasing: ordered[range])) else {
            left[owner] = 0
            return none
          }
          if leftOut[owner] == 0 { valid.insert(owner) }
          // A sum of nothing known says nothing of what was left out.
          if range.isEmpty { left[owner] = 0 }
          return result
        }
      }
    }
    let storage: Vector.Storage
    switch values.storage {
    case _ where aggregate == .distinct:
      let codes = codes(values)
      storage = .numbers(keep(codes, 0) { Int64(Kernels.distinct($0)) * Number.scale }, upper: nil)
    case .numbers(let numbers, _):
      storage = .numbers(keep(numbers, 0) { Self.number(aggregate, $0) }, upper: nil)
    case .dates(let dates):
      storage = .dates(keep(dates, 0) { aggregate == .least ? $0.min() : $0.max() })
    default: return Vector(.numbers([Int64](repeating: 0, count: parts.count), upper: nil), valid: valid)
    }
    var result = Vector(storage, valid: valid, unreadable: valid.inverted)
    result.leftOut = left
    var ofNobody = BitSet(count: parts.count)
    result.unreadable.forEach { if parts.range($0).isEmpty && leftOut[$0] == 0 { ofNobody.insert($0) } }
    result.ofNobody = ofNobody
    return result
  }

  /// Nil for a mean, median, least or greatest of nothing, and out of range.
  private static func number(_ aggregate: Aggregate, _ values: UnsafeBufferPointer<Int64>) -> Int64? {
    func sum() -> Number? {
      var total: Int64 = 0
      for value in values {
        let (next, overflow) = total.addingReportingOverflow(value)
        if overflow { return nil }
        total = next
      }
      return Number(millionths: total)
    }
    switch aggregate {
    case .sum: return sum()?.millionths
    case .mean: return Number(values.count).flatMap { sum()?.divided(by: $0) }?.millionths
    case .least: return values.min()
    case .greatest: return values.max()
    case .median:
      guard !values.isEmpty else { return nil }
      var rest = Array(values)
      let middle = rest.count / 2
      let upper = Kernels.select(&rest, middle)
      if rest.count % 2 == 1 { return upper }
      // What lies before the middle is not greater.
      let lower = rest[..<middle].max() ?? upper
      let both = Number(millionths: lower).adding(Number(millionths: upper))
      return Number(2).flatMap { both?.divided(by: $0) }?.millionths
    case .distinct: return nil
    }
  }

  /// Equal values have equal codes; texts whatever their case, ё and е.
  func codes(_ values: Vector) -> [Int64] {
    switch values.storage {
    case .numbers(let numbers, _): return numbers
    case .dates(let dates): return Kernels.map(dates) { Int64($0) }
    case .records(let rows): return Kernels.map(rows) { Int64($0) }
    case .texts(let codes, let dictionary):
      guard let classes = data.texts.classes(dictionary).classes, !classes.isEmpty else {
        return Kernels.map(codes) { Int64($0) }
      }
      return Kernels.map(codes) { $0 >= 0 ? Int64(classes[Int($0)]) : -1 }
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
    var best = [Int32](repeating: -1, count: members.ownerCount)
    let outers = members.outer.array
    for (index, outer) in outers.enumerated()
    where members.verdict.holds.contains(index) && dates.valid.contains(index) {
      let known = Int(best[Int(outer)])
      if known < 0 || isBefore(index, known) { best[Int(outer)] = Int32(index) }
    }
    var open = BitSet(count: members.ownerCount)
    var shown = best.map(Int.init).filter { $0 >= 0 }
    for (index, outer) in outers.enumerated() where !members.verdict.fails.contains(index) {
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
    var result = values.gathered(.list(best))
    result.valid.subtract(open)
    result.unreadable.formUnion(open)
    return result.gathered(members.owners)
  }
}
