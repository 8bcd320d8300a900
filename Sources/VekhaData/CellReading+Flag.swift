import VekhaText

extension CellReading {
  /// да and нет, yes and no, true and false, + and -; 1 and 0 where the column is declared as yes/no.
  static func flag(_ bytes: Bytes, isDeclared: Bool) -> Bool? {
    if bytes.count > 5 + 1 || bytes.isEmpty { return nil }
    if bytes.count == 1 {
      switch bytes[0] {
      case 0x2B: return true
      case 0x2D: return false
      case 0x31: return isDeclared ? true : nil
      case 0x30: return isDeclared ? false : nil
      default: return nil
      }
    }
    let packed = pack(bytes)
    for word in words where word.packed == packed { return word.value }
    // Rare spellings such as «дА», and dashes for a minus.
    return spelled[Letters.fold(String(decoding: bytes, as: UTF8.self))]
  }

  private static func pack(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static let spelled: [String: Bool] = [
    "да": true, "нет": false, "yes": true, "no": false, "true": true, "false": false, "-": false,
  ]

  private static let words: [(packed: UInt64, value: Bool)] = spelled.sorted { $0.key < $1.key }.flatMap { entry in
    [entry.key, entry.key.prefix(1).uppercased() + entry.key.dropFirst(), entry.key.uppercased()].map {
      (pack($0.utf8), entry.value)
    }
  }
}
