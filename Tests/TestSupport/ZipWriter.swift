/// Zip archives, byte by byte as a test wants them: parts are stored as they are, or are streams of deflate already.
package enum ZipWriter {
  package static func archive(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    archive(parts.map { ($0.name, $0.bytes, nil) })
  }

  /// Of a part that is deflated the size and sum of what it unpacks to are not told truly.
  static func archive(_ parts: [(name: String, bytes: [UInt8], deflated: [UInt8]?)]) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let offset = body.count
      let name = Array(part.name.utf8)
      let packed = part.deflated ?? part.bytes
      let size = part.deflated == nil ? part.bytes.count : 1 << 30
      let fields =
        two(0x0800) + two(part.deflated == nil ? 0 : 8) + two(0) + two(0x21) + four(crc(part.bytes))
        + four(UInt32(packed.count)) + four(UInt32(size)) + two(UInt16(name.count)) + two(0)
      body += four(0x0403_4B50) + two(20) + fields + name + packed
      directory +=
        four(0x0201_4B50) + two(20) + two(20) + fields + two(0) + two(0) + two(0) + four(0) + four(UInt32(offset))
        + name
    }
    let count = two(UInt16(parts.count))
    return body + directory + four(0x0605_4B50) + two(0) + two(0) + count + count + four(UInt32(directory.count))
      + four(UInt32(body.count)) + two(0)
  }

  private static func two(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

  private static func four(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
  }
}
