import VekhaSyntax
import VekhaTable
import VekhaText

/// Everything that a plan and its modules give a name to.
package struct PlanNames: Sendable {
  package struct Field: Sendable {
    package var name: String
    package var aliases: [String] = []
    /// As declared, else as the cells show it.
    package var type: Terminal?
    /// The noun that a reference leads to.
    package var target: String?
    /// The title of its column; nil where the file has none.
    package var column: String?
    package var isDeclared: Bool
    /// The lines of the plan that speak of it.
    package var lines: [Int] = []
  }

  package enum Time: Sendable {
    case always
    case event(String)
    case state(from: String, to: String)
  }

  package struct Table: Sendable {
    package var name: String
    package var aliases: [String]
    /// The module that describes it, if it is not the plan.
    package var module: String?
    package var file: String?
    package var rows: Int?
    package var time: Time
    package var key: String?
    package var fields: [Field]
  }

  package struct Definition: Sendable {
    package enum Kind: String, Sendable, CaseIterable { case set, adjective, field, period }
    package var kind: Kind
    package var name: String
    package var aliases: [String]
    /// What follows «=» or «когда».
    package var wording: String
    package var module: String?
    package var line: Int
  }

  package struct Role: Sendable {
    package var name: String
    /// Its holder, or the value that finds one, as written; empty where nobody is named.
    package var holder: String
    package var line: Int
  }

  package struct Item: Sendable {
    /// How deep it stands: stage 0, activity 1, part 2.
    package var level: Int
    package var number: String
    package var name: String?
    package var title: String
    package var line: Int
  }

  /// A rule, an indicator, a query.
  package struct Named: Sendable {
    package var name: String?
    package var title: String
    package var line: Int
  }

  /// The ways from a record of one noun to the records of another: none but one can be meant without `как`.
  package struct Relation: Sendable {
    package var from: String
    package var to: String
    package var ways: [[String]]
  }

  package var modules: [String] = []
  package var tables: [Table] = []
  package var definitions: [Definition] = []
  package var roles: [Role] = []
  package var items: [Item] = []
  package var rules: [Named] = []
  package var indicators: [Named] = []
  package var relations: [Relation] = []
}

/// A field of a table that something speaks of.
struct FieldUse: Hashable {
  var table: Int
  var element: FieldElement
}

extension Checker {
  /// What the plan and its modules name. The fields' lines are there once `program` has looked at the plan.
  package func names(of program: Program) -> PlanNames {
    var names = PlanNames()
    for tree in modules { if let name = moduleName(tree) { names.modules.append(name) } }
    names.tables = tables.indices.filter { tables[$0].item == nil && tables[$0].file != nil }.map { table($0) }
    for tree in modules + [plan] { names.definitions += within(tree) { definitionNames() } }
    names.roles = roles.map { role in
      let parts = role.node.children.dropFirst(2).filter { $0.kind != .property && $0.kind != .junk }
      let holder = within(role.tree) { parts.map { text($0) }.joined(separator: ", ") }
      return PlanNames.Role(name: role.name, holder: holder, line: role.span.line)
    }
    for stage in program.stages {
      if !stage.item.span.text.isEmpty, !(stage.item.title.isEmpty && stage.item.number.isEmpty) {
        names.items.append(item(stage.item, 0))
      }
      for activity in stage.activities {
        names.items.append(item(activity.item, 1))
        names.items += activity.parts.map { item($0.item, 2) }
      }
    }
    names.rules = program.rules.map {
      PlanNames.Named(
        name: $0.identity == $0.heading || $0.heading.hasSuffix($0.identity) ? nil : $0.identity, title: $0.heading,
        line: $0.span.line)
    }
    names.indicators = program.indicators.map { .init(name: $0.name, title: $0.title, line: $0.span.line) }
    names.relations = relations()
    return names
  }

  private func moduleName(_ tree: SyntaxTree) -> String? {
    let module = tree.root.children.first { $0.kind == .statement && $0.terminal == .module }
    return module?.part(0).map { name in within(tree) { text(name) } }
  }

  private func item(_ item: ItemInfo, _ level: Int) -> PlanNames.Item {
    .init(level: level, number: item.number, name: item.name, title: item.title, line: item.span.line)
  }

