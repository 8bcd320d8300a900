import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Checker {
  /// Whether a node is worded as a period or date rather than as a value.
  func isPeriod(_ node: Node) -> Bool {
    switch node.kind {
    case .day, .dayOfMonth, .month, .monthRange, .quarter, .years, .wholeYear, .yearNumber, .periodName, .edge,
      .range, .periodList, .itemAnchor, .schoolPart, .nthDay, .weekFrom:
      return true
    case .run:
      guard node.children.count == 1 else { return false }
      let word = text(node.children[0])
      if case .found = periodNames.find(word, stemmer: stemmer) { return true }
      return isDayParameter(word)
    default: return false
    }
  }

  /// The days of a period as worded; without a year, those inside the plan's period.
  func period(_ node: Node) -> Period? {
    switch node.kind {
    case .day: return day(node).map { Period($0) }
    case .dayOfMonth:
      guard let month = node.terminal?.month,
        let day = node.part(0)?.terminal?.ordinal ?? numbers(node).first
      else { return nil }
      return dated(node) { CivilDay(year: $0, month: month, day: day).map { Period($0) } }
    case .month:
      guard let month = node.terminal?.month else { return nil }
      return dated(node) { Period(month: month, of: $0) }
    case .monthRange: return monthRange(node)
    case .quarter:
      guard let number = node.terminal?.quarterNumber else { return nil }
      return dated(node) { year in
        guard let first = Period(month: number * 3 - 2, of: year), let last = Period(month: number * 3, of: year) else {
          return nil
        }
        return Period(first.first, last.last)
      }
    case .schoolPart: return schoolPeriod(node)
    case .nthDay: return nthDay(node)
    case .weekFrom:
      return node.part(0).flatMap { period($0) }.map { Period($0.first, $0.first.adding(days: 6)) }
    case .relativePeriod:
      report(.relativeNotHere, node, [.text(tree.text(node))])
      return nil
    case .years: return schoolYear(node)
    case .wholeYear: return planPeriod
    case .yearNumber: return numbers(node).first.flatMap { Period(calendarYear: $0) }
    case .edge:
      guard let whole = node.part(0).flatMap({ period($0) }) else { return nil }
      if let days = node.terminal?.daysOfMonth { return part(days, of: whole, node) }
      return Period(node.terminal == .edgeStart ? whole.first : whole.last)
    case .range: return range(node)
    case .periodList: return list(node)
    case .itemAnchor: return node.part(0).flatMap { itemPath($0) }.flatMap { itemWindow($0, node) }
    case .periodName, .run: return named(node)
    case .window: return node.part(0)?.kind == .range ? node.part(0).flatMap { period($0) } : openPeriod(node)
    default: return nil
    }
  }

  /// Some days of a month, as far as it has them.
  private func part(_ days: ClosedRange<Int>, of whole: Period, _ node: Node) -> Period? {
    let (year, month, _) = whole.first.date
    guard whole == Period(month: month, of: year) else {
      report(.partOfMonthExpected, node, [.text(tree.text(node))])
      return nil
    }
    let last = whole.first.adding(days: days.upperBound - 1)
    return Period(whole.first.adding(days: days.lowerBound - 1), min(last, whole.last))
  }

  /// A window with one end, within the plan's period.
  private func openPeriod(_ node: Node) -> Period? {
    guard let window = window(node), let plan = planPeriod else { return nil }
    let from = window.from ?? plan.first
    let until = window.until ?? plan.last
    return from <= until ? Period(from, until) : nil
  }

  private func numbers(_ node: Node) -> [Int] {
    tree.text(node).split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
  }

  /// The year written in a node, if any.
  private func year(_ node: Node) -> Int? { numbers(node).first { $0 >= 1000 } }

  private func day(_ node: Node) -> CivilDay? {
    let parts = numbers(node)
    if parts.count == 2 {
      return dated(node) { CivilDay(year: $0, month: parts[1], day: parts[0]).map { Period($0) } }?.first
    }
    guard parts.count >= 3 else { return nil }
    return parts[0] >= 1000
      ? CivilDay(year: parts[0], month: parts[1], day: parts[2])
      : CivilDay(year: parts[2], month: parts[1], day: parts[0])
  }

  /// A period that may lack its year: then the year inside the plan's period.
  private func dated(_ node: Node, _ make: (Int) -> Period?) -> Period? {
    if let year = year(node) {
      if let made = make(year) { return made }
      report(.impossibleDate, node, [.text(tree.text(node))])
      return nil
    }
    guard let plan = planPeriod else { return nil }
    var fitting: [Period] = []
    var possible = false
    for year in plan.first.year...plan.last.year {
      guard let made = make(year) else { continue }
      possible = true
      if made.overlaps(plan) { fitting.append(made) }
    }
    if fitting.count > 1 {
      report(
        .twoYearsFit, node,
        [.text(tree.text(node)), .number(fitting[0].first.year), .number(fitting[1].first.year)])
    }
    if let first = fitting.first { return first }
    if !possible {
      report(.impossibleDate, node, [.text(tree.text(node))])
      return nil
    }
    return make(plan.first.year)
  }

  /// «апрель–май 2025»: the year after the last month serves both; across New Year the first lies in the year before.
  private func monthRange(_ node: Node) -> Period? {
    let first = node.children[0]
    let last = node.children[1]
    guard let from = first.terminal?.month, let to = last.terminal?.month else { return nil }
    func make(_ year: Int) -> Period? {
      let start = self.year(first) ?? (from > to ? year - 1 : year)
      guard let a = Period(month: from, of: start), let b = Period(month: to, of: year), a.first <= b.last else {
        return nil
      }
      return Period(a.first, b.last)
    }
    if let year = year(last) {
      if let made = make(year) { return made }
      report(.periodReversed, node, [.text(tree.text(node))])
      return nil
    }
    return dated(last, make)
  }

  private func schoolYear(_ node: Node) -> Period? {
    let parts = numbers(node)
    guard parts.count >= 2 else { return nil }
    guard parts[1] == parts[0] + 1 || parts[1] < 100 && parts[1] == (parts[0] + 1) % 100 else {
      report(.schoolYearNotConsecutive, node, [.text(tree.text(node))])
      return nil
    }
    return Period(schoolYearFrom: parts[0])
  }

  private func range(_ node: Node) -> Period? {
    guard let lastNode = node.part(1), let last = period(lastNode) else { return nil }
    guard let firstNode = node.part(0) else { return nil }
    if firstNode.kind == .number, let day = firstNode.terminal?.ordinal ?? numbers(firstNode).first {
      let (year, month, _) = last.first.date
      guard let first = CivilDay(year: year, month: month, day: day), first <= last.last else {
        report(.periodReversed, node, [.text(tree.text(node))])
        return nil
      }
      return Period(first, last.last)
    }
    guard let first = period(firstNode) else { return nil }
    guard first.first <= last.last else {
      report(.periodReversed, node, [.text(tree.text(node))])
      return nil
    }
    return Period(first.first, last.last)
  }

  /// Months that adjoin are one window.
  private func list(_ node: Node) -> Period? {
    let periods = node.children.compactMap { period($0) }
    guard var whole = periods.first, periods.count == node.children.count else { return nil }
    for next in periods.dropFirst() {
      guard whole.adjoins(next) else {
        report(.periodsApart, node, [.text(tree.text(node))])
        return nil
      }
      whole = Period(whole.first, next.last)
    }
    return whole
  }

  private func named(_ node: Node) -> Period? {
    let word = node.kind == .run ? node.children[0] : node
    switch periodNames.find(text(word), stemmer: stemmer) {
    case .found(let entry):
      let draft = periods[entry.element]
      return within(draft.tree) { period(draft.node) }
    case .several(let entries):
      report(.ambiguousName, word, [.text(text(word)), .list(entries.map { .text($0.name) })])
    case .none:
      if isDayParameter(text(word)) { return constant(Node(.run, word.tokens, [word])) { period($0) } }
      reportUnknown(word, "kind.period", periodNames.entries.map(\.name))
    }
    return nil
  }

  /// The days on which a window is open; an absent end is open.
  func window(_ node: Node) -> (from: CivilDay?, until: CivilDay?)? {
    guard node.kind == .window, let part = node.part(0), !isItemOrDay(part), let days = period(part) else { return nil }
    switch node.terminal {
    case .after: return (days.last.adding(days: 1), nil)
    case .from: return part.kind == .range ? (days.first, days.last) : (days.first, nil)
    case .before, .atStart: return (nil, days.first.adding(days: -1))
    case .until:
      noteInclusive(node)
      return (nil, days.last)
    default: return (nil, days.last)
    }
  }

  /// «до 15 октября» is read as inclusive, and told.
  func noteInclusive(_ node: Node) {
    if node.children.last?.kind == .edge { return }
    report(.inclusiveUntil, node, [.text(tree.text(node))])
  }
}
