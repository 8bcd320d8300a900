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

  /// The quarter of a digit or a Roman numeral.
  static func quarter(_ numeral: String) -> Terminal? {
    let index = ["1", "2", "3", "4"].firstIndex(of: numeral) ?? ["I", "II", "III", "IV"].firstIndex(of: numeral)
    return index.map { quarters[$0] }
  }
}
