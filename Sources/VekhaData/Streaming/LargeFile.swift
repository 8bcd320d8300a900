import Glibc
import VekhaTable
import VekhaText

/// A large text file whose titles are read and whose rows are still to be: only the columns that are asked for become
/// values, by several threads at once.
package struct LargeFile: Sendable {
  let source: DataSource
  let dialect: CSVDialect
  let titles: Titles
  /// The types of the columns in `titles.wanted`: as declared, else as the cells in the beginning of the file show.
  let types: [ColumnType]
  /// Where the records begin, in bytes of the file.
  let start: Int
  let size: Int
  /// How many bytes after the end of the text are dropped: NUL and Ctrl-Z.
  let bytesAfterEnd: Int
  /// The bytes of a row, on the average of the beginning.
  let rowSize: Int

  /// Files of this many bytes and more are read so.
  package static let usualThreshold = 1 << 20

  /// How much room a part gets.
  enum Room {
    /// The lines are counted, so that the parts of a column fit together as they are made.
    case counted
    /// The rows may be so many times shorter than the average.
    case estimated(times: Int)

    static let usual = Room.estimated(times: 2)

    var times: Int { if case .estimated(let times) = self { times } else { Self.usual.times } }
  }

  /// How finely a file is divided, in bytes.
  package struct Grain: Sendable {
    /// What is read at once.
    package var block = 256 << 10
    /// A part of this size and more is worth a thread of its own.
    package var part = 1 << 20

    package init() {}
  }

  /// The table as it will be, without its rows.
  func outline(_ diagnostics: [Diagnostic]) -> DataResult {
    let columns = zip(titles.wanted, types).map { Column.of([], title: titles.titles[$0.fileColumn], type: $1) }
    let table = Table(file: source.path, columns: columns, rowLines: [], balance: .init(rowsInFile: 0, loaded: 0))
    return DataResult(
      table: table, columnIndex: titles.wantedIndex, diagnostics: diagnostics, pending: self)
  }

  /// Reads the rows; of columns that are not asked for, by their index in the table, there are no values. `nil` asks for
  /// all.
  package func load(_ columns: Set<Int>?, grain: Grain = Grain()) -> DataResult {
    let descriptor = open(source.file, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return failed(.unreadable(errno)) }
    defer { close(descriptor) }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    var requests: [(column: Int, ColumnParts.Request)] = []
    var keyOwner: Int?
    for (index, wanted) in titles.wanted.enumerated() where columns?.contains(index) ?? true {
      let isKey = wanted.fileColumn == titles.keyColumn
      requests.append(
        (
          index,
          .init(
            fileColumn: wanted.fileColumn, type: types[index], unit: wanted.unit, isDeclared: wanted.type != nil,
            isIdentifier: isKey || wanted.isIdentifier)
        ))
      if isKey, types[index] == .text { keyOwner = requests.count - 1 }
    }
    if let key = titles.keyColumn, keyOwner == nil {
      // Keys that are numbers or dates are told apart by what stands in the file.
      keyOwner = requests.count
      requests.append((-1, .init(fileColumn: key, type: .text, unit: nil, isDeclared: true, isIdentifier: true)))
    }
    var partCount = min(Parallel.width, max(1, (size - start) / grain.part))
    var room = Room.counted
    while true {
      let reading = LargeFileReading(
        self, descriptor, requests.map(\.1), partCount: partCount, room: room, block: grain.block)
      reading.run()
      switch reading.stop {
      case .full?: room = .estimated(times: room.times * 8)
      case .unclosedQuote? where reading.isDivided && !reading.stopsInLastPart: partCount = 1
      case let stop?: return failed(stop)
      case nil: return LoadedRows(self, reading, requests, key: keyOwner).result()
      }
    }
  }

  private func failed(_ stop: SegmentReader.Stop) -> DataResult {
    switch stop {
    case .unclosedQuote(let line, let cell):
      let title = cell < titles.titles.count ? titles.titles[cell] : ""
      return DataResult(failed: source, DataRefusal.unclosedQuote(line, title, source).diagnostics)
    case .recordTooLong(let line):
      return DataResult(
        failed: source,
        DataRefusal.beyondLimits("limit.record", line: line, SegmentReader.longestRecord, source).diagnostics)
    case .undecodable(let line, let fault, let byte):
      return DataResult(
        failed: source, DataRefusal.undecodable([(fault, [byte], line)], dialect.encoding, source).diagnostics)
    case .unreadable(let code):
      return DataResult(
        failed: source,
        FileReading.diagnostic(
          for: FileReading.failure(code), of: source.path, opened: source.file, at: source.span))
    case .full: return DataResult(failed: source, [])
    }
  }
}

