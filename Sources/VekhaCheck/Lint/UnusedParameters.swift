import VekhaSyntax
import VekhaText

extension Lint {
  /// A parameter of the plan that nothing asks for: often the name of a module's, misspelt.
  static func unusedParameters(_ context: Context) {
    let checker = context.checker
    for parameter in checker.parameters where !parameter.isUsed && parameter.tree.source === context.plan.source {
      let others = checker.parameters.filter { $0.tree.source !== context.plan.source }.map(\.name)
      context.report(
        .unusedParameter, parameter.span, [.text(parameter.name)],
        proposals: Closeness.proposals(for: parameter.name, among: others))
    }
  }
}
