import VekhaSyntax
import VekhaText

extension Lint {
  /// An activity that no condition and no document can show to be done.
  static func doneConditions(_ context: Context) {
    for (activity, node, _) in context.activities
    where node.property(.doneWhen) == nil && activity.documents.isEmpty {
      // With a journal a mark in it can show that it was done.
      let severity: Diagnostic.Severity? = context.program.hasJournal ? .warning : nil
      context.report(.noDoneCondition, activity.item.span, [name(activity.item)], severity: severity)
    }
  }
}
