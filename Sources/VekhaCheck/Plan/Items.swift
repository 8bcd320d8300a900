import VekhaCalendar
import VekhaSyntax
import VekhaText

/// Items by their written numbers and names.
struct ItemIndex {
  var byNumber: [String: (path: ItemPath, span: Span)] = [:]
  var byName: [String: (path: ItemPath, span: Span)] = [:]
  /// Numbers assigned by place: printed, but not to be referred to.
  var assigned: [String: Span] = [:]
  var titles: [(title: String, path: ItemPath)] = []
}

/// A stage or an activity before its expressions are checked.
struct ItemDraft {
  var node: Node
  var path: ItemPath
  var parts: [ItemDraft] = []
}

extension Checker {
  /// The items of the plan in order, numbered; a stage without a heading holds activities outside of any.
  func itemDrafts() -> [ItemDraft] {
    var stages: [ItemDraft] = []
    var loose: [Node] = []
    for node in plan.root.children where node.kind == .statement {
      if node.terminal == .stage {
        var stage = ItemDraft(node: node, path: ItemPath(stage: stages.count))
        stage.parts = activities(node.children, stage: stages.count)
        stages.append(stage)
      } else if node.terminal == .activity {
        loose.append(node)
      }
    }
    if !loose.isEmpty {
      let node = Node(.statement, 0..<0, terminal: .stage, [])
      var stage = ItemDraft(node: node, path: ItemPath(stage: stages.count))
      stage.parts = activities(loose, stage: stages.count)
      stages.append(stage)
    }
    return stages
  }

  private func activities(_ nodes: [Node], stage: Int) -> [ItemDraft] {
    let own = nodes.filter { $0.kind == .statement && $0.terminal == .activity }
    return own.enumerated().map { index, node in
      var draft = ItemDraft(node: node, path: ItemPath(stage: stage, activity: index))
      let inner = node.children.filter { $0.kind == .statement && $0.terminal == .activity }
      draft.parts = inner.enumerated().map { part, node in
        for deeper in node.children where deeper.kind == .statement {
          report(.nestingTooDeep, deeper, [.number(2)])
        }
        return ItemDraft(node: node, path: ItemPath(stage: stage, activity: index, part: part))
      }
      return draft
    }
  }

  /// Numbers, names and titles of all items, so that they may be referred to before their line.
  func indexItems(_ stages: [ItemDraft]) -> [ItemPath: String] {
    var numbers: [ItemPath: String] = [:]
    for (index, stage) in stages.enumerated() {
      let stageNumber = register(stage, assigned: stage.node.children.isEmpty ? "" : String(index + 1), &numbers)
      for (index, activity) in stage.parts.enumerated() {
        let place = stageNumber.isEmpty ? String(index + 1) : "\(stageNumber).\(index + 1)"
        let number = register(activity, assigned: place, &numbers)
        for (index, part) in activity.parts.enumerated() {
          _ = register(part, assigned: "\(number).\(index + 1)", &numbers)
        }
      }
    }
    return numbers
  }

  private func register(_ draft: ItemDraft, assigned: String, _ numbers: inout [ItemPath: String]) -> String {
    let span = tree.span(draft.node)
    var number = assigned
    if let node = draft.node.part(0), node.kind == .itemNumber {
      number = tree.text(node)
      if let first = items.byNumber[number] {
        duplicate(node, number, first.span)
      } else {
        items.byNumber[number] = (draft.path, tree.span(node))
      }
    } else if !assigned.isEmpty {
      items.assigned[assigned] = span
    }
    if let node = draft.node.part(1), node.kind == .name {
      let name = Letters.fold(tree.text(node))
      if let first = items.byName[name] {
        duplicate(node, tree.text(node), first.span)
      } else {
        items.byName[name] = (draft.path, tree.span(node))
      }
    }
    if let node = draft.node.part(2), node.kind == .text { items.titles.append((tree.content(node), draft.path)) }
    numbers[draft.path] = number
    return number
  }

  /// The item that a number, a name or a title in quotes refers to.
  func itemPath(_ node: Node, unknown code: DiagnosticCode = .unknownItem) -> ItemPath? {
    let kind: ItemWord = node.kind == .itemNumber ? .number : node.kind == .text ? .title : .name
    return itemPath(text(node), kind, at: tree.span(node), unknown: code)
  }

