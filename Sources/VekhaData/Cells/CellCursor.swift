import VekhaText

/// Goes over the bytes of a cell by numbers, words and marks.
struct CellCursor {
  /// What stands between two numbers.
  struct Marks: OptionSet {
    let rawValue: UInt8
    static let point = Marks(rawValue: 1)
    static let slash = Marks(rawValue: 2)
    static let hyphen = Marks(rawValue: 4)
    static let comma = Marks(rawValue: 8)
    static let space = Marks(rawValue: 16)
    static let quote = Marks(rawValue: 32)
  }

  private let bytes: CellReading.Bytes
  private(set) var index: Int

  init(_ bytes: CellReading.Bytes, from index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  var isAtEnd: Bool { index >= bytes.count }

  /// Up to nine digits and how many they are.
  mutating func number() -> (value: Int, length: Int)? {
    let start = index
    var value = 0
    while index < bytes.count, CellReading.isDigit(bytes[index]) {
      if index - start == 9 { return nil }
      value = value * 10 + Int(bytes[index] &- 0x30)
      index += 1
    }
    return index > start ? (value, index - start) : nil
  }

  /// All marks up to the next number, word or anything else.
  mutating func marks() -> Marks {
    var found: Marks = []
    while index < bytes.count {
      switch bytes[index] {
      case 0x2E: found.insert(.point)
      case 0x2F, 0x5C: found.insert(.slash)
      case 0x2D: found.insert(.hyphen)
      case 0x2C: found.insert(.comma)
      case 0x22: found.insert(.quote)
      default:
        let space = CellReading.spaceLength(bytes, index)
        if space > 0 {
          found.insert(.space)
          index += space - 1
        } else if let (mark, length) = longMark() {
          found.insert(mark)
          index += length - 1
        } else {
          return found
        }
      }
      index += 1
    }
    return found
  }

  /// Guillemets, curly quotes and dashes.
  private func longMark() -> (Marks, length: Int)? {
    if index + 1 < bytes.count, bytes[index] == 0xC2, bytes[index + 1] == 0xAB || bytes[index + 1] == 0xBB {
      return (.quote, 2)
    }
    guard index + 2 < bytes.count, bytes[index] == 0xE2, bytes[index + 1] == 0x80 else { return nil }
    switch bytes[index + 2] {
    case 0x90...0x95: return (.hyphen, 3)
    case 0x98...0x9F: return (.quote, 3)
    default: return nil
    }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Letters in a row as words are compared.
  mutating func word() -> String? {
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      let isCyrillic = byte == 0xD0 || byte == 0xD1 || byte == 0xCC
      guard isCyrillic || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) else { break }
      index += isCyrillic ? 2 : 1
    }
    index = min(index, bytes.count)
    if index == start { return nil }
    return Letters.fold(String(decoding: bytes[start..<index], as: UTF8.self))
  }
}
