import VekhaFormats
import VekhaTable
import VekhaText

/// From a sheet of cells to a table, by the same intake that takes the rows of a text.
struct SheetLoading {
  private var sheet: Sheet
  private let source: DataSource
  private let header: SheetHeader
  /// Cells that hold no value: an error, a formula whose result was not saved.
  private var faulty: [(row: Int, column: Int, cell: Sheet.Cell)] = []
  private var timesDropped = 0

  static func load(_ sheet: Sheet, for source: DataSource) -> DataResult {
    guard let header = SheetHeader(of: sheet, for: source) else {
      let note = Diagnostic.Note("declared", .source(source.span))
      return DataResult(
        failed: source, Diagnostic(.emptyDataFile, .file(source.path), [.text(source.path)], notes: [note]))
    }
    var loading = SheetLoading(sheet: sheet, source: source, header: header)
    return loading.result()
  }

  private init(sheet: Sheet, source: DataSource, header: SheetHeader) {
    self.sheet = sheet
    self.source = source
    self.header = header
  }

  private mutating func result() -> DataResult {
    let repeated = sheet.repeatMergedValues(from: header.firstRecord)
    let columnCount = max(sheet.columnCount, header.titles.count)
    let padded = header.titles + Array(repeating: "", count: columnCount - header.titles.count)
    var bytes = sheet.bytes
    let result = bytes.withUnsafeMutableBufferPointer { buffer in
      let titles = Titles(padded, line: header.lines?.lowerBound ?? 1, source: source)
      var intake = RowIntake(titles: titles, source: source, buffer: buffer)
      for row in header.firstRecord..<max(header.firstRecord, sheet.rows.count) {
        let known = faulty.count
        let cells = cells(of: row, width: columnCount, in: buffer)
        intake.add(cells, line: Int(sheet.rows[row].number), isFilled: faulty.count > known)
      }
      return intake.finish { balance in
        Assumptions(
          file: source.path, part: sheet.name.isEmpty ? nil : sheet.name, headerLines: header.lines,
          titles: header.titles, balance: balance)
      }
    }
    return finished(result, repeated)
  }

  private mutating func cells(of row: Int, width: Int, in buffer: FileBuffer) -> [CellRange] {
    var ranges = [CellRange](repeating: .empty, count: width)
    for cell in sheet.cells(of: row) {
      let column = Int(cell.column)
      switch cell.content {
      case .error, .formula, .other:
        // It counts as empty, whatever its column's type, and is told apart from one that is.
        faulty.append((Int(sheet.rows[row].number), column, cell))
      case .plain, .timeDropped:
        if cell.content == .timeDropped { timesDropped += 1 }
        ranges[column] = CellText.trimmed(buffer, Int(cell.start), Int(cell.end))
      }
    }
    return ranges
  }

  // MARK: What the intake does not know

  private func finished(_ result: DataResult, _ repeated: Int) -> DataResult {
    let remarks = remarks(repeated)
    let lettersOfTitle = lettersOfTitle()
    var diagnostics = result.diagnostics.map { $0.placed(in: sheet, of: source.path, lettersOfTitle) }
    diagnostics += faulty.map(diagnostic)
    diagnostics += sheet.setAside.map { failure in
      Diagnostic(
        .recordSetAside, .cell(CellPlace(file: source.path, line: failure.line, title: "", sheet: sheet.name)),
        [.word(failure.kind.rawValue), .text(failure.detail)])
    }
    let ordered = diagnostics.enumerated().sorted {
      (Self.line($0.element), $0.offset) < (Self.line($1.element), $1.offset)
    }
    let aside = sheet.setAside.count
    let table = result.table.map { table in
      let balance = table.balance
      return Table(
        file: table.file, columns: withFaulty(table), rowLines: table.rowLines,
        balance: Table.Balance(
          rowsInFile: balance.rowsInFile + aside, loaded: balance.loaded, listed: balance.listed + aside,
          notRecords: balance.notRecords, repeats: balance.repeats, blank: balance.blank),
        origins: [
          Table.Origin(
            file: source.path, sheet: sheet.name, letters: table.columns.map { lettersOfTitle[$0.title] ?? "" })
        ])
    }
    let assumptions = result.assumptions.map { assumed in
      Assumptions(
        file: assumed.file, encoding: assumed.encoding, separator: assumed.separator, part: assumed.part,
        headerLines: assumed.headerLines, titles: assumed.titles, balance: table?.balance ?? assumed.balance)
    }
    var finished = DataResult(
      table: table, columnIndex: result.columnIndex, diagnostics: remarks + ordered.map(\.element),
      assumptions: assumptions)
    for address in source.wantedCells { finished.cells[address] = sheet.text(at: address) }
    return finished
  }

