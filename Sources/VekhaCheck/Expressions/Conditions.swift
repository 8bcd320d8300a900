import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// A condition of the tree, typed; what was not understood is reported and stands as true.
  func condition(_ node: Node, _ scope: Scope) -> Condition {
    let span = tree.span(node)
    func make(_ kind: Condition.Kind) -> Condition { Condition(id: identifier(), kind, span) }
    switch node.kind {
    case .or: return make(.or(joined(node, scope)))
    case .and: return make(.and(joined(node, scope)))
    case .not: return make(.not(condition(node.children[0], scope)))
    case .quantified: return quantified(node, scope)
    case .has: return has(node, scope)
    case .hasNo: return make(.not(has(node, scope)))
    case .isMissing: return make(.missing(operand(node, scope)))
    case .isKnown: return make(.known(operand(node, scope)))
    case .isEqual: return isClaim(node, scope)
    case .isNotEqual: return make(.not(isClaim(node, scope)))
    case .compare:
      if let counted = namedQuantity(node) { return condition(counted, scope) }
      return compare(node, operand(node, scope), node.children[1], node, scope)
    case .inList, .notInList:
      let left = operand(node, scope)
      let values = node.children.dropFirst().map { matching(left, value($0, scope), $0) }
      for value in values { noteAsked(value, of: left) }
      let list = make(.oneOf(left, values))
      return node.kind == .inList ? list : make(.not(list))
    case .between:
      let left = operand(node, scope)
      let low = compared(.atLeast, left, value(node.children[1], scope), node)
      let high = compared(.atMost, left, value(node.children[2], scope), node)
      return make(.and([low, high]))
    case .dateCompare: return dateCompare(node, scope)
    case .textTest:
      let left = operand(node, scope)
      if left.type != .unknown, left.type != .text {
        report(.typesDiffer, node.children[0], [Self.word(left.type), .word("type.text")])
      }
      let test: TextTest =
        node.terminal == .startsWith ? .startsWith : node.terminal == .matches ? .matches : .contains
      return make(.text(test, left, tree.content(node.children[1])))
    case .with, .without:
      guard let level = scope.levels.last else {
        report(.conditionExpected, node, [.text(tree.text(node))])
        return make(.constant(true))
      }
      return qualifier(node, of: level.noun, scope) ?? make(.constant(true))
    case .bareClaim: return bare(node.children[0], scope)
    case .restricted: return restricted(node, scope)
    case .missing, .junk: return make(.constant(true))
    default:
      report(.conditionExpected, node, [.text(tree.text(node))])
      return make(.constant(true))
    }
  }

  /// Conditions side by side. What follows «у каждого …» after an «и» is not said of each: a field of theirs there
  /// is told, with the brackets that would say it.
  private func joined(_ node: Node, _ scope: Scope) -> [Condition] {
    var each: Node?
    return node.children.map { part in
      if let quantified = each, let field = fieldOf(quantified, in: part), scope.isEmpty {
        let subject = tree.span(quantified.children[0]).union(tree.span(quantified.children[1]))
        let claims = tree.span(quantified.children[2]).union(tree.span(part))
        report(.outsideOfEach, field, [.text(text(field))], proposals: ["\(subject.text) (\(claims.text))"])
        return Condition(id: identifier(), .constant(true), tree.span(part))
      }
      if part.kind == .quantified, part.part(2) != nil { each = part }
      return condition(part, scope)
    }
  }

  /// The field of a quantified noun's records that a claim begins with, where it means nothing else.
  private func fieldOf(_ quantified: Node, in claim: Node) -> Node? {
    guard [.isMissing, .isKnown, .compare, .dateCompare, .bareClaim].contains(claim.kind), let run = claim.part(0),
      run.kind == .run, run.children.count == 1, let head = quantified.part(1)?.first(.run)?.children.last
    else { return nil }
    guard case .found(let entry) = nounNames.find(text(head), stemmer: stemmer), nouns[entry.element].table >= 0,
      case .found = tables[nouns[entry.element].table].fieldNames.find(text(run.children[0]), stemmer: stemmer),
      case .none = nounNames.find(text(run.children[0]), stemmer: stemmer)
    else { return nil }
    return run.children[0]
  }

  /// The left side of a claim; left out, it is the innermost record.
  private func operand(_ node: Node, _ scope: Scope) -> Value {
    guard let part = node.part(0) else {
      guard let level = scope.innermost else {
        report(.valueExpected, node, [.text(tree.text(node))])
        return unknownValue(tree.span(node))
      }
      let path = RecordPath(level: level, table: scope.levels[level].table)
      return Value(id: identifier(), .record(path), .record(table: path.table), tree.span(node))
    }
    return value(part, scope)
  }

  /// «больше предела пар», said of the record in scope: the number has a name, and what follows it is counted.
  private func namedQuantity(_ node: Node) -> Node? {
    guard node.part(0) == nil, let run = node.part(1), run.kind == .run, run.children.count > 1,
      run.children.allSatisfy({ $0.kind == .name }), let name = run.children.first,
      parameterNames.has(text(name), stemmer: stemmer), nounIndex(run) == run.children.count - 1
    else { return nil }
    let number = Node(.run, name.tokens, [name])
    let sign = Node(.name, node.tokens.lowerBound..<name.tokens.lowerBound, terminal: node.terminal)
    let quantity = Node(.quantity, sign.tokens.lowerBound..<name.tokens.upperBound, [sign, number])
    let rest = name.tokens.upperBound..<run.tokens.upperBound
    let phrase = Node(.nounPhrase, rest, [Node(.run, rest, Array(run.children.dropFirst()))])
    return Node(.quantified, node.tokens, [quantity, phrase, Node(.missing, rest.upperBound..<rest.upperBound)])
  }

  // MARK: Quantified

  private func quantified(_ whole: Node, _ scope: Scope) -> Condition {
    let node = splitQuantified(whole)
    let span = tree.span(whole)
    guard let quantity = node.part(0), let phrase = node.part(1), let quantifier = quantifier(quantity),
      let set = setExpression(phrase, scope)
    else { return Condition(id: identifier(), .constant(true), span) }
    guard let claim = node.part(2) else {
      if case .every = quantifier { report(.conditionExpected, node, [.text(tree.text(node))]) }
      return Condition(id: identifier(), .quantified(quantifier, set, nil), span)
    }
    let inner = scope.adding(set)
    return Condition(id: identifier(), .quantified(quantifier, set, condition(claim, inner)), span)
  }

  /// «у каждой школы материалы не менее 1», «каждый наставник обучен»: the words after the noun are what is said of it.
  func splitQuantified(_ node: Node) -> Node {
    guard node.kind == .quantified, let phrase = node.part(1), let run = phrase.children.first, run.kind == .run,
      run.children.allSatisfy({ $0.kind == .name }), run.children.count > 1, let noun = nounIndex(run),
      noun + 1 < run.children.count
    else { return node }
    let claim = node.part(2)
    let takesOperand: Set<NodeKind> = [
      .compare, .isMissing, .isKnown, .isEqual, .isNotEqual, .inList, .between, .dateCompare,
    ]
    if let claim, !takesOperand.contains(claim.kind) || claim.part(0) != nil { return node }
    func makeRun(_ names: ArraySlice<Node>) -> Node {
      Node(.run, (names.first?.tokens.lowerBound ?? 0)..<(names.last?.tokens.upperBound ?? 0), Array(names))
    }
    let subject = makeRun(run.children[...noun])
    let rest = makeRun(run.children[(noun + 1)...])
    let qualifiers = Array(phrase.children.dropFirst())
    let end = phrase.tokens.upperBound
    let operand = qualifiers.isEmpty ? rest : Node(.nounPhrase, rest.tokens.lowerBound..<end, [rest] + qualifiers)
    let said =
      claim.map {
        Node(
          $0.kind, operand.tokens.lowerBound..<$0.tokens.upperBound, terminal: $0.terminal,
          [operand] + $0.children.dropFirst())
      }
      ?? Node(.bareClaim, operand.tokens, [operand])
    let bare = Node(.nounPhrase, subject.tokens, [subject])
    return Node(.quantified, node.tokens, terminal: node.terminal, [node.children[0], bare, said])
  }

  /// The place of the noun in a run that begins with adjectives.
  private func nounIndex(_ run: Node) -> Int? {
    run.children.firstIndex { nounNames.has(text($0), stemmer: stemmer) }
  }

  private func has(_ node: Node, _ scope: Scope) -> Condition {
    let span = tree.span(node)
    let nothing = Condition(id: identifier(), .constant(true), span)
    guard let phrase = node.part(2) else { return nothing }
    var owner: RecordPath?
    if let part = node.part(0) {
      let operand = value(part, scope)
      if operand.type == .unknown { return nothing }
      guard case .record(let path) = operand.kind else {
        report(.recordExpected, part, [.text(tree.text(part)), Self.word(operand.type)])
        return nothing
      }
      owner = path
    }
    let record = owner ?? scope.innermost.map { RecordPath(level: $0, table: scope.levels[$0].table) }
    if node.part(1) == nil, let record, let value = fieldHead(phrase, record, scope) {
      return Condition(id: identifier(), .known(value), span)
    }
    if node.part(1) == nil, let record, let claim = datedField(phrase, record, scope) { return claim }
    if node.part(1) == nil, let record, let each = fieldList(phrase, record, scope, span) { return each }
    if node.part(1) == nil, owner == nil, let value = outerField(phrase, scope) {
      return Condition(id: identifier(), .known(value), span)
    }
    let quantifier = node.part(1).flatMap { self.quantifier($0) } ?? .some
    let sets = setExpressions(phrase, scope, owner: owner)
    if sets.isEmpty { return nothing }
    let parts = sets.map { Condition(id: identifier(), .quantified(quantifier, $0, nil), $0.span) }
    if parts.count == 1 { return Condition(id: identifier(), parts[0].kind, span) }
    let isOr = phrase.children.contains { $0.kind == .name && $0.terminal == .or }
    return Condition(id: identifier(), isOr ? .or(parts) : .and(parts), span)
  }

  /// «есть срок и условие_выполнения»: fields side by side, each known; nil where one of them is no field.
  private func fieldList(_ phrase: Node, _ record: RecordPath, _ scope: Scope, _ span: Span) -> Condition? {
    let runs = phrase.children.filter { $0.kind != .name }
    guard runs.count > 1 else { return nil }
    let values = runs.map { fieldHead(Node(.nounPhrase, $0.tokens, [$0]), record, scope) }
    let parts = zip(runs, values).compactMap { run, value in
      value.map { Condition(id: identifier(), .known($0), tree.span(run)) }
    }
    guard parts.count == runs.count else { return nil }
    let isOr = phrase.children.contains { $0.kind == .name && $0.terminal == .or }
    return Condition(id: identifier(), isOr ? .or(parts) : .and(parts), span)
  }

  // MARK: Is

  private func isClaim(_ node: Node, _ scope: Scope) -> Condition {
    let left = operand(node, scope)
    let rightNode = node.children[1]
    let span = tree.span(node)
    if case .record(let path) = left.kind, rightNode.kind == .run, rightNode.children.count == 1,
      let adjective = adjective(text(rightNode.children[0]), for: path.table)
    {
      return claim(adjective, path, span)
    }
    if case .record(let path) = left.kind, rightNode.kind == .run, rightNode.children.count == 1,
      case .found(let entry) = nounNames.find(text(rightNode.children[0]), stemmer: stemmer),
      nouns[entry.element].table == path.table, prepare(entry.element)
    {
      return Condition(id: identifier(), .member(path, noun: entry.element), span)
    }
    return compared(.equal, left, value(rightNode, scope), node)
  }

  private func bare(_ node: Node, _ scope: Scope) -> Condition {
    let span = tree.span(node)
    let nothing = Condition(id: identifier(), .constant(true), span)
    // «share of … with a pair < 60 %»: the comparison belongs to the share where what it follows is a set.
    if let hoisted = hoistedComparison(node, scope) { return hoisted }
    if node.kind == .nounPhrase, let head = node.children.first, let restriction = node.children.last {
      return restrictedBare(head, restriction, node, scope) ?? nothing
    }
    if node.kind == .run {
      // Said alone of a record, a word is an adjective before it is a field.
      if node.children.count == 1, let level = scope.innermost,
        let adjective = adjective(text(node.children[0]), for: scope.levels[level].table)
      {
        return claim(adjective, RecordPath(level: level, table: scope.levels[level].table), span)
      }
      switch meaning(node, scope) {
      case .adjective(let condition): return condition
      case .value(let value): return truth(value, node)
      case .nothing: return nothing
      default:
        report(.conditionExpected, node, [.text(tree.text(node))])
        return nothing
      }
    }
    return truth(value(node, scope), node)
  }

  private func truth(_ value: Value, _ node: Node) -> Condition {
    if value.type != .unknown, value.type != .flag {
      report(.conditionExpected, node, [.text(tree.text(node))])
    }
    return Condition(id: identifier(), .isTrue(value), tree.span(node))
  }

  private func hoistedComparison(_ node: Node, _ scope: Scope) -> Condition? {
    guard node.kind == .share || node.kind == .count, let phrase = node.part(0), let with = phrase.children.last,
      with.kind == .with, let comparison = with.part(2), let inner = with.part(1), let head = inner.children.first
    else { return nil }
    if head.kind == .run, head.children.count == 1, findsField(text(head.children[0]), of: phrase) { return nil }
    let bareWith = Node(
      .with, with.tokens.lowerBound..<inner.tokens.upperBound,
      [with.children[0], inner, Node(.missing, inner.tokens.upperBound..<inner.tokens.upperBound)])
    let bare = Node(
      .nounPhrase, phrase.tokens.lowerBound..<inner.tokens.upperBound, phrase.children.dropLast() + [bareWith])
    let whole = Node(
      node.kind, node.tokens.lowerBound..<inner.tokens.upperBound, terminal: node.terminal,
      [bare] + node.children.dropFirst())
    return compare(comparison, value(whole, scope), comparison.children[0], node, scope)
  }

  /// Whether the records of a noun phrase have a field of that name.
  private func findsField(_ word: String, of phrase: Node) -> Bool {
    guard let run = phrase.first(.run), let index = nounIndex(run),
      case .found(let entry) = nounNames.find(text(run.children[index]), stemmer: stemmer)
    else { return false }
    let table = nouns[entry.element].table
    return table >= 0 && tables[table].fieldNames.has(word, stemmer: stemmer)
  }

  // MARK: Restrictions after a claim

  /// A restriction after a complete claim belongs to its operand if that is a set.
  private func restricted(_ node: Node, _ scope: Scope) -> Condition {
    let claim = node.children[0]
    let restriction = node.children[1]
    if isAboutSet(claim, scope), let operand = claim.part(0) {
      let phrase = Node(.nounPhrase, operand.tokens, [operand, restriction])
      let count = Node(.count, operand.tokens, [phrase])
      return condition(
        Node(.compare, claim.tokens, terminal: claim.terminal, [count] + claim.children.dropFirst()), scope)
    }
    // Otherwise it belongs to the innermost record.
    guard let level = scope.innermost,
      let there = isThere(RecordPath(level: level, table: scope.levels[level].table), restriction, scope)
    else {
      report(.notInTime, restriction, [.text(tree.text(restriction)), .text(tree.text(claim))])
      return condition(claim, scope)
    }
    return Condition(id: identifier(), .and([condition(claim, scope), there]), tree.span(node))
  }

  /// That an event is in the days of a restriction, or a state is in force on some of them; nil for a table without days.
  func isThere(_ path: RecordPath, _ restriction: Node, _ scope: Scope) -> Condition? {
    guard let start = presenceDate(path), let window = timeWindow(restriction, scope) else { return nil }
    let span = tree.span(restriction)
    func make(_ kind: Condition.Kind) -> Condition { Condition(id: identifier(), kind, span) }
    guard let ends = tables[path.table].stateNodes else {
      return make(.within(start, low: window.low, high: window.high))
    }
    var parts = [make(.or([make(.missing(start)), make(.within(start, low: nil, high: window.high))]))]
    if let end = field(ends.to, at: path, tables[path.table].span) {
      parts.append(make(.or([make(.missing(end)), make(.within(end, low: window.low, high: nil))])))
    }
    return make(.and(parts))
  }

  func presenceDate(_ path: RecordPath) -> Value? {
    guard let name = tables[path.table].eventName ?? tables[path.table].stateNodes?.from else { return nil }
    return field(name, at: path, tables[path.table].span)
  }

  /// «дата_приказа в течение 3 дней после дата_согласования»; «встреча за последние 30 дней» says that there is one.
  private func restrictedBare(_ head: Node, _ restriction: Node, _ node: Node, _ scope: Scope) -> Condition? {
    if head.kind == .run, case .set = meaning(head, scope) {
      guard let set = setExpression(node, scope) else { return nil }
      return Condition(id: identifier(), .quantified(.some, set, nil), tree.span(node))
    }
    guard let date = dateValue(head, scope) else { return nil }
    return isWithin(date, restriction, scope, tree.span(node))
  }

  // MARK: Comparisons

  func compare(_ comparison: Node, _ left: Value, _ right: Node, _ node: Node, _ scope: Scope) -> Condition {
    compared(Self.comparison(comparison.terminal ?? .equals), left, value(right, scope), node)
  }

  func compared(_ comparison: Comparison, _ left: Value, _ right: Value, _ node: Node) -> Condition {
    let span = tree.span(node)
    if left.type == .unknown || right.type == .unknown { return Condition(id: identifier(), .constant(true), span) }
    guard let (a, b) = matched(left, right, node) else { return Condition(id: identifier(), .constant(true), span) }
    checkOccurs(b, in: a, node)
    switch (a.type, comparison) {
    case (.text, .equal), (.text, .notEqual), (.flag, .equal), (.flag, .notEqual), (.record, .equal),
      (.record, .notEqual), (.number, _), (.percent, _), (.date, _):
      break
    default:
      report(.typesDiffer, node, [Self.word(left.type), Self.word(right.type)])
    }
    return Condition(id: identifier(), .compare(comparison, a, b), span)
  }

  /// A text that stands in no cell of the column it is compared with: told for what the plan itself says.
  func checkOccurs(_ text: Value, in column: Value, _ node: Node) {
    noteAsked(text, of: column)
    guard case .text(let wanted) = text.kind, case .column(let path, let index) = column.kind,
      tree.source === plan.source
    else { return }
    checkOccurs(ExpectedText(text: wanted, table: path.table, column: index, span: text.span ?? tree.span(node)))
  }

  private func checkOccurs(_ expected: ExpectedText) {
    guard let table = tables[expected.table].table,
      case .texts(_, let dictionary) = table.columns[expected.column].values
    else { return }
    if pendingTables.contains(expected.table) {
      expectedTexts.append(expected)
      return
    }
    // So many different texts are no closed list.
    if dictionary.isEmpty || dictionary.count > 20_000 { return }
    let folded = Letters.fold(expected.text)
    guard !dictionary.contains(where: { Letters.fold($0) == folded }) else { return }
    let known = Array(dictionary.prefix(12))
    report(
      Diagnostic(
        .valueNeverOccurs, at: expected.span,
        [
          .text(expected.text), .text(table.columns[expected.column].title), .text(table.file),
          .list(known.map(Argument.text)),
        ], proposals: Closeness.proposals(for: expected.text, among: Array(dictionary))
      ))
  }

  /// Gives a table whose columns were known the rows that were read since.
  package func attachRows(_ loaded: Table, to index: Int) {
    tables[index].table = loaded
    pendingTables.remove(index)
    for expected in expectedTexts where expected.table == index { checkOccurs(expected) }
    tellNearMisses(of: index)
  }

  private func matching(_ left: Value, _ right: Value, _ node: Node) -> Value {
    if left.type == .unknown || right.type == .unknown { return right }
    return matched(left, right, node)?.1 ?? right
  }

  /// Both sides brought to one type and unit; nil and a message where that cannot be.
  private func matched(_ left: Value, _ right: Value, _ node: Node) -> (Value, Value)? {
    switch (left.type, right.type) {
    case (.number(let a), .number(let b)):
      if a == b { return (left, right) }
      guard let a else { return unitless(left, unit: b, right).map { ($0, right) } ?? needUnit(node, right) }
      guard let b else { return unitless(right, unit: a, left).map { (left, $0) } ?? needUnit(node, left) }
      guard a.family == b.family else {
        report(.unitsDiffer, node, [.word("type.\(a.rawValue)"), .word("type.\(b.rawValue)")])
        return nil
      }
      return (inBase(left, a), inBase(right, b))
    case (.record(let a), .record(let b)) where a == b: return (left, right)
    case (.record(let table), .text):
      // A record compared with a text is compared by what it is called.
      guard case .record(let path) = left.kind, let label = labelValue(path, left.span), label.type == .text else {
        break
      }
      _ = table
      return (label, right)
    case (.text, .record):
      guard let (b, a) = matched(right, left, node) else { return nil }
      return (a, b)
    case (let a, let b) where a == b: return (left, right)
    default: break
    }
    report(.typesDiffer, node, [Self.word(left.type), Self.word(right.type)])
    return nil
  }

  /// A plain constant beside a value with a unit is in that unit; a plain column is not.
  private func unitless(_ plain: Value, unit: Unit?, _ other: Value) -> Value? {
    if case .number = plain.kind { return plain }
    if case .number = other.kind {
      switch plain.kind {
      case .column: return nil
      default: return plain
      }
    }
    return plain
  }

  private func needUnit(_ node: Node, _ value: Value) -> (Value, Value)? {
    report(.unitNeeded, node, [.text(value.span?.text ?? "")])
    return nil
  }

  func inBase(_ value: Value, _ unit: Unit) -> Value {
    if unit.factor == 1 { return value }
    let factor = Number(millionths: unit.factor * Number.scale)
    if case .number(let number) = value.kind, let product = number.multiplied(by: factor) {
      return Value(id: identifier(), .number(product), .number(nil), value.span)
    }
    let constant = Value(id: identifier(), .number(factor), .number(nil), nil)
    return Value(id: identifier(), .product(value, constant), .number(nil), value.span)
  }

  /// The first text field by which a record is called.
  func labelValue(_ path: RecordPath, _ span: Span?) -> Value? {
    guard let name = labelName(path.table) else { return nil }
    return field(name, at: path, span ?? tables[path.table].span)
  }

  private func dateCompare(_ node: Node, _ scope: Scope) -> Condition {
    let span = tree.span(node)
    let left = operand(node, scope)
    let right = node.children[1]
    guard left.type == .date || left.type == .unknown else {
      report(.typesDiffer, node, [Self.word(left.type), .word("type.date")])
      return Condition(id: identifier(), .constant(true), span)
    }
    func make(_ comparison: Comparison, _ value: Value) -> Condition {
      Condition(id: identifier(), left.type == .unknown ? .constant(true) : .compare(comparison, left, value), span)
    }
    func between(_ terminal: Terminal?, _ first: Value, _ last: Value) -> Condition {
      switch terminal {
      case .after: make(.more, last)
      case .before, .atStart: make(.less, first)
      case .notEarlier: make(.atLeast, first)
      default: make(.atMost, last)
      }
    }
    if let own = ownWindow(right, scope), let first = own.low, let last = own.high {
      if node.terminal == .until { noteInclusive(node) }
      return between(node.terminal, first, last)
    }
    if right.kind == .relativePeriod, let window = relativeWindow(right), let first = window.low,
      let last = window.high
    {
      return between(node.terminal, first, last)
    }
    guard isPeriod(right) else {
      let value = value(right, scope)
      if value.type == .unknown { return Condition(id: identifier(), .constant(true), span) }
      guard value.type == .date else {
        report(.typesDiffer, node, [Self.word(left.type), Self.word(value.type)])
        return Condition(id: identifier(), .constant(true), span)
      }
      switch node.terminal {
      case .after: return make(.more, value)
      case .before, .atStart: return make(.less, value)
      case .notEarlier: return make(.atLeast, value)
      default: return make(.atMost, value)
      }
    }
    guard let period = period(right) else { return Condition(id: identifier(), .constant(true), span) }
    if node.terminal == .until { noteInclusive(node) }
    let first = date(period.first, tree.span(right))
    let last = date(period.last, tree.span(right))
    return between(node.terminal, first, last)
  }

  static func word(_ type: ValueType) -> Argument {
    switch type {
    case .text: .word("type.text")
    case .number(let unit): .word(unit.map { "type.\($0.rawValue)" } ?? "type.number")
    case .percent: .word("type.percent")
    case .date: .word("type.date")
    case .flag: .word("type.flag")
    case .record: .word("type.record")
    case .unknown: .word("type.record")
    }
  }
}
