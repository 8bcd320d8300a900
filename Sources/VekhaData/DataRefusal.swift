import VekhaTable
import VekhaText

/// Why nothing of a data file can be loaded.
struct DataRefusal: Error {
  let diagnostics: [Diagnostic]

  init(_ code: DiagnosticCode, _ place: Diagnostic.Place, _ arguments: [Argument], _ source: DataSource) {
    // Which statement asked for the file.
    let notes = [Diagnostic.Note("declared", .source(source.span))]
    diagnostics = [Diagnostic(code, place, arguments, notes: notes)]
  }

  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  private static func line(_ line: Int, title: String = "", _ source: DataSource) -> Diagnostic.Place {
    .cell(CellPlace(file: source.path, line: line, title: title))
  }

  static func empty(_ source: DataSource) -> DataRefusal {
    DataRefusal(.emptyDataFile, .file(source.path), [.text(source.path)], source)
  }

  static func noText(_ content: EncodingGuess.Content, _ source: DataSource) -> DataRefusal {
    DataRefusal(.dataNotText, .file(source.path), [.text(source.path), .word(content.rawValue)], source)
  }

  static func unclearEncoding(_ shown: [(TextEncoding, String)], _ source: DataSource) -> DataRefusal {
    let candidates = shown.map { Argument.text("\($0.rawValue): \($1)") }
    return DataRefusal(.encodingUnclear, .file(source.path), [.text(source.path), .list(candidates)], source)
  }

  static func unclosedQuote(_ lineNumber: Int, _ title: String, _ source: DataSource) -> DataRefusal {
    DataRefusal(
      .unclosedQuote, line(lineNumber, title: title, source), [.text(source.path), .number(lineNumber)], source)
  }

  /// `limit` is a key of the catalogue: what there is too much of.
  static func beyondLimits(_ limit: String, line lineNumber: Int, _ most: Int, _ source: DataSource) -> DataRefusal {
    DataRefusal(.beyondLimits, line(lineNumber, source), [.text(source.path), .word(limit), .number(most)], source)
  }

  /// Bytes that cannot be read, each with its line.
  static func undecodable(
    _ faults: [(fault: TextDecoder.Fault, bytes: [UInt8], line: Int)], _ encoding: TextEncoding, _ source: DataSource
  ) -> DataRefusal {
    DataRefusal(
      faults.flatMap { found in
        let hex = found.bytes.map { byte in
          let digits = String(byte, radix: 16, uppercase: true)
          return digits.count < 2 ? "0" + digits : digits
        }
        return DataRefusal(
          .dataNotUTF8, line(found.line, source),
          [
            .text(source.path), .number(found.line), .text(hex.joined(separator: " ")), .text(encoding.rawValue),
            .word(reason(found.fault.kind)),
          ], source
        ).diagnostics
      })
  }

  private static func reason(_ kind: TextDecoder.Fault.Kind) -> String {
    switch kind {
    case .undefined: "byte.undefined"
    case .cutOff: "byte.cutOff"
    case .zeroByte: "byte.zero"
    case .endMark: "byte.endMark"
    }
  }
}
