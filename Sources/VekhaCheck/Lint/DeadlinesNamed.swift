import VekhaSyntax
import VekhaText

extension Lint {
  /// No deadline at all, or one that refers to a schedule which is not named.
  static func deadlinesNamed(_ context: Context) {
    for activity in context.activities {
      let item = activity.info.item
      switch item.due {
      case .none:
        if activity.node.property(.due) == nil, activity.stage.property(.due) == nil {
          context.report(.noDeadline, item.span, [name(item)])
        }
      case .bySchedule(nil, false, let wording):
        let property = activity.node.property(.due) ?? activity.stage.property(.due)
        let span = property.map { context.plan.span($0) } ?? item.span
        context.report(.dueRefersToNothing, span, [name(item), .text(wording)])
      default: break
      }
    }
  }
}
