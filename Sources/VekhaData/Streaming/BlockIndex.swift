import VekhaTable

/// Where the cells of a block of text end: the place of each separator and line end, in order.
///
/// The bytes are looked at sixteen at a time. The reader must be able to read 64 bytes past the end of the block.
struct BlockIndex {
  /// `ends[0]` is the place before the block, so that cell `i` lies between `ends[i] + 1` and `ends[i + 1]`.
  private(set) var ends: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  private(set) var cellCount = 0
  private(set) var lineCount = 0
  private(set) var hasQuotes = false
  /// Whether each quote is the first or the last of a cell, so that a cell in quotes is what stands between them.
  private(set) var hasPlainQuotes = false
  private(set) var hasCarriageReturns = false

  init(capacity: Int) {
    self.capacity = capacity
    ends = .allocate(capacity: capacity + 65)
  }

  func deallocate() { ends.deallocate() }

  private static let weights = SIMD16<UInt8>(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
  private static let quote = SIMD16<UInt8>(repeating: 0x22)
  private static let carriageReturn = SIMD16<UInt8>(repeating: 0x0D)
  private static let lineFeed = SIMD16<UInt8>(repeating: 0x0A)

  /// One bit for each lane that is set.
  @inline(__always) private static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
    let lanes = unsafeBitCast(SIMD16<UInt8>(repeating: 0).replacing(with: weights, where: mask), to: SIMD2<UInt64>.self)
    let sums = (lanes &* 0x0101_0101_0101_0101) &>> 56
    return sums[0] | sums[1] &<< 8
  }

  /// Finds the cells of the bytes from `start` to `end`, which is just behind a line end.
  mutating func find(in base: UnsafePointer<UInt8>, from start: Int, to end: Int, separator: UInt8) {
    if capacity < end - start {
      ends.deallocate()
      capacity = end - start
      ends = .allocate(capacity: capacity + 65)
    }
    let raw = UnsafeRawPointer(base)
    let separators = SIMD16<UInt8>(repeating: separator)
    var lines = SIMD16<UInt8>(repeating: 0)
    var lineTotal = 0
    var untilFlush = 255
    var quotes = SIMDMask<SIMD16<Int8>>(repeating: false)
    var returns = SIMDMask<SIMD16<Int8>>(repeating: false)
    let next = ends + 1
    var count = 0
    ends[0] = UInt32(truncatingIfNeeded: start &- 1)
    var place = start
    while place < end {
      let v0 = raw.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
      let v1 = raw.loadUnaligned(fromByteOffset: place &+ 16, as: SIMD16<UInt8>.self)
      let v2 = raw.loadUnaligned(fromByteOffset: place &+ 32, as: SIMD16<UInt8>.self)
      let v3 = raw.loadUnaligned(fromByteOffset: place &+ 48, as: SIMD16<UInt8>.self)
      let l0 = v0 .== Self.lineFeed
      let l1 = v1 .== Self.lineFeed
      let l2 = v2 .== Self.lineFeed
      let l3 = v3 .== Self.lineFeed
      var found = Self.bits((v0 .== separators) .| l0)
      found |= Self.bits((v1 .== separators) .| l1) &<< 16
      found |= Self.bits((v2 .== separators) .| l2) &<< 32
      found |= Self.bits((v3 .== separators) .| l3) &<< 48
      quotes = quotes .| (v0 .== Self.quote) .| (v1 .== Self.quote) .| (v2 .== Self.quote) .| (v3 .== Self.quote)
      returns = returns .| (v0 .== Self.carriageReturn) .| (v1 .== Self.carriageReturn)
      returns = returns .| (v2 .== Self.carriageReturn) .| (v3 .== Self.carriageReturn)
      let rest = end &- place
      if rest < 64 {
        found &= (1 &<< UInt64(truncatingIfNeeded: rest)) &- 1
        lineTotal &+= Self.lineFeeds(raw, place, end)
      } else {
        lines &-= unsafeBitCast(l0, to: SIMD16<UInt8>.self)
        lines &-= unsafeBitCast(l1, to: SIMD16<UInt8>.self)
        lines &-= unsafeBitCast(l2, to: SIMD16<UInt8>.self)
        lines &-= unsafeBitCast(l3, to: SIMD16<UInt8>.self)
        untilFlush &-= 4
        if untilFlush < 4 {
          lineTotal &+= Self.sum(lines)
          lines = SIMD16<UInt8>(repeating: 0)
          untilFlush = 255
        }
      }
      while found != 0 {
        next[count] = UInt32(truncatingIfNeeded: place &+ found.trailingZeroBitCount)
        count &+= 1
        found &= found &- 1
      }
      place &+= 64
    }
    cellCount = count
    lineCount = lineTotal &+ Self.sum(lines)
    hasQuotes = any(quotes)
    hasCarriageReturns = any(returns)
    hasPlainQuotes = false
    if hasQuotes { findOutsideQuotes(raw, from: start, to: end, separators) }
  }

