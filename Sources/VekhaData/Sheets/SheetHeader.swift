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

  /// How many rows are looked at.
  static let depth = 40

  /// Nil where the sheet has no filled cell.
  init?(of sheet: Sheet, for source: DataSource) {
    if let titles = sheet.titles {
      self.init(titles: titles, lines: nil, firstRecord: 0, matches: Titles.matches(titles, of: source))
      return
    }
    let width = sheet.columnCount
    let rows = sheet.rows.indices.lazy.filter { !sheet.cells(of: $0).isEmpty }.prefix(Self.depth)
    var best: (row: Int, titles: [String], matches: Int)?
    for row in rows {
      var titles = [String](repeating: "", count: width)
      for cell in sheet.cells(of: row) { titles[Int(cell.column)] = Self.title(sheet.text(cell)) }
      let matches = Titles.matches(titles, of: source)
      if best.map({ matches > $0.matches }) ?? true { best = (row, titles, matches) }
    }
    guard let best else { return nil }
    let line = Int(sheet.rows[best.row].number)
    self.init(titles: best.titles, lines: line...line, firstRecord: best.row + 1, matches: best.matches)
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
