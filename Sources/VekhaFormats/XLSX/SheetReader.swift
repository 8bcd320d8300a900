/// Reads the cells of a worksheet.
final class SheetReader: XMLReader {
  private(set) var sheet: Sheet
  private let texts: SharedTexts
  private let styles: CellStyles
  private let startsIn1904: Bool
  private let rowLimit: Int
  private(set) var isDone = false

  private var row = 0
  private var column = -1
  private var cell: OpenCell?
  private var isInValue = false
  private var isInFormula = false

  /// The cell whose element is open.
  private struct OpenCell {
    enum Kind { case number, shared, inline, text, flag, error, date }
    var kind: Kind
    var style: Int
    var value: [UInt8] = []
    var inline = CellTextParts()
    var formula: [UInt8] = []
    var hasFormula = false
    var hasValue = false
  }

  init(_ name: String, _ texts: SharedTexts, _ styles: CellStyles, startsIn1904: Bool, rowLimit: Int) {
    sheet = Sheet(name: name)
    sheet.hasLetters = true
    self.texts = texts
    self.styles = styles
    self.startsIn1904 = startsIn1904
    self.rowLimit = rowLimit
  }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(FormatFailure) {
    switch name {
    case "c": try beginCell(attributes)
    case "v":
      isInValue = cell != nil
      cell?.hasValue = true
    case "f":
      isInFormula = cell != nil
      cell?.hasFormula = true
    case "row": try beginRow(attributes)
    case "col": hideColumns(attributes)
    case "mergeCell": merge(attributes)
    default: cell?.inline.begin(name)
    }
  }

  func end(_ name: XMLName) throws(FormatFailure) {
    switch name {
    case "c": try endCell()
    case "v": isInValue = false
    case "f": isInFormula = false
    default: cell?.inline.end(name)
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFailure) {
    guard cell != nil else { return }
    if isInValue {
      cell?.value += bytes
      try checkSize(cell?.value)
    } else if isInFormula {
      cell?.formula += bytes
      try checkSize(cell?.formula)
    } else {
      try cell?.inline.add(bytes)
    }
  }

  private func checkSize(_ bytes: [UInt8]?) throws(FormatFailure) {
    if (bytes?.count ?? 0) > Limits.cell { throw FormatFailure(.cellTooLarge, String(Limits.cell), line: row) }
  }

  private func beginRow(_ attributes: XMLAttributes) throws(FormatFailure) {
    // Some programs leave the numbers of rows and cells out: each follows the one before.
    row = attributes.int("r") ?? row + 1
    guard row > 0, row <= Limits.rows else { throw FormatFailure(.tooManyRows, String(Limits.rows), line: max(row, 0)) }
    column = -1
    if sheet.rows.count >= rowLimit {
      isDone = true
      return
    }
    try sheet.beginRow(row, isHidden: attributes.flag("hidden"))
  }

  private func beginCell(_ attributes: XMLAttributes) throws(FormatFailure) {
    column += 1
    if let address = attributes.bytes("r"), let found = CellAddress.parse(address) { column = found.column }
    guard column < Limits.columns else {
      throw FormatFailure(.tooManyColumns, String(Limits.columns), line: row)
    }
    let kind: OpenCell.Kind =
      switch attributes["t"] {
      case "s": .shared
      case "inlineStr": .inline
      case "str": .text
      case "b": .flag
      case "e": .error
      case "d": .date
      default: .number
      }
    cell = OpenCell(kind: kind, style: attributes.int("s") ?? 0)
  }

  private func endCell() throws(FormatFailure) {
    guard let cell else { return }
    self.cell = nil
    if cell.hasFormula, !cell.hasValue, cell.kind != .inline {
      return try sheet.add([0x3D] + cell.formula, column: column, .formula)
    }
    switch cell.kind {
    case .inline: try sheet.add(cell.inline.decoded, column: column)
    case .text:
      try sheet.add(CellTextParts.decoded(cell.value), column: column)
    case .shared:
      if let index = Int(String(decoding: cell.value, as: UTF8.self)), let text = texts[index] {
        try sheet.add(text, column: column)
      } else if !cell.value.isEmpty {
        try sheet.add(cell.value, column: column, .error)
      }
    case .flag: try sheet.add((cell.value == [0x31] ? "true" : "false").utf8, column: column)
    case .error: try sheet.add(cell.value, column: column, .error)
    case .date: try addDate(String(decoding: cell.value, as: UTF8.self))
    case .number: try addNumber(String(decoding: cell.value, as: UTF8.self), styles[cell.style])
    }
  }

  private func addNumber(_ written: String, _ style: CellStyles.Style) throws(FormatFailure) {
    let shown = CellNumber.text(written, style, startsIn1904: startsIn1904)
    try sheet.add(shown.text.utf8, column: column, shown.dropsTime ? .timeDropped : .plain)
  }

  /// `2024-10-05`, or with a time after `T`.
  private func addDate(_ written: String) throws(FormatFailure) {
    let parts = written.split(separator: "T", maxSplits: 1)
    let time = parts.count > 1 ? parts[1].filter { $0 != "Z" } : ""
    let isMidnight = time.allSatisfy { "0:.".contains($0) }
    try sheet.add((parts.first.map(String.init) ?? "").utf8, column: column, isMidnight ? .plain : .timeDropped)
  }

  private func hideColumns(_ attributes: XMLAttributes) {
    guard attributes.flag("hidden"), let first = attributes.int("min"), let last = attributes.int("max"), first > 0,
      last >= first
    else { return }
    sheet.hiddenColumns.append((first - 1)...(last - 1))
  }

  private func merge(_ attributes: XMLAttributes) {
    guard let (rows, columns) = attributes["ref"].flatMap(CellAddress.range), sheet.merges.count < Limits.rows else {
      return
    }
    sheet.merges.append(Sheet.Merge(rows: rows, columns: columns))
  }
}
