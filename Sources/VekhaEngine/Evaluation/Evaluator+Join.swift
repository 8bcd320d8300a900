import VekhaCheck
import VekhaTable

/// Members of a set without a relation that a filter ties to the record around by equal values: «другой участник, где
/// имя = имя участника». They are found by hashing, in time linear in the rows and the pairs found.
extension Evaluator {
  /// For each tuple the rows whose keys are equal or, where one is not known, may be; nil where nothing ties them.
  func joined(_ set: SetExpression, _ frame: Frame) -> (outer: [Int32], rows: [Int32])? {
    guard isFree, let filter = set.filter, frame.levelCount == set.depth, frame.count > 1 else { return nil }
    let parts = Self.flattened([filter])
    let all = Frame(level: set.depth, .all(data.rowCount(set.table)))
    let keys = parts.compactMap { key($0, set.depth, frame, all) }
    if keys.isEmpty { return nil }
    var join = EquiJoin(keys: keys, others: others(parts, set.depth, frame))
    join.run()
    return (join.outer, join.rows)
  }

  /// An equality between the member and what stands around it.
  private func key(_ part: Condition, _ depth: Int, _ frame: Frame, _ all: Frame) -> EquiJoin.Key? {
    guard case .compare(.equal, let left, let right) = part.kind else { return nil }
    func levels(_ value: Value) -> Set<Int> {
      var reads = LevelReads(below: depth + 1)
      reads.add(value)
      return reads.levels
    }
    let sides = (levels(left), levels(right))
    let (own, around): (Value, Value)
    if sides.0 == [depth], !sides.1.isEmpty, !sides.1.contains(depth) {
      (own, around) = (left, right)
    } else if sides.1 == [depth], !sides.0.isEmpty, !sides.0.contains(depth) {
      (own, around) = (right, left)
    } else {
      return nil
    }
    let (a, b) = (evaluate(around, frame), evaluate(own, all))
    switch (a.storage, b.storage) {
    case (.dates(let x), .dates(let y)), (.records(let x), .records(let y)):
      return .init(outer: x, outerValid: a.valid, inner: y, innerValid: b.valid)
    case (.texts(let x, let xTexts), .texts(let y, let yTexts)):
      let (x, y) = data.texts.keys(x, xTexts, y, yTexts)
      return .init(outer: x, outerValid: a.valid, inner: y, innerValid: b.valid)
    default: return nil
    }
  }

  /// The rows that are no members of their tuples: «другой».
  private func others(_ parts: [Condition], _ depth: Int, _ frame: Frame) -> Rows? {
    for part in parts {
      guard case .compare(.notEqual, let left, let right) = part.kind, case .record(let member) = left.kind,
        case .record(let own) = right.kind, member.level == depth, member.steps.isEmpty, own.level < depth,
        own.steps.isEmpty
      else { continue }
      return frame.index(own.level)
    }
    return nil
  }
}

/// Pairs of tuples and rows whose keys are equal wherever both are known.
struct EquiJoin {
  struct Key {
    let outer: [Int32]
    let outerValid: BitSet
    let inner: [Int32]
    let innerValid: BitSet
  }

  let keys: [Key]
  /// For each tuple a row that is not to be paired with it.
  let others: Rows?
  private(set) var outer: [Int32] = []
  private(set) var rows: [Int32] = []

  init(keys: [Key], others: Rows?) {
    self.keys = Array(keys.prefix(8))
    self.others = others
  }

  mutating func run() {
    let outerGroups = Self.groups(keys.map(\.outerValid))
    let innerGroups = Self.groups(keys.map(\.innerValid))
    for (mask, tuples) in outerGroups {
      for (other, candidates) in innerGroups {
        let known = keys.indices.filter { (mask | other) & (1 << $0) == 0 }
        join(known.map { keys[$0] }, tuples, candidates)
      }
    }
  }

