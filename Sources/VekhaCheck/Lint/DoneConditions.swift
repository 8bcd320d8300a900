import VekhaSyntax
import VekhaText

extension Lint {
  /// More activities than these are told of in one message: the same fault everywhere is one fault of the plan.
  private static let fewest = 4

  /// An activity that no condition and no document can show to be done.
  static func doneConditions(_ context: Context) {
    // With a journal a mark in it can show that it was done.
    let severity: Diagnostic.Severity? = context.program.hasJournal ? .warning : nil
    // What counts towards a cadence says it too.
    let bare = context.activities.filter {
      $0.node.property(.doneWhen) == nil && $0.info.documents.isEmpty && $0.info.counts == nil
    }.map(\.info.item)
    guard bare.count > fewest else {
      for item in bare { context.report(.noDoneCondition, item.span, [name(item)], severity: severity) }
      return
    }
    let items = bare.map { Argument.item(number: $0.number, title: $0.number.isEmpty ? $0.title : "") }
    context.report(
      .noDoneConditions, bare[0].span, [.number(bare.count), .list(items), .number(context.activities.count)],
      severity: severity)
  }
}
