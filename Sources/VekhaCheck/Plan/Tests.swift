import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// A test of a plan or a module: what is expected on which days. What is given is in the program's own tables.
package struct TestInfo: Sendable {
  package var name: String
  package var span: Span
  package var days: [Day]

  package struct Day: Sendable {
    package var day: CivilDay
    package var expectations: [Expectation]
  }
}

package struct Expectation: Sendable {
  package enum Kind: Sendable {
    case noFindings(by: Int?)
    case flagged([Label], by: Int?)
    case notFlagged([Label], by: Int?)
    case cannotTell([Label], by: Int?)
    /// An item and the raw value of its state.
    case item(ItemPath, state: String)
    /// A record, the raw value of its state, and the rule or item that says so.
    case subject(Label, state: String, by: Obliger?)
    /// The index of an indicator and the value expected of it; nil: it cannot be told.
    case indicator(Int, IndicatorExpectation?)
    case condition(Condition)
  }

  /// What a record is called, as the test writes it.
  package struct Label: Sendable {
    package var text: String
    package var span: Span
  }

  package enum Obliger: Sendable {
    case rule(Int)
    case item(ItemPath)
  }

  package var kind: Kind
  package var wording: String
  package var span: Span
}

/// `= 70 %`, `не менее 2`, `= 3 из 4`.
package struct IndicatorExpectation: Sendable {
  package var comparison: Comparison
  package var number: Number
  package var isPercent: Bool
  /// Digits written after the point: a percentage equals a share that is rounded to it.
  package var digits: Int
  /// `3 из 4`: of how many.
  package var whole: Number?
}

extension Checker {
  /// The tests of the plan's own file, in order.
  package var testNodes: [Node] { plan.root.children.filter { $0.kind == .statement && $0.terminal == .test } }

  /// A test is known by its name, which no test before it may bear, and expects something.
  package func checkTest(_ node: Node) {
    guard let title = node.part(0) else { return }
    if node.first(.expectations) == nil {
      within(plan) { report(.testWithoutExpectations, title, [.text(self.name(ofTest: node))]) }
    }
    let name = Letters.fold(self.name(ofTest: node))
    for other in testNodes {
      if other === node { return }
      if Letters.fold(self.name(ofTest: other)) == name {
        return within(plan) { duplicate(title, tree.content(title), other.part(0).map { tree.span($0) }) }
      }
    }
  }

  package func name(ofTest node: Node) -> String { node.part(0).map { plan.content($0) } ?? "" }

  /// Whether the file is a module and no plan.
  package var isModule: Bool {
    let kinds = plan.root.children.filter { $0.kind == .statement }.map(\.terminal)
    return kinds.contains(.module) && !kinds.contains(.plan)
  }

  /// A module has no period of its own: its tests lie in the school year of the first day they ask about.
  package func assumePeriod(of test: Node) {
    guard isModule, let node = test.first(.expectations)?.part(0) else { return }
    guard let day = within(plan, { period(node) })?.first, let period = Self.schoolYear(of: day) else {
      report(.expectationDay, node, [.text(plan.text(node))])
      return
    }
    assumedPeriod = period
  }

  private static func schoolYear(of day: CivilDay) -> Period? {
    Period(schoolYearFrom: day.date.month >= 9 ? day.date.year : day.date.year - 1)
  }

  /// The journal of a test: its own lines, or an empty one where the plan has a journal.
  package func testJournals(_ test: Node) -> [Journal]? {
    if let given = test.first(.givenJournal) {
      return [Journal(plan.source, lines: given.children.map { plan.span($0).range })]
    }
    let hasJournal = plan.root.children.contains { $0.kind == .statement && $0.terminal == .journal }
    return hasJournal ? [] : nil
  }

  // MARK: Expectations

  /// What a test expects, typed against the program that was made with its tables.
  package func testInfo(_ node: Node, _ program: Program) -> TestInfo {
    within(plan) {
      var info = TestInfo(name: name(ofTest: node), span: headingSpan(of: node), days: [])
      for part in node.all(.expectations) {
        guard let dayNode = part.part(0) else { continue }
        guard let period = period(dayNode), period.first == period.last else {
          report(.expectationDay, dayNode, [.text(tree.text(dayNode))])
          continue
        }
        let expectations = part.children.dropFirst().compactMap { expectation($0, program) }
        info.days.append(.init(day: period.first, expectations: expectations))
      }
      return info
    }
  }

  /// The program with the definitions that only its test asks for.
  package func completed(_ program: Program) -> Program {
    var program = program
    program.nouns = nouns
    program.adjectives = adjectives
    program.computed = computed
    return program
  }

  private func headingSpan(of test: Node) -> Span {
    let whole = tree.span(test)
    return test.part(0).map { Span(whole.source, whole.range.lowerBound..<tree.span($0).range.upperBound) } ?? whole
  }

