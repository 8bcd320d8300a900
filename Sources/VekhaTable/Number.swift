/// An exact decimal number with six digits after the point, from -9.2·10¹² to 9.2·10¹².
///
/// Sums, differences and products of what a register holds are exact (0.1 + 0.2 = 0.3); a quotient is rounded half
/// to even at the sixth digit; a result out of range is nil, never a wrong number.
package struct Number: Hashable, Comparable, Sendable {
  /// The value in millionths.
  package let millionths: Int64

  package static let scale: Int64 = 1_000_000
  package static let digits = 6

  package init(millionths: Int64) { self.millionths = millionths }

  package init?(_ value: Int) {
    let (product, overflow) = Int64(value).multipliedReportingOverflow(by: Self.scale)
    if overflow { return nil }
    millionths = product
  }

  /// `whole` and the digits after the point (at most six, or zeros beyond).
  package init?(whole: Substring, fraction: Substring, isNegative: Bool) {
    guard let integer = Int64(whole.isEmpty ? "0" : whole), integer >= 0 else { return nil }
    let kept = fraction.prefix(Self.digits)
    guard fraction.dropFirst(Self.digits).allSatisfy({ $0 == "0" }), kept.allSatisfy({ ("0"..."9").contains($0) })
    else { return nil }
    let padded = kept + String(repeating: "0", count: Self.digits - kept.count)
    let (scaled, overflow) = integer.multipliedReportingOverflow(by: Self.scale)
    guard !overflow, let rest = Int64(padded) else { return nil }
    let (sum, overflowed) = scaled.addingReportingOverflow(rest)
    if overflowed { return nil }
    millionths = isNegative ? -sum : sum
  }

  /// The value as an integer, where it is one.
  package var integer: Int? { millionths % Self.scale == 0 ? Int(millionths / Self.scale) : nil }

  package static func < (left: Number, right: Number) -> Bool { left.millionths < right.millionths }

  package func adding(_ other: Number) -> Number? {
    let (sum, overflow) = millionths.addingReportingOverflow(other.millionths)
    return overflow ? nil : Number(millionths: sum)
  }

  package func subtracting(_ other: Number) -> Number? {
    let (difference, overflow) = millionths.subtractingReportingOverflow(other.millionths)
    return overflow ? nil : Number(millionths: difference)
  }

  package func multiplied(by other: Number) -> Number? {
    let product = millionths.multipliedFullWidth(by: other.millionths)
    return Self.divide(product, by: Self.scale)
  }

  /// Nil for division by zero.
  package func divided(by other: Number) -> Number? {
    if other.millionths == 0 { return nil }
    return Self.divide(millionths.multipliedFullWidth(by: Self.scale), by: other.millionths)
  }

  private static func divide(_ dividend: (high: Int64, low: UInt64), by divisor: Int64) -> Number? {
    let isNegative = (dividend.high < 0) != (divisor < 0)
    var high = UInt64(bitPattern: dividend.high)
    var low = dividend.low
    if dividend.high < 0 {
      low = ~low &+ 1
      high = ~high &+ (low == 0 ? 1 : 0)
    }
    let magnitude = divisor.magnitude
    if high >= magnitude { return nil }
    let (whole, remainder) = magnitude.dividingFullWidth((high, low))
    var quotient = whole
    guard quotient <= UInt64(Int64.max) else { return nil }
    let twice = remainder.multipliedReportingOverflow(by: 2)
    if twice.overflow || twice.partialValue > magnitude || (twice.partialValue == magnitude && quotient & 1 == 1) {
      quotient += 1
    }
    guard quotient <= UInt64(Int64.max) else { return nil }
    return Number(millionths: isNegative ? -Int64(quotient) : Int64(quotient))
  }

  /// Digits with the given sign between whole and fraction, without trailing zeros: `62.5` or `62,5`.
  package func text(point: Character = ".") -> String {
    let magnitude = millionths.magnitude
    let whole = magnitude / UInt64(Self.scale)
    var result = (millionths < 0 ? "-" : "") + String(whole)
    var rest = magnitude % UInt64(Self.scale)
    if rest == 0 { return result }
    var digits = Self.digits
    while rest % 10 == 0 {
      rest /= 10
      digits -= 1
    }
    let fraction = String(rest)
    result.append(point)
    result += String(repeating: "0", count: digits - fraction.count) + fraction
    return result
  }
}
