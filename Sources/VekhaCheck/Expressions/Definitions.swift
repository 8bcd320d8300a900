import VekhaSyntax
import VekhaText

extension Checker {
  /// Checks a definition when it is first asked for. False where it turns out to depend on itself.
  private func open(_ definition: Definition, _ name: String, _ span: Span, _ body: (SyntaxTree, Node) -> Void) -> Bool
  {
    switch definitions[definition] {
    case .waiting(let tree, let node):
      definitions[definition] = .open
      openDefinitions.append((definition, name, span))
      let (_, readsItems) = trackingItems { within(tree) { body(tree, node) } }
      if readsItems { itemDefinitions.insert(definition) }
      openDefinitions.removeLast()
      definitions[definition] = .done
      return true
    case .open:
      let start = openDefinitions.firstIndex { $0.0 == definition } ?? 0
      let chain = openDefinitions[start...].map(\.1) + [name]
      if let last = openDefinitions.last {
        report(Diagnostic(.circularDefinition, at: last.2, [.list(chain.map(Argument.text))]))
      }
      return false
    case .done, nil:
      if itemDefinitions.contains(definition) { readsItems = true }
      return true
    }
  }

  /// Makes sure that a noun's membership is checked.
  func prepare(_ noun: Int) -> Bool {
    if nouns[noun].table < 0 {
      if let parent = nouns[noun].parent { return prepare(parent) }
      // Its parent was not found: say so once, where it is defined.
      return open(.noun(noun), nouns[noun].name, nouns[noun].span) { _, body in
        _ = setExpression(body, Scope())
      } && false
    }
    if let parent = nouns[noun].parent, definitionIsWaiting(.noun(noun)) { _ = prepare(parent) }
    return open(.noun(noun), nouns[noun].name, nouns[noun].span) { _, body in
      guard let parent = nouns[noun].parent else { return }
      let scope = Scope().adding(parent, table: nouns[parent].table)
      nouns[noun].membership = membership(body, parent, scope)
    }
  }

  private func definitionIsWaiting(_ definition: Definition) -> Bool {
    if case .waiting = definitions[definition] { return true }
    return false
  }

  /// Adjectives and qualifiers of a set's definition as a condition on a record of its parent.
  private func membership(_ body: Node, _ parent: Int, _ scope: Scope) -> Condition {
    var parts: [Condition] = []
    let path = RecordPath(level: 0, table: nouns[parent].table)
    if let run = body.first(.run), case .set(let head) = meaning(run, Scope()) {
      parts += head.adjectives.map { claim($0, path, tree.span(run)) }
    }
    for qualifier in body.children.dropFirst() {
      // What of a state's or an event's days is meant is said where the noun is used; here it would say nothing.
      if [.including, .during, .last, .withinAfter].contains(qualifier.kind) {
        report(.timeInDefinition, qualifier, [.text(tree.text(qualifier)), .text(nouns[parent].name)])
        continue
      }
      if let condition = self.qualifier(qualifier, of: parent, scope) { parts.append(condition) }
    }
    return all(parts, tree.span(body))
  }

  func prepareAdjective(_ index: Int) {
    let noun = adjectives[index].noun
    guard let span = adjectiveNames.entries.first(where: { $0.element == index })?.span else { return }
    _ = open(.adjective(index), adjectives[index].name, span) { _, body in
      let scope = Scope().adding(noun, table: nouns[noun].table)
      adjectives[index].condition = condition(body.children[0], scope)
    }
  }

  func computedValue(_ index: Int) -> Value? {
    let noun = computed[index].noun
    let table = nouns[noun].table
    guard let span = tables[table].fieldNames.entries.first(where: { $0.element == .computed(index) })?.span else {
      return nil
    }
    let isSound = open(.computed(index), computed[index].name, span) { _, body in
      let scope = Scope().adding(noun, table: table)
      computed[index].value = value(body, scope)
    }
    return isSound ? computed[index].value : nil
  }

  /// Checks whatever of the plan's own no one has asked for, so that its faults are told all the same. What a module
  /// defines is checked when it is used: a register need not have every column that a module knows.
  func prepareAll() {
    func isOwn(_ definition: Definition) -> Bool {
      if case .waiting(let tree, _) = definitions[definition] { return tree.source === plan.source }
      return false
    }
    for noun in nouns.indices where isOwn(.noun(noun)) { _ = prepare(noun) }
    for index in adjectives.indices where isOwn(.adjective(index)) { prepareAdjective(index) }
    for index in computed.indices where isOwn(.computed(index)) { _ = computedValue(index) }
  }
}
