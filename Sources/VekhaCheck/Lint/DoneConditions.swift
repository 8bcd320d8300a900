import VekhaSyntax
import VekhaText

extension Lint {
  /// An activity that no condition and no document can show to be done.
  static func doneConditions(_ context: Context) {
    for (activity, _, _) in context.activities where activity.done == nil && activity.documents.isEmpty {
      context.report(.noDoneCondition, activity.item.span, [name(activity.item)])
    }
  }
}
