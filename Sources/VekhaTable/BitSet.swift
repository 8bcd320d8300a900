// VekhaTable owns tables in memory: typed columns with validity and the place of each cell, dictionaries, bit sets.

/// A fixed number of bits, one a row.
package struct BitSet: Hashable, Sendable {
  package let count: Int
  /// Bits beyond the count are 0.
  package internal(set) var words: [UInt64]

  package init(count: Int, filled: Bool = false) {
    self.count = count
    words = [UInt64](repeating: filled ? ~0 : 0, count: (count + 63) / 64)
    if filled { clearTail() }
  }

  /// The bits of whole words; what lies beyond the count is cleared.
  package init(count: Int, words: [UInt64]) {
    self.count = count
    self.words = words
    clearTail()
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
  package var population: Int {
    words.withUnsafeBufferPointer { words in
      var total = 0
      for word in words { total &+= word.nonzeroBitCount }
      return total
    }
  }

  package var isEmpty: Bool {
    words.withUnsafeBufferPointer { words in
      for word in words where word != 0 { return false }
      return true
    }
  }
  package var isFull: Bool { population == count }

  /// The other set may be longer.
  @inline(__always)
  private mutating func combine(_ other: BitSet, _ body: (UInt64, UInt64) -> UInt64) {
    other.words.withUnsafeBufferPointer { others in
      words.withUnsafeMutableBufferPointer { words in
        precondition(others.count >= words.count)
        for index in 0..<words.count { words[index] = body(words[index], others[index]) }
      }
    }
  }

  package mutating func formUnion(_ other: BitSet) { combine(other) { $0 | $1 } }
  package mutating func formIntersection(_ other: BitSet) { combine(other) { $0 & $1 } }
  package mutating func subtract(_ other: BitSet) { combine(other) { $0 & ~$1 } }

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
    copy.combine(self) { word, _ in ~word }
    copy.clearTail()
    return copy
  }

  /// Bit `i` of the result is bit `rows[i]` of this set; a negative row gives no bit.
  package func gathered(_ rows: [Int32]) -> BitSet {
    var result = [UInt64](repeating: 0, count: (rows.count + 63) / 64)
    words.withUnsafeBufferPointer { words in
      rows.withUnsafeBufferPointer { rows in
        result.withUnsafeMutableBufferPointer { result in
          Parallel.divide(rows.count) { range in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
              var word: UInt64 = 0
              for bit in 0..<min(64, range.upperBound &- start) {
                let row = Int(rows[start &+ bit])
                if row >= 0 { word |= (words[row >> 6] >> UInt64(row & 63) & 1) << UInt64(bit) }
              }
              result[start >> 6] = word
            }
          }
        }
      }
    }
    return BitSet(count: rows.count, words: result)
  }

  /// A set of so many bits: that of `rows[i]` for each bit `i` of this set, where the row is not negative.
  package func scattered(_ rows: [Int32], count: Int) -> BitSet {
    precondition(rows.count >= self.count)
    var result = [UInt64](repeating: 0, count: (count + 63) / 64)
    rows.withUnsafeBufferPointer { rows in
      result.withUnsafeMutableBufferPointer { result in
        forEach { index in
          let row = Int(rows[index])
          if row >= 0 { result[row >> 6] |= 1 << UInt64(row & 63) }
        }
      }
    }
    return BitSet(count: count, words: result)
  }

  /// Calls `body` with the index of each set bit, in order.
  @inline(__always)
  package func forEach(_ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      for index in 0..<words.count {
        var rest = words[index]
        let base = index << 6
        while rest != 0 {
          body(base &+ rest.trailingZeroBitCount)
          rest &= rest &- 1
        }
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

  /// The indices of the set bits as row numbers, in order.
  package var rows: [Int32] {
    let total = population
    return [Int32](unsafeUninitializedCapacity: total) { buffer, count in
      var next = 0
      forEach {
        buffer[next] = Int32(truncatingIfNeeded: $0)
        next &+= 1
      }
      count = total
    }
  }
}
