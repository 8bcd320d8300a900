/// Letters as the language compares them.
package enum Letters {
  /// The form in which words and names are compared: lower case, ё as е, typographic dashes as `-`,
  /// non-breaking spaces as spaces, in Unicode's composed form for й.
  package static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    var result = String.UnicodeScalarView()
    result.reserveCapacity(text.unicodeScalars.count)
    for scalar in text.unicodeScalars { append(fold: scalar, to: &result) }
    return String(result)
  }

  private static func append(fold scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0x410...0x42F: result.append(Unicode.Scalar(scalar.value + 0x20)!)
    case 0x41...0x5A: result.append(Unicode.Scalar(scalar.value + 0x20)!)
    case 0x430...0x44F, 0x61...0x7A, 0x30...0x39: result.append(scalar)
    case 0x401, 0x451: result.append("е")
    case 0x306 where result.last == "и": result.replaceLast(with: "й")
    case 0x308 where result.last == "е": break
    case 0xA0, 0x202F, 0x2009: result.append(" ")
    case 0x2010...0x2015, 0x2212: result.append("-")
    default: result.append(contentsOf: String(scalar).lowercased().unicodeScalars)
    }
  }

  package enum Script: Sendable { case latin, cyrillic }

  package static func script(_ scalar: Unicode.Scalar) -> Script? {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A: .latin
    case 0x400...0x4FF: .cyrillic
    default: nil
    }
  }

  /// The script most of a word's letters are in; nil without letters.
  package static func script(of word: String) -> Script? {
    var latin = 0
    var cyrillic = 0
    for scalar in word.unicodeScalars {
      switch script(scalar) {
      case .latin: latin += 1
      case .cyrillic: cyrillic += 1
      case nil: break
      }
    }
    if latin == 0 && cyrillic == 0 { return nil }
    return cyrillic >= latin ? .cyrillic : .latin
  }

  /// Whether letters of both scripts stand in one part of the word (parts are divided by `-`, `_` and digits).
  package static func isMixed(_ word: String) -> Bool {
    var seen: Script?
    for scalar in word.unicodeScalars {
      if let script = script(scalar) {
        if let seen, seen != script { return true }
        seen = script
      } else {
        seen = nil
      }
    }
    return false
  }

  /// The word with look-alike letters of the other script replaced, where all of the wrong ones have a twin.
  package static func withoutLookAlikes(_ word: String) -> String? {
    for target in [Script.cyrillic, .latin] {
      var result = String.UnicodeScalarView()
      var succeeded = true
      for scalar in word.unicodeScalars {
        guard let script = script(scalar), script != target else {
          result.append(scalar)
          continue
        }
        guard let twin = target == .cyrillic ? cyrillicTwins[scalar] : latinTwins[scalar] else {
          succeeded = false
          break
        }
        result.append(twin)
      }
      if succeeded { return String(result) }
    }
    return nil
  }

  private static let twins: [(Unicode.Scalar, Unicode.Scalar)] = Array(
    zip("aceopxykABCEHKMOPTXY".unicodeScalars, "асеорхукАВСЕНКМОРТХУ".unicodeScalars))
  private static let cyrillicTwins = Dictionary(uniqueKeysWithValues: twins)
  private static let latinTwins = Dictionary(uniqueKeysWithValues: twins.map { ($1, $0) })

  /// What the same keys give in the other layout: «gkfy» and «план», `.show` and «юырщц».
  package static func otherLayout(_ word: String) -> String {
    String(String.UnicodeScalarView(word.unicodeScalars.map { layouts[$0] ?? $0 }))
  }

  private static let layouts: [Unicode.Scalar: Unicode.Scalar] = {
    let latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"
    let cyrillic = "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (left, right) in zip(latin.unicodeScalars, cyrillic.unicodeScalars) {
      table[left] = right
      table[right] = left
    }
    return table
  }()
}

extension String.UnicodeScalarView {
  fileprivate mutating func replaceLast(with scalar: Unicode.Scalar) {
    removeLast()
    append(scalar)
  }
}
