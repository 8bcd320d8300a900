import VekhaTable
import VekhaText

/// The table of a large file that was read, and everything that was found in it.
struct LoadedRows {
  private let file: LargeFile
  private let reading: LargeFileReading
  /// The column of the table that each column read makes; -1 for none.
  private let tableColumns: [Int]
  private let key: Int?
  private let rowLines: RowLines
  private var diagnostics: [Diagnostic] = []

  init(
    _ file: LargeFile, _ reading: LargeFileReading, _ requests: [(column: Int, ColumnParts.Request)], key: Int?
  ) {
    self.file = file
    self.reading = reading
    self.key = key
    tableColumns = requests.map(\.column)
    var lines = RowLines()
    for (index, part) in reading.parts.enumerated() {
      lines.append(part.rowLines, shiftedBy: Int32(truncatingIfNeeded: reading.linesBefore(index)))
    }
    rowLines = lines
  }

  consuming func result() -> DataResult {
    if let refusal = undecodable() { return DataResult(failed: file.source, refusal.diagnostics) }
    let titles = file.titles
    var columns = zip(titles.wanted, file.types).map { Column.of([], title: titles.titles[$0.fileColumn], type: $1) }
    reportRows()
    let rows = reading.rowCount
    let keys = key.map { column($0) }
    let kept = keys.map { admitted($0) } ?? BitSet(count: rows, filled: true)
    let isWhole = kept.isFull
    let lines = isWhole ? rowLines : rowLines.kept(kept)
    for (index, target) in tableColumns.enumerated() where target >= 0 {
      let whole = index == key ? keys ?? column(index) : column(index)
      let wanted = titles.wanted[target]
      let findings = ColumnFindings(
        isWhole ? whole : whole.kept(kept), unusual: unusual(index, kept), unit: wanted.unit, declaredAt: wanted.span,
        file: file.source.path, lines: lines)
      diagnostics += findings.diagnostics
      columns[target] = findings.column
    }
    if file.bytesAfterEnd > 0 {
      diagnostics.append(RowIntake.bytesAfterEnd(file.bytesAfterEnd, file.source))
    }
    let balance = Table.Balance(
      rowsInFile: reading.parts.reduce(0) { $0 + $1.rowsInFile }, loaded: lines.count,
      notRecords: reading.parts.reduce(0) { $0 + $1.notRecords.count },
      blank: reading.parts.reduce(0) { $0 + $1.blankCount })
    return DataResult(
      table: Table(file: file.source.path, columns: columns, rowLines: lines, balance: balance),
      columnIndex: titles.wantedIndex,
      diagnostics: RowIntake.untitledColumns(untitled, titles, file.source) + RowIntake.inOrderOfLines(diagnostics),
      assumptions: file.dialect.assumptions(of: file.source, balance))
  }

  private func column(_ index: Int) -> Column {
    var unreadable: [Int: String] = [:]
    var absent = 0
    var first = 0
    for part in reading.parts {
      let notes = part.sinks[index].notes
      for (row, text) in notes.unreadable { unreadable[first + row] = text }
      absent += notes.absent
      first += part.rowCount
    }
    let column = reading.columns[index]
    return column.column(
      title: file.titles.titles[column.request.fileColumn], absent: absent, unreadable: unreadable)
  }

  private func place(_ line: Int, _ title: String) -> Diagnostic.Place {
    .cell(CellPlace(file: file.source.path, line: line, title: title))
  }

  /// The first byte of the columns read that is no text.
  private func undecodable() -> DataRefusal? {
    var first = 0
    for part in reading.parts {
      let faults = part.sinks.compactMap { $0.notes.fault }
      if let fault = faults.min(by: { $0.row < $1.row }) {
        let kind: TextDecoder.Fault.Kind = fault.byte == 0 ? .zeroByte : fault.byte == 0x1A ? .endMark : .undefined
        return DataRefusal.undecodable(
          [(TextDecoder.Fault(kind: kind, offset: 0, length: 1), [fault.byte], Int(rowLines[first + fault.row]))],
          file.dialect.encoding, file.source)
      }
      first += part.rowCount
    }
    return nil
  }

  private var untitled: [Int] {
    reading.parts.reduce(into: Set<Int>()) { $0.formUnion($1.untitledWithCells) }.sorted()
  }

  /// The cells of a column that are written in an unusual way, by the rows that are kept.
  private func unusual(_ index: Int, _ kept: BitSet) -> UnusualCells {
    var all = UnusualCells()
    var first = 0
    for part in reading.parts {
      all.append(part.sinks[index].notes.unusual, from: first)
      first += part.rowCount
    }
    return kept.isFull ? all : all.kept(kept)
  }

  private mutating func reportRows() {
    let expected = file.titles.titles.count
    for (index, part) in reading.parts.enumerated() {
      let lines = reading.linesBefore(index)
      for row in part.ragged {
        diagnostics.append(
          Diagnostic(
            .raggedRow, place(lines + row.line, ""),
            [.word(row.isShort ? "row.short" : "row.long"), .number(row.found), .number(expected)]))
      }
      for row in part.notRecords {
        diagnostics.append(
          Diagnostic(.notRecord, place(lines + row.line, ""), [.word(row.kind.rawValue), .text(row.text)]))
      }
    }
  }

  /// The rows whose key no row above has.
  private mutating func admitted(_ keys: Column) -> BitSet {
    var kept = BitSet(count: keys.present.count, filled: true)
    guard case .texts(let codes, let dictionary) = keys.values else { return kept }
    if keys.present.isFull {
      var seen = BitSet(count: dictionary.count)
      seen.insert(codes)
      if seen.population == codes.count { return kept }
    }
    var firstRows = [Int32](repeating: -1, count: dictionary.count)
    for row in codes.indices {
      if !keys.present.contains(row) {
        diagnostics.append(Diagnostic(.missingKey, place(Int(rowLines[row]), keys.title), [.text(keys.title)]))
        continue
      }
      let first = firstRows[Int(codes[row])]
      if first >= 0 {
        kept.remove(row)
        let line = Int(rowLines[Int(first)])
        diagnostics.append(
          Diagnostic(
            .duplicateKey, place(Int(rowLines[row]), keys.title),
            [.text(dictionary[Int(codes[row])]), .text(keys.title), .number(line)],
            notes: [Diagnostic.Note("first", place(line, keys.title))]))
      } else {
        firstRows[Int(codes[row])] = Int32(truncatingIfNeeded: row)
      }
    }
    return kept
  }
}
