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
  private var notRecords = 0
  private var blank = 0
  private var repeats = 0
  private let rowKinds: RowKinds
  private var keys = ByteTable()
  /// The line of the row that holds each key first.
  private var keyLines: [Int32] = []
  private var diagnostics: [Diagnostic] = []
  private var untitledWithCells: [Int] = []

  init(titles: Titles, source: DataSource, buffer: FileBuffer) {
    self.titles = titles
    self.source = source
    self.buffer = buffer
    rowKinds = RowKinds(titles)
    var stored: [Int] = []
    for wanted in titles.wanted where stored.last != wanted.fileColumn { stored.append(wanted.fileColumn) }
    storedColumns = stored
  }

  /// Takes the cells of one row, trimmed, in the order of the file; `line` is where it begins. A row that is empty but
  /// for cells without a value is not blank: `isFilled`.
  mutating func add(_ row: [CellRange], line: Int, isFilled: Bool = false) {
    if !isFilled, row.allSatisfy(\.isEmpty) {
      blank += 1
      return
    }
    rowsInFile += 1
    if let kind = rowKinds.kind(of: row, in: buffer) {
      listed += 1
      notRecords += 1
      let text = row.first { !$0.isEmpty }.map(buffer.text) ?? ""
      diagnostics.append(Diagnostic(.notRecord, place(line, ""), [.word(kind.rawValue), .text(text)]))
      return
    }
    let expected = titles.titles.count
    if row.count != expected, !admits(row, line: line) {
      listed += 1
      return
    }
    // Bringing the key to its usual form may shorten it in place.
    var key = CellRange.empty
    if let keyColumn = titles.keyColumn {
      key = CellText.normalize(keyColumn < row.count ? row[keyColumn] : .empty, in: buffer)
      if source.hasOnePerKey, !isNewRecord(key, row, line: line) {
        listed += 1
        return
      }
      if !admitsKey(key, line: line) {
        listed += 1
        return
      }
    }
    for column in titles.untitled where column < row.count && !row[column].isEmpty {
      if !untitledWithCells.contains(column) { untitledWithCells.append(column) }
    }
    for column in storedColumns {
      cells.append(column == titles.keyColumn ? key : column < row.count ? row[column] : .empty)
    }
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

  /// Whether the row is the first of its record; one without a key is none, and what a later one adds is taken.
  private mutating func isNewRecord(_ key: CellRange, _ row: [CellRange], line: Int) -> Bool {
    if key.isEmpty {
      notRecords += 1
      return false
    }
    guard let known = keys.known(key, in: buffer) else { return true }
    repeats += 1
    for (index, column) in storedColumns.enumerated() where column != titles.keyColumn && column < row.count {
      let cell = CellText.normalize(row[column], in: buffer)
      let place = Int(known) * storedColumns.count + index
      let first = CellText.normalize(cells[place], in: buffer)
      cells[place] = first.isEmpty ? cell : first
      if first.isEmpty || cell.isEmpty || buffer.slice(first).elementsEqual(buffer.slice(cell)) { continue }
      let title = titles.titles[column]
      let firstLine = Int(keyLines[Int(known)])
      diagnostics.append(
        Diagnostic(
          .repeatDiffers, self.place(line, title),
          [
            .text(buffer.text(key)), .number(firstLine), .text(title), .text(buffer.text(first)),
            .text(buffer.text(cell)),
          ], notes: [Diagnostic.Note("first", self.place(firstLine, title))]))
    }
    return false
  }

  private mutating func admitsKey(_ key: CellRange, line: Int) -> Bool {
    let title = titles.keyColumn.map { titles.titles[$0] } ?? ""
    if key.isEmpty {
      diagnostics.append(Diagnostic(.missingKey, place(line, title), [.text(title)]))
      return true
    }
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
    let balance = Table.Balance(
      rowsInFile: rowsInFile, loaded: rowLines.count, listed: listed, notRecords: notRecords, repeats: repeats,
      blank: blank)
    var found = diagnostics
    var columns: [Column] = []
    for wanted in titles.wanted {
      let cells = ColumnCells(
        buffer: buffer, cells: cells, width: storedColumns.count,
        column: storedColumns.firstIndex(of: wanted.fileColumn) ?? 0, count: rowLines.count)
      let (column, unusual) = ColumnBuilder.column(
        cells, title: titles.titles[wanted.fileColumn], declared: wanted.type, unit: wanted.unit)
      let findings = ColumnFindings(
        column, unusual: unusual, unit: wanted.unit, declaredAt: wanted.span, file: source.path, lines: rowLines)
      found += findings.diagnostics
      columns.append(findings.column)
    }
    if bytesAfterEnd > 0 {
      found.append(Self.bytesAfterEnd(bytesAfterEnd, source))
    }
    let table = Table(
      file: source.path, columns: columns, rowLines: rowLines, balance: balance)
    return DataResult(
      table: table, columnIndex: titles.wantedIndex,
      diagnostics: titles.diagnostics + Self.untitledColumns(untitledWithCells.sorted(), titles, source)
        + Self.inOrderOfLines(found), assumptions: assumed(balance))
  }

  static func bytesAfterEnd(_ count: Int, _ source: DataSource) -> Diagnostic {
    Diagnostic(.bytesAfterEnd, .file(source.path), [.text(source.path), .number(count)])
  }

  /// What is said of columns that have cells and no title.
  static func untitledColumns(_ columns: [Int], _ titles: Titles, _ source: DataSource) -> [Diagnostic] {
    let place = Diagnostic.Place.cell(CellPlace(file: source.path, line: titles.line, title: ""))
    return columns.map { Diagnostic(.badTitle, place, [.word("title.empty"), .text(""), .number($0 + 1)]) }
  }

  static func inOrderOfLines(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    func line(_ diagnostic: Diagnostic) -> Int {
      if case .cell(let place) = diagnostic.place { place.line } else { 0 }
    }
    return diagnostics.enumerated().sorted { (line($0.element), $0.offset) < (line($1.element), $1.offset) }
      .map(\.element)
  }
}
