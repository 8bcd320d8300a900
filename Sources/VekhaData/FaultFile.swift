import VekhaFormats
import VekhaTable

/// Workbooks with the faults of data files marked.
package enum FaultFile {
  /// Colours that black letters are read on.
  private static func look(_ mark: MarkedSheet.Mark) -> Book.Look {
    switch mark {
    case .title: Book.Look(isBold: true)
    case .error: Book.Look(fill: 0xFF9C9C)
    case .warning: Book.Look(fill: 0xFFE08A)
    case .note: Book.Look(fill: 0xBFE3FF)
    }
  }

  /// Writes the sheets to a workbook; the key of a reason and what the library says of it, where that fails.
  package static func write(_ sheets: [MarkedSheet], to path: String) -> (key: String, detail: String)? {
    // The library tells of a path that cannot be written on its own, in its own words.
    if let reason = FileWriting.write([], to: path) { return (FormatFailure.Kind.unwritable.rawValue, reason) }
    do throws(FormatFailure) {
      let book = try Book(path: path)
      for (index, sheet) in sheets.enumerated() {
        let page = try book.page(named: sheet.name)
        for (column, width) in sheet.widths.enumerated() { book.width(width, of: column, on: page) }
        for cell in sheet.cells {
          try book.write(cell.text, cell.row, cell.column, on: page, cell.mark.map(look))
          try book.comment(cell.comment, cell.row, cell.column, on: page)
        }
        if sheet.frozenRows > 0 { book.freeze(sheet.frozenRows, on: page) }
        if index == 0 { book.filter((sheet.cells.last?.row ?? -1) + 1, sheet.widths.count, on: page) }
      }
      try book.close()
      return nil
    } catch {
      return (error.kind.rawValue, error.detail)
    }
  }
}
