/// One record of a CSV file. Its arrays are used again for the next.
struct CSVRecord {
  /// The line it begins on, from 1.
  var line = 1
  /// Contents without quotes and surrounding spaces.
  var cells: [CellRange] = []
  /// The indices of cells that hold doubled quotes.
  var doubled: [Int] = []
}

/// Splits the bytes of a CSV file into records and cells.
///
/// A quote opens a quoted cell only at the cell's beginning; in it separators and line ends are content and `""` is one
/// quote. Where anything but spaces follows the closing quote, the cell is taken as it stands, quotes and all.
struct CSVScanner {
  enum Step: Equatable {
    case record
    case end
    /// The file ends inside a quoted cell that was opened on this line, in this cell of its record.
    case unclosedQuote(line: Int, cell: Int)
  }

  private let buffer: FileBuffer
  private let separator: UInt8
  /// Where the next record begins, and on which line.
  private(set) var offset: Int
  private(set) var line: Int

  private static let quote: UInt8 = 0x22
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  /// Begins at `offset`, which is on that line.
  init(_ buffer: FileBuffer, separator: UInt8, from offset: Int, line: Int = 1) {
    self.buffer = buffer
    self.separator = separator
    self.offset = offset
    self.line = line
  }

  /// Reads the next record, which may be blank.
  mutating func next(into record: inout CSVRecord) -> Step {
    record.cells.removeAll(keepingCapacity: true)
    if !record.doubled.isEmpty { record.doubled.removeAll(keepingCapacity: true) }
    record.line = line
    let end = buffer.count
    if offset >= end { return .end }
    while true {
      let start = offset
      var index = start
      while index < end, buffer[index] == 0x20 || (buffer[index] == 0x09 && separator != 0x09) { index += 1 }
      if index < end, buffer[index] == Self.quote {
        if let step = quotedCell(start, index, &record) { return step }
      } else {
        index = plainEnd(index)
        record.cells.append(CellText.trimmed(buffer, start, index))
        offset = index
      }
      if offset >= end { return .record }
      let byte = buffer[offset]
      offset += 1
      if byte == separator { continue }
      line += 1
      if byte == Self.carriageReturn, offset < end, buffer[offset] == Self.lineFeed { offset += 1 }
      return .record
    }
  }

  /// Where the separator, a line end or the end of the file comes next.
  @inline(__always) private func plainEnd(_ start: Int) -> Int {
    var index = start
    let end = buffer.count
    let separator = separator
    while index < end {
      let byte = buffer[index]
      if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn { break }
      index += 1
    }
    return index
  }

  /// Takes the cell that begins at `start` and whose quote stands at `opening`.
  private mutating func quotedCell(_ start: Int, _ opening: Int, _ record: inout CSVRecord) -> Step? {
    let openingLine = line
    let end = buffer.count
    var index = opening + 1
    var hasDoubled = false
    while index < end {
      let byte = buffer[index]
      if byte == Self.quote {
        guard index + 1 < end, buffer[index + 1] == Self.quote else { break }
        hasDoubled = true
        index += 1
      } else if byte == Self.lineFeed || (byte == Self.carriageReturn && !isLineFeed(index + 1)) {
        line += 1
      }
      index += 1
    }
    if index >= end { return .unclosedQuote(line: openingLine, cell: record.cells.count) }
    let after = plainEnd(index + 1)
    if CellText.trimmed(buffer, index + 1, after).isEmpty {
      if hasDoubled { record.doubled.append(record.cells.count) }
      record.cells.append(CellText.trimmed(buffer, opening + 1, index))
    } else {
      record.cells.append(CellText.trimmed(buffer, start, after))
    }
    offset = after
    return nil
  }

  private func isLineFeed(_ index: Int) -> Bool { index < buffer.count && buffer[index] == Self.lineFeed }

  /// Makes each doubled quote of the record one, in place. The record's bytes must not be scanned again.
  func undouble(_ record: inout CSVRecord) {
    for cell in record.doubled {
      let range = record.cells[cell]
      var from = Int(range.start)
      var to = from
      while from < Int(range.end) {
        let byte = buffer[from]
        buffer[to] = byte
        to += 1
        from += byte == Self.quote ? 2 : 1
      }
      record.cells[cell].end = UInt32(truncatingIfNeeded: to)
    }
    record.doubled.removeAll(keepingCapacity: true)
  }
}
