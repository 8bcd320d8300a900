import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Checker {
  /// All school years that modules and the plan declare, by the year in which they begin. What the plan declares of a
  /// year stands for that of a module.
  func declaredSchoolYears() -> [Int: SchoolYear] {
    var result: [Int: SchoolYear] = [:]
    for tree in modules + [plan] {
      var own: Set<Int> = []
      for node in tree.root.children where node.kind == .statement && node.terminal == .schoolCalendar {
        within(tree) {
          guard let head = node.part(0), head.kind == .years, let whole = period(head) else { return }
          let year = whole.first.year
          guard own.insert(year).inserted, tree.source === plan.source || result[year] == nil else {
            duplicate(head, tree.text(head), nil)
            return
          }
          result[year] = schoolYear(node, whole)
        }
      }
    }
    return result
  }

  private func schoolYear(_ node: Node, _ whole: Period) -> SchoolYear {
    let status: WorkingCalendar.Status = node.property(.approved) == nil ? .provisional : .approved
    var result = SchoolYear(year: whole.first.year, status: status)
    var lines: [(part: SchoolYear.Part, node: Node, days: Period)] = []
    let saved = planPeriod
    planPeriod = whole
    defer { planPeriod = saved }
    for line in node.all(.schoolLine) {
      guard let partNode = line.part(0), let part = schoolPart(of: partNode), let daysNode = line.part(1),
        let days = period(daysNode)
      else { continue }
      guard whole.contains(days.first), whole.contains(days.last) else {
        report(.schoolPartOutsideYear, daysNode, [.text(tree.text(partNode)), .text(tree.text(daysNode))])
        continue
      }
      if result.parts[part] != nil {
        duplicate(partNode, tree.text(partNode), nil)
        continue
      }
      result.parts[part] = days
      lines.append((part, partNode, days))
    }
    checkParts(lines, result)
    return result
  }

  /// Quarters, and trimesters, and modules lie one after another with holidays between, and no pupil learns on holiday.
  private func checkParts(_ lines: [(part: SchoolYear.Part, node: Node, days: Period)], _ year: SchoolYear) {
    func kind(_ part: SchoolYear.Part) -> Int? {
      switch part {
      case .quarter: 0
      case .trimester: 1
      case .module: 2
      default: nil
      }
    }
    let holidays = lines.filter { $0.part.isHoliday && $0.part != .extraHolidays }
    for (index, line) in lines.enumerated() {
      for other in lines[..<index] where line.days.overlaps(other.days) {
        let isHoliday = [line, other].map { $0.part.isHoliday && $0.part != .extraHolidays }
        let kinds = [kind(line.part), kind(other.part)]
        // A trimester has holidays within it; a quarter and a module have none.
        let clash =
          isHoliday[0] && isHoliday[1] || kinds[0] != nil && kinds[0] == kinds[1]
          || isHoliday[0] && (kinds[1] == 0 || kinds[1] == 2) || isHoliday[1] && (kinds[0] == 0 || kinds[0] == 2)
        guard clash else { continue }
        let first = max(line.days.first, other.days.first)
        report(
          .schoolPartsOverlap, line.node,
          [.text(tree.text(line.node)), .text(tree.text(other.node)), first.argument],
          notes: [.init("other", .source(tree.span(other.node)))])
      }
    }
    let working = ownCalendar
    for which in [0, 2] {
      let parts = lines.filter { kind($0.part) == which }.sorted { $0.days.first < $1.days.first }
      for (before, after) in zip(parts, parts.dropFirst()) where before.days.last < after.days.first {
        let between = before.days.last.number + 1..<after.days.first.number
        let bare = between.map { CivilDay(number: $0) }.filter { day in
          working.isWorked(day) && !holidays.contains { $0.days.contains(day) }
        }
        guard let first = bare.first, let last = bare.last else { continue }
        report(
          .schoolGap, after.node,
          [.text(tree.text(before.node)), .text(tree.text(after.node)), first.argument, last.argument],
          notes: [.init("other", .source(tree.span(before.node)))])
      }
    }
  }

  /// The working calendar that goes with the school calendars of a file: the file's own, else the plan's.
  private var ownCalendar: WorkingCalendar {
    calendars.first { $0.source === tree.source }?.calendar ?? calendar
  }

  // MARK: Parts as periods

  func schoolPart(of node: Node) -> SchoolYear.Part? {
    let number = node.part(0)?.terminal?.ordinal ?? 0
    switch node.terminal {
    case .schoolQuarter: return .quarter(number)
    case .trimester: return .trimester(number)
    case .schoolModule: return .module(number)
    case .schoolHalf: return .half(number)
    case .schoolHalf1: return .half(1)
    case .schoolHalf2: return .half(2)
    case .autumnHolidays: return .autumnHolidays
    case .winterHolidays: return .winterHolidays
    case .springHolidays: return .springHolidays
    case .summerHolidays: return .summerHolidays
    case .extraHolidays: return .extraHolidays
    default: return nil
    }
  }

  /// The days of a part of the school year; without a year, of the one in the plan's period.
  func schoolPeriod(_ node: Node) -> Period? {
    guard let part = schoolPart(of: node) else { return nil }
    if let yearNode = node.part(1) {
      return period(yearNode).flatMap { days(of: part, node, in: [$0.first.year], within: nil) }
    }
    guard let plan = planPeriod else { return nil }
    let years = SchoolYear.year(of: plan.first)...SchoolYear.year(of: plan.last)
    return days(of: part, node, in: Array(years), within: plan)
  }

  private func days(of part: SchoolYear.Part, _ node: Node, in years: [Int], within plan: Period?) -> Period? {
    let declared = years.compactMap { schoolYears[$0] }
    if declared.isEmpty || years.count == 1 && declared.count < years.count {
      report(.noSchoolYear, node, [.text(tree.text(node)), .text("\(years[0])/\(years[0] + 1)")])
      return nil
    }
    let found = declared.compactMap { year in year.days(of: part).map { (year, $0) } }
    guard !found.isEmpty else {
      report(.noSchoolPart, node, [.text(tree.text(node)), .text("\(declared[0].year)/\(declared[0].year + 1)")])
      return nil
    }
    let fitting = found.filter { plan?.overlaps($0.1) ?? true }
    if fitting.count > 1 {
      report(
        .twoYearsFit, node, [.text(tree.text(node)), .number(fitting[0].0.year), .number(fitting[1].0.year)])
    }
    if fitting.isEmpty, let missing = years.first(where: { schoolYears[$0] == nil }) {
      report(.noSchoolYear, node, [.text(tree.text(node)), .text("\(missing)/\(missing + 1)")])
      return nil
    }
    return (fitting.first ?? found[0]).1
  }

  /// All parts of one kind that lie in a period, in order; nil where its school years are not declared.
  func schoolPeriods(_ unit: Terminal, _ node: Node) -> [Period]? {
    guard let plan = planPeriod else { return nil }
    var result: [Period] = []
    for year in SchoolYear.year(of: plan.first)...SchoolYear.year(of: plan.last) {
      guard let declared = schoolYears[year] else {
        report(.noSchoolYear, node, [.text(tree.text(node)), .text("\(year)/\(year + 1)")])
        return nil
      }
      let parts: [SchoolYear.Part] = (1...9).map { number in
        switch unit {
        case .trimester: .trimester(number)
        case .schoolModule: .module(number)
        case .schoolHalf: .half(number)
        default: .quarter(number)
        }
      }
      let days = parts.compactMap { declared.days(of: $0) }
      if days.isEmpty {
        report(.noSchoolPart, node, [.text(tree.text(node)), .text("\(year)/\(year + 1)")])
        return nil
      }
      result += days.filter { $0.overlaps(plan) }
    }
    return result.sorted { $0.first < $1.first }
  }

  /// The table of the plan or its modules in which schools write something of their own, once it has rows.
  func ownTable(named terminals: [Terminal]) -> Int? {
    let words = Vocabulary.standard.words(of: terminals).map { Letters.fold($0) }
    return tables.indices.first { index in
      words.contains(Letters.fold(tables[index].name)) && tables[index].stateNodes != nil
        && tables[index].table != nil
    }
  }
}