  /// Finds the cells of a block with quotes: what stands between an odd quote and the next one divides nothing.
  private mutating func findOutsideQuotes(
    _ raw: UnsafeRawPointer, from start: Int, to end: Int, _ separators: SIMD16<UInt8>
  ) {
    let next = ends + 1
    var count = 0
    // All bits set while a quote is open.
    var open: UInt64 = 0
    // Whether the byte before the word ends a cell, and a quote at the end of the word before that must close one.
    var wasEnd: UInt64 = 1
    var wasQuote: UInt64 = 0
    var isPlain = true
    var place = start
    while place < end {
      var quotes: UInt64 = 0
      var found: UInt64 = 0
      var returns: UInt64 = 0
      for lane in 0..<4 {
        let bytes = raw.loadUnaligned(fromByteOffset: place &+ 16 &* lane, as: SIMD16<UInt8>.self)
        let shift = UInt64(truncatingIfNeeded: 16 &* lane)
        quotes |= Self.bits(bytes .== Self.quote) &<< shift
        found |= Self.bits((bytes .== separators) .| (bytes .== Self.lineFeed)) &<< shift
        if hasCarriageReturns { returns |= Self.bits(bytes .== Self.carriageReturn) &<< shift }
      }
      let rest = end &- place
      if rest < 64 {
        let mask = (1 &<< UInt64(truncatingIfNeeded: rest)) &- 1
        quotes &= mask
        found &= mask
        returns &= mask
      }
      var inside = quotes
      inside ^= inside &<< 1
      inside ^= inside &<< 2
      inside ^= inside &<< 4
      inside ^= inside &<< 8
      inside ^= inside &<< 16
      inside ^= inside &<< 32
      inside ^= open
      open = 0 &- (inside &>> 63)
      found &= ~inside
      // An opening quote stands behind the end of a cell, a closing one before it or before a carriage return.
      let opening = quotes & inside
      let closing = quotes & ~inside
      let afterEnd = found &<< 1 | wasEnd
      let ended = found | returns
      if opening & ~afterEnd != 0 { isPlain = false }
      if closing & ~(ended &>> 1) & ~(1 &<< 63) != 0 || (wasQuote == 1 && ended & 1 == 0) { isPlain = false }
      wasQuote = closing &>> 63
      wasEnd = found &>> 63
      while found != 0 {
        next[count] = UInt32(truncatingIfNeeded: place &+ found.trailingZeroBitCount)
        count &+= 1
        found &= found &- 1
      }
      place &+= 64
    }
    cellCount = count
    hasPlainQuotes = isPlain && open == 0
  }

  @inline(__always) private static func sum(_ lanes: SIMD16<UInt8>) -> Int {
    var total = 0
    for lane in 0..<16 { total &+= Int(lanes[lane]) }
    return total
  }

  private static func lineFeeds(_ raw: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
    var total = 0
    for place in start..<end where raw.load(fromByteOffset: place, as: UInt8.self) == 0x0A { total += 1 }
    return total
  }

  /// Whether each line has exactly `width` cells, with no quotes but around them, and ends alike.
  func isRegular(_ base: UnsafePointer<UInt8>, width: Int) -> Bool {
    // A line feed in quotes divides no cells.
    if hasQuotes && !hasPlainQuotes || cellCount != lineCount * width { return false }
    var returns = 0
    var index = width
    while index <= cellCount {
      let end = Int(ends[index])
      if base[end] != 0x0A { return false }
      // Before the block stand zeros.
      if base[end &- 1] == 0x0D { returns &+= 1 }
      index += width
    }
    if !hasCarriageReturns || cellCount == 0 { return true }
    let bytes = UnsafeRawBufferPointer(start: base, count: Int(ends[cellCount]) + 1)
    return LineFeeds.count(0x0D, in: bytes) == returns
  }
}

/// The cells of one column in the rows of a block.
protocol BlockCells {
  /// The bytes of a row's cell, spaces and all.
  func range(_ row: Int) -> (start: Int, end: Int)
}

/// Of a block whose lines all have the same number of cells.
struct RegularCells: BlockCells {
  let base: UnsafePointer<UInt8>
  let ends: UnsafePointer<UInt32>
  let width: Int
  let column: Int

  @inline(__always) func range(_ row: Int) -> (start: Int, end: Int) {
    let index = row &* width &+ column
    return (Int(ends[index] &+ 1), Int(ends[index &+ 1]))
  }
}

/// The same where cells may stand in quotes.
struct QuotedCells<Cells: BlockCells>: BlockCells {
  let base: UnsafePointer<UInt8>
  let cells: Cells

  @inline(__always) func range(_ row: Int) -> (start: Int, end: Int) {
    let (start, end) = cells.range(row)
    return start < end && base[start] == 0x22 ? (start &+ 1, end &- 1) : (start, end)
  }
}

/// The same where the column is the last: a carriage return before the line end is no part of it.
struct LastCells: BlockCells {
  let cells: RegularCells

  @inline(__always) func range(_ row: Int) -> (start: Int, end: Int) {
    let (start, end) = cells.range(row)
    return (start, end > start && cells.base[end &- 1] == 0x0D ? end &- 1 : end)
  }
}

/// Of a block whose records were read one by one.
struct ListedCells: BlockCells {
  let ranges: UnsafePointer<CellRange>
  let width: Int
  let column: Int

  @inline(__always) func range(_ row: Int) -> (start: Int, end: Int) {
    let range = ranges[row &* width &+ column]
    return (Int(range.start), Int(range.end))
  }
}
