import Glibc
import VekhaTable

/// Where the values of a column go.
enum ColumnSink {
  case days(DaySink)
  case numbers(NumberSink)
  case flags(FlagSink)
  case texts(TextSink)
  case identifiers(IdentifierSink)

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    switch consume self {
    case .days(var sink):
      sink.take(cells, rows: rows, of: buffer)
      self = .days(sink)
    case .numbers(var sink):
      sink.take(cells, rows: rows, of: buffer)
      self = .numbers(sink)
    case .flags(var sink):
      sink.take(cells, rows: rows, of: buffer)
      self = .flags(sink)
    case .texts(var sink):
      sink.take(cells, rows: rows, of: buffer)
      self = .texts(sink)
    case .identifiers(var sink):
      sink.take(cells, rows: rows, of: buffer)
      self = .identifiers(sink)
    }
  }

  var notes: SinkNotes {
    switch self {
    case .days(let sink): sink.notes
    case .numbers(let sink): sink.notes
    case .flags(let sink): sink.notes
    case .texts(let sink): sink.notes
    case .identifiers(let sink): sink.notes
    }
  }
}

/// Reads a part of a file, from the beginning of a line to the end of one, block by block.
final class SegmentReader {
  enum Stop: Equatable {
    /// A quote that was opened on this line, in this cell of its record, is not closed.
    case unclosedQuote(line: Int, cell: Int)
    /// There are more rows than room for them.
    case full
    /// A record that begins on this line is longer than any that is read.
    case recordTooLong(line: Int)
    /// A byte that is no text on this line.
    case undecodable(line: Int, TextDecoder.Fault, UInt8)
    case unreadable(Int32)
  }

  /// A row that is no record.
  struct NotRecord {
    let line: Int
    let kind: RowKinds.Kind
    let text: String
  }

  /// A row of another length than the titles'.
  struct Ragged {
    let line: Int
    let found: Int
    let isShort: Bool
  }

  /// The longest record, in bytes.
  static let longestRecord = 16 << 20
  private static let margin = 64

  private let descriptor: Int32
  private var offset: Int
  private let end: Int
  private let separator: UInt8
  private let width: Int
  /// The columns of the file that are read.
  private let columns: [Int]
  private let room: Int
  private(set) var sinks: [ColumnSink]
  private(set) var rowCount = 0
  private(set) var rowsInFile = 0
  /// From 1, which is the first line of this part.
  private(set) var rowLines = RowLines()
  private(set) var lineCount = 0
  private(set) var ragged: [Ragged] = []
  private(set) var notRecords: [NotRecord] = []
  private(set) var blankCount = 0
  /// Columns without a title that have a cell.
  private(set) var untitledWithCells: Set<Int> = []
  private let rowKinds: RowKinds
  private var untitled: [Int]
  private(set) var stop: Stop?

  /// Of a file that is not UTF-8, with what was read and not decoded yet.
  private var decoder: TextDecoder?
  private var undecoded: [UInt8] = []
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var index: BlockIndex
  private var ranges: [CellRange] = []
  private var record = CSVRecord()

  init(
    _ descriptor: Int32, from start: Int, to end: Int, encoding: TextEncoding, separator: UInt8, titles: Titles,
    blockSize: Int,
    columns: [Int], room: Int, sinks: [ColumnSink]
  ) {
    decoder = encoding == .utf8 ? nil : TextDecoder(encoding)
    self.descriptor = descriptor
    offset = start
    self.end = end
    self.separator = separator
    width = titles.titles.count
    rowKinds = RowKinds(titles)
    untitled = titles.untitled
    self.columns = columns
    self.room = room
    self.sinks = sinks
    capacity = blockSize
    index = BlockIndex(capacity: blockSize)
    memory = Self.allocate(capacity)
  }

  deinit {
    memory.deallocate()
    index.deallocate()
  }

