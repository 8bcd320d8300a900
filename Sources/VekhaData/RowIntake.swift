import VekhaTable
import VekhaText

/// Takes the rows of a file, whatever its format, and makes the table: blank rows are no rows, and of all others each
/// is loaded or set aside with a diagnostic.
struct RowIntake {
  private let source: DataSource
  private let titles: Titles
  private let buffer: FileBuffer
  /// The columns of the file that are kept, and where each lies in a row of `cells`.
  private let storedColumns: [Int]
  private var cells: [CellRange] = []
  private var rowLines = RowLines()
  private var rowsInFile = 0
  private var listed = 0
  private var blank = 0
  private var keys = ByteTable()
  /// The line of the row that holds each key first.
  private var keyLines: [Int32] = []
  private var diagnostics: [Diagnostic] = []
  private var untitledWithCells: [Int] = []

  init(titles: Titles, source: DataSource, buffer: FileBuffer) {
    self.titles = titles
    self.source = source
    self.buffer = buffer
    var stored: [Int] = []
    for wanted in titles.wanted where stored.last != wanted.fileColumn { stored.append(wanted.fileColumn) }
    storedColumns = stored
  }

  /// Takes the cells of one row, trimmed, in the order of the file; `line` is where it begins.
  mutating func add(_ row: [CellRange], line: Int) {
    if row.allSatisfy(\.isEmpty) {
      blank += 1
      return
    }
    rowsInFile += 1
    let expected = titles.titles.count
    if row.count != expected, !admits(row, line: line) {
      listed += 1
      return
    }
    if let keyColumn = titles.keyColumn, !admitsKey(keyColumn < row.count ? row[keyColumn] : .empty, line: line) {
      listed += 1
      return
    }
    for column in titles.untitled where column < row.count && !row[column].isEmpty {
      if !untitledWithCells.contains(column) { untitledWithCells.append(column) }
    }
    for column in storedColumns { cells.append(column < row.count ? row[column] : .empty) }
    rowLines.append(Int32(truncatingIfNeeded: line))
  }

  /// Whether a row of another length than the titles' is loaded.
  private mutating func admits(_ row: [CellRange], line: Int) -> Bool {
    let expected = titles.titles.count
    let isShort = row.count < expected
    if !isShort, row[expected...].allSatisfy(\.isEmpty) { return true }
    let found = isShort ? row.count : (row.lastIndex { !$0.isEmpty } ?? 0) + 1
    diagnostics.append(
      Diagnostic(
        .raggedRow, place(line, ""), [.word(isShort ? "row.short" : "row.long"), .number(found), .number(expected)]))
    return isShort
  }

  private mutating func admitsKey(_ cell: CellRange, line: Int) -> Bool {
    let title = titles.keyColumn.map { titles.titles[$0] } ?? ""
    if cell.isEmpty {
      diagnostics.append(Diagnostic(.missingKey, place(line, title), [.text(title)]))
      return true
    }
    let key = CellText.normalize(cell, in: buffer)
    let (code, isNew) = keys.code(for: key, in: buffer)
    if isNew {
      keyLines.append(Int32(truncatingIfNeeded: line))
      return true
    }
    let first = Int(keyLines[Int(code)])
    diagnostics.append(
      Diagnostic(
        .duplicateKey, place(line, title), [.text(buffer.text(key)), .text(title), .number(first)],
        notes: [Diagnostic.Note("first", place(first, title))]))
    return false
  }

  private func place(_ line: Int, _ title: String) -> Diagnostic.Place {
    .cell(CellPlace(file: source.path, line: line, title: title))
  }

  /// The table of the rows taken, and everything that was found in the file. `assumed` makes what is said of the form
  /// of the file from the balance.
  func finish(bytesAfterEnd: Int = 0, assumed: (Table.Balance) -> Assumptions) -> DataResult {
    let balance = Table.Balance(rowsInFile: rowsInFile, loaded: rowLines.count, listed: listed, blank: blank)
    var found = diagnostics
    var columns: [Column] = []
    for wanted in titles.wanted {
      let cells = ColumnCells(
        buffer: buffer, cells: cells, width: storedColumns.count,
        column: storedColumns.firstIndex(of: wanted.fileColumn) ?? 0, count: rowLines.count)
      let column = ColumnBuilder.column(cells, title: titles.titles[wanted.fileColumn], declared: wanted.type)
      found += unreadableCells(of: column, declaredAt: wanted.span)
      columns.append(column)
    }
    let table = Table(
      file: source.path, columns: columns, rowLines: rowLines, balance: balance)
    return DataResult(
      table: table, columnIndex: titles.wantedIndex,
      diagnostics: titles.diagnostics + untitledColumns() + Self.inOrderOfLines(found), assumptions: assumed(balance))
  }

  private func untitledColumns() -> [Diagnostic] {
    untitledWithCells.sorted().map {
      Diagnostic(.badTitle, place(titles.line, ""), [.word("title.empty"), .text(""), .number($0 + 1)])
    }
  }

  private func unreadableCells(of column: Column, declaredAt span: Span?) -> [Diagnostic] {
    let notes = span.map { [Diagnostic.Note("declared", .source($0))] } ?? []
    let kind = Argument.word("type.\(column.type)")
    return column.unreadable.sorted { $0.key < $1.key }.map { row, text in
      Diagnostic(.unreadableCell, place(Int(rowLines[row]), column.title), [.text(text), kind], notes: notes)
    }
  }

  static func inOrderOfLines(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    func line(_ diagnostic: Diagnostic) -> Int {
      if case .cell(let place) = diagnostic.place { place.line } else { 0 }
    }
    return diagnostics.enumerated().sorted { (line($0.element), $0.offset) < (line($1.element), $1.offset) }
      .map(\.element)
  }
}
