import VekhaSyntax
import VekhaText

extension Lint {
  /// Exactly one answers for an activity; others help.
  static func responsibles(_ context: Context) {
    var told: Set<ObjectIdentifier> = []
    for activity in context.activities {
      let item = activity.info.item
      guard let property = activity.node.property(.responsible) ?? activity.stage.property(.responsible) else {
        if item.responsible == nil { context.report(.noResponsible, item.span, [name(item)]) }
        continue
      }
      // What a stage says is told once, at the stage.
      guard told.insert(ObjectIdentifier(property)).inserted else { continue }
      let names = property.children.filter { $0.kind != .junk }.map { Argument.text(context.plan.text($0)) }
      guard names.count > 1 else { continue }
      let isOwn = activity.node.property(.responsible) != nil
      context.report(
        .severalResponsibles, context.plan.span(property),
        [isOwn ? name(item) : stageName(activity.stage, context), .list(names)])
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
    var answering: Set<String> = []
    for activity in context.activities {
      if case .role(let name, _)? = activity.info.item.responsible { answering.insert(name) }
    }
    for role in context.checker.roles where role.person == nil && role.owner == nil && answering.contains(role.name) {
      context.report(.responsibleWithoutPerson, role.span, [.text(role.name)])
    }
  }
}
