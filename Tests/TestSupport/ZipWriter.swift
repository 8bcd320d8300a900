/// Zip archives of stored parts, byte by byte as a test wants them.
package enum ZipWriter {
  package static func archive(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let offset = body.count
      let name = Array(part.name.utf8)
      let fields =
        two(0x0800) + two(0) + two(0) + two(0x21) + four(crc(part.bytes)) + four(UInt32(part.bytes.count))
        + four(UInt32(part.bytes.count)) + two(UInt16(name.count)) + two(0)
      body += four(0x0403_4B50) + two(20) + fields + name + part.bytes
      directory +=
        four(0x0201_4B50) + two(20) + two(20) + fields + two(0) + two(0) + two(0) + four(0) + four(UInt32(offset)) + name
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
