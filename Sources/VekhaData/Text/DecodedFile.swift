/// A whole text file as UTF-8.
struct DecodedFile {
  private(set) var text: [UInt8] = []
  /// How many bytes after the end of the text were dropped: NUL and Ctrl-Z.
  private(set) var bytesAfterEnd = 0

  private static let blockSize = 1 << 18
  /// The most faults that are told of one file.
  private static let mostFaults = 20

  /// Refuses a file that has a byte which is no text in its encoding, and tells every such byte, up to twenty.
  init(_ bytes: [UInt8], _ dialect: CSVDialect, _ source: DataSource) throws(DataRefusal) {
    var decoder = TextDecoder(dialect.encoding)
    var block = [UInt8](repeating: 0, count: TextDecoder.capacity(for: Self.blockSize))
    var faults: [(fault: TextDecoder.Fault, bytes: [UInt8], line: Int)] = []
    text.reserveCapacity(bytes.count)
    var start = dialect.markLength
    var step = TextDecoder.Step()
    repeat {
      let end = min(bytes.count, start + Self.blockSize)
      step = bytes[start..<end].withUnsafeBytes { input in
        block.withUnsafeMutableBytes { decoder.decode(input, into: $0, isLast: end == bytes.count) }
      }
      text += block[..<step.produced]
      start += step.consumed
      if let fault = step.fault {
        let place = fault.offset + dialect.markLength
        let line = Self.lineEnds(in: text) + 1
        // One byte of a line tells of them all.
        if faults.last?.line != line {
          faults.append((fault, Array(bytes[place..<min(bytes.count, place + fault.length)]), line))
        }
        if fault.kind != .undefined || faults.count == Self.mostFaults { break }
        decoder.skip(fault)
        start = place + fault.length
      }
    } while start < bytes.count
    if !faults.isEmpty { throw DataRefusal.undecodable(faults, dialect.encoding, source) }
    if let ending = decoder.ending { bytesAfterEnd = bytes.count - dialect.markLength - ending.offset }
  }

  private static func lineEnds(in bytes: [UInt8]) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { count += 1 }
      previous = byte
    }
    return count
  }
}
