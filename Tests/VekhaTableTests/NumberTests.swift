import TestSupport
import Testing
import VekhaTable

/// `Number` against the same arithmetic in 128 bits.
@Suite struct NumberTests {
  private static let edges: [Int64] = [
    0, 1, -1, 2, 499_999, 500_000, 500_001, 999_999, 1_000_000, -1_000_000, 1_500_000, 2_500_000, 3_000_000,
    62_500_000, .max, .max - 1, .min, .min + 1, 3_037_000_499, 9_000_000_000_000,
  ]

  private static func samples(_ seed: UInt64) -> [Int64] {
    var random = SeededGenerator(seed: seed)
    return edges + (0..<80).map { _ in Int64(bitPattern: random.next()) >> Int64.random(in: 0...62, using: &random) }
  }

  /// The quotient rounded half to even.
  private func rounded(_ dividend: Int128, by divisor: Int128) -> Int128 {
    let floor = dividend / divisor - (dividend % divisor != 0 && (dividend < 0) != (divisor < 0) ? 1 : 0)
    let twice = 2 * (dividend - floor * divisor)
    let magnitude = divisor.magnitude
    if twice.magnitude == magnitude { return floor % 2 == 0 ? floor : floor + 1 }
    return twice.magnitude > magnitude ? floor + 1 : floor
  }

  /// What fits; the least value of all has no magnitude and may be nil in products.
  private func inRange(_ value: Int128) -> Int64? { Int64(exactly: value) }

  @Test func operationsAreExactOrNil() {
    let samples = Self.samples(42)
    for left in samples {
      for right in samples {
        let (a, b) = (Number(millionths: left), Number(millionths: right))
        #expect(a.adding(b)?.millionths == inRange(Int128(left) + Int128(right)))
        #expect(a.subtracting(b)?.millionths == inRange(Int128(left) - Int128(right)))
        let product = inRange(rounded(Int128(left) * Int128(right), by: 1_000_000))
        if product != .min { #expect(a.multiplied(by: b)?.millionths == product, "\(left) × \(right)") }
        if right == 0 {
          #expect(a.divided(by: b) == nil)
        } else {
          let quotient = inRange(rounded(Int128(left) * 1_000_000, by: Int128(right)))
          if quotient != .min { #expect(a.divided(by: b)?.millionths == quotient, "\(left) ÷ \(right)") }
        }
        #expect((a < b) == (left < right))
      }
    }
  }

  @Test func productThatRoundsUpBeyondTheRangeIsNil() {
    // 18 446 744 073 709.551616 to the sixth digit: one more than 64 bits hold.
    let (left, right) = (Number(millionths: 9_223_335_143_514_201_751), Number(millionths: 2_000_008))
    #expect(left.multiplied(by: right) == nil)
  }

  @Test(arguments: [
    ("0", "1", "0.1"), ("62", "5", "62.5"), ("", "5", "0.5"), ("1000", "", "1000"), ("3", "0500000", "3.05"),
    ("9223372036854", "775807", "9223372036854.775807"),
  ])
  func digitsBecomeNumbers(_ whole: String, _ fraction: String, _ expected: String) {
    let number = Number(whole: Substring(whole), fraction: Substring(fraction), isNegative: false)
    #expect(number?.text() == expected)
    #expect(
      Number(whole: Substring(whole), fraction: Substring(fraction), isNegative: true)?.text(point: ",")
        == "-" + expected.replacing(".", with: ","))
  }

  @Test(arguments: [("1", "0000001"), ("9223372036854", "775808"), ("99999999999999999999", ""), ("x", ""), ("1", "x")])
  func digitsOutOfRangeAreNil(_ whole: String, _ fraction: String) {
    #expect(Number(whole: Substring(whole), fraction: Substring(fraction), isNegative: false) == nil)
  }

  @Test func wholeNumbers() {
    #expect(Number(57)?.integer == 57)
    #expect(Number(-3)?.text() == "-3")
    #expect(Number(millionths: 500_000).integer == nil)
    #expect(Number(9_223_372_036_855) == nil)
    #expect(Number(millionths: 100_000).adding(Number(millionths: 200_000))?.text() == "0.3")
    #expect(Number(millionths: .min).text() == "-9223372036854.775808")
  }
}
