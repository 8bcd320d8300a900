import VekhaTable

/// The tables of a plan: what was assumed of their files, where the rows went, what the fields hold.
package struct DataText {
  private let say: Wording
  private let style: Style
  private let width: Int?

  package init(_ say: Wording, isColoured: Bool = false, width: Int? = nil) {
    self.say = say
    style = Style(isOn: isColoured)
    self.width = width
  }

  package func render(_ tables: [TableSummary]) -> String {
    if tables.isEmpty { return say("data.none") + "\n" }
    return tables.map { lines($0).joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private func lines(_ table: TableSummary) -> [String] {
    var lines = [style(VisibleText.line(say.name(of: table.names)), .bold)]
    for file in table.files {
      lines += wrapped(AssumptionsText.line(file, say))
      lines += wrapped(AssumptionsText.balance(file.balance, say), indent: "    ")
    }
    if table.files.count > 1, let balance = table.balance {
      lines += wrapped(say("data.all", .init(table.files.count), .init(AssumptionsText.balance(balance, say))))
    }
    guard let rowCount = table.rowCount else { return lines + ["  " + say("data.notLoaded", .init(table.path))] }
    return lines + fields(table.fields, rowCount)
  }

  private func wrapped(_ text: String, indent: String = "  ") -> [String] {
    Wrapping.indented(text, first: indent, next: indent + "  ", width: width)
  }

  private func fields(_ fields: [TableSummary.Field], _ rowCount: Int) -> [String] {
    if fields.isEmpty { return [] }
    let head = ["field", "title", "type", "filled", "samples"].map { say("data.column.\($0)") }
    let rows = fields.map { row($0, rowCount) }
    let widths = head.indices.map { column in
      min(Self.cap, ([head] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0)
    }
    return [style(line(head, widths), .dim)] + rows.map { line($0, widths) }
  }

  /// The widest a column but the last may be.
  private static let cap = 32

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = " "
    for (cell, width) in zip(cells, widths).dropLast() {
      text += " " + DisplayWidth.padded(VisibleText.short(cell, limit: width), to: width) + " "
    }
    text += " " + (cells.last ?? "")
    let room = width.map { max(40, $0) } ?? .max
    text = VisibleText.short(text, limit: min(room, 160))
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  private func row(_ field: TableSummary.Field, _ rowCount: Int) -> [String] {
    let type = say("data.type.\(field.type)")
    let name = field.names.isEmpty ? "–" : say.name(of: field.names)
    guard let title = field.title else { return [name, say("data.noColumn"), type, "", ""] }
    var filled = say("data.filled", .init(field.filled), .init(rowCount))
    if field.unreadable > 0 { filled += say("data.unreadable", .init(field.unreadable)) }
    return [
      name, VisibleText.line(title), type, filled,
      field.samples.map { VisibleText.short(sample($0), limit: 24) }.joined(separator: " · "),
    ]
  }

  private func sample(_ cell: Column.Cell) -> String {
    switch cell {
    case .missing: ""
    case .unreadable(let text), .text(let text): text
    case .number(let number): say.number(number)
    case .date(let day): say.day(day)
    case .flag(let flag): say(flag ? "grid.yes" : "grid.no")
    }
  }
}