  // MARK: Tables

  private func table(_ index: Int) -> PlanNames.Table {
    let draft = tables[index]
    var fields = draft.fields.enumerated().map { position, field in
      PlanNames.Field(
        name: field.name, aliases: field.aliases, type: field.type ?? field.column.flatMap { shown($0, draft) },
        target: field.target?.word, column: field.column.flatMap { title($0, draft) }, isDeclared: true,
        lines: lines(FieldUse(table: index, element: .declared(position))))
    }
    for entry in draft.undeclaredNames.entries {
      guard case .column(let column) = entry.element else { continue }
      fields.append(
        PlanNames.Field(
          name: entry.name, type: shown(column, draft), column: title(column, draft), isDeclared: false,
          lines: lines(FieldUse(table: index, element: entry.element))))
    }
    let time: PlanNames.Time
    if let event = draft.eventName {
      time = .event(event)
    } else if let (from, to) = draft.stateNodes {
      time = .state(from: from, to: to)
    } else {
      time = .always
    }
    return PlanNames.Table(
      name: draft.name, aliases: aliases(of: draft.noun, draft.name),
      module: draft.tree.source === plan.source ? nil : moduleName(draft.tree), file: draft.file,
      rows: draft.table?.rowCount, time: time, key: draft.keyName, fields: fields)
  }

  private func title(_ column: Int, _ draft: TableDraft) -> String? {
    draft.table.flatMap { $0.columns.indices.contains(column) ? $0.columns[column].title : nil }
  }

  private func shown(_ column: Int, _ draft: TableDraft) -> Terminal? {
    guard let table = draft.table, table.columns.indices.contains(column) else { return nil }
    switch table.columns[column].type {
    case .text: return .typeText
    case .number: return .typeNumber
    case .date: return .typeDate
    case .flag: return .typeFlag
    }
  }

  func aliases(of noun: Int, _ name: String) -> [String] {
    nounNames.entries.filter { $0.element == noun && $0.name != name }.map(\.name)
  }

  /// Other names of a field of a table.
  func aliases(ofField name: String, _ table: Int) -> [String] {
    let names = tables[table].fieldNames
    guard let field = names.declared(name)?.element else { return [] }
    return names.entries.filter { $0.element == field && $0.name != name }.map(\.name)
  }

  private func lines(_ use: FieldUse) -> [Int] {
    Set((fieldUses[use] ?? []).filter { $0.source === plan.source }.map(\.line)).sorted()
  }

  // MARK: Definitions

  private func definitionNames() -> [PlanNames.Definition] {
    statements(.define).compactMap { node in
      guard let head = node.part(0), let body = node.part(1) else { return nil }
      let kind: PlanNames.Definition.Kind =
        body.kind == .whereClause
        ? .adjective : head.children.count > 1 ? .field : body.kind == .nounPhrase ? .set : .period
      return PlanNames.Definition(
        kind: kind, name: tree.text(head), aliases: node.all(.alias).map { text($0) }, wording: wording(body),
        module: tree.source === plan.source ? nil : moduleName(tree), line: tree.span(node).line)
    }
  }

  /// As written, on one line; of a condition what follows its word.
  private func wording(_ node: Node) -> String {
    let whole = node.kind == .whereClause ? node.part(0) ?? node : node
    return tree.text(whole).split { $0 == "\n" || $0 == "\r" || $0 == " " }.joined(separator: " ")
  }

  // MARK: Related rows

  /// Between the tables, and the sets that references lead to: where there is a way that is more than one reference.
  private func relations() -> [PlanNames.Relation] {
    let present = tables.indices.filter { tables[$0].item == nil && tables[$0].file != nil }
    let targets = present.flatMap { references(of: $0).map(\.noun) }
    var ends: [Int] = []
    for noun in present.map({ tables[$0].noun }) + targets where !ends.contains(noun) { ends.append(noun) }
    return ends.flatMap { from in
      ends.compactMap { to -> PlanNames.Relation? in
        let found = ways(from: from, to: to).map(\.names)
        guard !found.isEmpty, found.count > 1 || found[0].count > 1 else { return nil }
        return PlanNames.Relation(from: nouns[from].name, to: nouns[to].name, ways: found)
      }
    }
  }
}
