/// The form of UTF-8.
enum UTF8Form {
  /// Whether eight bytes are ASCII without NUL and Ctrl-Z.
  @inline(__always) static func isPlainASCII(_ word: UInt64) -> Bool {
    let high: UInt64 = 0x8080_8080_8080_8080
    let low: UInt64 = 0x0101_0101_0101_0101
    let marked = word ^ 0x1A1A_1A1A_1A1A_1A1A
    return (word | ((word &- low) & ~word) | ((marked &- low) & ~marked)) & high == 0
  }

  /// How many of the first bytes are whole characters of text, and what ends them.
  static func validCount(_ bytes: UnsafeRawBufferPointer) -> (count: Int, stop: TextDecoder.Stop) {
    guard let from = bytes.baseAddress else { return (0, .end) }
    let count = bytes.count
    var index = 0
    while index < count {
      if index &+ 8 <= count, isPlainASCII(from.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
        index &+= 8
        continue
      }
      let byte = from.load(fromByteOffset: index, as: UInt8.self)
      if byte < 0x80 {
        if byte == 0 || byte == 0x1A { return (index, .control(byte, length: 1)) }
        index &+= 1
      } else if byte >= 0xC2, byte < 0xE0, index &+ 1 < count,
        from.load(fromByteOffset: index &+ 1, as: UInt8.self) & 0xC0 == 0x80
      {
        index &+= 2
      } else {
        let (length, isValid, isUnfinished) = longCharacter(bytes, index)
        if isUnfinished { return (index, .unfinished(length: length)) }
        if !isValid { return (index, .undefined(length: length)) }
        index &+= length
      }
    }
    return (index, .end)
  }

  /// The character at `index`, which is not ASCII. What is wrong is as long as what could still have begun one.
  private static func longCharacter(
    _ bytes: UnsafeRawBufferPointer, _ index: Int
  ) -> (length: Int, isValid: Bool, isUnfinished: Bool) {
    let first = bytes[index]
    let (length, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return (1, false, false)
    }
    for position in 1..<length {
      if index + position >= bytes.count { return (position, false, true) }
      let allowed = position == 1 ? second : 0x80...0xBF
      if !allowed.contains(bytes[index + position]) { return (position, false, false) }
    }
    return (length, true, false)
  }

  /// Writes a scalar that is no surrogate; how many bytes it took.
  static func write(_ scalar: UInt32, to output: UnsafeMutableRawBufferPointer, at index: Int) -> Int {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: scalar >> shift & 0x3F | 0x80) }
    func put(_ offset: Int, _ byte: UInt8) { output[index + offset] = byte }
    if scalar < 0x80 {
      put(0, UInt8(truncatingIfNeeded: scalar))
      return 1
    }
    if scalar < 0x800 {
      put(0, UInt8(truncatingIfNeeded: scalar >> 6 | 0xC0))
      put(1, tail(0))
      return 2
    }
    if scalar < 0x10000 {
      put(0, UInt8(truncatingIfNeeded: scalar >> 12 | 0xE0))
      put(1, tail(6))
      put(2, tail(0))
      return 3
    }
    put(0, UInt8(truncatingIfNeeded: scalar >> 18 | 0xF0))
    put(1, tail(12))
    put(2, tail(6))
    put(3, tail(0))
    return 4
  }
}