  /// Blocks may be read past both their ends by a few bytes.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 3 * margin)
    memory.initialize(repeating: 0, count: margin)
    return memory
  }

  private var base: UnsafeMutablePointer<UInt8> { memory + Self.margin }

  func run() {
    var held = 0
    while stop == nil {
      if held > capacity / 2 { grow(keeping: held) }
      let got = fill(from: held)
      if got < 0 { return }
      var total = held + got
      let isLast = offset >= end
      if isLast, total > 0, base[total - 1] != 0x0A {
        base[total] = 0x0A
        total += 1
      }
      let taken = total == 0 ? 0 : take(upTo: lineEnd(before: total), isLast: isLast)
      if isLast { return }
      held = total - taken
      if held > 0, taken > 0 { memmove(base, base + taken, held) }
      if held > Self.longestRecord { stop = .recordTooLong(line: lineCount + 1) }
    }
  }

  private func grow(keeping held: Int) {
    let larger = Self.allocate(capacity * 2)
    (larger + Self.margin).update(from: base, count: held)
    memory.deallocate()
    memory = larger
    capacity *= 2
  }

  /// How many bytes were read behind those held; less than 0 where the file cannot be read.
  private func fill(from held: Int) -> Int {
    guard decoder != nil else { return read(into: base + held, min(capacity - held, end - offset)) }
    let room = (capacity - held) / 3 - 8
    if room <= 0 { return 0 }
    if undecoded.count < room { undecoded = [UInt8](repeating: 0, count: room) }
    let got = undecoded.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { read(into: $0, min(room, end - offset)) } ?? 0
    }
    if got <= 0 { return got }
    let output = UnsafeMutableRawBufferPointer(start: base + held, count: capacity - held)
    let step = undecoded.withUnsafeBytes {
      decoder?.decode(UnsafeRawBufferPointer(rebasing: $0[..<got]), into: output, isLast: offset >= end)
    }
    guard let step else { return 0 }
    if let fault = step.fault {
      var line = lineCount + 1
      for place in 0..<held + step.produced where base[place] == 0x0A { line += 1 }
      stop = .undecodable(line: line, fault, undecoded[step.consumed])
      return -1
    }
    offset -= got - step.consumed
    return step.produced
  }

  /// How many bytes were read; less than 0 where the file cannot be read.
  private func read(into target: UnsafeMutablePointer<UInt8>, _ wanted: Int) -> Int {
    var got = 0
    while got < wanted {
      let count = pread(descriptor, target + got, wanted - got, off_t(offset))
      if count < 0 {
        if errno == EINTR { continue }
        stop = .unreadable(errno)
        return -1
      }
      if count == 0 {
        offset = end
        break
      }
      got += count
      offset += count
    }
    return got
  }

  private func lineEnd(before total: Int) -> Int {
    var end = total
    while end > 0, base[end - 1] != 0x0A { end -= 1 }
    return end
  }

  /// Takes the records of whole lines; how many bytes they had.
  private func take(upTo end: Int, isLast: Bool) -> Int {
    if end == 0 { return 0 }
    index.find(in: base, from: 0, to: end, separator: separator)
    let buffer = FileBuffer(start: base, count: end)
    let rows = index.lineCount
    guard index.isRegular(base, width: width), !mayHoldNoRecord(buffer, rows) else {
      return takeRecords(buffer, isLast: isLast)
    }
    guard hasRoom(for: rows) else { return end }
    for (sink, column) in columns.enumerated() {
      let cells = RegularCells(base: base, ends: index.ends, width: width, column: column)
      switch (column == width - 1, index.hasQuotes) {
      case (false, false): sinks[sink].take(cells, rows: rows, of: buffer)
      case (true, false): sinks[sink].take(LastCells(cells: cells), rows: rows, of: buffer)
      case (false, true): sinks[sink].take(QuotedCells(base: base, cells: cells), rows: rows, of: buffer)
      case (true, true):
        sinks[sink].take(QuotedCells(base: base, cells: LastCells(cells: cells)), rows: rows, of: buffer)
      }
    }
    rowLines.append(lines: Int32(truncatingIfNeeded: lineCount + 1), count: rows)
    lineCount += rows
    rowCount += rows
    rowsInFile += rows
    return end
  }

  /// Whether some row of a regular block is to be looked at by itself: blank, a total, the titles once more, or the first
  /// with a cell in a column that has no title.
  private func mayHoldNoRecord(_ buffer: FileBuffer, _ rows: Int) -> Bool {
    for row in 0..<rows {
      var column = 0
      var (start, end) = cell(row, column)
      while start >= end, column < width &- 1 {
        column &+= 1
        (start, end) = cell(row, column)
      }
      if rowKinds.mayBegin(base + start, end &- start) { return true }
    }
    for column in untitled where column < width {
      for row in 0..<rows {
        let (start, end) = cell(row, column)
        if start < end, base[start] != 0x0D { return true }
      }
    }
    return false
  }

  /// What stands in a cell of a regular block.
  @inline(__always) private func cell(_ row: Int, _ column: Int) -> (start: Int, end: Int) {
    let cells = RegularCells(base: base, ends: index.ends, width: width, column: column)
    return index.hasQuotes ? QuotedCells(base: base, cells: cells).range(row) : cells.range(row)
  }

  private func hasRoom(for rows: Int) -> Bool {
    if rowCount + rows <= room { return true }
    stop = .full
    return false
  }

  /// Record by record: quotes, rows of another length, blank rows.
  private func takeRecords(_ buffer: FileBuffer, isLast: Bool) -> Int {
    var scanner = CSVScanner(buffer, separator: separator, from: 0, line: 1)
    ranges.removeAll(keepingCapacity: true)
    var rows = 0
    var taken = 0
    reading: while true {
      let step = scanner.next(into: &record)
      switch step {
      case .end: break reading
      case .unclosedQuote(let line, let cell):
        if isLast { stop = .unclosedQuote(line: lineCount + line, cell: cell) }
        break reading
      case .record: break
      }
      taken = scanner.offset
      if record.cells.allSatisfy(\.isEmpty) {
        blankCount += 1
        continue
      }
      rowsInFile += 1
      if let kind = rowKinds.kind(of: record.cells, in: buffer) {
        let text = record.cells.first { !$0.isEmpty }.map(buffer.text) ?? ""
        notRecords.append(NotRecord(line: lineCount + record.line, kind: kind, text: text))
        continue
      }
      if record.cells.count != width, !admits(record) { continue }
      if !record.doubled.isEmpty { scanner.undouble(&record) }
      for column in untitled where column < record.cells.count && !record.cells[column].isEmpty {
        untitledWithCells.insert(column)
      }
      for column in columns { ranges.append(column < record.cells.count ? record.cells[column] : .empty) }
      rowLines.append(Int32(truncatingIfNeeded: lineCount + record.line))
      rows += 1
    }
    lineCount += record.line - 1
    untitled.removeAll { untitledWithCells.contains($0) }
    guard hasRoom(for: rows) else { return taken }
    ranges.withUnsafeBufferPointer { ranges in
      guard let start = ranges.baseAddress else { return }
      for sink in sinks.indices {
        sinks[sink].take(ListedCells(ranges: start, width: columns.count, column: sink), rows: rows, of: buffer)
      }
    }
    rowCount += rows
    return taken
  }

  /// Whether a row of another length than the titles' is loaded.
  private func admits(_ record: CSVRecord) -> Bool {
    let isShort = record.cells.count < width
    if !isShort, record.cells[width...].allSatisfy(\.isEmpty) { return true }
    let found = isShort ? record.cells.count : (record.cells.lastIndex { !$0.isEmpty } ?? 0) + 1
    ragged.append(Ragged(line: lineCount + record.line, found: found, isShort: isShort))
    return isShort
  }
}
