import VekhaText

/// A diagnostic as an object of one line.
struct DiagnosticJSON: Encodable {
  struct PlaceKeys {
    var file: String
    var line: Int?
    var column: Int?
    var endLine: Int?
    var endColumn: Int?
    var columnTitle: String?
    var sheet: String?
    var address: String?

    init(_ place: Diagnostic.Place) {
      switch place {
      case .source(let span):
        let start = span.source.position(at: span.range.lowerBound)
        let end = span.range.isEmpty ? start : span.source.position(at: span.range.upperBound)
        (file, line, column, endLine, endColumn) = (span.source.name, start.line, start.column, end.line, end.column)
      case .cell(let cell):
        (file, line) = (cell.file, cell.line)
        columnTitle = cell.title.isEmpty ? nil : cell.title
        sheet = cell.sheet.isEmpty ? nil : cell.sheet
        address = cell.address
      case .file(let path): file = path
      }
    }
  }

  struct NoteJSON: Encodable {
    let file: String
    let line: Int?
    let column: Int?
    let columnTitle: String?
    let sheet: String?
    let address: String?
    let message: String
  }

  struct FixJSON: Encodable {
    let line: Int
    let column: Int
    let endLine: Int
    let endColumn: Int
    let replacement: String
    let isSure: Bool

    init(_ fix: Diagnostic.Fix) {
      let start = fix.span.source.position(at: fix.span.range.lowerBound)
      let end = fix.span.range.isEmpty ? start : fix.span.source.position(at: fix.span.range.upperBound)
      (line, column, endLine, endColumn) = (start.line, start.column, end.line, end.column)
      replacement = fix.replacement
      isSure = fix.isSure
    }
  }

  let code: String
  let severity: String
  let file: String
  let line: Int?
  let column: Int?
  let endLine: Int?
  let endColumn: Int?
  let columnTitle: String?
  let sheet: String?
  let address: String?
  let message: String
  let notes: [NoteJSON]
  let proposals: [String]
  let fix: FixJSON?

  init(_ diagnostic: Diagnostic, _ say: Wording) {
    let place = PlaceKeys(diagnostic.place)
    code = diagnostic.code.rawValue
    severity = "\(diagnostic.severity)"
    file = place.file
    line = place.line
    column = place.column
    endLine = place.endLine
    endColumn = place.endColumn
    columnTitle = place.columnTitle
    sheet = place.sheet
    address = place.address
    message = DiagnosticSentence.title(of: diagnostic, say)
    notes = diagnostic.notes.map { note in
      let place = PlaceKeys(note.place)
      return NoteJSON(
        file: place.file, line: place.line, column: place.column, columnTitle: place.columnTitle,
        sheet: place.sheet, address: place.address, message: DiagnosticSentence.note(note, of: diagnostic, say))
    }
    proposals = diagnostic.proposals
    fix = diagnostic.fix.map(FixJSON.init)
  }
}
