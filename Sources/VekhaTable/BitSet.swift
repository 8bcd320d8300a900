// VekhaTable owns tables in memory: typed columns with validity and the place of each cell, dictionaries, bit sets.

/// A fixed number of bits, one a row.
package struct BitSet: Hashable, Sendable {
  package let count: Int
  package internal(set) var words: [UInt64]

  package init(count: Int, filled: Bool = false) {
    self.count = count
    words = [UInt64](repeating: filled ? ~0 : 0, count: (count + 63) / 64)
    if filled { clearTail() }
  }

  /// The bits at which `predicate` holds.
  package init(count: Int, where predicate: (Int) -> Bool) {
    self.init(count: count)
    for index in 0..<count where predicate(index) { insert(index) }
  }

  private mutating func clearTail() {
    let tail = count & 63
    if tail != 0, !words.isEmpty { words[words.count - 1] &= (1 << UInt64(tail)) - 1 }
  }

  package func contains(_ index: Int) -> Bool { words[index >> 6] & (1 << UInt64(index & 63)) != 0 }
  package mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }
  package mutating func insert(_ indices: [Int32]) {
    words.withUnsafeMutableBufferPointer { words in
      for index in indices { words[Int(index) >> 6] |= 1 << UInt64(index & 63) }
    }
  }
  package mutating func remove(_ index: Int) { words[index >> 6] &= ~(1 << UInt64(index & 63)) }

  /// How many bits are set.
  package var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  package var isFull: Bool { population == count }

  package mutating func formUnion(_ other: BitSet) { for i in words.indices { words[i] |= other.words[i] } }
  package mutating func formIntersection(_ other: BitSet) { for i in words.indices { words[i] &= other.words[i] } }
  package mutating func subtract(_ other: BitSet) { for i in words.indices { words[i] &= ~other.words[i] } }

  package func union(_ other: BitSet) -> BitSet {
    var copy = self
    copy.formUnion(other)
    return copy
  }

  package func intersection(_ other: BitSet) -> BitSet {
    var copy = self
    copy.formIntersection(other)
    return copy
  }

  package func subtracting(_ other: BitSet) -> BitSet {
    var copy = self
    copy.subtract(other)
    return copy
  }

  package var inverted: BitSet {
    var copy = self
    for i in copy.words.indices { copy.words[i] = ~copy.words[i] }
    copy.clearTail()
    return copy
  }

  /// Bit `i` of the result is bit `rows[i]` of this set; a negative row gives no bit.
  package func gathered(_ rows: [Int32]) -> BitSet {
    BitSet(count: rows.count) { rows[$0] >= 0 && contains(Int(rows[$0])) }
  }

  /// Calls `body` with the index of each set bit, in order.
  package func forEach(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        body(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// The indices of the set bits, in order.
  package var indices: [Int] {
    var result: [Int] = []
    result.reserveCapacity(population)
    forEach { result.append($0) }
    return result
  }
}
