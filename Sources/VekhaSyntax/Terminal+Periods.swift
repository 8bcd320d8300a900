extension Terminal {
  /// The days of a month that a part of it has, the last month's end aside: the middle and the ten-day parts as in
  /// reports (1–10, 11–20, 21–end), the halves 1–15 and 16–end.
  package var daysOfMonth: ClosedRange<Int>? {
    switch self {
    case .monthDecade1: 1...10
    case .monthMiddle, .monthDecade2: 11...20
    case .monthDecade3: 21...31
    case .monthHalf1: 1...15
    case .monthHalf2: 16...31
    default: nil
    }
  }

  private static let quarters: [Terminal] = [.quarter1, .quarter2, .quarter3, .quarter4]

  /// 1…4 for the quarters of a calendar year.
  package var quarterNumber: Int? { Self.quarters.firstIndex(of: self).map { $0 + 1 } }

  /// The quarter of a number from 1 to 4.
  static func quarter(_ number: Int) -> Terminal? { (1...4).contains(number) ? quarters[number - 1] : nil }

  /// 1…31 for ordinals.
  package var ordinal: Int? { rawValue.hasPrefix("ordinal") ? Int(rawValue.dropFirst(7)) : nil }

  static func ordinal(_ number: Int) -> Terminal? { Terminal(rawValue: "ordinal\(number)") }

  /// 1…6 of a Roman numeral.
  static func roman(_ numeral: String) -> Int? {
    ["I", "II", "III", "IV", "V", "VI"].firstIndex(of: numeral).map { $0 + 1 }
  }

  static func month(_ number: Int) -> Terminal? { Terminal(rawValue: "month\(number)") }

  /// Parts of a school year that are counted, and those that have a name of their own.
  static let countedSchoolParts: Set<Terminal> = [.schoolQuarter, .trimester, .schoolModule, .schoolHalf]
  static let namedSchoolParts: Set<Terminal> = [
    .schoolHalf1, .schoolHalf2, .autumnHolidays, .winterHolidays, .springHolidays, .summerHolidays, .extraHolidays,
  ]
  static let schoolHolidays: Set<Terminal> = [
    .autumnHolidays, .winterHolidays, .springHolidays, .summerHolidays, .extraHolidays,
  ]
  /// What «этот» and «прошлый» may stand before.
  static let relativeSpans: Set<Terminal> = [.week, .month, .quarter, .schoolQuarter, .year, .schoolYear]
}
