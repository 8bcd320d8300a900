/// Streams of deflate (RFC 1951) that unpack to much.
package enum Deflate {
  /// A stream of the text and then one letter so many times, about a 160th of that long.
  package static func repeated(_ text: String, _ letter: Character, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest: UInt32 = 0
    var held: UInt32 = 0
    func put(_ value: UInt32, _ width: UInt32) {
      rest |= value << held
      held += width
      while held >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
        held -= 8
      }
    }
    // Codes stand with their first bit first, other numbers with their last.
    func code(_ value: UInt32, _ width: UInt32) {
      for bit in 0..<width { put(value >> (width - 1 - bit) & 1, 1) }
    }
    put(1, 1)
    put(1, 2)
    for byte in text.utf8 { code(0x30 + UInt32(byte), 8) }
    for byte in String(letter).utf8 { code(0x30 + UInt32(byte), 8) }
    // 258 bytes from one byte back: length code 285, distance code 0.
    for _ in 0..<(count / 258) {
      code(0xC5, 8)
      code(0, 5)
    }
    code(0, 7)
    put(0, 7)
    return bytes
  }
}
