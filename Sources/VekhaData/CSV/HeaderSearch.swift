import VekhaTable
import VekhaText

/// Looks for the titles of a table in the beginning of a text: which separator divides them and where they stand.
///
/// The header is where most declared titles are. Where none is found anywhere, it is the first row that is no heading of the
/// whole page, divided by what gives it most cells that can be titles. Rows below never decide of the separator.
struct HeaderSearch {
  enum Answer {
    case none
    case header(Header)
    /// The header's row is not ended by a quote that opens on this line.
    case unclosedQuote(line: Int, title: String)
    /// The header's row, which begins on this line, is longer than the text.
    case tooLong(line: Int)
  }

  struct Header {
    let separator: UInt8
    let titles: [String]
    let lines: ClosedRange<Int>
    let recordsOffset: Int
    let recordsLine: Int
  }

  /// In the order in which alike ones are preferred.
  static let separators: [UInt8] = [0x3B, 0x2C, 0x09, 0x7C]

  private let buffer: FileBuffer
  private let isWhole: Bool
  private let source: DataSource
  /// The separator that a line `sep=` names, and where the text goes on after it.
  private let named: UInt8?
  private let start: Int

  init(buffer: FileBuffer, isWhole: Bool, source: DataSource) {
    self.buffer = buffer
    self.isWhole = isWhole
    self.source = source
    (named, start) = Self.namedSeparator(buffer)
  }

  private static func namedSeparator(_ buffer: FileBuffer) -> (UInt8?, start: Int) {
    let end = buffer.prefix(16).firstIndex { $0 == 0x0A || $0 == 0x0D } ?? 0
    let line = buffer[..<end].filter { $0 != 0x22 }
    guard line.count == 5, line.prefix(4).map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }) else {
      return (nil, 0)
    }
    let isPair = buffer[end] == 0x0D && end + 1 < buffer.count && buffer[end + 1] == 0x0A
    return (line[4], end + (isPair ? 2 : 1))
  }

  /// The first line with a letter that encodings differ in, else the first that is not blank, as the encoding reads it.
  static func firstLine(_ head: UnsafeRawBufferPointer, _ encoding: TextEncoding) -> String {
    guard let sample = DecodedSample(UnsafeRawBufferPointer(rebasing: head.prefix(4096)), encoding) else { return "" }
    let lines = sample.text.split { $0 == 0x0A || $0 == 0x0D }
    let first =
      lines.first { line in line.contains { $0 >= 0x80 } }
      ?? lines.first { line in line.contains { $0 > 0x20 && !separators.contains($0) } }
    return String(String(decoding: first ?? [], as: UTF8.self).prefix(60))
  }

  private var candidates: [HeaderCandidate] {
    (named.map { [$0] } ?? Self.separators).compactMap { separator in
      let rows = SampleRows(
        buffer, separator: separator, from: start, line: named == nil ? 1 : 2, isWhole: isWhole)
      return HeaderCandidate(rows, source)
    }
  }

  /// How many declared titles the header holds.
  var matches: Int { candidates.map(\.matches).max() ?? 0 }

  func found() -> Answer {
    var best: HeaderCandidate?
    for candidate in candidates where best.map({ candidate.score > $0.score }) ?? true { best = candidate }
    guard let best else { return .none }
    let rows = best.rows
    let last = rows.all[best.index + best.height - 1]
    let line = rows.all[best.index].line
    if !last.isComplete {
      if let quote = last.openQuote, isWhole {
        return .unclosedQuote(line: quote.line, title: "")
      }
      return .tooLong(line: line)
    }
    let end = best.lastRow
    return .header(
      Header(
        separator: rows.separator, titles: best.titles, lines: line...end.line, recordsOffset: end.end,
        recordsLine: end.lineAfter))
  }
}
