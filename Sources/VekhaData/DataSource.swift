import VekhaTable
import VekhaText

/// What a plan asks of one data file.
package struct DataSource: Sendable {
  /// The path as the plan writes it; messages and places show it.
  package let path: String
  /// The path to open.
  package let file: String
  package let columns: [ColumnRequest]
  /// The data statement, for messages.
  package let span: Span
  /// The titles under which the key column may stand; empty where the table has no key.
  package let keyTitles: [String]
  /// All titles that are asked for, in the form in which they are compared: of each column, then of the key.
  let askedTitles: [[String]]
  /// Whether columns nobody declared are loaded too.
  package let wantsUndeclared: Bool
  /// Which part of the file is meant; nil: the one that fits.
  package let part: DataPart?
  /// The encoding of a text file, where somebody named it; nil: as the file shows.
  package let encoding: TextEncoding?
  /// Whether rows with one key are one record: of each column the first filled cell is taken.
  let hasOnePerKey: Bool
  /// Addresses of cells whose text is wanted beside the rows.
  var wantedCells: [String] = []

  package init(
    path: String, file: String, columns: [ColumnRequest], span: Span, keyTitles: [String], wantsUndeclared: Bool,
    part: DataPart? = nil, encoding: TextEncoding? = nil, hasOnePerKey: Bool = false
  ) {
    self.path = path
    self.file = file
    self.columns = columns
    self.span = span
    self.keyTitles = keyTitles
    askedTitles = columns.map(\.keys) + [keyTitles.map(ColumnRequest.key)]
    self.wantsUndeclared = wantsUndeclared
    self.part = part
    self.encoding = encoding
    self.hasOnePerKey = hasOnePerKey
  }
}

extension DataSource {
  /// The same with other columns.
  func with(columns: [ColumnRequest]) -> DataSource { with(path: path, file: file, columns: columns) }

  /// The same of one of several files.
  func with(path: String, file: String) -> DataSource { with(path: path, file: file, columns: columns) }

  private func with(path: String, file: String, columns: [ColumnRequest]) -> DataSource {
    var source = DataSource(
      path: path, file: file, columns: columns, span: span, keyTitles: keyTitles, wantsUndeclared: wantsUndeclared,
      part: part, encoding: encoding, hasOnePerKey: hasOnePerKey)
    source.wantedCells = wantedCells
    return source
  }

  /// The same with those columns only that have titles, and the cells wanted of which the others are made.
  var titled: DataSource {
    var titled = with(columns: columns.filter { $0.origin == .title })
    titled.wantedCells = columns.compactMap { if case .cell(let address) = $0.origin { address } else { nil } }
    return titled
  }
}

/// What came of reading one data file, or several as one table.
package struct DataResult: Sendable {
  /// Nil where nothing could be loaded; then a diagnostic says why.
  package let table: Table?
  /// For each request of the source, in its order, the index of its column in `table.columns`.
  package let columnIndex: [Int?]
  /// In the order of the file's lines, those about the file as a whole first.
  package let diagnostics: [Diagnostic]
  /// Nil where nothing could be loaded.
  package let assumptions: Assumptions?
  /// What was assumed of each file, where several make one table; else of the one.
  package let files: [Assumptions]
  /// The rows of a large file, which are still to be read; the table has the columns and no row.
  package let pending: LargeFile?
  /// The texts of the cells that were wanted by their addresses.
  var cells: [String: String] = [:]

  package init(
    table: Table?, columnIndex: [Int?], diagnostics: [Diagnostic], assumptions: Assumptions? = nil,
    files: [Assumptions]? = nil, pending: LargeFile? = nil
  ) {
    self.pending = pending
    self.table = table
    self.columnIndex = columnIndex
    self.diagnostics = diagnostics
    self.assumptions = assumptions
    self.files = files ?? [assumptions].compactMap { $0 }
  }

  /// Nothing was loaded.
  init(failed source: DataSource, _ diagnostics: [Diagnostic]) {
    self.init(table: nil, columnIndex: source.columns.map { _ in nil }, diagnostics: diagnostics)
  }

  init(failed source: DataSource, _ diagnostic: Diagnostic) { self.init(failed: source, [diagnostic]) }
}
