import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Checker {
  /// «последняя пятница октября», «первый рабочий день января», «первая неделя сентября».
  func nthDay(_ node: Node) -> Period? {
    guard let which = node.part(0)?.terminal, let whole = node.part(1).flatMap({ period($0) }) else { return nil }
    let choices: [Period]
    if node.terminal == .week {
      choices = weeks(of: whole)
    } else {
      let days = (whole.first.number...whole.last.number).map { CivilDay(number: $0) }
      let weekday = node.terminal?.weekday
      choices = days.filter { weekday == nil ? calendar.isWorked($0) : $0.weekday == weekday }.map { Period($0) }
    }
    if let found = Self.pick(which, of: choices) { return found }
    report(.noSuchDay, node, [.text(tree.text(node))])
    return nil
  }

  static func pick<Element>(_ which: Terminal, of choices: [Element]) -> Element? {
    switch which {
    case .ordinalLast: return choices.last
    case .ordinalPenultimate: return choices.dropLast().last
    default:
      guard let number = which.ordinal, choices.indices.contains(number - 1) else { return nil }
      return choices[number - 1]
    }
  }

  /// The weeks of a period, Monday to Sunday, as far as they lie in it. A week belongs where its Thursday lies, as in
  /// ISO 8601.
  private func weeks(of whole: Period) -> [Period] {
    var result: [Period] = []
    var week = CalendarSpan.week.around(whole.first)
    while week.first <= whole.last {
      if whole.contains(week.first.adding(days: 3)) {
        result.append(Period(max(week.first, whole.first), min(week.last, whole.last)))
      }
      week = CalendarSpan.week.around(week.last.adding(days: 1))
    }
    return result
  }

  /// The first and the last day of «прошлый месяц», «эта неделя» as seen from the date of the question.
  func relativeWindow(_ node: Node) -> TimeWindow? {
    guard node.kind == .relativePeriod, let span = relativeSpan(node) else { return nil }
    let offset = node.terminal == .previousOne ? -1 : node.terminal == .nextOne ? 1 : 0
    func edge(_ isLast: Bool) -> Value {
      Value(id: identifier(), .spanEdge(span, offset: offset, isLast: isLast), .date, tree.span(node))
    }
    return TimeWindow(low: edge(false), high: edge(true))
  }

  private func relativeSpan(_ node: Node) -> RelativeSpan? {
    switch node.part(0)?.terminal {
    case .week: return .calendar(.week)
    case .month: return .calendar(.month)
    case .quarter: return .calendar(.quarter)
    case .year: return .calendar(.year)
    case .schoolYear: return .calendar(.schoolYear)
    case .schoolQuarter: return schoolPeriods(.schoolQuarter, node).map { .listed($0) }
    default: return nil
    }
  }
}
