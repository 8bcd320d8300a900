import VekhaCalendar

/// Numbers of cells as a person sees them.
enum CellNumber {
  /// The text of a number as written in the file, in the style of its cell; `dropsTime` where only its date is told.
  static func text(_ written: String, _ style: CellStyles.Style, startsIn1904: Bool) -> (
    text: String, dropsTime: Bool
  ) {
    guard let value = Double(written), value.isFinite else { return (written, false) }
    switch style {
    case .number: return (plain(value, written), false)
    case .percent: return (decimal(value * 100) + "%", false)
    case .padded(let digits):
      let text = plain(value, written)
      guard text.allSatisfy(\.isNumber), text.count < digits else { return (text, false) }
      return (String(repeating: "0", count: digits - text.count) + text, false)
    case .time where value < 1 && value >= 0: return (time(value), false)
    case .date, .dateAndTime, .time:
      guard let date = date(value, startsIn1904: startsIn1904) else { return (plain(value, written), false) }
      let hasTime = style != .date && value.rounded(.down) != value
      return (date, hasTime)
    }
  }

  /// Days from 1900 on, in which Excel has a 29 February 1900 that never was, or from 1904 on; nil where out of range.
  static func date(_ value: Double, startsIn1904: Bool) -> String? {
    guard value >= 0, value < 2_958_466 else { return nil }
    // The nearest millisecond, so that a midnight that arithmetic has missed by a hair is its day.
    let serial = Int((value + 0.000_000_01).rounded(.down))
    if startsIn1904 { return iso(CivilDay(number: Int32(serial - 24_107))) }
    if serial == 60 { return "1900-02-29" }
    if serial == 0 { return nil }
    return iso(CivilDay(number: Int32(serial - (serial < 60 ? 25_568 : 25_569))))
  }

  private static func iso(_ day: CivilDay) -> String {
    let date = day.date
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
  }

  private static func time(_ value: Double) -> String {
    let seconds = Int((value * 86_400).rounded())
    let text = padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2)
    return seconds % 60 == 0 ? text : text + ":" + padded(seconds % 60, 2)
  }

  private static func padded(_ value: Int, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// A number that is already written as a person writes it stays so.
  private static func plain(_ value: Double, _ written: String) -> String {
    let isPlain = written.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == 0x2D }
    return isPlain ? written : decimal(value)
  }

  /// Fifteen digits in all, as Excel shows, and at most six after the point, as a number of a plan has.
  static func decimal(_ value: Double) -> String {
    let magnitude = abs(value)
    guard magnitude < 1e15 else { return String(value) }
    let wholeDigits = String(Int(magnitude)).count
    let digits = max(0, min(6, 15 - wholeDigits))
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((magnitude * scale).rounded())
    let whole = scaled / Int64(scale)
    var fraction = padded(Int(scaled % Int64(scale)), digits)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    // Three digits after a point may be taken for thousands; four may not.
    if fraction.utf8.count == 3 { fraction += "0" }
    let text = digits == 0 || fraction.isEmpty ? String(whole) : String(whole) + "." + fraction
    return value < 0 && text != "0" ? "-" + text : text
  }
}
