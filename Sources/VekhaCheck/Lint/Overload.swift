import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// So many activities due on one day are more than anybody can see to.
  private static let mostOnOneDay = 12

  static func overload(_ context: Context) {
    var byDay: [CivilDay: [ItemInfo]] = [:]
    for activity in context.activities {
      guard let due = activity.info.item.due.window?.last else { continue }
      byDay[due, default: []].append(activity.info.item)
    }
    for (day, items) in byDay.sorted(by: { $0.key < $1.key }) where items.count >= mostOnOneDay {
      context.report(.overloadedDate, items[0].span, [day.argument, .number(items.count)])
    }
  }
}