/// One way through a large file.
final class LargeFileReading {
  private let file: LargeFile
  private let descriptor: Int32
  let columns: [ColumnParts]
  private(set) var parts: [SegmentReader] = []
  private let bounds: [Int]
  private let blockSize: Int
  private let rooms: [Int]

  init(
    _ file: LargeFile, _ descriptor: Int32, _ requests: [ColumnParts.Request], partCount: Int, room: LargeFile.Room,
    block: Int
  ) {
    self.file = file
    self.descriptor = descriptor
    blockSize = block
    bounds = Self.bounds(file, descriptor, partCount)
    let shortest = max(1, file.rowSize / room.times)
    var rooms = zip(bounds, bounds.dropFirst()).map { ($1 - $0) / shortest + 1000 }
    if case .counted = room {
      for part in rooms.indices.dropLast() {
        rooms[part] = Self.lineCount(from: bounds[part], to: bounds[part + 1], descriptor)
      }
    }
    self.rooms = rooms
    var starts = [0]
    for room in rooms.dropLast() { starts.append(starts[starts.count - 1] + room) }
    columns = requests.map { ColumnParts($0, starts: starts) }
  }

  var isDivided: Bool { parts.count > 1 }

  /// Why reading stopped, where it did, with lines of the file.
  var stop: SegmentReader.Stop? {
    guard let part = parts.firstIndex(where: { $0.stop != nil }), let stop = parts[part].stop else { return nil }
    let lines = linesBefore(part)
    switch stop {
    case .unclosedQuote(let line, let cell): return .unclosedQuote(line: line + lines, cell: cell)
    case .recordTooLong(let line): return .recordTooLong(line: line + lines)
    case .undecodable(let line, let fault, let byte): return .undecodable(line: line + lines, fault, byte)
    case .full, .unreadable: return stop
    }
  }

  /// The lines of the file above a part.
  func linesBefore(_ part: Int) -> Int {
    parts[..<part].reduce(file.dialect.recordsLine - 1) { $0 + $1.lineCount }
  }

  var stopsInLastPart: Bool { parts.dropLast().allSatisfy { $0.stop == nil } }

  /// Where the parts begin, each behind a line end; the last is the end of the file.
  private static func bounds(_ file: LargeFile, _ descriptor: Int32, _ count: Int) -> [Int] {
    var bounds = [file.start]
    var block = [UInt8](repeating: 0, count: 64 << 10)
    for part in 1..<max(1, count) {
      var place = max(bounds[bounds.count - 1], file.start + (file.size - file.start) / count * part)
      searching: while place < file.size {
        let got = pread(descriptor, &block, block.count, off_t(place))
        if got <= 0 { break }
        if let found = block[..<got].firstIndex(of: 0x0A) {
          bounds.append(place + found + 1)
          break searching
        }
        place += got
      }
    }
    bounds.append(max(file.size, bounds[bounds.count - 1]))
    return bounds
  }

  /// The line feeds between two places of the file.
  private static func lineCount(from start: Int, to end: Int, _ descriptor: Int32) -> Int {
    let step = (end - start) / Parallel.width + 1
    var counts = [Int](repeating: 0, count: Parallel.width)
    counts.withUnsafeMutableBufferPointer { counts in
      nonisolated(unsafe) let counts = counts
      Parallel.run(counts.count) { index in
        let from = min(end, start + index * step)
        counts[index] = LineFeeds.count(in: descriptor, from: from, to: min(end, from + step))
      }
    }
    return counts.reduce(0, +)
  }

  func run() { fill(0) }

  /// Gives each column its memory, one inside the other, and reads when all have theirs.
  private func fill(_ index: Int) {
    if index < columns.count {
      columns[index].fill(rooms.reduce(0, +)) {
        fill(index + 1)
        return rowCount
      }
      return
    }
    parts = rooms.indices.map { part in
      SegmentReader(
        descriptor, from: bounds[part], to: bounds[part + 1], encoding: file.dialect.encoding,
        separator: file.dialect.separator, titles: file.titles, blockSize: blockSize,
        columns: columns.map(\.request.fileColumn), room: rooms[part], sinks: columns.map { $0.sink(part) })
    }
    Parallel.run(parts.count) { parts[$0].run() }
    if stop != nil { return }
    let rows = parts.map(\.rowCount)
    Parallel.run(min(Parallel.width, columns.count)) { thread in
      for column in stride(from: thread, to: columns.count, by: Parallel.width) {
        columns[column].join(parts.map { $0.sinks[column] }, rows: rows)
      }
    }
  }

  var rowCount: Int { stop == nil ? parts.reduce(0) { $0 + $1.rowCount } : 0 }
}
