/// The text of cells: spaces, and letters written in two pieces.
enum CellText {
  /// How many bytes the space that begins at `index` takes: ASCII spaces and tabs, the spaces of Unicode, and what takes no
  /// place, such as U+200B and U+FEFF; 0 where there is none.
  @inline(__always) static func spaceLength(_ buffer: FileBuffer, _ index: Int, _ end: Int) -> Int {
    let byte = buffer[index]
    if byte > 0x20, byte != 0xC2, byte < 0xE2 { return 0 }
    return rareSpaceLength(byte, buffer, index, end)
  }

  private static func rareSpaceLength(_ byte: UInt8, _ buffer: FileBuffer, _ index: Int, _ end: Int) -> Int {
    switch byte {
    case 0x20, 0x09, 0x0B, 0x0C: return 1
    case 0xC2: return index + 1 < end && (buffer[index + 1] == 0xA0 || buffer[index + 1] == 0xAD) ? 2 : 0
    case 0xE2:
      guard index + 2 < end else { return 0 }
      switch (buffer[index + 1], buffer[index + 2]) {
      case (0x80, 0x80...0x8B), (0x80, 0x8E), (0x80, 0x8F), (0x80, 0xAF), (0x81, 0x9F), (0x81, 0xA0): return 3
      default: return 0
      }
    case 0xE3: return index + 2 < end && buffer[index + 1] == 0x80 && buffer[index + 2] == 0x80 ? 3 : 0
    case 0xEF: return index + 2 < end && buffer[index + 1] == 0xBB && buffer[index + 2] == 0xBF ? 3 : 0
    default: return 0
    }
  }

  /// The range without spaces and line ends around it.
  @inline(__always) static func trimmed(_ buffer: FileBuffer, _ start: Int, _ end: Int) -> CellRange {
    if start < end {
      let first = buffer[start]
      let last = buffer[end - 1]
      let isPlainStart = first > 0x20 && first != 0xC2 && first < 0xE2
      let isPlainEnd = last > 0x20 && (last < 0x80 || !mayEndInSpace(buffer, start, end))
      if isPlainStart, isPlainEnd { return CellRange(start, end) }
      return slowlyTrimmed(buffer, start, end)
    }
    return .empty
  }

  /// Whether the last character, which is not ASCII, may be a space.
  @inline(__always) private static func mayEndInSpace(_ buffer: FileBuffer, _ start: Int, _ end: Int) -> Bool {
    if end - start >= 2, buffer[end - 2] == 0xC2 { return true }
    return end - start >= 3 && buffer[end - 3] >= 0xE2
  }

  private static func slowlyTrimmed(_ buffer: FileBuffer, _ start: Int, _ end: Int) -> CellRange {
    var start = start
    var end = end
    while start < end {
      let length = isLineEnd(buffer[start]) ? 1 : spaceLength(buffer, start, end)
      if length == 0 { break }
      start += length
    }
    trimming: while start < end {
      if isLineEnd(buffer[end - 1]) {
        end -= 1
        continue
      }
      for length in 1...3 where end - length >= start && spaceLength(buffer, end - length, end) == length {
        end -= length
        continue trimming
      }
      break
    }
    return start < end ? CellRange(start, end) : .empty
  }

  @inline(__always) private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Brings a trimmed text to the form in which texts are kept: each run of spaces is one space, each run that holds a
  /// line end is one line feed, й and ё are single letters. Works in place, as the form is never longer.
  static func normalize(_ range: CellRange, in buffer: FileBuffer) -> CellRange {
    if isNormal(buffer.slice(range)) { return range }
    let end = Int(range.end)
    var from = Int(range.start)
    var to = from
    while from < end {
      var next = from
      var hasLineEnd = false
      var takesPlace = false
      while next < end {
        let length = isLineEnd(buffer[next]) ? 1 : spaceLength(buffer, next, end)
        if length == 0 { break }
        hasLineEnd = hasLineEnd || isLineEnd(buffer[next])
        takesPlace = takesPlace || !isInvisible(buffer, next)
        next += length
      }
      if next > from {
        if takesPlace {
          buffer[to] = hasLineEnd ? 0x0A : 0x20
          to += 1
        }
        from = next
      } else if let letter = composed(buffer, Int(range.start), to, from, end) {
        buffer[to - 2] = letter.0
        buffer[to - 1] = letter.1
        from += 2
      } else {
        buffer[to] = buffer[from]
        to += 1
        from += 1
      }
    }
    return CellRange(Int(range.start), to)
  }

  /// Whether the space at `index` takes no place: U+00AD, U+200B, U+200E, U+200F, U+2060, U+FEFF.
  private static func isInvisible(_ buffer: FileBuffer, _ index: Int) -> Bool {
    switch buffer[index] {
    case 0xC2: buffer[index + 1] == 0xAD
    case 0xE2:
      (buffer[index + 1] == 0x80 && [0x8B, 0x8E, 0x8F].contains(buffer[index + 2]))
        || (buffer[index + 1] == 0x81 && buffer[index + 2] == 0xA0)
    case 0xEF: true
    default: false
    }
  }

  /// Whether no byte can belong to something `normalize` would change.
  static func isNormal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if byte <= 0x20 {
        if byte < 0x20 || previous == 0x20 { return false }
      } else if byte == 0xC2 || byte == 0xCC || (byte >= 0xE2 && byte <= 0xEF) {
        return false
      }
      previous = byte
    }
    return true
  }

  /// The letter that the one before `to` makes with the mark at `from`: и and U+0306, е and U+0308, in both cases.
  private static func composed(
    _ buffer: FileBuffer, _ start: Int, _ to: Int, _ from: Int, _ end: Int
  ) -> (UInt8, UInt8)? {
    guard buffer[from] == 0xCC, from + 1 < end, to - 2 >= start, buffer[to - 2] == 0xD0 else { return nil }
    switch (buffer[to - 1], buffer[from + 1]) {
    case (0xB8, 0x86): return (0xD0, 0xB9)
    case (0x98, 0x86): return (0xD0, 0x99)
    case (0xB5, 0x88): return (0xD1, 0x91)
    case (0x95, 0x88): return (0xD0, 0x81)
    default: return nil
    }
  }
}
