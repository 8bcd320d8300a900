/// Text of others made safe and visible for a screen: what could move the cursor, change colours or hide is drawn.
package enum VisibleText {
  /// One line: line ends and tabs become spaces, other invisible characters `<U+202E>`.
  package static func line(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy({ !isHidden($0) }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" || scalar == "\t" {
        result += " "
      } else if isHidden(scalar) {
        result += name(of: scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same, cut to a width with `…` at the end.
  package static func short(_ text: String, limit: Int = 60) -> String {
    let visible = line(String(text.unicodeScalars.prefix(limit * 4)))
    if DisplayWidth.of(visible) <= limit { return visible }
    var result = ""
    var width = 0
    for character in visible {
      width += DisplayWidth.of(character)
      if width >= limit { break }
      result.append(character)
    }
    return result + "…"
  }

  /// Whether a character takes no place on a screen though it stands in the text, or steers the terminal.
  /// Joiners inside emoji and marks over letters are not hidden: they show in what they join.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0x00..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028...0x202E,
      0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  /// `<U+200B>`.
  package static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }
}