  /// How an item is referred to.
  enum ItemWord { case number, name, title }

  func itemPath(_ name: String, _ kind: ItemWord, at span: Span, unknown code: DiagnosticCode) -> ItemPath? {
    switch kind {
    case .number:
      if let found = items.byNumber[name] { return found.path }
      if items.assigned[name] != nil, items.byNumber[name] == nil {
        report(Diagnostic(.numberNotWritten, at: span, [.text(name)]))
        return nil
      }
    case .title:
      let matches = items.titles.filter { Letters.fold($0.title) == Letters.fold(name) }
      if matches.count == 1 { return matches[0].path }
      if matches.count > 1 {
        report(Diagnostic(.ambiguousName, at: span, [.text(name), .list(matches.map { .text($0.title) })]))
        return nil
      }
    case .name:
      if let found = items.byName[Letters.fold(name)] { return found.path }
      let stem = stemmer.stem(Letters.fold(name))
      let close = items.byName.filter { stemmer.stem($0.key) == stem }
      if close.count == 1, let found = close.first { return found.value.path }
    }
    let known = items.byNumber.keys.sorted() + items.byName.keys.sorted() + items.titles.map(\.title)
    report(
      Diagnostic(code, at: span, [.text(name)], proposals: Closeness.proposals(for: name, among: known)))
    return nil
  }

  /// What an item gives to those inside it.
  struct Inherited {
    var due = Deadline.none
    var responsible: Owner?
    var responsibleCount = 0
    var helpers: [Owner] = []
  }

  func itemInfo(_ draft: ItemDraft, _ number: String, _ inherited: Inherited, _ scope: Scope) -> ItemInfo {
    let node = draft.node
    let isWritten = node.part(0)?.kind == .itemNumber
    let nameNode = node.part(1).flatMap { $0.kind == .name ? $0 : nil }
    let titleNode = node.part(2).flatMap { $0.kind == .text ? $0 : nil }
    var due = inherited.due
    if let property = node.property(.due) { due = deadline(property, scope) }
    if let starts = node.property(.starts)?.part(0), let first = period(starts)?.first {
      if case .window(let period, let wording) = due, first <= period.last {
        due = .window(Period(first, period.last), wording: wording)
      }
    }
    var responsible = inherited.responsible
    var responsibleCount = inherited.responsibleCount
    var helpers = inherited.helpers
    if let property = node.property(.responsible) {
      let owners = property.children.compactMap { owner($0, scope) }
      responsible = owners.first
      responsibleCount = owners.count
      helpers = Array(owners.dropFirst())
    }
    if let property = node.property(.helpers) { helpers += property.children.compactMap { owner($0, scope) } }
    return ItemInfo(
      number: number, isNumberWritten: isWritten, name: nameNode.map { tree.text($0) },
      title: titleNode.map { tree.content($0) } ?? nameNode.map { tree.text($0) } ?? "", due: due,
      responsible: responsible, responsibleCount: responsibleCount, helpers: helpers, span: headingSpan(node),
      needs: node.property(.needs)?.children.compactMap { itemPath($0) } ?? [], isOptional: isOptional(node),
      reminders: node.property(.reminder).flatMap { ladder($0.children, scope) })
  }

  /// «необязательно: да»
  private func isOptional(_ node: Node) -> Bool {
    guard let value = node.property(.optional)?.part(0) else { return false }
    if value.kind == .yesNo { return value.terminal == .yes }
    report(
      .expected, value,
      [.list([.terminal(Terminal.yes.rawValue), .terminal(Terminal.noValue.rawValue)]), .text(tree.text(value))])
    return false
  }

  /// The first line of a statement.
  func headingSpan(_ node: Node) -> Span {
    let whole = tree.span(node)
    guard
      let inner = node.children.first(where: {
        $0.kind == .property || $0.kind == .statement || $0.kind == .fieldProperty
      })
    else { return whole }
    let end = tree.span(inner).range.lowerBound
    let heading = whole.range.lowerBound..<end
    var last = end
    while last > heading.lowerBound, [0x20, 0x0A, 0x0D, 0x09].contains(tree.source.bytes[last - 1]) { last -= 1 }
    let range = heading.lowerBound..<last
    // A comment may stand between the heading and its first property.
    let line = tree.source.line(at: range.lowerBound)
    let firstLine = tree.source.lineRange(line)
    return Span(tree.source, range.lowerBound..<min(range.upperBound, max(firstLine.upperBound, range.lowerBound)))
  }

