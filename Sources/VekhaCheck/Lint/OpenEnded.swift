import VekhaSyntax
import VekhaText

extension Lint {
  /// Work of the whole year that has no frequency and no condition can never be late; work on request that has no
  /// condition never ends.
  static func openEnded(_ context: Context) {
    for activity in context.activities where activity.node.property(.doneWhen) == nil {
      let item = activity.info.item
      let property = activity.node.property(.due) ?? activity.stage.property(.due)
      let span = property.map { context.plan.span($0) } ?? item.span
      switch item.due {
      case .window where property?.part(0)?.kind == .wholeYear:
        context.report(.recurringWithoutPeriod, span, [name(item)])
      case .onRequest: context.report(.openEndedWithoutAlarm, span, [name(item)])
      default: break
      }
    }
  }
}
