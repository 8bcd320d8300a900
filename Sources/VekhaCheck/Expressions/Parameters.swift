import VekhaCalendar
import VekhaSyntax
import VekhaText

/// A constant with a name. That of a module may be given another value by the plan.
struct ParameterDraft {
  var name: String
  var tree: SyntaxTree
  var node: Node
  var span: Span
  /// Whether anything asks for it.
  var isUsed = false
}

extension Checker {
  /// `параметр предел = 3`. A plan's value stands before that of a module's parameter of the name, and is of its type.
  func declareParameter(_ node: Node) {
    guard let nameNode = node.part(0), let valueNode = node.part(1) else { return }
    let name = text(nameNode)
    guard let type = constantType(valueNode) else {
      if valueNode.kind != .junk { report(.parameterNotConstant, valueNode, [.text(tree.text(valueNode))]) }
      return
    }
    let draft = ParameterDraft(name: name, tree: tree, node: valueNode, span: tree.span(nameNode))
    if let existing = parameterNames.declared(name) {
      let known = parameters[existing.element]
      guard known.tree.source !== tree.source, tree.source === plan.source else {
        return duplicate(nameNode, name, known.span)
      }
      let wanted = within(known.tree) { constantType(known.node) }
      guard wanted == nil || wanted == type else {
        report(
          .parameterType, valueNode,
          [.text(name), .text(within(known.tree) { known.tree.text(known.node) }), .text(tree.text(valueNode))],
          notes: [.init("first", .source(known.span))])
        return
      }
      parameters[existing.element] = draft
      return
    }
    let index = parameters.count
    parameters.append(draft)
    parameterNames.add(name, index, tree.span(nameNode), stemmer: stemmer)
    for alias in node.all(.alias) {
      parameterNames.add(text(alias), index, tree.span(alias), stemmer: stemmer)
    }
  }

  /// What kinds of constants there are; lengths of time differ by what they are measured in.
  private enum ConstantType: Equatable { case text, number, percent, date, flag, days, months, minutes }

  private func constantType(_ node: Node) -> ConstantType? {
    switch node.kind {
    case .text: .text
    case .number: .number
    case .percent: .percent
    case .negative where node.children.first.map { constantType($0) == .number } == true: .number
    case .day, .dayOfMonth: .date
    case .edge where node.terminal == .edgeStart || node.terminal == .edgeEnd: .date
    case .yesNo: .flag
    case .duration:
      switch node.terminal {
      case .day, .week, .workingDay: .days
      case .month, .year: .months
      default: .minutes
      }
    default: nil
    }
  }

  /// The parameter that a word names.
  func parameter(_ word: String) -> Int? {
    guard case .found(let entry) = parameterNames.find(word, stemmer: stemmer) else { return nil }
    parameters[entry.element].isUsed = true
    return entry.element
  }

  /// Whether a word names a parameter that is a date.
  func isDayParameter(_ word: String) -> Bool {
    guard case .found(let entry) = parameterNames.find(word, stemmer: stemmer) else { return false }
    return [.day, .dayOfMonth, .edge].contains(parameters[entry.element].node.kind)
  }

  /// The value of a parameter where it is named.
  func parameterValue(_ index: Int, _ span: Span?) -> Value {
    let draft = parameters[index]
    let found = within(draft.tree) { value(draft.node, Scope()) }
    return Value(id: identifier(), found.kind, found.type, span)
  }

  /// The node that stands for what is written: that of a parameter where one is named.
  func constant<Result>(_ node: Node, _ body: (Node) -> Result) -> Result {
    guard node.kind == .run, node.children.count == 1 else { return body(node) }
    let word = text(node.children[0])
    if let argument = argument(word) { return calling(argument) { constant(argument.node, body) } }
    guard let index = parameter(word) else { return body(node) }
    let draft = parameters[index]
    return within(draft.tree) { body(draft.node) }
  }
}