  private static func line(_ diagnostic: Diagnostic) -> Int {
    if case .cell(let place) = diagnostic.place { place.line } else { 0 }
  }

  /// The letters of the first column of each title; none where columns have no letters.
  private func lettersOfTitle() -> [String: String] {
    guard sheet.hasLetters else { return [:] }
    return Dictionary(
      header.titles.enumerated().map { ($1, CellAddress.letters($0)) }, uniquingKeysWith: { first, _ in first })
  }

  private func diagnostic(_ found: (row: Int, column: Int, cell: Sheet.Cell)) -> Diagnostic {
    let title = found.column < header.titles.count ? header.titles[found.column] : ""
    let place = CellPlace(
      file: source.path, line: found.row, title: title, sheet: sheet.name,
      letters: sheet.hasLetters ? CellAddress.letters(found.column) : "")
    let shown = sheet.text(found.cell)
    let text = Argument.text(shown)
    switch found.cell.content {
    case .formula: return Diagnostic(.formulaWithoutValue, .cell(place), [text])
    case .error:
      let error = SpreadsheetError(shown) ?? .other
      return Diagnostic(.spreadsheetError, .cell(place), [text, .word(error.rawValue)])
    default: return Diagnostic(.unreadableCell, .cell(place), [text, .word("type.plain")])
    }
  }

  /// The columns with cells that hold no value as unreadable ones.
  private func withFaulty(_ table: Table) -> [Column] {
    guard !faulty.isEmpty else { return table.columns }
    var rows: [Int: Int] = [:]
    for row in 0..<table.rowCount { rows[Int(table.rowLines[row])] = row }
    var texts: [String: [Int: String]] = [:]
    for found in faulty where found.column < header.titles.count {
      guard let row = rows[found.row] else { continue }
      texts[header.titles[found.column], default: [:]][row] = sheet.text(found.cell)
    }
    return table.columns.map { column in
      guard let texts = texts[column.title] else { return column }
      return Column(
        title: column.title, type: column.type, values: column.values, present: column.present,
        unreadable: column.unreadable.merging(texts) { first, _ in first })
    }
  }

  /// What is said of the sheet as a whole.
  private func remarks(_ repeated: Int) -> [Diagnostic] {
    func remark(_ code: DiagnosticCode, _ arguments: [Argument]) -> Diagnostic {
      Diagnostic(code, .file(source.path), arguments)
    }
    var remarks: [Diagnostic] = []
    let hiddenRows = sheet.rows.indices.dropFirst(header.firstRecord)
      .filter { sheet.rows[$0].isHidden && !sheet.cells(of: $0).isEmpty }
    if !hiddenRows.isEmpty {
      let numbers = hiddenRows.prefix(12).map { Argument.number(Int(sheet.rows[$0].number)) }
      remarks.append(remark(.hiddenParts, [.word("hidden.rows"), .number(hiddenRows.count), .list(numbers)]))
    }
    let hiddenTitles = header.titles.enumerated()
      .filter { index, title in !title.isEmpty && sheet.hiddenColumns.contains { $0.contains(index) } }.map(\.element)
    if !hiddenTitles.isEmpty {
      remarks.append(
        remark(
          .hiddenParts, [.word("hidden.columns"), .number(hiddenTitles.count), .list(hiddenTitles.map(Argument.text))]))
    }
    if repeated > 0 { remarks.append(remark(.mergedValues, [.number(repeated)])) }
    if timesDropped > 0 { remarks.append(remark(.timesDropped, [.number(timesDropped)])) }
    return remarks
  }
}

extension Diagnostic {
  /// The same, with its cells of the file in that sheet.
  fileprivate func placed(in sheet: Sheet, of file: String, _ letters: [String: String]) -> Diagnostic {
    guard !sheet.name.isEmpty else { return self }
    func placed(_ place: Place) -> Place {
      guard case .cell(let cell) = place, cell.file == file else { return place }
      return .cell(
        CellPlace(
          file: cell.file, line: cell.line, title: cell.title, sheet: sheet.name,
          letters: cell.title.isEmpty ? "" : letters[cell.title] ?? ""))
    }
    return Diagnostic(
      code, placed(place), arguments, severity: severity,
      notes: notes.map { Note($0.key, placed($0.place), $0.arguments) }, proposals: proposals, fix: fix)
  }
}
