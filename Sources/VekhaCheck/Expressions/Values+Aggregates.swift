import VekhaSyntax
import VekhaText

extension Checker {
  /// `сумма минут встреч`, `число разных школ пар`, `среднее по парам: число встреч`.
  func aggregate(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    guard let phrase = node.part(1), let kind = node.terminal.flatMap({ Aggregate(rawValue: $0.rawValue) }) else {
      return unknownValue(span)
    }
    let set: SetExpression
    let member: Value
    if let over = node.part(2) {
      guard let members = setExpression(phrase, scope) else { return unknownValue(span) }
      set = members
      member = value(over, scope.adding(set))
    } else {
      guard let (field, records) = splitField(phrase) else {
        report(.setExpected, phrase, [.text(tree.text(phrase))])
        return unknownValue(span)
      }
      guard let members = setExpression(records, scope) else { return unknownValue(span) }
      set = members
      if field.kind == .titledField {
        let path = RecordPath(level: scope.levels.count, table: set.table)
        member = titledField(field, at: path) ?? unknownValue(span)
      } else {
        let names = field.kind == .pathValue ? field.children.flatMap { $0.kind == .run ? $0.children : [$0] } : [field]
        member = memberValue(names, of: set, scope)
      }
    }
    guard member.type != .unknown else { return unknownValue(span) }
    guard let type = type(of: kind, over: member.type) else {
      report(.typesDiffer, node, [Self.word(member.type), .word("type.number")])
      return unknownValue(span)
    }
    return Value(
      id: identifier(), .aggregate(kind, set, member, isKnownOnly: node.part(0) != nil), type, span)
  }

  private func type(of aggregate: Aggregate, over type: ValueType) -> ValueType? {
    switch (aggregate, type) {
    case (.distinct, .text), (.distinct, .number), (.distinct, .date), (.distinct, .record): .number(nil)
    case (.sum, .number), (.mean, .number), (.median, .number), (.least, .number), (.greatest, .number): type
    case (.least, .date), (.greatest, .date): .date
    default: nil
    }
  }

  /// The field that a phrase begins with, and the records after it.
  private func splitField(_ phrase: Node) -> (field: Node, records: Node)? {
    if let field = phrase.children.first, field.kind == .pathValue || field.kind == .titledField,
      phrase.children.count > 1
    {
      let records = Array(phrase.children.dropFirst())
      return (field, Node(.nounPhrase, records[0].tokens.lowerBound..<phrase.tokens.upperBound, records))
    }
    guard let run = phrase.children.first, run.kind == .run, let field = run.children.first, run.children.count > 1
    else { return nil }
    let rest = Array(run.children.dropFirst())
    let head: Node
    if rest[0].kind == .run {
      head = rest[0]
    } else {
      head = Node(.run, rest[0].tokens.lowerBound..<run.tokens.upperBound, rest)
    }
    let end = phrase.tokens.upperBound
    return (field, Node(.nounPhrase, head.tokens.lowerBound..<end, [head] + phrase.children.dropFirst()))
  }

  /// A field of a set's member, or one that references lead to from it; without names the member itself.
  private func memberValue(_ names: [Node], of set: SetExpression, _ scope: Scope) -> Value {
    let inner = scope.adding(set)
    var path = RecordPath(level: scope.levels.count, table: set.table)
    for (index, name) in names.enumerated() {
      let isLast = index == names.count - 1
      let span = tree.span(name)
      var found = field(text(name), at: path, span)
      if found == nil, index == 0, let record = record(text(name), inner), record.level == path.level {
        found = Value(id: identifier(), .record(record), .record(table: record.table), span)
      }
      guard let found else {
        reportUnknown(
          name, "kind.field",
          tables[path.table].fieldNames.entries.map(\.name) + tables[path.table].undeclaredNames.entries.map(\.name))
        return unknownValue(span)
      }
      if isLast { return found }
      guard case .record(let next) = found.kind else {
        if found.type != .unknown { report(.recordExpected, name, [.text(text(name)), Self.word(found.type)]) }
        return unknownValue(span)
      }
      path = next
    }
    return Value(id: identifier(), .record(path), .record(table: path.table), set.span)
  }

  /// `наименьшее из (a, b, c)`: numbers of one unit, or dates.
  func extreme(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    let list = node.children.map { value($0, scope) }
    guard let type = list.first?.type, !list.contains(where: { $0.type == .unknown }) else { return unknownValue(span) }
    switch type {
    case .number, .date: break
    default:
      report(.typesDiffer, node.children[0], [Self.word(type), .word("type.number")])
      return unknownValue(span)
    }
    for (item, part) in zip(list, node.children) where item.type != type {
      report(.typesDiffer, part, [Self.word(type), Self.word(item.type)])
      return unknownValue(span)
    }
    return Value(id: identifier(), .extreme(isGreatest: node.terminal == .greatest, list), type, span)
  }

  /// `последняя встреча.дата`: the record whose date is last.
  func picked(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    guard let phrase = node.part(0), let head = phrase.children.first else { return unknownValue(span) }
    let isPath = head.kind == .pathValue
    let run = isPath ? head.children[0] : head
    let records = Node(
      .nounPhrase, phrase.tokens.lowerBound..<phrase.tokens.upperBound, [run] + phrase.children.dropFirst())
    guard let set = setExpression(records, scope) else { return unknownValue(span) }
    let member = RecordPath(level: scope.levels.count, table: set.table)
    guard isInTime(set.table), let date = presenceDate(member), date.type == .date else {
      report(.notInTime, node, [.text(tree.text(node)), .text(nouns[set.noun].name)])
      return unknownValue(span)
    }
    let value = memberValue(isPath ? Array(head.children.dropFirst()) : [], of: set, scope)
    if value.type == .unknown { return unknownValue(span) }
    return Value(
      id: identifier(), .picked(isLast: node.terminal == .pickLast, set, date: date, value), value.type, span)
  }
}
