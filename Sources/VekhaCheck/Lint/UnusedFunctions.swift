import VekhaSyntax
import VekhaText

extension Lint {
  /// A function of the plan that nothing calls: its value was never looked at.
  static func unusedFunctions(_ context: Context) {
    for function in context.checker.functions where !function.isUsed && function.tree.source === context.plan.source {
      context.report(.unusedFunction, function.span, [.text(function.name)])
    }
  }
}
