import VekhaSyntax
import VekhaText

/// `определить встреч_в_день(пара, дней) = …`: a value with gaps. A call puts its own expressions into the gaps, so
/// that types are known there and nothing is called when a plan runs.
struct FunctionDraft {
  var name: String
  var tree: SyntaxTree
  var body: Node
  var span: Span
  /// What it is called with; one whose name is a noun's is a record of it.
  var arguments: [String]
  var argumentNames: NameTable<Int>
  var isUsed = false
}

/// What a function was called with: an expression where it stands.
struct BoundArgument {
  var name: String
  var node: Node
  var tree: SyntaxTree
  var scope: Scope
  /// The function that the call stands in, and what that was called with.
  var openFunctions: [Int]
  var arguments: [BoundArgument]
  var isRecord: Bool
}

extension Checker {
  func declareFunction(_ node: Node, _ head: Node, _ names: Node, _ body: Node) {
    guard let nameNode = head.children.first else { return }
    let name = text(nameNode)
    if let existing = functionNames.declared(name) { return duplicate(nameNode, name, existing.span) }
    var draft = FunctionDraft(
      name: name, tree: tree, body: body, span: tree.span(nameNode), arguments: [], argumentNames: NameTable<Int>())
    for argument in names.children where !argument.isMissing {
      let word = text(argument)
      if let existing = draft.argumentNames.declared(word) { return duplicate(argument, word, existing.span) }
      draft.argumentNames.add(word, draft.arguments.count, tree.span(argument), stemmer: stemmer)
      draft.arguments.append(word)
    }
    let index = functions.count
    functions.append(draft)
    addName(name, index, at: tree.span(nameNode), of: node, to: &functionNames)
  }

  /// `встреч_в_день(пара, 14 дней)`: the function's value with the call's expressions in it.
  func call(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    guard let nameNode = node.part(0) else { return unknownValue(span) }
    let name = text(nameNode)
    guard case .found(let entry) = functionNames.find(name, stemmer: stemmer) else {
      let known = functionNames.entries.map(\.name)
      report(
        .unknownFunction, nameNode, [.text(name), .list(known.map(Argument.text))],
        proposals: Closeness.proposals(for: name, among: known))
      return unknownValue(span)
    }
    let index = entry.element
    functions[index].isUsed = true
    let function = functions[index]
    let given = Array(node.children.dropFirst())
    guard given.count == function.arguments.count else {
      report(
        .argumentCount, node,
        [.text(function.name), .list(function.arguments.map(Argument.text)), .number(given.count)])
      return unknownValue(span)
    }
    if let start = openFunctions.firstIndex(of: index) {
      let chain = openFunctions[start...].map { functions[$0].name } + [function.name]
      report(Diagnostic(.circularDefinition, at: span, [.list(chain.map(Argument.text))]))
      return unknownValue(span)
    }
    guard let bound = bind(function, given, scope) else { return unknownValue(span) }
    let saved = (openFunctions, arguments)
    (openFunctions, arguments) = (openFunctions + [index], bound)
    defer { (openFunctions, arguments) = saved }
    let told = diagnostics.count
    let result = within(function.tree) { value(function.body, scope.hidden) }
    dropRepeated(after: told)
    return Value(id: identifier(), result.kind, result.type, span)
  }

  private func bind(_ function: FunctionDraft, _ given: [Node], _ scope: Scope) -> [BoundArgument]? {
    var bound: [BoundArgument] = []
    for (name, node) in zip(function.arguments, given) {
      let told = diagnostics.count
      let found = value(node, scope)
      // A length of time may be of working days, which are no number of days.
      if node.kind == .duration, found.type == .unknown {
        dropDiagnostics(after: told)
      } else if found.type == .unknown {
        return nil
      }
      var isRecord = false
      if case .record = found.kind { isRecord = true }
      if let noun = findNoun(name), nouns[noun].table >= 0 {
        guard case .record(let path) = found.kind, path.table == nouns[noun].table else {
          report(.argumentKind, node, [.text(function.name), .text(name), .text(tree.text(node))])
          return nil
        }
      }
      bound.append(
        BoundArgument(
          name: name, node: node, tree: tree, scope: scope, openFunctions: openFunctions, arguments: arguments,
          isRecord: isRecord))
    }
    return bound
  }

  /// What is wrong with a function's value is told once, however often it is called.
  private func dropRepeated(after count: Int) {
    let new = Array(diagnostics[count...])
    dropDiagnostics(after: count)
    func span(_ diagnostic: Diagnostic) -> Span? {
      if case .source(let span) = diagnostic.place { span } else { nil }
    }
    for next in new where !diagnostics.contains(where: { $0.code == next.code && span($0) == span(next) }) {
      report(next)
    }
  }

  // MARK: Inside of a function

  /// The argument that a word names in the function being checked.
  func argument(_ word: String) -> BoundArgument? {
    guard let function = openFunctions.last, tree.source === functions[function].tree.source else { return nil }
    if case .found(let entry) = functions[function].argumentNames.find(word, stemmer: stemmer) {
      return arguments[entry.element]
    }
    guard let noun = findNoun(word) else { return nil }
    return arguments.first { $0.isRecord && findNoun($0.name) == noun }
  }

  /// The names of arguments that are records: their related rows are meant by a noun.
  var recordArguments: [String] {
    guard let function = openFunctions.last, tree.source === functions[function].tree.source else { return [] }
    return arguments.filter(\.isRecord).map(\.name)
  }

  /// An argument's expression where it is named: it sees what it saw in the call, and no more.
  func argumentValue(_ argument: BoundArgument, _ scope: Scope, _ span: Span?) -> Value? {
    var inner = scope.hidden
    inner.levels.replaceSubrange(0..<argument.scope.levels.count, with: argument.scope.levels)
    let told = diagnostics.count
    let found = calling(argument) { value(argument.node, inner) }
    if found.type == .unknown {
      dropRepeated(after: told)
      return nil
    }
    dropDiagnostics(after: told)
    return Value(id: identifier(), found.kind, found.type, span ?? found.span)
  }

  /// Runs `body` where the call stands.
  func calling<Result>(_ argument: BoundArgument, _ body: () -> Result) -> Result {
    let saved = (openFunctions, arguments)
    (openFunctions, arguments) = (argument.openFunctions, argument.arguments)
    defer { (openFunctions, arguments) = saved }
    return within(argument.tree, body)
  }
}
