import VekhaEngine

/// Queries and tables kept in the plan, in aligned columns; in a window too narrow for columns, a line a cell.
struct GridText {
  private let text: AnswerText
  private var say: Wording { text.say }
  private static let gap = 2
  private static let cap = 40

  init(_ text: AnswerText) { self.text = text }

  func lines(_ grids: [GridAnswer]) -> [String] {
    Array(grids.map(lines).joined(separator: [""]))
  }

  private func lines(_ grid: GridAnswer) -> [String] {
    var heading = VisibleText.line(grid.title)
    if let day = grid.asOf { heading = say("grid.asOf", .init(heading), .init(say.day(day))) }
    var lines = Wrapping.lines(heading, width: text.width ?? 100).map { text.style($0, .bold) }
    if grid.rows.isEmpty, grid.unknown.isEmpty { return lines + ["  " + say("grid.empty")] }
    if grid.columns.count == 1, grid.rows.count == 1, grid.total == nil, grid.kind == .show,
      case .value = grid.rows[0][0]
    {
      return lines + ["  " + cell(grid.rows[0][0])]
    }
    if !grid.rows.isEmpty { lines += table(grid) }
    if grid.rows.count < grid.rowCount {
      lines.append("  " + say("grid.first", .init(grid.rows.count), .init(grid.rowCount)))
    } else if grid.total == nil, grid.rows.count > 1 {
      lines.append("  " + say("count.records", .init(grid.rowCount)))
    }
    for aside in grid.aside {
      lines += Wrapping.indented(
        say("grid.aside", .init(VisibleText.line(aside.name)), .init(aside.count)), first: "  ", next: "    ",
        width: text.width)
    }
    return lines + unknown(grid.unknown)
  }

  private func unknown(_ subjects: [SubjectAnswer]) -> [String] {
    if subjects.isEmpty { return [] }
    var lines = ["  " + text.style(say("grid.unknown", .init(subjects.count)), .cyan)]
    for subject in subjects.prefix(text.limit ?? subjects.count) {
      let causes = subject.blockers.map { say.blocker($0, of: subject.label) }.joined(separator: "; ")
      let line = say.subject(subject) + (causes.isEmpty ? "" : ": " + causes)
      lines += Wrapping.indented(line, first: "    ", next: "      ", width: text.width)
    }
    if let limit = text.limit, subjects.count > limit {
      lines.append("    " + say("count.more", .init(subjects.count - limit)))
    }
    return lines
  }

  // MARK: Columns

  private func table(_ grid: GridAnswer) -> [String] {
    let head = grid.columns.map { column in
      switch column.title {
      case nil: say("grid.total")
      case ""?: say("grid.notGiven")
      case let title?: VisibleText.line(title)
      }
    }
    let limit = text.limit.map { max($0, 30) } ?? grid.rows.count
    let rows = grid.rows.prefix(limit).map { $0.map(cell) }
    let total = grid.total.map { $0.map(cell) }
    let all = [head] + rows + (total.map { [$0] } ?? [])
    let widths = grid.columns.indices.map { column in
      min(Self.cap, all.map { DisplayWidth.of($0[column]) }.max() ?? 0)
    }
    let hidden = grid.rows.count - rows.count
    let more = hidden > 0 ? ["  " + say("count.more", .init(hidden))] : []
    let used = widths.reduce(0, +) + Self.gap * widths.count
    if let window = text.width, used > window { return cards(head, rows, total) + more }
    let numeric = grid.columns.map(\.isNumeric)
    return self.rows(head, widths, numeric).map { text.style($0, .dim) }
      + rows.flatMap { self.rows($0, widths, numeric) } + more
      + (total.map { self.rows($0, widths, numeric).map { text.style($0, .bold) } } ?? [])
  }

  /// A row of as many lines as its longest cell needs.
  private func rows(_ cells: [String], _ widths: [Int], _ numeric: [Bool]) -> [String] {
    let parts = cells.indices.map { Wrapping.lines(cells[$0], width: max(1, widths[$0])) }
    let height = parts.map(\.count).max() ?? 1
    return (0..<height).map { line in
      var result = ""
      for column in cells.indices {
        let cell = line < parts[column].count ? parts[column][line] : ""
        let padding = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(cell)))
        result += String(repeating: " ", count: Self.gap) + (numeric[column] ? padding + cell : cell + padding)
      }
      while result.hasSuffix(" ") { result.removeLast() }
      return result
    }
  }

  private func cards(_ head: [String], _ rows: [[String]], _ total: [String]?) -> [String] {
    (rows + (total.map { [$0] } ?? [])).flatMap { row -> [String] in
      let first = Wrapping.indented(row[0], first: "  ", next: "    ", width: text.width)
      let rest = zip(head, row).dropFirst().filter { !$0.1.isEmpty }.flatMap { title, cell in
        Wrapping.indented(title + ": " + cell, first: "    ", next: "      ", width: text.width)
      }
      return first + rest
    }
  }

  // MARK: Cells

  private func cell(_ cell: GridCell) -> String {
    switch cell {
    case .text(let text): VisibleText.line(text)
    case .worded(let key): say(key)
    case .date(let day): say.day(day)
    case .flag(let flag): say(flag ? "grid.yes" : "grid.no")
    case .value(let value): IndicatorWords(text.say).value(value)
    case .missing: ""
    case .notGiven: say("grid.notGiven")
    case .unknown: say("indicator.unknown")
    case .meaningless: "—"
    case .total: say("grid.total")
    }
  }
}