  /// Who answers: a role, a person of the subject's record, or words.
  func owner(_ node: Node, _ scope: Scope) -> Owner? {
    switch node.kind {
    case .text: return .wording(tree.content(node))
    case .run where node.children.count == 1: return role(node.children[0], scope)
    case .run, .pathValue:
      if scope.isEmpty {
        report(.undeclaredRole, node, [.text(tree.text(node))], proposals: roleProposals(tree.text(node)))
        return .wording(tree.text(node))
      }
      let value = value(node, scope)
      return value.type == .unknown ? nil : .record(role: tree.text(node), value: shown(value))
    case .missing, .junk: return nil
    default:
      report(.expected, node, [.word("expected.role"), .text(tree.text(node))])
      return nil
    }
  }

  private func roleProposals(_ word: String) -> [String] {
    Closeness.proposals(for: word, among: roleNames.entries.map(\.name))
  }

  private func role(_ word: Node, _ scope: Scope) -> Owner? {
    let name = text(word)
    switch roleNames.find(name, stemmer: stemmer) {
    case .found(let entry):
      let draft = roles[entry.element]
      guard let owner = draft.owner else { return .role(name: draft.name, person: draft.person) }
      guard let level = scope.innermost else { return .role(name: draft.name, person: nil) }
      let path = RecordPath(level: level, table: scope.levels[level].table)
      guard let record = recordPath(from: path, noun: scope.levels[level].noun, to: owner.noun) else {
        return .role(name: draft.name, person: nil)
      }
      let inner = Scope().adding(owner.noun, table: nouns[owner.noun].table)
      let value = within(draft.tree) { self.value(owner.node, inner) }
      guard let moved = rebased(value, to: record) else { return .role(name: draft.name, person: nil) }
      return .record(role: draft.name, value: shown(moved))
    case .several(let entries):
      report(.ambiguousName, word, [.text(name), .list(entries.map { .text($0.name) })])
      return nil
    case .none:
      if !scope.isEmpty, let record = record(name, scope) {
        let value = Value(id: identifier(), .record(record), .record(table: record.table), tree.span(word))
        return .record(role: name, value: shown(value))
      }
      if unknownRoles.insert(Letters.fold(name)).inserted {
        report(.undeclaredRole, word, [.text(name)], proposals: roleProposals(name))
      }
      return .wording(name)
    }
  }

  private func recordPath(from path: RecordPath, noun: Int, to wanted: Int) -> RecordPath? {
    if isPart(noun, of: wanted) { return path }
    let ways = forwardWays(from: path.table, to: wanted)
    guard let way = ways.first, ways.count == 1 else { return nil }
    return way.reduce(path) { $0.following($1.column, to: $1.target) }
  }

  /// A value over one record, said of another place in the scope.
  private func rebased(_ value: Value, to record: RecordPath) -> Value? {
    func moved(_ path: RecordPath) -> RecordPath {
      path.steps.reduce(record) { $0.following($1.column, to: $1.target) }
    }
    switch value.kind {
    case .column(let path, let column):
      return Value(id: identifier(), .column(moved(path), column), value.type, value.span)
    case .computed(let path, let index):
      return Value(id: identifier(), .computed(moved(path), index), value.type, value.span)
    case .record(let path): return Value(id: identifier(), .record(moved(path)), value.type, value.span)
    case .text: return value
    default: return nil
    }
  }

  /// A record is shown by what it is called.
  func shown(_ value: Value) -> Value {
    guard case .record(let path) = value.kind, let label = labelValue(path, value.span) else { return value }
    return label
  }

  /// The name of the field a table's records are called by: declared, else the first text column that is no category, else
  /// the key.
  func labelName(_ table: Int) -> String? {
    let draft = tables[table]
    if let (tree, node) = draft.labelNode { return within(tree) { text(node) } }
    if let field = draft.fields.first(where: {
      $0.columnType == .text && $0.type != .typeCategory && $0.target == nil && $0.name != draft.keyName
    }) {
      return field.column == nil ? draft.keyName : field.name
    }
    return draft.keyName
  }
}
