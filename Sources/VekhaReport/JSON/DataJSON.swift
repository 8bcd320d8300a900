import VekhaTable
import VekhaText

extension JSONText {
  /// `vekha data --json`: schema `vekha.data`.
  package static func text(_ tables: [TableSummary], _ faults: [Diagnostic], _ say: Wording) throws -> String {
    let faults = DiagnosticOrder.sorted(faults).map { DiagnosticJSON($0, say) }
    return try encoded(DataJSON(tables: tables.map(SummaryJSON.init), faults: faults), isPretty: true) + "\n"
  }
}

private struct DataJSON: Encodable {
  let schema = "vekha.data"
  let version = JSONText.version
  let tables: [SummaryJSON]
  let faults: [DiagnosticJSON]
}

private struct SummaryJSON: Encodable {
  let name: String
  let path: String
  let rows: Int?
  let files: [FileJSON]
  let fields: [FieldJSON]

  init(_ table: TableSummary) {
    name = table.names[0]
    path = table.path
    rows = table.rowCount
    files = table.files.map(FileJSON.init)
    fields = table.fields.map(FieldJSON.init)
  }
}

private struct FileJSON: Encodable {
  let file: String
  let part: String?
  let encoding: String?
  let separator: String?
  let titleLines: [Int]?
  let rowsInFile: Int
  let loaded: Int
  let listed: Int
  let notRecords: Int
  let repeats: Int
  let blank: Int

  init(_ assumed: Assumptions) {
    file = assumed.file
    part = assumed.part
    encoding = assumed.encoding
    separator = assumed.separator
    titleLines = assumed.headerLines.map { [$0.lowerBound, $0.upperBound] }
    rowsInFile = assumed.balance.rowsInFile
    loaded = assumed.balance.loaded
    listed = assumed.balance.listed
    notRecords = assumed.balance.notRecords
    repeats = assumed.balance.repeats
    blank = assumed.balance.blank
  }
}

private struct FieldJSON: Encodable {
  let name: String?
  let columnTitle: String?
  let type: String
  let filled: Int
  let unreadable: Int
  let samples: [String]

  init(_ field: TableSummary.Field) {
    name = field.names.first
    columnTitle = field.title
    type = "\(field.type)"
    filled = field.filled
    unreadable = field.unreadable
    samples = field.samples.map { cell in
      switch cell {
      case .missing: ""
      case .unreadable(let text), .text(let text): text
      case .number(let number): number.text()
      case .date(let day): day.iso
      case .flag(let flag): flag ? "true" : "false"
      }
    }
  }
}
