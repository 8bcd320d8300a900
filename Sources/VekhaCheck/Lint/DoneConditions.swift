import VekhaSyntax
import VekhaText

extension Lint {
  /// More activities than these are told of in one message.
  private static let fewest = 4

  /// An activity that no condition and no document can show to be done.
  static func doneConditions(_ context: Context) {
    // With a journal a mark in it can show that it was done.
    let severity: Diagnostic.Severity? = context.program.hasJournal ? .warning : nil
    let bare = context.activities.filter { $0.node.property(.doneWhen) == nil && $0.info.documents.isEmpty }
    if bare.count > fewest {
      // The same fault everywhere is one fault of the plan.
      let items = bare.map {
        Argument.item(number: $0.info.item.number, title: $0.info.item.number.isEmpty ? $0.info.item.title : "")
      }
      context.report(
        .noDoneConditions, bare[0].info.item.span,
        [.number(bare.count), .list(items), .number(context.activities.count)],
        severity: severity)
      return
    }
    for (activity, _, _) in bare {
      context.report(.noDoneCondition, activity.item.span, [name(activity.item)], severity: severity)
    }
  }
}
