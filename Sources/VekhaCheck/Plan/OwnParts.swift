import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// The table in which schools write their own quarters: a reference to the school, the part, its first and last day.
struct OwnParts {
  var table: Int
  /// The column that names the part.
  var column: Int
  /// How the cells call each part.
  var texts: [SchoolYear.Part: [String]]
}

extension Checker {
  /// The table of the plan or its modules in which schools write their own parts of the year, once it has rows.
  func ownPartTable() -> OwnParts? {
    guard let index = ownTable(named: [.schoolQuarter, .trimester, .schoolModule, .schoolHalf]),
      let table = tables[index].table,
      let column = tables[index].fields.first(where: { [.typeText, .typeCategory].contains($0.type) })?.column,
      case .texts(let codes, let dictionary) = table.columns[column].values
    else { return nil }
    var result = OwnParts(table: index, column: column, texts: [:])
    for (code, text) in dictionary.enumerated() {
      if let part = writtenPart(text) {
        result.texts[part, default: []].append(text)
        continue
      }
      let row = codes.indices.first { codes[$0] == Int32(code) && table.columns[column].present.contains($0) }
      guard let row else { continue }
      let place = CellPlace(file: table.file, line: Int(table.rowLines[row]), title: table.columns[column].title)
      report(Diagnostic(.notSchoolPart, .cell(place), [.text(text)]))
    }
    return result
  }

  /// `I четверть`, `2 триместр`; a number alone is a quarter.
  private func writtenPart(_ text: String) -> SchoolYear.Part? {
    if let number = Int(text) { return (1...4).contains(number) ? .quarter(number) : nil }
    let source = SourceText(name: "", text: text)
    let read = Parser.parseValue(in: source, 0..<source.bytes.count)
    guard read.diagnostics.isEmpty, let node = read.tree.root.children.first, node.kind == .schoolPart else {
      return nil
    }
    return schoolPart(of: node)
  }

  /// The days of a part of the school year as values of the record in scope: those of its school where that has its own,
  /// else the calendar's. Nil where nothing of the sort is meant, or no school is led to.
  func ownWindow(_ node: Node, _ scope: Scope) -> TimeWindow? {
    guard let own = ownParts, !scope.isEmpty else { return nil }
    switch node.kind {
    case .edge:
      guard node.terminal == .edgeStart || node.terminal == .edgeEnd, let part = node.part(0),
        let window = ownWindow(part, scope)
      else { return nil }
      let edge = node.terminal == .edgeStart ? window.low : window.high
      return TimeWindow(low: edge, high: edge)
    case .schoolPart:
      guard let part = schoolPart(of: node) else { return nil }
      if case .half(let number) = part, own.texts[part] == nil, (1...2).contains(number) {
        guard let first = window(of: .quarter(number * 2 - 1), own, node, scope),
          let last = window(of: .quarter(number * 2), own, node, scope)
        else { return nil }
        return TimeWindow(low: first.low, high: last.high)
      }
      return window(of: part, own, node, scope)
    case .relativePeriod:
      guard node.part(0)?.terminal == .schoolQuarter,
        let rows = ownRows(.schoolQuarter, own, node, scope),
        let listed = quietly({ schoolPeriods(.schoolQuarter, node) })
      else { return nil }
      let offset = node.terminal == .previousOne ? -1 : node.terminal == .nextOne ? 1 : 0
      return window(rows, listed, offset: offset, node)
    default: return nil
    }
  }

  private func window(of part: SchoolYear.Part, _ own: OwnParts, _ node: Node, _ scope: Scope) -> TimeWindow? {
    let fallback = quietly { schoolPeriod(node) }
    guard let texts = own.texts[part], let whole = fallback,
      let year = Period(schoolYearFrom: SchoolYear.year(of: whole.first)),
      let calendars = schoolYears[SchoolYear.year(of: whole.first)]?.days(of: part),
      let rows = ownRows(texts, in: year, own, node, scope)
    else { return nil }
    return window(rows, [calendars], offset: nil, node)
  }

  private func window(_ rows: SetExpression, _ listed: [Period], offset: Int?, _ node: Node) -> TimeWindow {
    func edge(_ isLast: Bool) -> Value {
      Value(
        id: identifier(), .ownEdge(rows, else: listed, offset: offset, isLast: isLast), .date, tree.span(node))
    }
    return TimeWindow(low: edge(false), high: edge(true))
  }

  /// The rows of the school's own parts of one kind.
  func ownRows(_ unit: Terminal, _ own: OwnParts, _ node: Node, _ scope: Scope) -> SetExpression? {
    let texts = own.texts.filter { part, _ in
      switch part {
      case .quarter: unit == .schoolQuarter
      case .trimester: unit == .trimester
      case .module: unit == .schoolModule
      case .half: unit == .schoolHalf
      default: false
      }
    }
    return texts.isEmpty ? nil : ownRows(texts.values.flatMap { $0 }.sorted(), in: planPeriod, own, node, scope)
  }

  /// Rows that the cells call so and that begin in a period.
  private func ownRows(
    _ texts: [String], in period: Period?, _ own: OwnParts, _ node: Node, _ scope: Scope
  ) -> SetExpression? {
    let span = tree.span(node)
    let member = RecordPath(level: scope.levels.count, table: own.table)
    let called = Value(id: identifier(), .column(member, own.column), .text, span)
    let names = texts.map { Value(id: identifier(), .text($0), .text, span) }
    var filters = [Condition(id: identifier(), .oneOf(called, names), span)]
    if let period, let from = presenceDate(member) {
      let (low, high) = (date(period.first, span), date(period.last, span))
      filters.append(Condition(id: identifier(), .within(from, low: low, high: high), span))
    }
    return schoolRows(of: own.table, node, scope, filter: all(filters, span))
  }

  /// What is looked up without telling what is wrong with it: that is told where it is needed.
  private func quietly<Result>(_ body: () -> Result?) -> Result? {
    let told = diagnostics.count
    let result = body()
    if result == nil { dropDiagnostics(after: told) }
    return result
  }
}
