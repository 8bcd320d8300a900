import Glibc

/// Counts line feeds and other bytes, sixteen at a time.
enum LineFeeds {
  private static let blockSize = 256 << 10

  /// Between two places of a file; less than there are where it cannot be read.
  static func count(in descriptor: Int32, from start: Int, to end: Int) -> Int {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: blockSize, alignment: 16)
    defer { memory.deallocate() }
    var total = 0
    var place = start
    while place < end {
      let got = pread(descriptor, memory, min(blockSize, end - place), off_t(place))
      if got < 0, errno == EINTR { continue }
      if got <= 0 { break }
      total += count(0x0A, in: UnsafeRawBufferPointer(start: memory, count: got))
      place += got
    }
    return total
  }

  static func count(_ byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int {
    let wanted = SIMD16<UInt8>(repeating: byte)
    var total = 0
    var place = 0
    while place &+ 16 <= bytes.count {
      // A lane counts to 255 before it is added up.
      let stop = min(bytes.count &- 15, place &+ 16 &* 255)
      var lanes = SIMD16<UInt8>(repeating: 0)
      while place < stop {
        let found = bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self) .== wanted
        lanes &-= unsafeBitCast(found, to: SIMD16<UInt8>.self)
        place &+= 16
      }
      for lane in 0..<16 { total &+= Int(lanes[lane]) }
    }
    while place < bytes.count {
      if bytes[place] == byte { total &+= 1 }
      place &+= 1
    }
    return total
  }
}
