import VekhaTable
import VekhaText

/// From the bytes of a CSV file to a table.
enum CSVReader {
  static func read(_ bytes: [UInt8], for source: DataSource) -> DataResult {
    do throws(DataRefusal) {
      let dialect = try dialect(of: bytes, source)
      let file = try DecodedFile(bytes, dialect, source)
      let titles = Titles(dialect.titles, line: dialect.headerLines.lowerBound, source: source)
      var text = file.text
      return text.withUnsafeMutableBufferPointer { buffer in
        rows(buffer, dialect, titles, source, bytesAfterEnd: file.bytesAfterEnd)
      }
    } catch {
      return DataResult(failed: source, error.diagnostics)
    }
  }

  static func dialect(of bytes: [UInt8], _ source: DataSource) throws(DataRefusal) -> CSVDialect {
    let headEnd = min(bytes.count, CSVDialect.headSize)
    var evidence: Range<Int>?
    if headEnd < bytes.count, !bytes[..<headEnd].contains(where: { $0 >= 0x80 }),
      let first = bytes[headEnd...].firstIndex(where: { $0 >= 0x80 })
    {
      evidence = first..<min(bytes.count, first + CSVDialect.headSize)
    }
    var refusal: DataRefusal?
    let dialect = bytes.withUnsafeBytes { all -> CSVDialect? in
      do throws(DataRefusal) {
        return try CSVDialect.detect(
          head: UnsafeRawBufferPointer(rebasing: all[..<headEnd]), isWhole: headEnd == bytes.count,
          evidence: evidence.map { UnsafeRawBufferPointer(rebasing: all[$0]) }, for: source)
      } catch {
        refusal = error
        return nil
      }
    }
    guard let dialect else { throw refusal ?? DataRefusal.empty(source) }
    return dialect
  }

  /// `isSample`: the text is the beginning of a file, so its last record may be cut and is left out.
  static func rows(
    _ buffer: FileBuffer, _ dialect: CSVDialect, _ titles: Titles, _ source: DataSource, bytesAfterEnd: Int = 0,
    isSample: Bool = false
  ) -> DataResult {
    var scanner = CSVScanner(
      buffer, separator: dialect.separator, from: dialect.recordsOffset, line: dialect.recordsLine)
    var record = CSVRecord()
    var intake = RowIntake(titles: titles, source: source, buffer: buffer)
    var start = scanner.offset
    var step = scanner.next(into: &record)
    while step == .record {
      if scanner.offset - start > SegmentReader.longestRecord {
        let refusal = DataRefusal.beyondLimits(
          "limit.record", line: record.line, SegmentReader.longestRecord, source)
        return DataResult(failed: source, refusal.diagnostics)
      }
      start = scanner.offset
      if !record.doubled.isEmpty { scanner.undouble(&record) }
      intake.add(record.cells, line: record.line)
      step = scanner.next(into: &record)
    }
    if case .unclosedQuote(let line, let cell) = step, !isSample {
      let title = cell < titles.titles.count ? titles.titles[cell] : ""
      return DataResult(failed: source, DataRefusal.unclosedQuote(line, title, source).diagnostics)
    }
    return intake.finish(bytesAfterEnd: bytesAfterEnd) { dialect.assumptions(of: source, $0) }
  }
}
