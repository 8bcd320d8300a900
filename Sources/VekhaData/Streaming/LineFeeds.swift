import Glibc

/// Counts line feeds, sixteen bytes at a time.
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
      total += count(UnsafeRawBufferPointer(start: memory, count: got))
      place += got
    }
    return total
  }

  static func count(_ bytes: UnsafeRawBufferPointer) -> Int {
    let lineFeed = SIMD16<UInt8>(repeating: 0x0A)
    var total = 0
    var place = 0
    while place &+ 16 <= bytes.count {
      // A lane counts to 255 before it is added up.
      let stop = min(bytes.count &- 15, place &+ 16 &* 255)
      var lanes = SIMD16<UInt8>(repeating: 0)
      while place < stop {
        let found = bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self) .== lineFeed
        lanes &-= unsafeBitCast(found, to: SIMD16<UInt8>.self)
        place &+= 16
      }
      for lane in 0..<16 { total &+= Int(lanes[lane]) }
    }
    while place < bytes.count {
      if bytes[place] == 0x0A { total &+= 1 }
      place &+= 1
    }
    return total
  }
}
