/// Emphasis on a terminal: the sixteen basic colours and bold, or nothing at all.
/// A colour never says anything that the words beside it do not.
package struct Style: Sendable {
  package enum Mark: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
    case boldRed = "1;31"
  }

  package let isOn: Bool

  package init(isOn: Bool) { self.isOn = isOn }

  package func callAsFunction(_ text: String, _ mark: Mark?) -> String {
    guard isOn, let mark, !text.isEmpty else { return text }
    return "\u{1B}[\(mark.rawValue)m\(text)\u{1B}[0m"
  }
}
