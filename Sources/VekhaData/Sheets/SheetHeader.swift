import VekhaFormats

/// The titles of a sheet, and where its records begin.
struct SheetHeader {
  let titles: [String]
  /// The rows of the sheet that they stand in; nil where the format names its columns.
  let lines: ClosedRange<Int>?
  /// The index in `sheet.rows` of the first row below them.
  let firstRecord: Int
  /// How many declared titles are among them.
  let matches: Int

  /// Nil where the sheet has no filled cell.
  init?(of sheet: Sheet, for source: DataSource) {
    if let titles = sheet.titles {
      self.init(
        titles: titles, lines: nil, firstRecord: 0, matches: Titles.matches(titles, Titles.requestedKeys(source)))
      return
    }
    let width = sheet.columnCount
    let filled = sheet.rows.indices.lazy.filter { !sheet.cells(of: $0).isEmpty }.prefix(SampleRows.most)
    let rows = filled.map { row in
      var cells = [String](repeating: "", count: width)
      for cell in sheet.cells(of: row) { cells[Int(cell.column)] = Self.title(sheet.text(cell)) }
      let line = Int(sheet.rows[row].number)
      return SampleRows.Row(line: line, cells: cells, end: row + 1, lineAfter: line + 1)
    }
    guard let best = HeaderCandidate(SampleRows(Array(rows)), source) else { return nil }
    let last = best.lastRow
    self.init(
      titles: best.titles, lines: best.rows.all[best.index].line...last.line, firstRecord: last.end,
      matches: best.matches)
  }

  private init(titles: [String], lines: ClosedRange<Int>?, firstRecord: Int, matches: Int) {
    self.titles = titles
    self.lines = lines
    self.firstRecord = firstRecord
    self.matches = matches
  }

  private static func title(_ text: String) -> String {
    var bytes = Array(text.utf8)
    return bytes.withUnsafeMutableBufferPointer { buffer in
      buffer.text(CellText.normalize(CellText.trimmed(buffer, 0, buffer.count), in: buffer))
    }
  }
}
