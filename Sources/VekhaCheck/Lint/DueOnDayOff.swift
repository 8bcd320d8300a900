import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// A named day and the end of a period never move: what is due on a day off of the plan's calendar is told, once for
  /// the plan. Without a calendar of its own the plan says nothing of days off, and the plan's last day is nobody's.
  static func dueOnDayOff(_ context: Context) {
    let head = context.plan.root.children.first { $0.terminal == .plan }
    guard head?.property(.calendar) != nil else { return }
    let calendar = context.program.calendar
    let late = context.activities.filter { activity in
      guard case .window(let window, _) = activity.info.item.due else { return false }
      return window.last != context.program.plan.period.last && !calendar.isWorked(window.last)
    }
    guard let first = late.first?.info.item else { return }
    let items = late.map { Argument.item(number: $0.info.item.number, title: $0.info.item.title) }
    context.report(.dueOnDayOff, first.span, [.number(items.count), .list(items)])
  }
}
