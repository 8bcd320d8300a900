import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Checker {
  /// A ground as worded, its force, and the days on which it is in force.
  func ground(_ property: Node?) -> Ground? {
    guard let node = property?.part(0), node.kind == .ground, let act = node.part(0) else { return nil }
    var ground = Ground(wording: worded(act), force: nil, from: nil, until: nil)
    switch node.terminal {
    case .forceLaw: ground.force = .law
    case .forceAdvice: ground.force = .recommendation
    case .forceLocal: ground.force = .local
    case .forceOurs: ground.force = .ours
    default: break
    }
    if let validity = node.part(1) {
      ground.from = validity.part(0).flatMap { period($0)?.first }
      ground.until = validity.part(1).flatMap { period($0)?.last }
    }
    return ground
  }

  /// Without the quotes around a text of its own.
  private func worded(_ node: Node) -> String {
    let texts = node.tokens.filter { tree.tokens[$0].kind == .text }
    let others = node.tokens.filter { tree.tokens[$0].kind != .text && !tree.tokens[$0].isTrivia }
    return texts.count == 1 && others.isEmpty ? tree.content(node) : tree.text(node)
  }

  // MARK: Reminders

  /// When to remind and whom.
  func ladder(_ nodes: [Node], _ scope: Scope) -> Ladder? {
    var ladder = Ladder(steps: [], recipients: [])
    for node in nodes {
      switch (node.kind, node.terminal) {
      case (.ladderStep, .onDue): ladder.steps.append(.onDue)
      case (.ladderStep, .toResponsible): ladder.includesResponsible = true
      case (.ladderStep, .thereafter):
        guard let cadence = node.part(0), let length = cadence.part(1), let duration = duration(length),
          duration.count > 0
        else { continue }
        ladder.steps.append(.thereafter(duration))
      case (.ladderStep, _):
        if let part = node.part(0), let duration = duration(part) { ladder.steps.append(.before(duration)) }
      default:
        if let owner = owner(node, scope) { ladder.recipients.append(owner) }
      }
    }
    return ladder.steps.isEmpty ? nil : ladder
  }
}
