import VekhaTable
import VekhaText

/// How a text file writes its table, told from its beginning alone.
struct CSVDialect {
  let encoding: TextEncoding
  /// How many bytes of the file come before its text.
  let markLength: Int
  let separator: UInt8
  /// As they stand in the file; a title under another is joined to it unless the plan asks for it alone.
  let titles: [String]
  /// The lines of the file, from 1, that the titles stand in.
  let headerLines: ClosedRange<Int>
  /// Where the records begin, in bytes of the decoded text, and on which line.
  let recordsOffset: Int
  let recordsLine: Int

  /// How much of a file's beginning is enough, in bytes.
  static let headSize = 1 << 18
  /// The most columns that a table may have, as in a workbook.
  static let mostColumns = 16_384

  /// Tells how the file is written from its first bytes; `isWhole`: they are the whole file.
  ///
  /// `evidence`: a stretch of the file from its first byte that is not ASCII on, where `head` has none; it tells the
  /// encoding in its stead.
  static func detect(
    head: UnsafeRawBufferPointer, isWhole: Bool, evidence: UnsafeRawBufferPointer? = nil, for source: DataSource
  ) throws(DataRefusal) -> CSVDialect {
    let (encoding, markLength) = try encoding(head, isWhole, evidence, source)
    let body = UnsafeRawBufferPointer(rebasing: head.dropFirst(markLength))
    guard var sample = DecodedSample(body, encoding) else { throw DataRefusal.empty(source) }
    // A fault of the encoding is told by whoever decodes the file; up to it the titles are read.
    let isComplete = isWhole && sample.fault == nil
    let header = sample.text.withUnsafeMutableBufferPointer {
      HeaderSearch(buffer: $0, isWhole: isComplete, source: source).found()
    }
    switch header {
    case .none: throw DataRefusal.empty(source)
    case .unclosedQuote(let line, let title): throw DataRefusal.unclosedQuote(line, title, source)
    case .tooLong(let line):
      throw DataRefusal.beyondLimits("limit.header", line: line, headSize, source)
    case .header(let header):
      if header.titles.count > mostColumns {
        throw DataRefusal.beyondLimits("limit.columns", line: header.lines.lowerBound, mostColumns, source)
      }
      return CSVDialect(
        encoding: encoding, markLength: markLength, separator: header.separator, titles: header.titles,
        headerLines: header.lines, recordsOffset: header.recordsOffset, recordsLine: header.recordsLine)
    }
  }

  private static func encoding(
    _ head: UnsafeRawBufferPointer, _ isWhole: Bool, _ evidence: UnsafeRawBufferPointer?, _ source: DataSource
  ) throws(DataRefusal) -> (TextEncoding, markLength: Int) {
    if let named = source.encoding {
      if case .found(named, let length) = EncodingGuess.of(head, isWhole: isWhole, titles: { _ in 0 }) {
        return (named, length)
      }
      return (named, 0)
    }
    var guess = EncodingGuess.of(head, isWhole: isWhole) { titlesFound(head, $0, source) }
    if let evidence, guess == .found(.utf8, markLength: 0) {
      // The evidence may begin or end inside the file, so its last character may be cut.
      let told = EncodingGuess.of(evidence, isWhole: false) { _ in 0 }
      if case .noText = told {} else { guess = told }
    }
    switch guess {
    case .found(let encoding, let length): return (encoding, length)
    case .noText(let content): throw DataRefusal.noText(content, source)
    case .unclear(let encodings):
      let shown = encodings.map { ($0, HeaderSearch.firstLine(head, $0)) }
      throw DataRefusal.unclearEncoding(shown, source)
    }
  }

  private static func titlesFound(
    _ head: UnsafeRawBufferPointer, _ encoding: TextEncoding, _ source: DataSource
  ) -> Int {
    guard var sample = DecodedSample(UnsafeRawBufferPointer(rebasing: head.prefix(1 << 14)), encoding) else { return 0 }
    return sample.text.withUnsafeMutableBufferPointer {
      HeaderSearch(buffer: $0, isWhole: false, source: source).matches
    }
  }

  /// What is assumed of a file of this form.
  func assumptions(of source: DataSource, _ balance: Table.Balance) -> Assumptions {
    Assumptions(
      file: source.path, encoding: encoding.rawValue, separator: String(UnicodeScalar(separator)),
      headerLines: headerLines, titles: titles, balance: balance)
  }
}
