import Testing
import VekhaData
import VekhaTable
import VekhaText

/// The plan that the tests' data statements stand in.
let plan = SourceText(name: "test.plan", text: "данные участники из \"участники.csv\"\n")

func request(_ titles: String..., type: ColumnType, required: Bool = true) -> ColumnRequest {
  ColumnRequest(titles: titles, type: type, isRequired: required, span: Span(plan, 0..<12))
}

/// Reads bytes as the file «data.csv» (or another name) of a plan. Whether it is read as a whole or in small blocks by
/// several threads, the answer is the same.
func load(
  _ bytes: [UInt8], name: String = "data.csv", columns: [ColumnRequest] = [], key: [String] = [],
  undeclared: Bool = true
) -> DataResult {
  let folder = TemporaryFolder()
  let file = folder.write(name, bytes)
  return withExtendedLifetime(folder) {
    let source = DataSource(
      path: name, file: file, columns: columns, span: Span(plan, 0..<12), keyTitles: key,
      wantsUndeclared: undeclared)
    let whole = DataReader.read(source)
    let opened = DataReader.open(source, threshold: 0)
    if let large = opened.pending {
      for (block, part) in [(64, 40), (200, 1 << 20), (1 << 16, 150)] {
        var grain = LargeFile.Grain()
        (grain.block, grain.part) = (block, part)
        let streamed = large.load(nil, grain: grain)
        let told = opened.diagnostics + streamed.diagnostics
        #expect(streamed.rows == whole.rows, "blocks of \(block), parts of \(part)")
        #expect(streamed.types == whole.types)
        #expect(streamed.table?.rowLines == whole.table?.rowLines)
        #expect(streamed.table?.balance == whole.table?.balance)
        #expect(told.map(\.code.rawValue).sorted() == whole.diagnostics.map(\.code.rawValue).sorted())
      }
    }
    return whole
  }
}

func load(
  _ text: String, name: String = "data.csv", columns: [ColumnRequest] = [], key: [String] = [],
  undeclared: Bool = true
) -> DataResult {
  load(Array(text.utf8), name: name, columns: columns, key: key, undeclared: undeclared)
}

extension Column {
  /// A cell for the eye: `–` missing, `?…` unreadable, a date in ISO form, `yes` and `no`.
  func shown(_ row: Int) -> String {
    switch cell(row) {
    case .missing: "–"
    case .unreadable(let text): "?" + text
    case .text(let text): text
    case .number(let number): number.text()
    case .date(let day): day.iso
    case .flag(let flag): flag ? "yes" : "no"
    }
  }
}

extension DataResult {
  var rows: [[String]] {
    guard let table else { return [] }
    return (0..<table.rowCount).map { row in table.columns.map { $0.shown(row) } }
  }

  var titles: [String] { table?.columns.map(\.title) ?? [] }

  /// `title: type` of each column.
  var types: [String] { table?.columns.map { "\($0.title): \($0.type)" } ?? [] }

  /// Each diagnostic as `code line [title]: arguments`; a place in the plan is `plan`, a whole file `file`.
  var found: [String] {
    diagnostics.map { diagnostic in
      let arguments = diagnostic.arguments.map(shown).joined(separator: ", ")
      return "\(diagnostic.code) \(shown(diagnostic.place)): \(arguments)"
    }
  }

  private func shown(_ place: Diagnostic.Place) -> String {
    switch place {
    case .source: "plan"
    case .file: "file"
    case .cell(let cell): cell.title.isEmpty ? "\(cell.line)" : "\(cell.line) [\(cell.title)]"
    }
  }

  private func shown(_ argument: Argument) -> String {
    switch argument {
    case .text(let text), .word(let text), .terminal(let text), .refusal(let text): text
    case .name(let names): names.joined(separator: "/")
    case .number(let number): String(number)
    case .item(let number, let title): number + " " + title
    case .day(let year, let month, let day): "\(year)-\(month)-\(day)"
    case .list(let items): "(" + items.map(shown).joined(separator: " ") + ")"
    }
  }
}