  /// Indices by the set of keys that are not known.
  private static func groups(_ valid: [BitSet]) -> [(mask: Int, indices: [Int32])] {
    let count = valid[0].count
    if valid.allSatisfy(\.isFull) { return [(0, BitSet(count: count, filled: true).rows)] }
    var result: [Int: [Int32]] = [:]
    for index in 0..<count {
      let mask = valid.indices.reduce(0) { valid[$1].contains(index) ? $0 : $0 | 1 << $1 }
      result[mask, default: []].append(Int32(index))
    }
    return result.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func hashes(_ columns: [[Int32]], _ indices: [Int32]) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: indices.count)
    for column in columns {
      column.withUnsafeBufferPointer { column in
        indices.withUnsafeBufferPointer { indices in
          result.withUnsafeMutableBufferPointer { result in
            for position in 0..<indices.count {
              let value = UInt64(UInt32(bitPattern: column[Int(indices[position])]))
              let mixed = (result[position] ^ value) &* 0x9E37_79B9_7F4A_7C15
              result[position] = mixed ^ mixed >> 32
            }
          }
        }
      }
    }
    return result
  }

  private mutating func join(_ keys: [Key], _ tuples: [Int32], _ candidates: [Int32]) {
    if keys.isEmpty {
      for tuple in tuples { for row in candidates { pair(tuple, row) } }
      return
    }
    var tupleHashes = Self.hashes(keys.map(\.outer), tuples)
    var hashes = Self.hashes(keys.map(\.inner), candidates)
    var (tuples, candidates) = (tuples, candidates)
    // Who joins only themselves goes first: one small table of bits says so of most.
    let isOwn =
      others.map { if case .all = $0 { tuples == candidates && tupleHashes == hashes } else { false } } ?? false
    if isOwn {
      var seen = Marks(count: hashes.count)
      var again = Marks(count: hashes.count)
      for hash in hashes where !seen.insert(hash) { _ = again.insert(hash) }
      again.keep(&candidates, &hashes)
      (tuples, tupleHashes) = (candidates, hashes)
    } else {
      var marks = Marks(count: hashes.count)
      for hash in hashes { _ = marks.insert(hash) }
      marks.keep(&tuples, &tupleHashes)
      marks = Marks(count: tupleHashes.count)
      for hash in tupleHashes { _ = marks.insert(hash) }
      marks.keep(&candidates, &hashes)
    }
    var slotCount = 64
    while slotCount < hashes.count * 2 { slotCount *= 2 }
    var heads = [Int32](repeating: -1, count: slotCount)
    var next = [Int32](repeating: -1, count: hashes.count)
    for position in hashes.indices.reversed() {
      let slot = Int(truncatingIfNeeded: hashes[position] >> 8) & (slotCount - 1)
      next[position] = heads[slot]
      heads[slot] = Int32(position)
    }
    for (position, hash) in tupleHashes.enumerated() {
      var found = Int(heads[Int(truncatingIfNeeded: hash >> 8) & (slotCount - 1)])
      while found >= 0 {
        if hashes[found] == hash {
          let (tuple, row) = (Int(tuples[position]), Int(candidates[found]))
          if keys.allSatisfy({ $0.outer[tuple] == $0.inner[row] }) { pair(tuples[position], candidates[found]) }
        }
        found = Int(next[found])
      }
    }
  }

  private mutating func pair(_ tuple: Int32, _ row: Int32) {
    if let others, others[Int(tuple)] == row { return }
    outer.append(tuple)
    rows.append(row)
  }

  /// A set of hashes that may hold a few more.
  private struct Marks {
    private var words: [UInt64]
    private let mask: UInt64

    init(count: Int) {
      var bits = 1024
      while bits < count * 8 { bits *= 2 }
      words = [UInt64](repeating: 0, count: bits / 64)
      mask = UInt64(bits - 1)
    }

    /// Whether it was not there before.
    mutating func insert(_ hash: UInt64) -> Bool {
      let bit = hash & mask
      let flag: UInt64 = 1 << (bit & 63)
      let isNew = words[Int(bit >> 6)] & flag == 0
      words[Int(bit >> 6)] |= flag
      return isNew
    }

    /// Leaves those whose hash may be in the set.
    func keep(_ indices: inout [Int32], _ hashes: inout [UInt64]) {
      var kept: [Int32] = []
      var keptHashes: [UInt64] = []
      for position in hashes.indices {
        let bit = hashes[position] & mask
        guard words[Int(bit >> 6)] & (1 << (bit & 63)) != 0 else { continue }
        kept.append(indices[position])
        keptHashes.append(hashes[position])
      }
      (indices, hashes) = (kept, keptHashes)
    }
  }
}
