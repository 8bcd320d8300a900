import VekhaSyntax
import VekhaText

extension Lint {
  /// Work of the whole year that has no frequency and no condition can never be late; work on request that has no
  /// condition never ends.
  static func openEnded(_ context: Context) {
    for (activity, node, stage) in context.activities where node.property(.doneWhen) == nil {
      let property = node.property(.due) ?? stage.property(.due)
      let span = property.map { context.plan.span($0) } ?? activity.item.span
      switch activity.item.due {
      case .window where property?.part(0)?.kind == .wholeYear:
        context.report(.recurringWithoutPeriod, span, [name(activity.item)])
      case .onRequest: context.report(.openEndedWithoutAlarm, span, [name(activity.item)])
      default: break
      }
    }
  }
}