  private func expectation(_ node: Node, _ program: Program) -> Expectation? {
    guard let kind = expectationKind(node, program) else { return nil }
    let wording = tree.text(node).split { $0 == "\n" || $0 == " " || $0 == "\r" }.joined(separator: " ")
    return Expectation(kind: kind, wording: wording, span: tree.span(node))
  }

  private func expectationKind(_ node: Node, _ program: Program) -> Expectation.Kind? {
    switch node.kind {
    case .expectFindings: return expectedFindings(node, program)
    case .expectState:
      guard let item = node.part(0), let path = itemPath(item) else { return nil }
      return .item(path, state: Self.state(node.terminal, "state_"))
    case .expectSubject:
      guard let label = node.part(0) else { return nil }
      var by: Expectation.Obliger?
      if let reference = node.part(1) {
        by = obliger(reference, program)
        if by == nil { return nil }
      }
      return .subject(self.label(label), state: Self.state(node.terminal, "subject_"), by: by)
    case .expectIndicator: return expectedIndicator(node, program)
    case .expectCondition:
      let told = diagnostics.count
      guard let part = node.part(0) else { return nil }
      let condition = condition(splitQuantified(part), Scope())
      return diagnostics[told...].contains { $0.severity == .error } ? nil : .condition(condition)
    default: return nil
    }
  }

  /// The raw value of a state: its terminal without the prefix that tells the lists apart.
  private static func state(_ terminal: Terminal?, _ prefix: String) -> String {
    terminal.map { String($0.rawValue.dropFirst(prefix.count)) } ?? ""
  }

  private func label(_ node: Node) -> Expectation.Label {
    Expectation.Label(text: tree.content(node), span: tree.span(node))
  }

  private func expectedFindings(_ node: Node, _ program: Program) -> Expectation.Kind? {
    var rule: Int?
    if let reference = node.part(node.children.count - 1) {
      rule = ruleIndex(reference, program)
      if rule == nil {
        unknownRule(reference, program)
        return nil
      }
    }
    let labels = node.children.dropLast().map { label($0) }
    switch node.terminal {
    case .noFindings: return .noFindings(by: rule)
    case .flagged: return .flagged(labels, by: rule)
    case .notFlagged: return .notFlagged(labels, by: rule)
    default: return .cannotTell(labels, by: rule)
    }
  }

  // MARK: Rules and indicators by name

  private func ruleIndex(_ node: Node, _ program: Program) -> Int? {
    let wanted = Letters.fold(text(node))
    return program.rules.firstIndex { Letters.fold($0.identity) == wanted || Letters.fold($0.heading) == wanted }
  }

  private func unknownRule(_ node: Node, _ program: Program) {
    let names = program.rules.map(\.identity)
    report(
      .unknownRule, node, [.text(text(node)), .list(names.prefix(12).map(Argument.text))],
      proposals: Closeness.proposals(for: text(node), among: names))
  }

  private func obliger(_ node: Node, _ program: Program) -> Expectation.Obliger? {
    if let rule = ruleIndex(node, program) { return .rule(rule) }
    let isItem =
      node.kind == .itemNumber || items.byName[Letters.fold(text(node))] != nil
      || items.titles.contains { Letters.fold($0.title) == Letters.fold(text(node)) }
    if isItem { return itemPath(node).map { .item($0) } }
    unknownRule(node, program)
    return nil
  }

  private func expectedIndicator(_ node: Node, _ program: Program) -> Expectation.Kind? {
    guard let title = node.part(0) else { return nil }
    let wanted = Letters.fold(tree.content(title))
    guard let index = program.indicators.firstIndex(where: { Letters.fold($0.title) == wanted }) else {
      let names = program.indicators.map(\.title)
      report(
        .unknownIndicator, title, [.text(tree.content(title)), .list(names.prefix(12).map(Argument.text))],
        proposals: Closeness.proposals(for: tree.content(title), among: names))
      return nil
    }
    if node.terminal == .cannotTell { return .indicator(index, nil) }
    guard let numberNode = node.part(1), let terminal = node.terminal else { return nil }
    let isPercent = numberNode.kind == .percent
    let bare = isPercent ? numberNode.children[0] : numberNode
    guard let number = number(bare) else { return nil }
    let whole = node.part(2).flatMap { self.number($0) }
    let isShare = program.indicators[index].value.type == .percent
    if isPercent || whole != nil ? !isShare : isShare {
      let type = Self.word(program.indicators[index].value.type)
      report(
        .typesDiffer, numberNode, [type, .word(isShare ? "type.number" : "type.percent")],
        proposals: isShare ? [number.text() + " %"] : [])
      return nil
    }
    let digits = tree.text(bare).split(separator: ".").dropFirst().first?.count ?? 0
    return .indicator(
      index,
      IndicatorExpectation(
        comparison: Self.comparison(terminal), number: number, isPercent: isPercent, digits: digits, whole: whole))
  }
}
