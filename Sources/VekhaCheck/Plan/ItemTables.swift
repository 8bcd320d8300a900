import VekhaSyntax
import VekhaTable
import VekhaText

/// The plan's own items as tables: declared like any other, filled by the engine on the day of a question.
extension Checker {
  /// Declares them under the names of the items' module. A noun of the plan's own wins: that table is left out.
  func declareItems() {
    for node in statements(.data) {
      guard let name = node.part(0), let kind = node.all(.alias).first.flatMap({ ItemTable(rawValue: text($0)) }) else {
        continue
      }
      let names = [text(name)] + node.all(.alias).map { text($0) }
      if kind == .plan {
        declarePlanFacts(node, names)
      } else if !names.contains(where: { nounNames.has($0, stemmer: stemmer) }) {
        // «active» has the stem of «activities»: these names are found by their own forms only.
        declareTable(node, isStemmed: false)
        tables[tables.count - 1].item = kind
      }
    }
    declareLeads()
    for index in tables.indices where tables[index].item != nil { makeEmpty(index) }
    for node in statements(.define) {
      guard let head = node.part(0), let body = node.part(1), body.kind == .whereClause,
        let word = head.children.first, case .found(let entry) = nounNames.find(text(word), stemmer: stemmer),
        tables[nouns[entry.element].table].item != nil
      else { continue }
      declareAdjective(node, head, body)
    }
  }

  /// A finding leads to a record of each register: the one it is about, or one that this refers to.
  private func declareLeads() {
    guard let findings = tables.firstIndex(where: { $0.item == .findings }) else { return }
    for table in tables where table.item == nil && table.file != nil {
      let field = tables[findings].fields.count
      tables[findings].fields.append(
        FieldDraft(
          name: table.name, aliases: [], titles: [], type: nil, target: (table.name, table.span), span: table.span,
          isRequired: false, column: nil))
      if tables[findings].fieldNames.declared(table.name) == nil {
        tables[findings].fieldNames.add(table.name, .declared(field), table.span, stemmer: stemmer)
      }
    }
  }

  /// Columns without rows: the types are known before there is anything to ask about.
  private func makeEmpty(_ index: Int) {
    tables[index].file = ""
    var columns: [Column] = []
    for field in tables[index].fields.indices {
      tables[index].fields[field].column = field
      let draft = tables[index].fields[field]
      // A text that is compared with a closed list is looked up in it before there is a row.
      let codes = itemField(draft).flatMap { field in tables[index].item?.codes(field) } ?? []
      columns.append(
        codes.isEmpty
          ? Column.of([], title: draft.name, type: draft.columnType ?? .text)
          : Column(
            title: draft.name, type: .text, values: .texts(codes: [], dictionary: TextDictionary(codes)),
            present: BitSet(count: 0)))
    }
    tables[index].table = Table(
      file: "", columns: columns, rowLines: [], balance: .init(rowsInFile: 0, loaded: 0))
  }

  /// What a field of an items' table stands for; nil for a reference to a register.
  func itemField(_ draft: FieldDraft) -> ItemField? { draft.aliases.first.flatMap { ItemField(rawValue: $0) } }

  /// Whether what `body` checks asks about the plan's own items.
  func trackingItems<Result>(_ body: () -> Result) -> (Result, Bool) {
    let outer = readsItems
    readsItems = false
    let result = body()
    let inner = readsItems
    readsItems = outer || inner
    return (result, inner)
  }

  /// For each register the record that a subject is or refers to, where there is one way.
  func leads(from table: Int) -> [Int: RecordPath] {
    let path = RecordPath(level: 0, table: table)
    var result: [Int: RecordPath] = [table: path]
    for other in tables.indices where other != table && tables[other].item == nil && tables[other].file != nil {
      let declared = declaredReferences(of: table).filter { $0.path.table == other }
      if declared.count == 1 {
        result[other] = declared[0].path
        continue
      }
      let ways = forwardWays(from: table, to: tables[other].noun)
      if ways.count == 1 { result[other] = ways[0].reduce(path) { $0.following($1.column, to: $1.target) } }
    }
    return result
  }

  /// Computed fields of a table that are records reached by references: each is one step for a person.
  func declaredReferences(of table: Int) -> [(name: String, path: RecordPath)] {
    computed.indices.compactMap { index in
      guard nouns[computed[index].noun].table == table, let path = referencePath(index), !path.steps.isEmpty else {
        return nil
      }
      return (computed[index].name, path)
    }
  }

  /// The way of a computed field that is a record. A definition that nobody has asked for is read without being
  /// checked: a register need not have its columns.
  private func referencePath(_ index: Int) -> RecordPath? {
    switch definitions[.computed(index)] {
    case .waiting(let tree, let body):
      guard body.kind == .pathValue, let word = body.children.first?.children.last else { return nil }
      let noun = computed[index].noun
      return within(tree) {
        var path = record(text(word), Scope().adding(noun, table: nouns[noun].table))
        for part in body.children.dropFirst() { path = path.flatMap { reference(text(part), from: $0) } }
        return path
      }
    case .open: return nil
    case .done, nil:
      guard case .record(let path)? = computed[index].value?.kind, path.level == 0 else { return nil }
      return path
    }
  }

  // MARK: Facts of the plan

  private func declarePlanFacts(_ node: Node, _ names: [String]) {
    planNames = Set(names.map { Letters.fold($0) })
    for field in node.all(.fieldProperty) {
      guard let nameNode = field.part(0), let known = field.all(.alias).first.flatMap({ ItemField(rawValue: text($0)) })
      else { continue }
      for name in [text(nameNode)] + field.all(.alias).map({ text($0) }) {
        planFields.add(name, known, tree.span(nameNode), stemmer: stemmer)
      }
    }
  }

  /// `план.начало`: a fact of the plan's head; nil where the word does not name the plan.
  func planFact(_ word: Node, _ field: Node) -> Value? {
    guard planNames.contains(folded(word)), let plan = planFacts else { return nil }
    let span = tree.span(word).union(tree.span(field))
    func make(_ kind: Value.Kind?, _ type: ValueType) -> Value {
      Value(id: identifier(), kind ?? .absent, type, span)
    }
    guard case .found(let entry) = planFields.find(text(field), stemmer: stemmer) else {
      reportUnknown(field, "kind.field", planFields.entries.map(\.name))
      return unknownValue(span)
    }
    switch entry.element {
    case .first: return make(.date(plan.period.first), .date)
    case .last: return make(.date(plan.period.last), .date)
    case .approvedOn: return make(plan.approvedOn.map { .date($0) }, .date)
    case .title: return make(.text(plan.title), .text)
    case .territory: return make(plan.territory.map { .text($0) }, .text)
    default: return make(plan.control.map { .text(Self.name($0)) }, .text)
    }
  }

  private static func name(_ owner: Owner) -> String {
    switch owner {
    case .role(let name, let person): person ?? name
    case .record(let role, _): role
    case .wording(let words): words
    }
  }
}
