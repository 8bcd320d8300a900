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
  /// Whether columns nobody declared are loaded too.
  package let wantsUndeclared: Bool
  /// The encoding of a text file, where somebody named it; nil: as the file shows.
  package let encoding: TextEncoding?

  package init(
    path: String, file: String, columns: [ColumnRequest], span: Span, keyTitles: [String], wantsUndeclared: Bool,
    encoding: TextEncoding? = nil
  ) {
    self.path = path
    self.file = file
    self.columns = columns
    self.span = span
    self.keyTitles = keyTitles
    self.wantsUndeclared = wantsUndeclared
    self.encoding = encoding
  }
}

/// What came of reading one data file.
package struct DataResult: Sendable {
  /// Nil where nothing could be loaded; then a diagnostic says why.
  package let table: Table?
  /// For each request of the source, in its order, the index of its column in `table.columns`.
  package let columnIndex: [Int?]
  /// In the order of the file's lines, those about the file as a whole first.
  package let diagnostics: [Diagnostic]
  /// Nil where nothing could be loaded.
  package let assumptions: Assumptions?
  /// The rows of a large file, which are still to be read; the table has the columns and no row.
  package let pending: LargeFile?

  package init(
    table: Table?, columnIndex: [Int?], diagnostics: [Diagnostic], assumptions: Assumptions? = nil,
    pending: LargeFile? = nil
  ) {
    self.pending = pending
    self.table = table
    self.columnIndex = columnIndex
    self.diagnostics = diagnostics
    self.assumptions = assumptions
  }

  /// Nothing was loaded.
  init(failed source: DataSource, _ diagnostics: [Diagnostic]) {
    self.init(table: nil, columnIndex: source.columns.map { _ in nil }, diagnostics: diagnostics)
  }

  init(failed source: DataSource, _ diagnostic: Diagnostic) { self.init(failed: source, [diagnostic]) }
}
