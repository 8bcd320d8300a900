import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// So many activities due on one day that nobody could see to them.
  static func overload(_ context: Context) {
    let limit = 12
    var byDay: [CivilDay: [ItemInfo]] = [:]
    for (activity, _, _) in context.activities {
      guard let due = activity.item.due.window?.last else { continue }
      byDay[due, default: []].append(activity.item)
    }
    for (day, items) in byDay.sorted(by: { $0.key < $1.key }) where items.count >= limit {
      context.report(.overloadedDate, items[0].span, [day.argument, .number(items.count)])
    }
  }
}
