import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// A deadline before the act that approves the plan, or outside of the plan's period: most often a year left over
  /// from the plan before. The same months of the plan's own year are proposed.
  static func dueInsidePlan(_ context: Context) {
    let plan = context.program.plan
    for activity in context.activities {
      let item = activity.info.item
      let own = activity.node.property(.due)
      // What a stage says is told once, with its first activity.
      guard case .window(let window, let wording) = item.due, own != nil || activity.isFirst,
        let dueNode = (own ?? activity.stage.property(.due))?.part(0)
      else { continue }
      let span = context.plan.span(dueNode)
      let proposal = proposal(wording, window, plan.period)
      let proposals = proposal.map { [$0] } ?? []
      if let approved = plan.approvedOn, window.last < approved {
        context.report(
          .dueBeforeApproval, span,
          [name(item), window.last.argument, approved.argument, .text(proposal ?? "")], proposals: proposals)
      }
      if !plan.period.contains(window.first) || !plan.period.contains(window.last) {
        context.report(
          .dueOutsidePeriod, span,
          [
            name(item), window.last.argument, plan.period.first.argument, plan.period.last.argument,
            .text(proposal ?? ""),
          ], proposals: proposals)
      }
    }
  }

  /// The wording with the year that lies inside the plan's period.
  private static func proposal(_ wording: String, _ window: Period, _ plan: Period) -> String? {
    let old = window.last.year
    guard wording.contains(String(old)) else { return nil }
    for year in plan.first.year...plan.last.year where year != old {
      let shift = (year - old) * 12
      let moved = Period(window.first.adding(months: shift), window.last.adding(months: shift))
      if plan.contains(moved.first), plan.contains(moved.last) {
        return wording.replacing(String(old), with: String(year))
      }
    }
    return nil
  }
}
