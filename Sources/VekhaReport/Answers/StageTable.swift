import VekhaEngine

/// Stages and activities in aligned columns; in a window too narrow for columns, two lines each.
struct StageTable {
  private let text: AnswerText
  private var say: Wording { text.say }
  private var style: Style { text.style }

  init(_ text: AnswerText) { self.text = text }

  private static let gap = 2
  private static let titleCap = 60

  /// A row of the table and the lines that belong below it.
  private struct Row {
    var cells: [String]
    var isStage: Bool
    var depth: Int
    var stateMark: Style.Mark?
    var details: [String] = []
  }

  private enum Column: Int, CaseIterable {
    case number, title, period, due, state, progress, responsible

    var key: String { "column.\(self)" }

    /// The narrowest a column may be made; nil for those that keep their width.
    var least: Int? {
      switch self {
      case .number, .due: nil
      case .title: 24
      case .period, .progress: 10
      case .state, .responsible: 13
      }
    }

    /// A title may be this many times as wide as another column before it is made narrower.
    var share: Int { self == .title ? 3 : 1 }
  }

  func lines(_ stages: [StageAnswer]) -> [String] {
    let rows = stages.flatMap { stage -> [Row] in
      [row(stage.item, depth: 0, isStage: true)] + stage.activities.flatMap { self.rows($0, depth: 0) }
    }
    if rows.isEmpty { return [] }
    let head = Row(cells: Column.allCases.map { say($0.key) }, isStage: false, depth: 0)
    let natural = Column.allCases.map { column in
      ([head] + rows).map { DisplayWidth.of(padding($0, column) + $0.cells[column.rawValue]) }.max() ?? 0
    }
    guard let widths = fitted(natural) else {
      return rows.enumerated().flatMap { cards($0.element, isFirst: $0.offset == 0) }
    }
    var lines = tabular(head, widths).map { style($0, .dim) }
    for (index, row) in rows.enumerated() {
      if row.isStage, index > 0 { lines.append("") }
      lines += tabular(row, widths)
      lines += details(row, indent: widths[0] + Self.gap + 2 * row.depth)
    }
    return lines
  }

  private func rows(_ activity: ActivityAnswer, depth: Int) -> [Row] {
    var row = row(activity.item, depth: depth, isStage: false)
    if let relapse = activity.relapse {
      let text = relapse.since.map { say("item.relapse", .init(say.day($0))) } ?? say("item.relapse.undated")
      row.details.append(text + (relapse.progress.map { ": " + say.progress($0) } ?? ""))
    }
    if let reason = activity.markReason, !reason.isEmpty {
      let place = activity.markPlace.map { " (" + say.place($0) + ")" } ?? ""
      row.details.append(say("item.mark", .init(say.quote(VisibleText.line(reason)) + place)))
    }
    if !activity.unmetNeeds.isEmpty {
      row.details.append(say("item.needs", .init(activity.unmetNeeds.map(VisibleText.line).joined(separator: "; "))))
    }
    if let kept = activity.cadence, activity.item.state == .inProgress {
      let text = say.cadence(kept)
      if !text.isEmpty { row.details.append(text) }
    }
    if !activity.apart.isEmpty { row.details.append(say.apart(activity.apart)) }
    if activity.isOptional { row.details.append(say("item.optional")) }
    return [row] + activity.parts.flatMap { rows($0, depth: depth + 1) }
  }

  private func row(_ item: ItemAnswer, depth: Int, isStage: Bool) -> Row {
    let isOutside = isStage && item.number.isEmpty && item.title.isEmpty
    let title = isOutside ? say("stage.none") : item.title.isEmpty ? item.name ?? say("item.untitled") : item.title
    let cells = [
      item.number, VisibleText.line(title), VisibleText.line(item.dueWording ?? ""), item.due.map(say.day) ?? "",
      isOutside ? "" : say.state(item, isStage: isStage), item.progress.map(say.progress) ?? "",
      item.responsible.map { VisibleText.line($0.role) } ?? "",
    ]
    return Row(cells: cells, isStage: isStage, depth: depth, stateMark: item.state.mark)
  }

  private func padding(_ row: Row, _ column: Column) -> String {
    column == .title ? String(repeating: " ", count: 2 * row.depth) : ""
  }

  /// Widths that fit the window, the widest columns made narrower first; nil where even the least do not fit.
  private func fitted(_ natural: [Int]) -> [Int]? {
    var widths = natural
    widths[Column.title.rawValue] = min(widths[Column.title.rawValue], Self.titleCap)
    guard let window = text.width else { return widths }
    // An empty column takes no place at all.
    let used = { (widths: [Int]) in widths.reduce(0) { $0 + ($1 == 0 ? 0 : $1 + Self.gap) } - Self.gap }
    while used(widths) > window {
      let candidates = Column.allCases.filter { column in column.least.map { widths[column.rawValue] > $0 } ?? false }
      guard
        let widest = candidates.max(by: {
          widths[$0.rawValue] * $1.share < widths[$1.rawValue] * $0.share
        })
      else { return nil }
      widths[widest.rawValue] -= 1
    }
    return widths
  }

  private func tabular(_ row: Row, _ widths: [Int]) -> [String] {
    let columns = Column.allCases.map { column -> [String] in
      let padding = padding(row, column)
      return Wrapping.lines(row.cells[column.rawValue], width: widths[column.rawValue] - padding.count)
        .map { $0.isEmpty ? $0 : padding + $0 }
    }
    let height = columns.map(\.count).max() ?? 1
    return (0..<height).map { line in
      var result = ""
      var owed = 0
      for column in Column.allCases where widths[column.rawValue] > 0 {
        let parts = columns[column.rawValue]
        let cell = line < parts.count ? parts[line] : ""
        if !cell.isEmpty {
          result += String(repeating: " ", count: owed) + style(cell, mark(row, column))
          owed = 0
        }
        owed += widths[column.rawValue] - DisplayWidth.of(cell) + Self.gap
      }
      return result
    }
  }

  private func mark(_ row: Row, _ column: Column) -> Style.Mark? {
    switch column {
    case .state: row.stateMark
    case .number, .title: row.isStage ? .bold : nil
    default: nil
    }
  }

  private func details(_ row: Row, indent: Int) -> [String] {
    let first = String(repeating: " ", count: indent)
    return row.details.flatMap { Wrapping.indented($0, first: first, next: first + "  ", width: text.width) }
  }

  /// Number and title on one line, everything else below it.
  private func cards(_ row: Row, isFirst: Bool) -> [String] {
    let indent = String(repeating: " ", count: row.isStage ? 0 : 2 + 2 * row.depth)
    let number = row.cells[Column.number.rawValue]
    let title = (number.isEmpty ? "" : number + " ") + row.cells[Column.title.rawValue]
    var lines = Wrapping.indented(title, first: indent, next: indent + "  ", width: text.width)
      .map { style($0, row.isStage ? .bold : nil) }
    var facts = [style(row.cells[Column.state.rawValue], row.stateMark), row.cells[Column.progress.rawValue]]
    let due = row.cells[Column.due.rawValue]
    facts.append(row.cells[Column.period.rawValue])
    if !due.isEmpty { facts.append(say("item.due", .init(due))) }
    facts.append(row.cells[Column.responsible.rawValue])
    let text = facts.filter { !$0.isEmpty }.joined(separator: "; ")
    if !text.isEmpty {
      lines += Wrapping.indented(text, first: indent + "  ", next: indent + "  ", width: self.text.width)
    }
    lines += details(row, indent: indent.count + 2)
    return (row.isStage && !isFirst ? [""] : []) + lines
  }
}
