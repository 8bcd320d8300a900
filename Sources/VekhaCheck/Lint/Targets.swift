import VekhaSyntax
import VekhaText

extension Lint {
  /// A plan of activities without any indicator that has a target.
  static func targets(_ context: Context) {
    guard !context.activities.isEmpty, !context.program.indicators.contains(where: { $0.target != nil }) else { return }
    context.report(.noTarget, context.program.plan.span, [.text(context.program.plan.title)])
  }
}
