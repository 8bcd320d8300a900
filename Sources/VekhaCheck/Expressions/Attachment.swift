import VekhaSyntax

/// What the parser left at the nearest word and belongs to the noun further left.
extension Checker {
  /// The qualifiers of a noun, with those that stand after a field or after a claim of its «где».
  func attached(_ qualifiers: [Node], _ member: RecordPath, _ scope: Scope) -> [Node] {
    qualifiers.flatMap { apartFromField($0, member, scope) }.flatMap { node -> [Node] in
      guard node.kind == .whereClause, isInTime(member.table), let condition = node.part(0) else { return [node] }
      var restrictions: [Node] = []
      let rest = withoutRestrictions(condition, scope, &restrictions)
      return restrictions.isEmpty ? [node] : [Node(.whereClause, node.tokens, [rest])] + restrictions
    }
  }

  /// «где балл < 3 в октябре»: after a claim about no set the restriction is the noun's.
  private func withoutRestrictions(_ node: Node, _ scope: Scope, _ restrictions: inout [Node]) -> Node {
    switch node.kind {
    case .and, .or, .not:
      let parts = node.children.map { withoutRestrictions($0, scope, &restrictions) }
      return Node(node.kind, node.tokens, terminal: node.terminal, parts)
    case .restricted where !isAboutSet(node.children[0], scope):
      restrictions.append(node.children[1])
      return node.children[0]
    default: return node
    }
  }

  /// Whether a claim compares a set: «встреч не менее 2».
  func isAboutSet(_ claim: Node, _ scope: Scope) -> Bool {
    guard claim.kind == .compare, let operand = claim.part(0), operand.kind == .run else { return false }
    let told = diagnostics.count
    defer { dropDiagnostics(after: told) }
    if case .set = meaning(operand, scope) { return true }
    return false
  }

  /// «без согласия, у которых есть пара»: a field is no noun, so that what follows it belongs to the noun before. The days of
  /// a date are its own («без приказа в октябре»).
  private func apartFromField(_ node: Node, _ member: RecordPath, _ scope: Scope) -> [Node] {
    let place = node.kind == .with ? 1 : 0
    guard node.kind == .with || node.kind == .without, let phrase = node.part(place), phrase.kind == .nounPhrase,
      phrase.children.count > 1, phrase.children[1].kind != .name, node.kind == .without || node.part(2) == nil,
      let field = fieldHead(Node(.nounPhrase, phrase.children[0].tokens, [phrase.children[0]]), member, scope)
    else { return [node] }
    if case .record = field.type { return [node] }
    var own = 1
    if field.type == .date, [.during, .last, .withinAfter].contains(phrase.children[1].kind) { own = 2 }
    if own == phrase.children.count { return [node] }
    let end = phrase.children[own - 1].tokens.upperBound
    var children = node.children
    children[place] = Node(
      .nounPhrase, phrase.tokens.lowerBound..<end, Array(phrase.children[..<own]))
    return [Node(node.kind, node.tokens.lowerBound..<end, terminal: node.terminal, children)]
      + phrase.children[own...].flatMap { apartFromField($0, member, scope) }
  }
}
