import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Checker {
  /// The calendar that the plan names; Monday to Friday where it names none. A name that no calendar has was told when
  /// the modules were loaded.
  func planCalendar() -> WorkingCalendar {
    let calendars = declaredCalendars()
    self.calendars = calendars.map { (source: $0.source, calendar: $0.calendar) }
    guard let word = planNode?.property(.calendar)?.part(0) else { return .mondayToFriday }
    let name = Letters.fold(plan.text(word))
    return calendars.first { $0.names.contains(name) }?.calendar ?? .mondayToFriday
  }

  /// All calendars of the modules and the plan. A statement with a year adds to the calendar of that name.
  private func declaredCalendars() -> [(names: [String], source: SourceText, calendar: WorkingCalendar)] {
    var calendars: [(names: [String], source: SourceText, calendar: WorkingCalendar)] = []
    let nodes = (modules + [plan]).flatMap { tree in
      tree.root.children.filter { $0.kind == .statement && $0.terminal == .calendar }.map { (tree, $0) }
    }
    for (tree, node) in nodes where node.part(1) == nil {
      within(tree) {
        guard let name = node.part(0) else { return }
        if calendars.contains(where: { $0.names.contains(folded(name)) }) {
          duplicate(name, text(name), nil)
          return
        }
        var calendar = WorkingCalendar(name: text(name), restDays: [])
        readEveryYear(node, into: &calendar)
        calendars.append(([folded(name)] + node.all(.alias).map { folded($0) }, tree.source, calendar))
      }
    }
    for (tree, node) in nodes {
      guard let yearNode = node.part(1), let name = node.part(0) else { continue }
      within(tree) {
        guard let index = calendars.firstIndex(where: { $0.names.contains(folded(name)) }) else {
          let names = calendars.flatMap(\.names)
          report(
            .unknownCalendar, name, [.text(text(name)), .list(names.map(Argument.text))],
            proposals: Closeness.proposals(for: text(name), among: names))
          return
        }
        if let year = Int(tree.text(yearNode).prefix(4)) { readYear(node, year, into: &calendars[index].calendar) }
      }
    }
    return calendars
  }

  private func readEveryYear(_ node: Node, into calendar: inout WorkingCalendar) {
    refuse(
      [.approved, .daysOff, .workedDays, .shortenedDays], of: node,
      allowed: [.restDays, .holidays, .termsMove, .leapBirthday])
    if let day = node.property(.leapBirthday)?.part(0), let birthday = days(of: day, in: 2023)?.last {
      // 28 February, else 1 March.
      calendar.hasEarlyLeapBirthday = birthday.month == 2
    }
    calendar.restDays = Set(node.property(.restDays)?.children.compactMap { $0.terminal?.weekday } ?? [])
    calendar.movesTerms = node.property(.termsMove)?.part(0)?.terminal == .yes
    // A leap year has every day that some year has.
    for day in days(node.property(.holidays), in: 2000) {
      let (_, month, date) = day.date
      calendar.holidays.insert(WorkingCalendar.MonthDay(month: month, day: date))
    }
  }

  private func readYear(_ node: Node, _ year: Int, into calendar: inout WorkingCalendar) {
    refuse(
      [.restDays, .holidays, .termsMove, .leapBirthday], of: node,
      allowed: [.approved, .daysOff, .workedDays, .shortenedDays])
    let act = node.property(.approved)?.part(0).map { tree.text($0) }
    // What a plan adds to a year that a module has approved leaves it approved.
    if act != nil || calendar.years[year] == nil {
      calendar.years[year] = WorkingCalendar.Year(status: act == nil ? .provisional : .approved, act: act)
    }
    calendar.daysOff.formUnion(days(node.property(.daysOff), in: year))
    calendar.workedDays.formUnion(days(node.property(.workedDays), in: year))
    calendar.shortenedDays.formUnion(days(node.property(.shortenedDays), in: year))
  }

  private func refuse(_ properties: [Terminal], of node: Node, allowed: [Terminal]) {
    for terminal in properties {
      guard let property = node.property(terminal) else { continue }
      report(
        .propertyNotHere, property,
        [
          .terminal(terminal.rawValue), .terminal(Terminal.calendar.rawValue),
          .list(allowed.map { .terminal($0.rawValue) }),
        ])
    }
  }

  /// The days of a period that is written without its year.
  private func days(of node: Node, in year: Int) -> Period? {
    let saved = planPeriod
    planPeriod = Period(calendarYear: year)
    defer { planPeriod = saved }
    return period(node)
  }

  /// The days that a property lists; what is written without a year lies in this one.
  private func days(_ property: Node?, in year: Int) -> [CivilDay] {
    guard let property, let whole = Period(calendarYear: year) else { return [] }
    let saved = planPeriod
    planPeriod = whole
    defer { planPeriod = saved }
    var days: [CivilDay] = []
    for node in property.children where isPeriod(node) {
      guard let period = period(node) else { continue }
      guard whole.contains(period.first), whole.contains(period.last) else {
        report(.dayOutsideCalendarYear, node, [.text(tree.text(node))])
        continue
      }
      days += (period.first.number...period.last.number).map { CivilDay(number: $0) }
    }
    return days
  }
}
