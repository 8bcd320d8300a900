import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// A month without a year that is the last of the plan, while its stage begins earlier: «август» may have been meant
  /// as that before the plan begins.
  static func monthAtTheEnd(_ context: Context) {
    let end = context.program.plan.period.last
    for (stage, activity) in context.program.stages.flatMap({ stage in stage.activities.map { (stage, $0) } }) {
      let item = activity.item
      guard case .window(let window, let wording) = item.due, window.first.year == end.year,
        window.first.date.month == end.date.month, !wording.contains(String(end.year)),
        let begins = stage.item.due.window?.first, begins < window.first
      else { continue }
      context.report(.monthAtTheEnd, item.span, [name(item), .text(wording), window.last.argument, begins.argument])
    }
  }
}
