/// The cells of a file as a person sees them, the rows above the titles and those that were set aside among them.
package struct PlainSheet: Sendable {
  package struct Row: Sendable {
    /// The line of the file, or the row of its sheet, from 1.
    package let number: Int
    package let cells: [String]

    package init(number: Int, cells: [String]) {
      self.number = number
      self.cells = cells
    }
  }

  /// The path as the plan writes it.
  package let file: String
  /// Empty where the file has one table and no name for it.
  package let part: String
  /// The titles of its columns, of several levels joined.
  package let titles: [String]
  /// Whether the titles stand in the rows.
  package let hasTitleRow: Bool
  package let rows: [Row]

  package init(file: String, part: String, titles: [String], hasTitleRow: Bool, rows: [Row]) {
    self.file = file
    self.part = part
    self.titles = titles
    self.hasTitleRow = hasTitleRow
    self.rows = rows
  }
}

/// A sheet to be written to a workbook.
package struct MarkedSheet: Sendable {
  /// What stands out in a cell.
  package enum Mark: Sendable, CaseIterable { case title, error, warning, note }

  package struct Cell: Sendable {
    /// From 0, as the row.
    package let row: Int
    package let column: Int
    package let text: String
    package var mark: Mark?
    /// What a person reads who points at the cell.
    package var comment = ""

    package init(row: Int, column: Int, text: String, mark: Mark? = nil, comment: String = "") {
      self.row = row
      self.column = column
      self.text = text
      self.mark = mark
      self.comment = comment
    }
  }

  package let name: String
  /// Row by row.
  package let cells: [Cell]
  /// Rows that stay when the sheet is scrolled.
  package let frozenRows: Int
  /// The widths of the columns in characters; the usual one where there is none.
  package let widths: [Double]

  package init(name: String, cells: [Cell], frozenRows: Int, widths: [Double] = []) {
    self.name = name
    self.cells = cells
    self.frozenRows = frozenRows
    self.widths = widths
  }
}
