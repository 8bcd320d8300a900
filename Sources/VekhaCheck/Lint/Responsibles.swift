import VekhaSyntax
import VekhaText

extension Lint {
  /// Exactly one answers for an activity; others help.
  static func responsibles(_ context: Context) {
    for (activity, node, stage) in context.activities {
      let own = node.property(.responsible)
      guard let property = own ?? stage.property(.responsible) else {
        context.report(.noResponsible, activity.item.span, [name(activity.item)])
        continue
      }
      // What a stage says is told once, at the stage.
      if own == nil,
        context.activities.first(where: { $0.stage === stage && $0.node.property(.responsible) == nil })?.node !== node
      {
        continue
      }
      let names = property.children.filter { $0.kind != .junk }.map { Argument.text(context.plan.text($0)) }
      if names.count > 1 {
        let item = own == nil ? stageName(stage, context) : name(activity.item)
        context.report(.severalResponsibles, context.plan.span(property), [item, .list(names)])
      }
    }
    withoutPerson(context)
  }

  private static func stageName(_ stage: Node, _ context: Context) -> Argument {
    let number = stage.part(0).map { context.plan.text($0) } ?? ""
    let title = stage.part(2).map { context.plan.content($0) } ?? ""
    return .item(number: number, title: title)
  }

  /// A role that answers for something and has nobody in it.
  private static func withoutPerson(_ context: Context) {
    for role in context.checker.roles where role.person == nil && role.owner == nil {
      let answers = context.activities.contains { activity, _, _ in
        if case .role(let name, _)? = activity.item.responsible { return name == role.name }
        return false
      }
      if answers { context.report(.responsibleWithoutPerson, role.span, [.text(role.name)]) }
    }
  }
}
