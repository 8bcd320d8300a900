/// Days and decimal points as each language writes them.
package enum DateWording {
  private static let englishMonths = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `03.09.2024` in Russian, `3 Sep 2024` in English.
  package static func text(year: Int, month: Int, day: Int, _ language: Language) -> String {
    switch language {
    case .russian: "\(padded(day)).\(padded(month)).\(year)"
    case .english: "\(day) \(englishMonths[(month - 1) % 12]) \(year)"
    }
  }

  private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  package static func decimalPoint(_ language: Language) -> Character { language == .russian ? "," : "." }
}
