import VekhaCheck
import VekhaTable

/// Members of a set for all its owners at once: each row that links is looked at in its place, in the order of its own
/// table, and counts for the owner that its references lead to.
extension Evaluator {
  /// The members for all records that a set is related to; nil where the tuples have to be followed one by one. With
  /// `isCounted` no member stands twice.
  func whole(_ set: SetExpression, _ body: Condition?, _ frame: Frame, isCounted: Bool) -> Members? {
    guard isFree, let relation = set.relation, frame.levelCount == set.depth else { return nil }
    var steps = relation.steps[...]
    var owners = frame.index(relation.level)
    var table = relation.start
    while case .forward(let column, let target)? = steps.first {
      owners = Rows.list(targets(table, column)).gathered(owners)
      table = target
      steps.removeFirst()
    }
    let hasMoved = table != relation.start || steps.count < relation.steps.count
    let ownerCount = data.rowCount(table)
    guard !steps.isEmpty, frame.count * 4 >= ownerCount,
      let way = way(from: table, Array(steps)),
      data.reads(set, body).isSubset(of: hasMoved ? [] : [relation.level])
    else { return nil }
    let inner = Frame(
      owner: relation.level, hasMoved ? .repeated(-1, way.owners.count) : .list(way.owners),
      own: set.depth, way.rows)
    var verdict = Verdict(holds: way.attached, fails: way.attached.inverted)
    if let link = way.link { verdict.formAnd(presence(link)) }
    verdict.formAnd(presence(of: set, way.rows, inner))
    if let filter = set.filter { verdict.formAnd(evaluate(filter, inner, exceptFor: verdict.fails)) }
    if way.link != nil, isCounted { verdict = withoutRepeats(way.owners, way.rows.array, verdict, ownerCount) }
    let (count, places) = Self.places(owners, ownerCount)
    return Members(
      frame: inner, outer: .list(way.owners), verdict: verdict, ownerCount: count, owners: places)
  }

  /// Tuples without an owner stand at one more, which has no members.
  private static func places(_ owners: Rows, _ ownerCount: Int) -> (count: Int, places: Rows) {
    switch owners {
    case .all: return (ownerCount, owners)
    case .repeated(let row, let count):
      return row >= 0 ? (ownerCount, owners) : (ownerCount + 1, .repeated(Int32(ownerCount), count))
    case .list(let rows):
      if owners.present.isFull { return (ownerCount, owners) }
      let none = Int32(ownerCount)
      return (ownerCount + 1, .list(Kernels.map(rows) { $0 >= 0 ? $0 : none }))
    }
  }

  /// The same record reached twice by an owner is one member, and as sure as the surest way to it: the others fail.
  private func withoutRepeats(
    _ owners: [Int32], _ rows: [Int32], _ verdict: Verdict, _ ownerCount: Int
  ) -> Verdict {
    let open = verdict.fails.inverted
    var starts = Kernels.count(open, owners, ownerCount: ownerCount + 1)
    // Only owners of several candidates can have one twice.
    var total: Int32 = 0
    for owner in 0...ownerCount {
      let count = starts[owner]
      starts[owner] = count > 1 ? total : -1
      if count > 1 { total += count }
    }
    if total == 0 { return verdict }
    var next = starts
    var candidates = [Int32](repeating: 0, count: Int(total))
    open.forEach { index in
      let owner = Int(owners[index])
      guard owner >= 0, next[owner] >= 0 else { return }
      candidates[Int(next[owner])] = Int32(truncatingIfNeeded: index)
      next[owner] += 1
    }
    var result = verdict
    func isOne(_ kept: Int, _ index: Int) {
      if result.holds.contains(index), !result.holds.contains(kept) { result.holds.insert(kept) }
      result.holds.remove(index)
      result.fails.insert(index)
    }
    for owner in 0..<ownerCount where starts[owner] >= 0 {
      let group = candidates[Int(starts[owner])..<Int(next[owner])]
      if group.count > 24 {
        var seen: [Int32: Int] = [:]
        for candidate in group {
          let row = rows[Int(candidate)]
          if let kept = seen[row] { isOne(kept, Int(candidate)) } else { seen[row] = Int(candidate) }
        }
        continue
      }
      for position in group.indices.dropFirst() {
        let index = Int(group[position])
        for earlier in group.startIndex..<position where rows[Int(group[earlier])] == rows[index] {
          isOne(Int(group[earlier]), index)
          break
        }
      }
    }
    return result
  }
}

