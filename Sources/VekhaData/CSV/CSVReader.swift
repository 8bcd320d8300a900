import VekhaTable
import VekhaText

/// From the bytes of a CSV file to a table.
enum CSVReader {
  private static let separators: [UInt8] = [0x3B, 0x2C, 0x09]

  static func read(_ bytes: consuming [UInt8], for source: DataSource) -> DataResult {
    if let fault = textFault(bytes, source) { return DataResult(failed: source, fault) }
    return bytes.withUnsafeMutableBufferPointer { read($0, for: source) }
  }

  private static func read(_ buffer: FileBuffer, for source: DataSource) -> DataResult {
    let hasMark = buffer.starts(with: [0xEF, 0xBB, 0xBF])
    let start = hasMark ? 3 : 0
    let separator = chosenSeparator(buffer, from: start, source)
    var scanner = CSVScanner(buffer, separator: separator, from: start)
    var record = CSVRecord()
    var step = nextFilled(&scanner, &record, in: buffer)
    guard step == .record else {
      if case .unclosedQuote(let line, _) = step { return unclosedQuote(line, "", source) }
      return DataResult(
        failed: source, Diagnostic(.emptyDataFile, .file(source.path), [.text(source.path)], notes: notes(source)))
    }
    scanner.undouble(&record)
    let titles = Titles(
      record.cells.map { buffer.text(CellText.normalize($0, in: buffer)) }, line: record.line, source: source)
    var intake = RowIntake(titles: titles, source: source, buffer: buffer)
    step = scanner.next(into: &record)
    while step == .record {
      if !record.doubled.isEmpty { scanner.undouble(&record) }
      intake.add(record.cells, line: record.line)
      step = scanner.next(into: &record)
    }
    if case .unclosedQuote(let line, let cell) = step {
      return unclosedQuote(line, cell < titles.titles.count ? titles.titles[cell] : "", source)
    }
    return intake.finish { balance in
      Assumptions(
        file: source.path, encoding: "UTF-8", separator: String(UnicodeScalar(separator)),
        headerLines: titles.line...titles.line, balance: balance)
    }
  }

  /// The next record that holds anything but separators, of whatever kind.
  private static func nextFilled(
    _ scanner: inout CSVScanner, _ record: inout CSVRecord, in buffer: FileBuffer
  ) -> CSVScanner.Step {
    func isBlank(_ cell: CellRange) -> Bool { buffer.slice(cell).allSatisfy { $0 <= 0x20 || separators.contains($0) } }
    var step = scanner.next(into: &record)
    while step == .record, record.cells.allSatisfy(isBlank) { step = scanner.next(into: &record) }
    return step
  }

  /// The separator by which the title row holds most declared titles, and of those alike most cells.
  private static func chosenSeparator(_ buffer: FileBuffer, from start: Int, _ source: DataSource) -> UInt8 {
    var best = separators[0]
    var bestScore = (matches: -1, cells: -1)
    for separator in separators {
      var scanner = CSVScanner(buffer, separator: separator, from: start)
      var record = CSVRecord()
      // A title row with an unclosed quote counts by the cells before it, so that the quote is found and told.
      if nextFilled(&scanner, &record, in: buffer) == .end { continue }
      let matches = Titles.matches(record.cells.map { buffer.text($0) }, of: source)
      let score = (matches: matches, cells: record.cells.count)
      if score > bestScore {
        best = separator
        bestScore = score
      }
    }
    return best
  }

  /// The first byte that cannot stand in a text of UTF-8; a zero byte cannot either, for it comes from UTF-16.
  private static func textFault(_ bytes: borrowing [UInt8], _ source: DataSource) -> Diagnostic? {
    var fault = bytes.count
    do {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      fault = error.byteOffsets.lowerBound
    }
    if let zero = bytes[..<fault].firstIndex(of: 0) { fault = zero }
    if fault == bytes.count { return nil }
    let line = lineEnds(in: bytes[..<fault]) + 1
    let place = Diagnostic.Place.cell(CellPlace(file: source.path, line: line, title: ""))
    let digits = String(bytes[fault], radix: 16, uppercase: true)
    return Diagnostic(
      .dataNotUTF8, place, [.text(source.path), .number(line), .text(digits.count < 2 ? "0" + digits : digits)],
      notes: notes(source))
  }

  private static func lineEnds(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { count += 1 }
      previous = byte
    }
    return count
  }

  private static func unclosedQuote(_ line: Int, _ title: String, _ source: DataSource) -> DataResult {
    let place = Diagnostic.Place.cell(CellPlace(file: source.path, line: line, title: title))
    return DataResult(
      failed: source, Diagnostic(.unclosedQuote, place, [.text(source.path), .number(line)], notes: notes(source)))
  }

  /// Which statement asked for the file.
  private static func notes(_ source: DataSource) -> [Diagnostic.Note] {
    [Diagnostic.Note("declared", .source(source.span))]
  }
}
