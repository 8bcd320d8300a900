import VekhaTable
import VekhaText

/// Faults of data as sheets of a workbook: a list of them all, then each file as it stands with the faulty cells marked.
package struct FaultSheets {
  private let say: Wording
  private let faults: [Diagnostic]
  private let sheets: [PlainSheet]

  package init(_ faults: [Diagnostic], _ sheets: [PlainSheet], _ say: Wording) {
    self.faults = DiagnosticOrder.sorted(faults)
    self.sheets = sheets
    self.say = say
  }

  package var made: [MarkedSheet] { [list] + sheets.map(marked) }

  // MARK: The list

  private var list: MarkedSheet {
    let keys = ["file", "place", "title", "value", "severity", "code", "message", "proposal"]
    var cells = keys.enumerated().map { column, key in
      MarkedSheet.Cell(row: 0, column: column, text: say("faults.\(key)"), mark: .title)
    }
    for (index, fault) in faults.enumerated() {
      for (column, text) in self.row(fault).enumerated() where !text.isEmpty {
        cells.append(
          MarkedSheet.Cell(row: index + 1, column: column, text: text, mark: column == 4 ? mark(fault) : nil))
      }
    }
    return MarkedSheet(
      name: say("faults.sheet"), cells: cells, frozenRows: 1, widths: [24, 16, 22, 24, 16, 9, 70, 30])
  }

  private func row(_ fault: Diagnostic) -> [String] {
    var (file, place, title, value) = ("", "", "", "")
    switch fault.place {
    case .source(let span): (file, place) = (span.source.name, say("faults.line", .init(span.line)))
    case .file(let path): file = path
    case .cell(let cell):
      (file, title) = (cell.file, cell.title)
      place = cell.address ?? (cell.sheet.isEmpty ? "" : cell.sheet + ", ") + say("faults.line", .init(cell.line))
      value = self.value(cell)
    }
    return [
      file, place, title, value, say("severity.\(fault.severity)"), fault.code.rawValue,
      DiagnosticSentence.title(of: fault, say), fault.proposals.prefix(3).joined(separator: "; "),
    ]
  }

  private func value(_ cell: CellPlace) -> String {
    guard !cell.title.isEmpty, let sheet = sheets.first(where: { $0.file == cell.file && $0.part == cell.sheet }),
      let column = sheet.titles.firstIndex(of: cell.title),
      let row = sheet.rows.first(where: { $0.number == cell.line }),
      column < row.cells.count
    else { return "" }
    return row.cells[column]
  }

  private func mark(_ fault: Diagnostic) -> MarkedSheet.Mark {
    switch fault.severity {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }

  // MARK: A file

  private struct Place: Hashable {
    let row: Int
    let column: Int
  }

  private func marked(_ sheet: PlainSheet) -> MarkedSheet {
    var found: [Place: (mark: MarkedSheet.Mark, comment: String)] = [:]
    // Titles that no row holds are written above the rows.
    let shift = sheet.hasTitleRow ? 0 : 1
    for fault in faults {
      guard case .cell(let cell) = fault.place, cell.file == sheet.file, cell.sheet == sheet.part else { continue }
      let place = Place(row: cell.line - 1 + shift, column: sheet.titles.firstIndex(of: cell.title) ?? 0)
      var comment = fault.code.rawValue + ": " + DiagnosticSentence.title(of: fault, say)
      if !fault.proposals.isEmpty { comment += " → " + say.choice(Array(fault.proposals.prefix(3))) }
      let mark = mark(fault)
      guard let known = found[place] else {
        found[place] = (mark, comment)
        continue
      }
      found[place] = (graver(mark, known.mark), known.comment + "\n" + comment)
    }
    return MarkedSheet(
      name: name(sheet), cells: cells(sheet, shift, found), frozenRows: sheet.hasTitleRow ? 0 : 1)
  }

  private func cells(
    _ sheet: PlainSheet, _ shift: Int, _ found: [Place: (mark: MarkedSheet.Mark, comment: String)]
  ) -> [MarkedSheet.Cell] {
    var cells: [MarkedSheet.Cell] = []
    var left = found
    if shift == 1 {
      cells = sheet.titles.enumerated().map { MarkedSheet.Cell(row: 0, column: $0, text: $1, mark: .title) }
    }
    for row in sheet.rows {
      for (column, text) in row.cells.enumerated() {
        let place = Place(row: row.number - 1 + shift, column: column)
        let fault = left.removeValue(forKey: place)
        if text.isEmpty, fault == nil { continue }
        cells.append(
          MarkedSheet.Cell(
            row: place.row, column: column, text: text, mark: fault?.mark, comment: fault?.comment ?? ""))
      }
    }
    // A row that is too short has no cell to mark.
    for (place, fault) in left.sorted(by: { ($0.key.row, $0.key.column) < ($1.key.row, $1.key.column) }) {
      cells.append(
        MarkedSheet.Cell(row: place.row, column: place.column, text: "", mark: fault.mark, comment: fault.comment))
    }
    return cells
  }

  private func graver(_ one: MarkedSheet.Mark, _ other: MarkedSheet.Mark) -> MarkedSheet.Mark {
    let order: [MarkedSheet.Mark] = [.error, .warning, .note]
    return order.first { $0 == one || $0 == other } ?? one
  }

  /// The name of the file, and of its sheet where it has several.
  private func name(_ sheet: PlainSheet) -> String {
    let file = sheet.file.split(separator: "/").last.map(String.init) ?? sheet.file
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    return sheet.part.isEmpty ? stem : stem + " " + sheet.part
  }
}
