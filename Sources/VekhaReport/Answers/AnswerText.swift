import VekhaEngine

/// The answer of `vekha run` as text.
package struct AnswerText: Sendable {
  let say: Wording
  let style: Style
  /// Columns of the window; nil for a pipe: nothing is fitted to a window there.
  let width: Int?
  /// How many records are listed a rule; nil for all.
  let limit: Int?

  package init(_ wording: Wording, isColoured: Bool = false, width: Int? = nil, limit: Int? = 10) {
    say = wording
    style = Style(isOn: isColoured)
    self.width = width.map { max(40, $0) }
    self.limit = limit
  }

  /// Head, stages with their activities, findings, who is still within a term, rules not in force yet,
  /// contradictions, what cannot be told, indicators, queries and tables; a part without content is left out.
  package func render(_ answer: Answer) -> String {
    let findings = FindingsText(self)
    let parts = [
      head(answer),
      StageTable(self).lines(answer.stages),
      people(answer.stages),
      findings.findings(answer.rules),
      findings.waiting(answer.rules),
      findings.pending(answer.rules),
      findings.contradictions(answer.contradictions),
      findings.unknown(answer),
      IndicatorText(self).lines(answer.indicators),
      GridText(self).lines(answer.grids),
    ]
    return parts.filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
  }

  /// Who is in each role of the table, once.
  private func people(_ stages: [StageAnswer]) -> [String] {
    var seen: [Responsible] = []
    for stage in stages {
      let items = [stage.item] + stage.activities.flatMap { [$0.item] + $0.parts.map(\.item) }
      for responsible in items.flatMap({ [$0.responsible] + $0.helpers.map(Optional.some) }).compactMap({ $0 })
      where responsible.person != nil && !seen.contains(responsible) {
        seen.append(responsible)
      }
    }
    if seen.isEmpty { return [] }
    let names = seen.map {
      say("people.one", .init(VisibleText.line($0.role)), .init(VisibleText.line($0.person ?? "")))
    }
    return Wrapping.indented(
      say("people.all", .init(names.joined(separator: "; "))), first: "", next: "  ", width: width)
  }

  private func head(_ answer: Answer) -> [String] {
    let plan = answer.plan
    var lines = Wrapping.lines(VisibleText.line(plan.title), width: width ?? 100).map { style($0, .bold) }
    let isOutside = !plan.period.contains(answer.asOf)
    lines.append(
      say("head.asOf", .init(style(say.day(answer.asOf), .bold))) + (isOutside ? " " + say("head.outside") : ""))
    let first = say.day(plan.period.first)
    let last = say.day(plan.period.last)
    let period =
      plan.periodWording.isEmpty
      ? say("head.period.bare", .init(first), .init(last))
      : say("head.period", .init(VisibleText.line(plan.periodWording)), .init(first), .init(last))
    lines += Wrapping.indented(period, first: "", next: "  ", width: width)
    lines += Wrapping.indented(
      say("head.plan", .init(VisibleText.line(plan.file))), first: "", next: "  ", width: width)
    if answer.tables.isEmpty { return lines }
    lines += ["", style(say("head.data"), .bold)]
    return lines + tables(answer.tables)
  }

  private func tables(_ tables: [TableAnswer]) -> [String] {
    let files = tables.map { VisibleText.line($0.file) }
    let names = tables.map { VisibleText.line($0.name) }
    let fileWidth = files.map { DisplayWidth.of($0) }.max() ?? 0
    let nameWidth = names.map { DisplayWidth.of($0) }.max() ?? 0
    return zip(tables, zip(files, names)).flatMap { table, texts in
      var rows =
        table.rowsLoaded == table.rowsInFile
        ? say("head.rows", .init(table.rowsInFile))
        : say("head.rows.aside", .init(table.rowsInFile), .init(table.rowsLoaded))
      if table.rowsPresent != table.rowsLoaded { rows += ", " + say("head.rows.present", .init(table.rowsPresent)) }
      let line =
        DisplayWidth.padded(texts.0, to: fileWidth) + "  " + DisplayWidth.padded(texts.1, to: nameWidth)
        + "  " + rows
      return Wrapping.indented(line, first: "  ", next: "    ", width: width)
    }
  }
}
