import VekhaSyntax
import VekhaText

extension Lint {
  /// No deadline at all, or one that refers to a schedule which is not named.
  static func deadlinesNamed(_ context: Context) {
    for (activity, node, stage) in context.activities {
      switch activity.item.due {
      case .none:
        if node.property(.due) == nil, stage.property(.due) == nil {
          context.report(.noDeadline, activity.item.span, [name(activity.item)])
        }
      case .bySchedule(nil, let wording):
        let property = node.property(.due) ?? stage.property(.due)
        let span = property.map { context.plan.span($0) } ?? activity.item.span
        context.report(.dueRefersToNothing, span, [name(activity.item), .text(wording)])
      default: break
      }
    }
  }
}
