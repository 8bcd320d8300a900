import VekhaText

extension CellReading {
  /// да and нет, yes and no, true and false, истина and ложь, + and -; in a column declared as yes/no also 1 and 0,
  /// есть, имеется, отсутствует, y and n, д and н, check marks and boxes.
  static func flag(_ bytes: Bytes, isDeclared: Bool) -> Bool? {
    if bytes.isEmpty || bytes.count > 24 { return nil }
    if bytes.count == 1 {
      switch bytes[0] {
      case 0x2B: return true
      case 0x2D: return false
      case 0x31: return isDeclared ? true : nil
      case 0x30: return isDeclared ? false : nil
      default: break
      }
    }
    if bytes.count <= 8 {
      let packed = pack(bytes)
      for word in words where word.packed == packed { return word.value }
    }
    if !isDeclared, bytes.count > 12 { return nil }
    // Rare spellings such as «дА», and dashes for a minus.
    let text = Letters.fold(String(decoding: bytes, as: UTF8.self))
    return spelled[text] ?? (isDeclared ? spelledWhereDeclared[text] : nil)
  }

  private static func pack(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static let spelled: [String: Bool] = [
    "да": true, "нет": false, "yes": true, "no": false, "true": true, "false": false, "-": false, "истина": true,
    "ложь": false,
  ]

  private static let spelledWhereDeclared: [String: Bool] = [
    "есть": true, "имеется": true, "отсутствует": false, "не имеется": false, "д": true, "н": false, "y": true,
    "n": false, "v": true, "✓": true, "✔": true, "√": true, "☑": true, "☐": false, "✗": false, "✘": false,
  ]

  private static let words: [(packed: UInt64, value: Bool)] = spelled.sorted { $0.key < $1.key }.flatMap { entry in
    [entry.key, entry.key.prefix(1).uppercased() + entry.key.dropFirst(), entry.key.uppercased()].filter {
      $0.utf8.count <= 8
    }.map { (pack($0.utf8), entry.value) }
  }
}
