/// An encoding in which offices save their tables.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case windows1251 = "windows-1251"
  case cp866 = "CP866"
  case koi8r = "KOI8-R"
  case macCyrillic = "Mac Cyrillic"

  /// The encoding a person calls so: `windows-1251`, `cp1251`, `1251`, `utf8`, `x-mac-cyrillic`, …
  package init?(named name: String) {
    let key = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    switch key {
    case "utf8", "utf", "юникод": self = .utf8
    case "utf16", "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    case "windows1251", "cp1251", "win1251", "1251", "ansi": self = .windows1251
    case "cp866", "ibm866", "866", "dos", "oem866": self = .cp866
    case "koi8r", "koi8": self = .koi8r
    case "maccyrillic", "xmaccyrillic", "mac": self = .macCyrillic
    default: return nil
    }
  }

  /// Encodings of one byte a letter, between which only the sense of the text tells.
  static let ofOneByte: [TextEncoding] = [.windows1251, .cp866, .koi8r, .macCyrillic]
}
