/// Letters as the language compares them.
package enum Letters {
  /// The form in which words and names are compared: lower case, ё as е, typographic dashes as `-`,
  /// non-breaking spaces as spaces, in Unicode's composed form for й.
  package static func fold(_ text: String) -> String {
    var text = text
    var result: [UInt8] = []
    return text.withUTF8 {
      result.reserveCapacity($0.count)
      fold($0, into: &result)
      return String(decoding: result, as: UTF8.self)
    }
  }

  /// As `fold`, over UTF-8, after what the result holds. Small letters of both alphabets take one look at each byte.
  package static func fold(_ bytes: UnsafeBufferPointer<UInt8>, into result: inout [UInt8]) {
    let start = result.count
    func foldSlowly() {
      result.removeSubrange(start...)
      result.append(contentsOf: foldScalars(String(decoding: bytes, as: UTF8.self)).utf8)
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        result.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        index += 1
        continue
      }
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      // й and ё may stand in two pieces: the slow way joins them.
      let isJoined = index + 2 < bytes.count && bytes[index + 2] == 0xCC
      switch (byte, next) {
      case (0xD0, 0x90...0x9F) where !isJoined:
        result.append(0xD0)  // А–П
        result.append(next + 0x20)
      case (0xD0, 0xA0...0xAF):
        result.append(0xD1)  // Р–Я
        result.append(next - 0x20)
      case (0xD0, 0xB0...0xBF) where !isJoined, (0xD1, 0x80...0x8F) where !isJoined:
        result.append(byte)  // а–я
        result.append(next)
      case (0xD0, 0x81), (0xD1, 0x91):
        result.append(0xD0)  // Ё, ё
        result.append(0xB5)
      case (0xC2, 0xAB), (0xC2, 0xBB):
        result.append(byte)  // « »
        result.append(next)
      case (0xC2, 0xA0): result.append(0x20)
      case (0xE2, 0x84) where index + 2 < bytes.count && bytes[index + 2] == 0x96:
        result.append(contentsOf: bytes[index..<index + 3])  // №
        index += 1
      default: return foldSlowly()
      }
      index += 2
    }
  }

  private static func foldScalars(_ text: String) -> String {
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
