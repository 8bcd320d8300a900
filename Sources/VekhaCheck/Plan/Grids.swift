import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  func gridInfo(_ node: Node) -> GridInfo? {
    let (made, readsItems) = trackingItems { node.terminal == .show ? show(node) : table(node) }
    guard var info = made else { return nil }
    info.readsItems = readsItems
    if let name = node.property(.name)?.part(0) {
      info.name = text(name)
      if let first = gridNames.updateValue(tree.span(name), forKey: folded(name)) { duplicate(name, text(name), first) }
    }
    if let day = node.property(.onDay)?.part(0) { info.day = period(day)?.last }
    if let first = node.property(.firstRows)?.part(0), let count = number(first) {
      info.limit = count.integer.flatMap { $0 > 0 ? $0 : nil }
      if info.limit == nil { report(.expected, first, [.word("expected.number"), .text(tree.text(first))]) }
    }
    return info
  }

  private func made(_ node: Node, _ title: String, _ shape: GridInfo.Shape) -> GridInfo {
    GridInfo(
      kind: node.terminal == .show ? .show : .table, name: nil, title: title, shape: shape, order: [], limit: nil,
      day: nil, isWithoutNames: false, span: headingSpan(node))
  }

  // MARK: Show

  private func show(_ node: Node) -> GridInfo? {
    guard let what = node.part(0) else { return nil }
    let title = worded(what, node.part(1))
    let keys = node.part(1).map { $0.kind == .keys ? $0.children : [] } ?? node.property(.by)?.children ?? []
    if !keys.isEmpty { return groups(node, what, keys, title) }
    guard what.kind == .nounPhrase else {
      if let extra = node.property(.fields) ?? node.property(.sortedBy) {
        report(.groupsNeedCount, extra, [.text(tree.text(what))])
        return nil
      }
      let value = value(what, Scope())
      return value.type == .unknown ? nil : made(node, title, .value(value, title: title))
    }
    guard let set = setExpression(what, Scope()) else { return nil }
    let scope = Scope().adding(set.noun, table: set.table)
    var columns = [recordColumn(set.noun)]
    if let fields = node.property(.fields) {
      columns = fields.children.compactMap { column(tree.text($0), $0, scope) }
      if columns.count < fields.children.count { return nil }
    } else if let (contextTree, context) = tables[set.table].contextNode, isKnown(context, contextTree, set.table) {
      let value = within(contextTree) { shown(self.value(context, scope)) }
      let name = within(contextTree) { text(context) }
      columns.append(GridColumn(title: name, aliases: aliases(ofField: name, set.table), value: value))
    }
    var info = made(node, title, .records(set, columns: columns))
    guard let order = order(node, { self.value($0, scope) }) else { return nil }
    info.order = order
    return info
  }

  /// The column of what records are called, under the name of their noun.
  private func recordColumn(_ noun: Int) -> GridColumn {
    GridColumn(title: nouns[noun].name, aliases: aliases(of: noun, nouns[noun].name), value: nil)
  }

  private func isKnown(_ node: Node, _ tree: SyntaxTree, _ table: Int) -> Bool {
    guard node.kind == .run,
      case .found(let entry) = tables[table].fieldNames.find(
        within(tree) { text(node) }, stemmer: stemmer), case .declared(let field) = entry.element
    else { return node.kind == .run ? false : true }
    return tables[table].fields[field].column != nil
  }

  private func column(_ title: String, _ node: Node, _ scope: Scope) -> GridColumn? {
    let value = value(node, scope)
    return value.type == .unknown ? nil : GridColumn(title: title, value: shown(value))
  }

  /// The words of a node on one line.
  private func worded(_ first: Node, _ last: Node? = nil) -> String {
    let span = last.map { tree.span(first).union(tree.span($0)) } ?? tree.span(first)
    return span.text.split { $0 == "\n" || $0 == " " || $0 == "\r" || $0 == "\t" }.joined(separator: " ")
  }

  private func order(_ node: Node, _ make: (Node) -> Value) -> [GridOrder]? {
    var result: [GridOrder] = []
    for key in node.property(.sortedBy)?.children ?? [] {
      guard let part = key.part(0) else { return nil }
      let value = make(part)
      if value.type == .unknown { return nil }
      result.append(GridOrder(value: shown(value), isDescending: key.terminal == .descending))
    }
    return result
  }

  // MARK: Groups

  private func groups(_ node: Node, _ what: Node, _ keys: [Node], _ title: String) -> GridInfo? {
    let value: Value
    if what.kind == .nounPhrase {
      guard let set = setExpression(what, Scope()) else { return nil }
      value = Value(id: identifier(), .count(set), .number(nil), tree.span(what))
    } else {
      value = self.value(what, Scope())
      if value.type == .unknown { return nil }
    }
    if let fields = node.property(.fields) {
      report(.groupsNeedCount, fields, [.text(tree.text(what))])
      return nil
    }
    guard let (set, measure) = measured(value, what) else { return nil }
    let columns = keys.compactMap { key in groupKey(key, set).map { keyColumn($0, key) } }
    if columns.count < keys.count { return nil }
    var info = made(
      node, title, .groups(set, measure, keys: columns, title: worded(what)))
    // Groups have an order by what is counted; else by their keys.
    for key in node.property(.sortedBy)?.children ?? [] {
      let worded = key.part(0).map { Letters.fold(self.worded($0)) } ?? ""
      guard worded == Letters.fold(self.worded(what)) else {
        report(.groupsNeedCount, key, [.text(tree.text(key))])
        return nil
      }
      info.order = [GridOrder(value: nil, isDescending: key.terminal == .descending)]
    }
    return info
  }

  /// The members that a value is taken of by groups, and how.
  func measured(_ value: Value, _ node: Node) -> (set: SetExpression, measure: Measure)? {
    if value.measured == nil { report(.groupsNeedCount, node, [.text(tree.text(node))]) }
    return value.measured
  }

  /// What groups the members of a set: a field, or a record they lead to by one way («по школам»).
  func groupKey(_ node: Node, _ set: SetExpression) -> Value? {
    let scope = Scope().adding(set.noun, table: set.table)
    let value = value(node, scope)
    if value.type == .unknown { return nil }
    if case .count(let related) = value.kind, node.kind == .run {
      // A noun that is reached in several ways, or through linking rows, gives no one record for each member.
      let names = forwardWays(from: set.table, to: related.noun).compactMap { way -> String? in
        guard let first = way.first else { return nil }
        return references(of: set.table).first { $0.column == first.column }.map { "\($0.name).\(tree.text(node))" }
      }
      report(
        .ambiguousPath, node,
        [.text(nouns[related.noun].name), .text(nouns[set.noun].name), .list(names.map(Argument.text))],
        proposals: Array(names.prefix(3)))
      return nil
    }
    return value
  }

  /// A key under the name of the field it is, however it was inflected.
  private func keyColumn(_ value: Value, _ node: Node) -> GridColumn {
    func named(_ name: String?, _ table: Int) -> GridColumn {
      let name = name ?? tree.text(node)
      return GridColumn(title: name, aliases: aliases(ofField: name, table), value: value)
    }
    switch value.kind {
    case .record(let path):
      guard let last = path.steps.last else {
        let column = recordColumn(tables[path.table].noun)
        return GridColumn(title: column.title, aliases: column.aliases, value: value)
      }
      let table = path.steps.dropLast().last?.target ?? path.start
      return named(references(of: table).first { $0.column == last.column }?.name, table)
    case .column(let path, let column):
      return named(tables[path.table].fields.first { $0.column == column }?.name, path.table)
    case .computed(_, let index): return named(computed[index].name, nouns[computed[index].noun].table)
    default: return GridColumn(title: tree.text(node), value: value)
    }
  }

  // MARK: Table

  private func table(_ node: Node) -> GridInfo? {
    guard let titleNode = node.part(0), let phrase = node.part(1), let set = setExpression(phrase, Scope()) else {
      return nil
    }
    let scope = Scope().adding(set.noun, table: set.table)
    let isWithoutNames = node.part(2)?.terminal == .withoutNames
    var columns = [recordColumn(set.noun)]
    var seen: [String: Span] = [:]
    defer { gridColumns = [:] }
    var isSound = true
    for part in node.all(.tableColumn) {
      guard let nameNode = part.part(0), let valueNode = part.part(1) else { return nil }
      let title = text(nameNode)
      if let first = seen[Letters.fold(title)] { duplicate(nameNode, title, first) }
      seen[Letters.fold(title)] = tree.span(nameNode)
      let value = value(valueNode, scope)
      if value.type == .unknown {
        isSound = false
        continue
      }
      if isWithoutNames, isPersonal(value) {
        report(.nameInTable, part, [.text(title)])
        isSound = false
      }
      gridColumns[Letters.fold(title)] = value
      columns.append(GridColumn(title: title, value: shown(value)))
    }
    guard isSound, let order = order(node, { value($0, scope) }) else { return nil }
    var info = made(node, tree.content(titleNode), .records(set, columns: columns))
    info.order = order
    info.isWithoutNames = isWithoutNames && isCalledPersonally(set.table)
    return info
  }

  /// The value of an earlier column of the table that is being checked, by its exact name.
  func gridColumn(_ node: Node, _ scope: Scope) -> Value? {
    guard scope.levels.count == 1, node.kind == .run, node.children.count == 1 else { return nil }
    return gridColumns[folded(node.children[0])]
  }

  // MARK: Names of people

  /// Whether a value prints what is personal, or may be: of a table that does not say which of its fields are, every
  /// text that is no category.
  private func isPersonal(_ value: Value) -> Bool {
    switch value.kind {
    case .record(let path): return isCalledPersonally(path.table)
    case .computed(_, let index):
      return computed[index].value.map { isPersonal($0) } ?? false
    case .column(let path, let column): return isPersonal(column, path.table)
    case .conditional(_, let then, let other): return isPersonal(then) || isPersonal(other)
    default: return false
    }
  }

  private func isPersonal(_ column: Int, _ table: Int) -> Bool {
    let draft = tables[table]
    let field = draft.fields.first { $0.column == column }
    if let personal = draft.personal {
      guard let field else { return draft.table?.columns[column].type == .text }
      return personal.contains { name in
        draft.fieldNames.declared(name).map { $0.element == draft.fieldNames.declared(field.name)?.element } ?? false
      }
    }
    return draft.table?.columns[column].type == .text && field?.type != .typeCategory
  }

  private func isCalledPersonally(_ table: Int) -> Bool {
    guard let label = labelName(table), label != tables[table].keyName,
      case .found(let entry) = tables[table].fieldNames.find(label, stemmer: stemmer)
    else { return false }
    switch entry.element {
    case .declared(let field): return tables[table].fields[field].column.map { isPersonal($0, table) } ?? false
    case .column(let column): return isPersonal(column, table)
    case .computed(let index): return computed[index].value.map { isPersonal($0) } ?? true
    }
  }
}
