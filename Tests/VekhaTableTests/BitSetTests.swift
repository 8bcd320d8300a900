import TestSupport
import Testing
import VekhaTable

/// `BitSet` against `Set<Int>`.
@Suite struct BitSetTests {
  private func check(_ bits: BitSet, _ rows: Set<Int>, _ count: Int) {
    #expect(bits.count == count)
    #expect(bits.indices == rows.sorted())
    #expect(bits.population == rows.count)
    #expect(bits.isEmpty == rows.isEmpty)
    #expect(bits.isFull == (rows.count == count))
    for row in 0..<count where bits.contains(row) != rows.contains(row) { Issue.record("row \(row)") }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200])
  func operationsAreThoseOfSets(_ count: Int) {
    var random = SeededGenerator(seed: UInt64(count) + 1)
    let all = Set(0..<count)
    for _ in 0..<10 {
      let left = all.filter { _ in Bool.random(using: &random) }
      let right = all.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
      let a = BitSet(count: count) { left.contains($0) }
      var b = BitSet(count: count)
      for row in right { b.insert(row) }
      check(a, left, count)
      check(b, right, count)
      check(a.union(b), left.union(right), count)
      check(a.intersection(b), left.intersection(right), count)
      check(a.subtracting(b), left.subtracting(right), count)
      check(a.inverted, all.subtracting(left), count)
      #expect(a.inverted.inverted == a)
      let rows = (0..<50).map { _ in Int32.random(in: -1..<Int32(max(count, 1)), using: &random) }
      if count > 0 {
        check(a.gathered(rows), Set(rows.indices.filter { rows[$0] >= 0 && left.contains(Int(rows[$0])) }), rows.count)
      }
    }
    check(BitSet(count: count, filled: true), all, count)
  }

  @Test func rowsGoInAndOut() {
    var bits = BitSet(count: 100, filled: true)
    for row in stride(from: 0, to: 100, by: 3) { bits.remove(row) }
    bits.insert(63)
    check(bits, Set(0..<100).filter { $0 % 3 != 0 || $0 == 63 }, 100)
  }
}
