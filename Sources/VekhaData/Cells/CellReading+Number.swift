import VekhaTable

extension CellReading {
  struct Decimal: Equatable {
    let millionths: Int64
    /// Whether the digits begin with a zero that a number does not need: `007` is a code.
    let hasLeadingZero: Bool
    /// How it is written, where that could be meant otherwise.
    var manner: Manner?

    /// Whether it makes a column that nobody declared one of numbers.
    var isPlain: Bool { !hasLeadingZero && (manner == nil || manner == .pointThousand) }
  }

  /// `1000`, `1 000` (groups of exactly three), `62,5`, `62.5`, with a minus before and `%` after; what else
  /// `unusualNumber` reads has a manner.
  ///
  /// Nil where the cell is no number, has more than six digits after the point that are not zero, or is out of range.
  @inline(__always) static func number(_ bytes: Bytes, unit: TimeUnit? = nil) -> Decimal? {
    if bytes.isEmpty { return nil }
    let last = bytes[bytes.count - 1]
    let end = last == 0x25 ? countWithoutSpaces(bytes, bytes.count - 1) : bytes.count
    return plainNumber(bytes, end) ?? unusualNumber(bytes, unit)
  }

  /// A number of the first `end` bytes.
  static func plainNumber(_ bytes: Bytes, _ end: Int) -> Decimal? {
    let minus = minusLength(bytes)
    let first = minus
    guard first < end, isDigit(bytes[first]), let (whole, afterWhole) = wholePart(bytes, first, end),
      let (fraction, length) = fractionPart(bytes, afterWhole, end), length == end
    else { return nil }
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: Number.scale)
    if overflow { return nil }
    let (sum, overflowed) = scaled.addingReportingOverflow(fraction)
    if overflowed { return nil }
    let hasLeadingZero = bytes[first] == 0x30 && first + 1 < end && isDigit(bytes[first + 1])
    // Three digits after a point, and no more than three before, may be a thousand.
    let mayBeThousand = end - afterWhole == 4 && bytes[afterWhole] == 0x2E && afterWhole - first <= 3 && whole > 0
    return Decimal(
      millionths: minus > 0 ? -sum : sum, hasLeadingZero: hasLeadingZero,
      manner: mayBeThousand ? .pointThousand : nil)
  }

  /// A hyphen or the minus sign U+2212 at the beginning.
  @inline(__always) private static func minusLength(_ bytes: Bytes) -> Int {
    guard bytes.count > 0 else { return 0 }
    if bytes[0] == 0x2D { return 1 }
    return bytes.count > 2 && bytes[0] == 0xE2 && bytes[1] == 0x88 && bytes[2] == 0x92 ? 3 : 0
  }

  /// The whole part and where it ends; nil where its groups are not of three digits or it is far out of range.
  @inline(__always)
  private static func wholePart(_ bytes: Bytes, _ start: Int, _ end: Int) -> (value: Int64, end: Int)? {
    var value: Int64 = 0
    var index = start
    var groupStart = start
    var isGrouped = false
    while true {
      while index < end, isDigit(bytes[index]) {
        value = value &* 10 &+ Int64(bytes[index] &- 0x30)
        if value > Int64.max / Number.scale { return nil }
        index += 1
      }
      let groupLength = index - groupStart
      if isGrouped, groupLength != 3 { return nil }
      if index == end { return (value, index) }
      let space = spaceLength(bytes, index)
      if space == 0 { return (value, index) }
      if groupLength == 0 || groupLength > 3 { return nil }
      isGrouped = true
      index += space
      groupStart = index
    }
  }

  /// The digits after the point in millionths, and where they end.
  @inline(__always)
  private static func fractionPart(_ bytes: Bytes, _ start: Int, _ end: Int) -> (value: Int64, end: Int)? {
    if start == end { return (0, end) }
    guard bytes[start] == 0x2E || bytes[start] == 0x2C, start + 1 < end else { return nil }
    var value: Int64 = 0
    var unit = Number.scale
    var index = start + 1
    while index < end {
      guard isDigit(bytes[index]) else { return nil }
      let digit = Int64(bytes[index] &- 0x30)
      unit /= 10
      if unit == 0, digit != 0 { return nil }
      value += digit * unit
      index += 1
    }
    return (value, index)
  }
}
