import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// Deadlines that rest on a year which the calendar has not, or which nobody has approved: working days, quarters,
  /// holidays. Each year is told once, where it is first needed.
  static func calendarYears(_ context: Context) {
    var told: Set<String> = []
    for activity in context.activities {
      let own = activity.node.property(.due)
      guard own != nil || activity.isFirst, let due = (own ?? activity.stage.property(.due))?.part(0) else { continue }
      let reads = reads(of: due)
      let last = activity.info.item.due.window?.last
      if reads.contains(.workingDays) {
        let days = last.map { Period($0) } ?? context.program.plan.period
        let status = context.program.calendar.status(over: days)
        for year in days.first.year...days.last.year
        where status != .approved && context.program.calendar.years[year]?.status != .approved {
          tell(context.program.calendar.years[year]?.status ?? .missing, "\(year)", due)
        }
      }
      if reads.contains(.school), let year = last.map(SchoolYear.year(of:)),
        let school = context.program.schoolYears[year], school.status != .approved
      {
        tell(school.status, "\(year)/\(year + 1)", due)
      }
    }
    func tell(_ status: WorkingCalendar.Status, _ year: String, _ node: Node) {
      guard told.insert(year).inserted else { return }
      let span = context.plan.span(node)
      context.report(
        .calendarYearNotApproved, span,
        [.text(span.text), .text(year), .word(status == .missing ? "calendar.missing" : "calendar.provisional")])
    }
  }

  private enum Reads { case workingDays, school }

  private static func reads(of node: Node) -> Set<Reads> {
    var result = node.children.reduce(into: Set<Reads>()) { $0.formUnion(reads(of: $1)) }
    if node.terminal == .workingDay || node.kind == .term && node.terminal == .eve || node.terminal == .offDays {
      result.insert(.workingDays)
    }
    let schoolSpans: Set<Terminal> = [.schoolQuarter, .trimester, .schoolModule, .schoolHalf, .holidayDays]
    if node.kind == .schoolPart || node.terminal.map(schoolSpans.contains) == true { result.insert(.school) }
    return result
  }
}
