import VekhaTable

/// Codes of keys from cells. Keys are mostly numbered: a prefix and digits of a fixed width; then a code is computed and
/// no text is kept. The first key that is not makes it a sink of texts.
struct IdentifierSink {
  /// A prefix of at most seven bytes and a number of at most eight digits.
  struct Series {
    let prefix: UInt64
    let prefixLength: Int
    let width: Int
    var low: Int32
    var high: Int32

    var prefixBytes: [UInt8] { (0..<prefixLength).map { UInt8(truncatingIfNeeded: prefix >> (8 * UInt64($0))) } }

    func isSame(_ other: Series) -> Bool {
      prefix == other.prefix && prefixLength == other.prefixLength && width == other.width
    }
  }

  /// A code holds the series above the number until all parts of the file are read.
  static let numberBits: Int32 = 27
  static let numberMask: Int32 = 1 << numberBits - 1
  private static let mostSeries = 15

  private let values: UnsafeMutablePointer<Int32>
  private var count = 0
  private var absent = 0
  private(set) var series: [Series] = []
  /// Set once a key was no numbered one.
  private(set) var texts: TextSink?

  init(_ values: UnsafeMutablePointer<Int32>) { self.values = values }

  var notes: SinkNotes {
    if let texts { return texts.notes }
    return SinkNotes(absent: absent)
  }

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    let done = texts == nil ? takeNumbered(cells, rows: rows, of: buffer) : 0
    if done < rows {
      becomeTexts()
      texts?.take(Rest(cells: cells, first: done), rows: rows - done, of: buffer)
      count += rows - done
    }
  }

  private struct Rest<Cells: BlockCells>: BlockCells {
    let cells: Cells
    let first: Int
    func range(_ row: Int) -> (start: Int, end: Int) { cells.range(first + row) }
  }

  /// How many rows were taken before one that is not numbered.
  private mutating func takeNumbered(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) -> Int {
    guard let base = buffer.baseAddress else { return rows }
    let raw = UnsafeRawPointer(base)
    let target = values + count
    var last = 0
    var current = series.first ?? Series(prefix: 0, prefixLength: 0, width: .max, low: 0, high: 0)
    var prefixMask = Self.mask(current.prefixLength)
    var digitMask = Self.digitMask(current.width)
    var row = 0
    while row < rows {
      let (start, end) = cells.range(row)
      if end &- start == current.prefixLength &+ current.width,
        raw.loadUnaligned(fromByteOffset: start, as: UInt64.self) & prefixMask == current.prefix,
        let number = Self.number(raw.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self), digitMask)
      {
        if number < current.low { current.low = number }
        if number > current.high { current.high = number }
        target[row] = Int32(truncatingIfNeeded: last) &<< Self.numberBits | number
        row &+= 1
        continue
      }
      if start == end {
        target[row] = Absent.code
        absent &+= 1
        row &+= 1
        continue
      }
      // Another series, or spaces around the cell, or no numbered key at all.
      if !series.isEmpty { series[last] = current }
      let range = CellText.trimmed(buffer, start, end)
      if range.isEmpty {
        target[row] = Absent.code
        absent += 1
        row += 1
        continue
      }
      guard let found = take(raw, Int(range.start), Int(range.end)) else {
        count += row
        return row
      }
      target[row] = Int32(truncatingIfNeeded: found.series) << Self.numberBits | found.number
      last = found.series
      current = series[last]
      prefixMask = Self.mask(current.prefixLength)
      digitMask = Self.digitMask(current.width)
      row += 1
    }
    if !series.isEmpty { series[last] = current }
    count += rows
    return rows
  }

  @inline(__always) private static func mask(_ length: Int) -> UInt64 { (1 &<< UInt64(8 &* length)) &- 1 }

  /// The bytes that hold the last `width` of eight digits.
  @inline(__always) private static func digitMask(_ width: Int) -> UInt64 {
    width >= 8 ? .max : ~((1 &<< UInt64(8 &* (8 &- width))) &- 1)
  }

  /// The number that the digits under the mask make; nil where there is anything else.
  @inline(__always) private static func number(_ bytes: UInt64, _ mask: UInt64) -> Int32? {
    var digits = (UInt64(littleEndian: bytes) ^ 0x3030_3030_3030_3030) & mask
    if (digits | (digits &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 != 0 { return nil }
    digits = digits &* 10 &+ digits &>> 8
    let high = (digits & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let low = (digits &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int32(truncatingIfNeeded: (high &+ low) &>> 32)
  }

  /// The series and number of a key, the series made where it is new.
  private mutating func take(_ raw: UnsafeRawPointer, _ start: Int, _ end: Int) -> (series: Int, number: Int32)? {
    var digits = end
    while digits > start, CellReading.isDigit(raw.load(fromByteOffset: digits - 1, as: UInt8.self)) { digits -= 1 }
    let (width, length) = (end - digits, digits - start)
    guard width >= 1, width <= 8, length <= 7 else { return nil }
    let prefix = raw.loadUnaligned(fromByteOffset: start, as: UInt64.self) & Self.mask(length)
    guard
      let number = Self.number(
        raw.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self), Self.digitMask(width)), number <= Self.numberMask,
      Self.isPlain(prefix, length)
    else { return nil }
    let new = Series(prefix: prefix, prefixLength: length, width: width, low: number, high: number)
    if let known = series.firstIndex(where: { $0.isSame(new) }) {
      series[known].low = min(series[known].low, number)
      series[known].high = max(series[known].high, number)
      return (known, number)
    }
    guard series.count < Self.mostSeries else { return nil }
    series.append(new)
    return (series.count - 1, number)
  }

  /// Whether a prefix needs no thought: printed ASCII, or the letters of UTF-8 that have no second spelling.
  private static func isPlain(_ prefix: UInt64, _ length: Int) -> Bool {
    var bytes = (0..<length).map { UInt8(truncatingIfNeeded: prefix >> (8 * UInt64($0))) }
    if (try? UTF8Span(validating: bytes.span)) == nil { return false }
    return bytes.withUnsafeMutableBufferPointer { buffer in
      CellText.isNormal(buffer.slice(CellRange(0, length))) && !buffer.contains(0x22)
    }
  }

  mutating func becomeTexts() {
    if texts != nil { return }
    let interner = TextInterner()
    let made = series
    for row in 0..<count where values[row] >= 0 {
      let code = values[row]
      let text = Self.text(made[Int(code >> Self.numberBits)], code & Self.numberMask)
      values[row] = (text + [UInt8](repeating: 0, count: 8)).withUnsafeBytes { bytes in
        bytes.baseAddress.map { interner.code(of: $0, text.count) } ?? Absent.code
      }
    }
    texts = TextSink(values, count: count, texts: interner, notes: SinkNotes(absent: absent))
  }

  private static func text(_ series: Series, _ number: Int32) -> [UInt8] {
    var digits: [UInt8] = []
    var rest = number
    for _ in 0..<series.width {
      digits.append(UInt8(truncatingIfNeeded: 0x30 + rest % 10))
      rest /= 10
    }
    return series.prefixBytes + digits.reversed()
  }
}

extension IdentifierSink {
  /// The numbered texts of all parts, and for each part and series what turns its codes into those; nil where there
  /// would be too many codes for `rows`.
  static func numbered(_ parts: [IdentifierSink], rows: Int) -> (runs: [TextDictionary.Numbered], shifts: [[Int32]])? {
    var all: [Series] = []
    for series in parts.flatMap(\.series) {
      if let known = all.firstIndex(where: { $0.isSame(series) }) {
        all[known].low = min(all[known].low, series.low)
        all[known].high = max(all[known].high, series.high)
      } else {
        all.append(series)
      }
    }
    all.sort { left, right in
      left.prefixBytes == right.prefixBytes
        ? left.width < right.width : left.prefixBytes.lexicographicallyPrecedes(right.prefixBytes)
    }
    var runs: [TextDictionary.Numbered] = []
    var base = 0
    for series in all {
      let count = Int(series.high - series.low) + 1
      runs.append(
        .init(prefix: series.prefixBytes, width: series.width, first: Int(series.low), base: base, count: count))
      base += count
      if base > 4 * rows + 1000 { return nil }
    }
    let shifts = parts.map { part in
      part.series.enumerated().map { index, series -> Int32 in
        let run = all.firstIndex { $0.isSame(series) } ?? 0
        return Int32(truncatingIfNeeded: runs[run].base - runs[run].first) - Int32(truncatingIfNeeded: index)
          << numberBits
      }
    }
    return (runs, shifts)
  }
}
