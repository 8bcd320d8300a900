import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// The plan's own items of a day as rows of tables.
extension Engine {
  private typealias Cells = [ItemField: Column.Cell]

  /// A row before its columns: cells by field, rows that references lead to, and the line of the plan.
  private struct Row {
    var cells: Cells = [:]
    var links: [ItemField: Int] = [:]
    /// Of a finding: the row of each register.
    var leads: [Int: Int32] = [:]
    var place: Span
  }

  /// The program with the tables of the plan's items filled with their state on a day.
  func program(filledOn day: CivilDay) -> Program {
    var program = self.program
    let owners = owners()
    let stages = stageAnswers(day)
    for index in program.tables.indices {
      guard let item = program.tables[index].item else { continue }
      let rows: [Row]
      switch item.kind {
      case .stages: rows = stageRows(stages, owners)
      case .activities: rows = activityRows(stages, owners)
      case .findings: rows = findingRows(on: day)
      case .indicators: rows = indicatorRows(on: day)
      case .responsibles:
        rows = owners.map { owner in
          Row(
            cells: [.role: .text(owner.role), .person: owner.person.map { .text($0) } ?? .missing],
            place: program.plan.span)
        }
      case .plan: rows = []
      }
      fill(&program.tables[index], item, rows)
    }
    return program
  }

  private func fill(_ info: inout TableInfo, _ item: ItemTableInfo, _ rows: [Row]) {
    var columns: [Column] = []
    for (index, field) in item.fields.enumerated() {
      let empty = info.table.columns[index]
      let target = info.references.first { $0.column == index }?.table
      if let target {
        info.item?.links[index] = rows.map { row in
          field.map { Int32(row.links[$0] ?? -1) } ?? row.leads[target] ?? -1
        }
      }
      columns.append(
        Column.of(
          rows.map { row in field.map { row.cells[$0] ?? .missing } ?? .missing }, title: empty.title, type: empty.type)
      )
    }
    info.table = Table(
      file: program.plan.span.source.name, columns: columns, rowLines: RowLines(rows.map { Int32($0.place.line) }),
      balance: .init(rowsInFile: rows.count, loaded: rows.count))
  }

  private static func cell(_ text: String?) -> Column.Cell {
    guard let text, !text.isEmpty else { return .missing }
    return .text(text)
  }

  private static func cell(_ day: CivilDay?) -> Column.Cell { day.map { .date($0) } ?? .missing }

  private static func cell(_ count: Int?) -> Column.Cell {
    count.flatMap { Number($0) }.map { .number($0) } ?? .missing
  }

  // MARK: Stages and activities

  func owners() -> [Responsible] {
    var result: [Responsible] = []
    func add(_ owner: Owner?) {
      guard let owner else { return }
      let named = named(owner)
      if !result.contains(named) { result.append(named) }
    }
    for stage in program.stages {
      add(stage.item.responsible)
      for activity in stage.activities {
        add(activity.item.responsible)
        activity.parts.forEach { add($0.item.responsible) }
      }
    }
    return result
  }

  private func row(_ item: ItemAnswer, _ info: ItemInfo, _ owners: [Responsible]) -> Row {
    var row = Row(place: info.span)
    row.cells = [
      .number: Self.cell(item.number), .title: Self.cell(item.title), .due: Self.cell(item.due),
      .starts: Self.cell(item.start), .wording: Self.cell(item.dueWording), .state: .text(item.state.rawValue),
      .doneOn: Self.cell(item.doneOn), .met: Self.cell(item.progress?.met), .total: Self.cell(item.progress?.total),
      .responsiblesCount: Self.cell(info.responsibleCount), .responsible: Self.cell(item.responsible?.role),
    ]
    row.links[.responsible] = item.responsible.flatMap { owners.firstIndex(of: $0) }
    return row
  }

  private func stageRows(_ stages: [StageAnswer], _ owners: [Responsible]) -> [Row] {
    zip(stages, program.stages).filter { Self.isNamed($0.0) }.map { row($0.item, $1.item, owners) }
  }

  /// Activities outside of any stage stand in one that is not the plan's.
  private static func isNamed(_ stage: StageAnswer) -> Bool { !stage.item.number.isEmpty || !stage.item.title.isEmpty }

  private func activityRows(_ stages: [StageAnswer], _ owners: [Responsible]) -> [Row] {
    var rows: [Row] = []
    func add(_ answer: ActivityAnswer, _ info: ActivityInfo, _ stage: Int?, _ title: String) {
      var row = row(answer.item, info.item, owners)
      row.cells[.doneCondition] = info.done == nil && info.parts.isEmpty ? .missing : .flag(true)
      row.cells[.documents] = Self.cell(info.documents.joined(separator: "; "))
      row.cells[.stage] = Self.cell(title)
      row.links[.stage] = stage
      rows.append(row)
      for (part, inner) in zip(answer.parts, info.parts) { add(part, inner, stage, title) }
    }
    for (index, (stage, info)) in zip(stages, program.stages).enumerated() {
      for (activity, inner) in zip(stage.activities, info.activities) {
        add(activity, inner, Self.isNamed(stage) ? index : nil, stage.item.title)
      }
    }
    return rows
  }

  // MARK: Findings and indicators

  /// The findings of the rules that ask about the registers; a rule about items is none of them.
  private func findingRows(on day: CivilDay) -> [Row] {
    let evaluator = evaluator(day)
    return program.rules.filter { !$0.readsItems }.flatMap { rule -> [Row] in
      let answer = ruleAnswer(rule, on: day)
      if answer.isPending { return [] }
      guard let set = rule.subjects else { return answer.found.listed.map { finding($0, answer, rule.span) } }
      let found = findings(rule, on: day).found
      let leads = rule.leads.mapValues { evaluator.rows($0, Frame(rows: found)) }
      return found.enumerated().map { index, row in
        let place = data.place(set.table, Int(row))
        let key = data.key(set.table, Int(row))
        let subject =
          answer.found.listed.first { $0.place == place && $0.key == key }
          ?? self.subject(set.table, Int(row), .broken, on: day, owner: rule.responsible)
        var made = finding(subject, answer, rule.span)
        made.leads = leads.mapValues { $0[index] }
        return made
      }
    }
  }

  private func finding(_ subject: SubjectAnswer, _ rule: RuleAnswer, _ place: Span) -> Row {
    Row(
      cells: [
        .rule: .text(rule.name), .record: .text(subject.label), .severity: .text(rule.gravity.rawValue),
        .message: Self.cell(subject.message),
        .responsible: Self.cell(subject.responsible.map { $0.person ?? $0.role }),
      ], place: place)
  }

  private func indicatorRows(on day: CivilDay) -> [Row] {
    program.indicators.filter { !$0.readsItems }.map { indicator in
      let answer = answer(indicator, on: day)
      var row = Row(place: indicator.span)
      row.cells = [
        .title: .text(answer.title), .value: Self.value(answer.value), .target: Self.cell(answer.target?.wording),
        .state: Self.cell(answer.target?.verdict.rawValue),
      ]
      return row
    }
  }

  /// A share in per cent; what cannot be told exactly is missing.
  private static func value(_ value: IndicatorValue) -> Column.Cell {
    switch value {
    case .share(let met, let failed, 0):
      Number(met * 100).flatMap { part in Number(met + failed).flatMap { part.divided(by: $0) } }.map { .number($0) }
        ?? .missing
    case .count(let least, let most): least == most ? cell(least) : .missing
    case .number(let number): .number(number)
    case .share, .date, .partial, .empty, .unknown: .missing
    }
  }
}
