import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// Reads what every file declares, modules first, so that names may be used before their line.
  func declare() {
    for tree in modules { within(tree) { declareTables() } }
    within(plan) { declareTables() }
    declareValueTables()
    for tree in modules { within(tree) { declareSets() } }
    within(plan) { declareSets() }
    if let itemNames { within(itemNames) { declareItems() } }
    for tree in modules { within(tree) { declareRest() } }
    within(plan) { declareRest() }
  }

  func statements(_ terminal: Terminal) -> [Node] {
    tree.root.children.filter { $0.kind == .statement && $0.terminal == terminal }
  }

  // MARK: Tables

  private func declareTables() {
    for node in statements(.data) { declareTable(node) }
  }

  func declareTable(_ node: Node, isStemmed: Bool = true) {
    guard let nameNode = node.part(0) else { return }
    let name = text(nameNode)
    let index: Int
    if case .found(let entry) = nounNames.find(name, stemmer: stemmer), nouns[entry.element].parent == nil,
      nounNames.declared(name) != nil || nouns[entry.element].span.source !== tree.source
    {
      // The plan gives data to a table that a module has described.
      index = nouns[entry.element].table
      if tables[index].tree.source === tree.source {
        duplicate(nameNode, name, tables[index].span)
        return
      }
    } else {
      index = tables.count
      let noun = nouns.count
      nouns.append(NounInfo(name: name, table: index, parent: nil, membership: nil, span: tree.span(nameNode)))
      tables.append(TableDraft(name: name, noun: noun, tree: tree, span: tree.span(nameNode)))
      nounNames.add(name, noun, tree.span(nameNode), stemmer: stemmer, isStemmed: isStemmed)
    }
    for alias in node.all(.alias) {
      nounNames.add(
        text(alias), tables[index].noun, tree.span(alias), stemmer: stemmer, isStemmed: isStemmed)
    }
    if let source = node.part(1), source.kind == .path {
      tables[index].valuesNode = (tree, source)
    } else if let file = node.part(1), file.kind == .ofJournal {
      let journals = plan.root.children.filter { $0.kind == .statement && $0.terminal == .journal }
      tables[index].file = journals.first?.part(0).map { plan.content($0) } ?? ""
      tables[index].fileSpan = tree.span(file)
      tables[index].isOfJournal = true
    } else if let file = node.part(1) {
      tables[index].file = tree.content(file)
      tables[index].fileSpan = tree.span(file)
    }
    if let part = node.part(2), let text = part.part(0) {
      let kind: DataPart.Kind =
        part.terminal == .sheet ? .sheet : part.terminal == .queryOfFile ? .query : .table
      tables[index].part = DataPart(kind, tree.content(text), at: tree.span(text))
    }
    if let encoding = node.part(5)?.part(0) {
      tables[index].encoding = (tree.content(encoding), tree.span(encoding))
    }
    if node.part(6)?.terminal == .onePerKey { tables[index].hasOnePerKey = true }
    if let range = node.part(3), let from = range.part(0), let to = range.part(1) {
      tables[index].stateNodes = (text(from), text(to))
      tables[index].eventName = nil
    }
    if let dated = node.part(4) {
      tables[index].eventName = text(dated)
      tables[index].stateNodes = nil
    }
    let isModule = tree.source !== plan.source
    for field in node.all(.fieldProperty) { declareField(field, of: index, isModule: isModule) }
    if let forms = node.property(.forms) {
      for form in forms.children {
        nounNames.addForm(text(form), of: name, tables[index].noun, tree.span(form))
      }
    }
    setCounted(node, of: tables[index].noun)
    if let personal = node.property(.personal) {
      tables[index].personal = (tables[index].personal ?? []) + personal.children.map { text($0) }
    }
    if let key = node.property(.key)?.part(0) { tables[index].keyName = text(key) }
    if let paused = node.property(.pausedWhen)?.part(0) { tables[index].pausedNode = (tree, paused) }
    if let label = node.property(.label)?.part(0) { tables[index].labelNode = (tree, label) }
    if let context = node.property(.context)?.part(0) { tables[index].contextNode = (tree, context) }
  }

  private func declareField(_ node: Node, of index: Int, isModule: Bool) {
    guard let nameNode = node.part(0) else { return }
    let name = text(nameNode)
    let aliases = node.all(.alias).map { text($0) }
    var draft = FieldDraft(
      name: name, aliases: aliases, titles: [name] + aliases, type: node.part(1)?.terminal, target: nil,
      span: tree.span(nameNode), isRequired: !isModule, column: nil)
    draft.titles += node.children.dropFirst(3).filter { $0.kind == .text }.map { tree.content($0) }
    if let origin = node.children.first(where: { $0.kind == .origin }) {
      draft.origin = origin.part(0).map { .cell(tree.content($0)) } ?? .fileName
    }
    if let reference = node.part(2), let target = reference.part(0) {
      draft.target = (text(target), tree.span(target))
      // The title of a reference is that of its key column, not the name itself.
      let titles = reference.children.dropFirst().map { text($0) }
      draft.titles = titles + draft.titles.dropFirst(1 + aliases.count)
    }
    if let existing = tables[index].fieldNames.declared(name), case .declared(let field) = existing.element {
      if tables[index].fields[field].span.source === tree.source {
        duplicate(nameNode, name, tables[index].fields[field].span)
        return
      }
      // The plan says more of a field than the module did.
      draft.titles += tables[index].fields[field].titles
      if draft.type == nil, draft.target == nil {
        draft.type = tables[index].fields[field].type
        draft.target = tables[index].fields[field].target
      }
      tables[index].fields[field] = draft
      return
    }
    let field = tables[index].fields.count
    tables[index].fields.append(draft)
    for name in [name] + aliases {
      tables[index].fieldNames.add(name, .declared(field), tree.span(nameNode), stemmer: stemmer)
    }
  }

  func duplicate(_ node: Node, _ name: String, _ first: Span?) {
    let notes = first.map { [Diagnostic.Note("first", .source($0))] } ?? []
    report(.duplicateName, node, [.text(name)], notes: notes)
  }

  // MARK: Definitions

  /// Sets and named periods: their names must be known before what is said of their records.
  private func declareSets() {
    for node in statements(.define) {
      guard let head = node.part(0), let body = node.part(1), head.children.count == 1, body.kind != .whereClause
      else { continue }
      let name = text(head.children[0])
      if body.kind != .nounPhrase {
        declarePeriod(name, node, head, body)
        continue
      }
      if let existing = nounNames.declared(name) {
        duplicate(head, name, existing.span)
        continue
      }
      let noun = nouns.count
      nouns.append(NounInfo(name: name, table: -1, parent: nil, membership: nil, span: tree.span(head)))
      definitions[.noun(noun)] = .waiting(tree, body)
      addName(name, noun, at: tree.span(head), of: node, to: &nounNames)
      setCounted(node, of: noun)
    }
  }

  private func declarePeriod(_ name: String, _ node: Node, _ head: Node, _ body: Node) {
    if let existing = periodNames.declared(name) { return duplicate(head, name, existing.span) }
    let index = periods.count
    periods.append(PeriodDraft(name: name, tree: tree, node: body))
    addName(name, index, at: tree.span(head), of: node, to: &periodNames)
  }

  /// Forms after a number: those of one script belong to one language.
  private func setCounted(_ node: Node, of noun: Int) {
    guard let property = node.property(.counted) else { return }
    nouns[noun].counted = property.children.map { text($0) }
  }

  /// Names what a statement declares: its name, its aliases and the forms that it gives.
  func addName<Element>(
    _ name: String, _ element: Element, at span: Span, of node: Node, to names: inout NameTable<Element>
  ) {
    names.add(name, element, span, stemmer: stemmer)
    for alias in node.all(.alias) { names.add(text(alias), element, tree.span(alias), stemmer: stemmer) }
    for form in node.property(.forms)?.children ?? [] { names.addForm(text(form), of: name, element, tree.span(form)) }
  }

  /// Parents of sets, then adjectives, computed fields, roles.
  private func declareRest() {
    for (definition, state) in definitions {
      guard case .noun(let noun) = definition, case .waiting(let tree, let body) = state,
        tree.source === self.tree.source
      else { continue }
      setParent(noun, body, seen: [])
    }
    for node in statements(.define) {
      guard let head = node.part(0), let body = node.part(1) else { continue }
      if let names = head.first(.arguments) {
        declareFunction(node, head, names, body)
      } else if body.kind == .whereClause {
        declareAdjective(node, head, body)
      } else if head.children.count > 1 {
        declareComputed(node, head, body)
      }
    }
    for node in statements(.role) { declareRole(node) }
    for node in statements(.parameter) { declareParameter(node) }
    for node in statements(.fact) { declareFact(node) }
  }

  /// A set is a part of the noun its phrase begins with.
  private func setParent(_ noun: Int, _ body: Node, seen: Set<Int>) {
    guard nouns[noun].table < 0, let run = body.first(.run), !seen.contains(noun) else { return }
    for word in run.children where word.kind == .name {
      guard case .found(let entry) = nounNames.find(text(word), stemmer: stemmer), entry.element != noun else {
        continue
      }
      let parent = entry.element
      if nouns[parent].table < 0, case .waiting(let tree, let parentBody) = definitions[.noun(parent)] {
        within(tree) { setParent(parent, parentBody, seen: seen.union([noun])) }
      }
      guard nouns[parent].table >= 0 else { return }
      nouns[noun].parent = parent
      nouns[noun].table = nouns[parent].table
      return
    }
  }

  private func ownerNoun(_ word: Node) -> Int? {
    switch nounNames.find(text(word), stemmer: stemmer) {
    case .found(let entry): return nouns[entry.element].table >= 0 ? entry.element : nil
    case .several(let entries):
      report(.ambiguousName, word, [.text(text(word)), .list(entries.map { .text($0.name) })])
      return nil
    case .none:
      reportUnknown(word, "kind.noun", nounNames.entries.map(\.name))
      return nil
    }
  }

  func reportUnknown(_ node: Node, _ kind: String, _ names: [String], better: [String] = []) {
    let distinct = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let word = text(node)
    var meant = distinct
    if kind == "kind.noun" || kind == "kind.any" { meant += nounNames.candidates }
    if kind == "kind.period" { meant += Vocabulary.standard.candidates(in: [.periods]) }
    if kind == "kind.adjective" { meant += adjectiveNames.candidates }
    let said = Vocabulary.standard.proposals(insteadOf: [word])
    report(
      .unknownName, node, [.text(word), .word(kind), .list(distinct.prefix(12).map(Argument.text))],
      proposals: !better.isEmpty ? better : !said.isEmpty ? said : Closeness.proposals(for: word, among: meant))
  }

  func declareAdjective(_ node: Node, _ head: Node, _ body: Node) {
    guard head.children.count == 2 else {
      report(.expected, head, [.word("expected.noun_and_adjective"), .text(tree.text(head))])
      return
    }
    guard let noun = ownerNoun(head.children[0]) else { return }
    let name = text(head.children[1])
    let index = adjectives.count
    if let existing = adjectiveNames.declared(name), nouns[adjectives[existing.element].noun].table == nouns[noun].table
    {
      return duplicate(head.children[1], name, existing.span)
    }
    adjectives.append(AdjectiveInfo(name: name, noun: noun, condition: nil))
    definitions[.adjective(index)] = .waiting(tree, body)
    addName(name, index, at: tree.span(head), of: node, to: &adjectiveNames)
  }

  private func declareComputed(_ node: Node, _ head: Node, _ body: Node) {
    let words = head.children.flatMap { $0.kind == .run ? $0.children : [$0] }
    guard words.count == 2 else {
      report(.expected, head, [.word("expected.field_and_noun"), .text(tree.text(head))])
      return
    }
    guard let noun = ownerNoun(words[1]) else { return }
    let name = text(words[0])
    let table = nouns[noun].table
    if let existing = tables[table].fieldNames.declared(name) { return duplicate(words[0], name, existing.span) }
    let index = computed.count
    computed.append(ComputedInfo(name: name, noun: noun, value: nil))
    definitions[.computed(index)] = .waiting(tree, body)
    addName(name, .computed(index), at: tree.span(head), of: node, to: &tables[table].fieldNames)
  }

  private func declareRole(_ node: Node) {
    guard let nameNode = node.part(0) else { return }
    let name = text(nameNode)
    if let existing = roleNames.declared(name) { return duplicate(nameNode, name, existing.span) }
    var draft = RoleDraft(name: name, tree: tree, node: node, person: nil, owner: nil, span: tree.span(nameNode))
    let value = node.children.dropFirst(2).first { $0.kind != .property && $0.kind != .junk }
    if let ownerNode = node.part(1), let value {
      if let noun = ownerNoun(ownerNode.children[0]) { draft.owner = (noun, value) }
    } else if let value {
      if value.kind == .text {
        draft.person = tree.content(value)
      } else {
        report(.unquotedText, value, [.text(tree.text(value))])
      }
    }
    roleNames.add(name, roles.count, tree.span(nameNode), stemmer: stemmer)
    for form in node.property(.forms)?.children ?? [] {
      roleNames.addForm(text(form), of: name, roles.count, tree.span(form))
    }
    roles.append(draft)
  }

  // MARK: Data

  /// The files to read for the tables of the plan, with the columns that are declared.
  package var dataRequests: [DataRequest] {
    tables.indices.compactMap { index in
      let draft = tables[index]
      guard let file = draft.file, let span = draft.fileSpan, draft.valuesNode == nil,
        !draft.isOfJournal
      else { return nil }
      let columns = draft.fields.map { field in
        ColumnRequest(
          titles: titles(of: field, in: draft), type: field.columnType, isRequired: field.isRequired && file != "",
          unit: field.timeUnit, isIdentifier: field.target != nil && !isValues(field.name, of: index), span: field.span,
          origin: field.origin)
      }
      // A key that no field declares is a title of the file.
      var keyTitles = draft.keyName.map { [$0] } ?? []
      if case .declared(let field)? = draft.keyName.flatMap({ draft.fieldNames.declared($0) })?.element {
        keyTitles = draft.fields[field].titles
      }
      return DataRequest(
        table: index, names: [draft.name] + aliases(of: draft.noun, draft.name), path: file, part: draft.part,
        columns: columns,
        fieldNames: draft.fields.map { [$0.name] + $0.aliases }, keyTitles: keyTitles, encoding: draft.encoding,
        hasOnePerKey: draft.hasOnePerKey, span: span)
    }
  }

  /// A reference by the name of another field of the table has that field's titles.
  func titles(of field: FieldDraft, in draft: TableDraft) -> [String] {
    guard field.target != nil else { return field.titles }
    return field.titles.flatMap { title -> [String] in
      guard case .declared(let other)? = draft.fieldNames.declared(title)?.element, draft.fields[other].target == nil
      else {
        return [title]
      }
      return draft.fields[other].titles
    }
  }

  /// Gives a table its data; `columns` has the column of each request.
  /// `isPending`: its rows come later, by `attachRows`.
  package func attach(_ loaded: Table, columns: [Int?], isPending: Bool = false, to index: Int) {
    tables[index].table = loaded
    if isPending { pendingTables.insert(index) }
    var named: Set<Int> = []
    for (field, column) in columns.enumerated() where field < tables[index].fields.count {
      tables[index].fields[field].column = column
      if let column { named.insert(column) }
    }
    for (column, value) in loaded.columns.enumerated() where !named.contains(column) {
      let name = ColumnRequest.key(of: value.title)
      if !name.isEmpty { tables[index].undeclaredNames.add(name, .column(column), nil, stemmer: stemmer) }
    }
  }
}