/// The rows that link the records of a table to related ones, in their own order.
struct Way {
  /// The owner that each leads back to; -1 for none.
  let owners: [Int32]
  /// The related row that each leads to.
  let rows: Rows
  /// Where there are both.
  let attached: BitSet
  /// The table of the linking rows, where these have to be there themselves.
  let link: Int?
}

extension Evaluator {
  /// The way over steps back and then, it may be, forward; nil for any other.
  func way(from start: Int, _ steps: [Step]) -> Way? {
    let key = WayKey(start: start, steps: steps)
    if let known = ways[key] { return known }
    var owners: Rows?
    var rows: Rows?
    var table = start
    for step in steps {
      switch step {
      case .backward(let from, let column):
        guard rows == nil else { return nil }
        let targets = Rows.list(self.targets(from, column))
        owners = owners.map { $0.gathered(targets) } ?? targets
        table = from
      case .forward(let column, let target):
        guard owners != nil else { return nil }
        let targets = Rows.list(self.targets(table, column))
        rows = rows.map { targets.gathered($0) } ?? targets
        table = target
      }
    }
    guard let owners else { return nil }
    let link = steps.last { step in if case .backward = step { true } else { false } }
    var linkTable: Int?
    if rows != nil, case .backward(let from, _)? = link { linkTable = from }
    let attached = owners.present
    let made = Way(
      owners: owners.array, rows: rows ?? .all(owners.count),
      attached: rows.map { attached.intersection($0.present) } ?? attached, link: linkTable)
    ways[key] = made
    return made
  }

  struct WayKey: Hashable {
    let start: Int
    let steps: [Step]
  }
}

extension Dataset {
  /// The levels around a set that its conditions and a body over its members read.
  func reads(_ set: SetExpression, _ body: Condition?) -> Set<Int> {
    let key = [set.id, body?.id ?? -1]
    if let known = levels[key] { return known }
    var reads = LevelReads(below: set.depth)
    reads.add(set, isWhole: false)
    if let body { reads.add(body) }
    levels[key] = reads.levels
    return reads.levels
  }
}

/// Which of the outer levels conditions and values read.
struct LevelReads {
  private(set) var levels: Set<Int> = []
  private let limit: Int

  init(below limit: Int) { self.limit = limit }

  private mutating func add(_ path: RecordPath) { if path.level < limit { levels.insert(path.level) } }

  /// With `isWhole` also the record that the set is related to.
  mutating func add(_ set: SetExpression, isWhole: Bool = true) {
    if isWhole, let level = set.relation?.level, level < limit { levels.insert(level) }
    if let filter = set.filter { add(filter) }
    if let low = set.window?.low { add(low) }
    if let high = set.window?.high { add(high) }
  }

  mutating func add(_ condition: Condition) {
    switch condition.kind {
    case .constant: break
    case .and(let parts), .or(let parts): for part in parts { add(part) }
    case .not(let inner): add(inner)
    case .compare(_, let left, let right):
      add(left)
      add(right)
    case .known(let value), .missing(let value), .text(_, let value, _), .isTrue(let value), .dayKind(_, let value):
      add(value)
    case .member(let path, _), .adjective(let path, _): add(path)
    case .quantified(_, let set, let body):
      add(set)
      if let body { add(body) }
    case .oneOf(let value, let list):
      add(value)
      for item in list { add(item) }
    case .within(let value, let low, let high): for part in [value, low, high].compactMap({ $0 }) { add(part) }
    }
  }

  mutating func add(_ value: Value) {
    switch value.kind {
    case .text, .number, .date, .flag, .today, .spanEdge, .done, .absent: break
    case .column(let path, _), .computed(let path, _), .record(let path): add(path)
    case .count(let set), .ownEdge(let set, _, _, _): add(set)
    case .share(let set, let numerator):
      add(set)
      add(numerator)
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .elapsedBetween(_, let a, let b, _), .asOf(let a, let b), .dayCount(_, let a, let b):
      add(a)
      add(b)
    case .negative(let inner), .elapsed(_, let inner): add(inner)
    case .aggregate(_, let set, let member, _):
      add(set)
      add(member)
    case .extreme(_, let list): for item in list { add(item) }
    case .picked(_, let set, let date, let member):
      add(set)
      add(date)
      add(member)
    case .conditional(let test, let then, let other):
      add(test)
      add(then)
      add(other)
    case .moved(let inner, let move):
      add(inner)
      if let set = move.excluding?.set { add(set) }
    case .lastSince(let set, let start):
      add(set)
      if let start { add(start) }
    }
  }
}
