import VekhaSyntax
import VekhaTable
import VekhaText

/// A fact that a journal may tell: what it names and what it does to a table.
struct FactDraft {
  /// What a line gives to a field.
  enum Gift {
    /// The day of the fact.
    case day
    /// The first or the last of the days that the line names; the day of the fact for the first.
    case start, end
    case nothing
    case cell(Node)
  }

  var name: String
  var tree: SyntaxTree
  var span: Span
  /// The table to which it adds a row, or whose record it changes.
  var table: Int
  var isAdding: Bool
  /// The fields of the new row that a line gives in order; of a record that changes there is none.
  var slots: [Int]
  var gifts: [(field: Int, gift: Gift)]
}

extension Checker {
  func declareFact(_ node: Node) {
    guard let nameNode = node.part(0), let list = node.part(1) else { return }
    let name = text(nameNode)
    if let existing = factNames.declared(name) { return duplicate(nameNode, name, existing.span) }
    guard let draft = factDraft(node, name, list) else { return }
    let index = facts.count
    facts.append(draft)
    addName(name, index, at: tree.span(nameNode), of: node, to: &factNames)
  }

  private func factDraft(_ node: Node, _ name: String, _ list: Node) -> FactDraft? {
    let adds = node.property(.adds)
    let changes = node.property(.changes)
    guard (adds == nil) != (changes == nil) else {
      report(Diagnostic(.factDeclaration, at: headingSpan(node), [.text(name)]))
      return nil
    }
    var draft = FactDraft(
      name: name, tree: tree, span: tree.span(node), table: -1, isAdding: adds != nil, slots: [], gifts: [])
    if let adds {
      guard let tableNode = adds.part(0), let table = table(of: tableNode) else { return nil }
      draft.table = table
      draft.slots = list.children.compactMap { field($0, of: table) }
      return draft.slots.count == list.children.count ? draft : nil
    }
    guard list.children.count == 1 else {
      report(Diagnostic(.factDeclaration, at: headingSpan(node), [.text(name)]))
      return nil
    }
    guard let table = table(of: list.children[0]) else { return nil }
    draft.table = table
    for effect in changes?.children ?? [] where effect.kind == .factEffect {
      guard let fieldNode = effect.part(0), let field = field(fieldNode, of: table) else { return nil }
      let gift: FactDraft.Gift
      switch effect.terminal {
      case .isMissing: gift = .nothing
      case .typeFactDate: gift = .day
      case .edgeStart: gift = .start
      case .edgeEnd: gift = .end
      default:
        guard let value = effect.part(1) else { return nil }
        gift = .cell(value)
      }
      draft.gifts.append((field, gift))
    }
    return draft
  }

  private func table(of word: Node) -> Int? {
    switch nounNames.find(text(word), stemmer: stemmer) {
    case .found(let entry) where nouns[entry.element].table >= 0: return nouns[entry.element].table
    case .several(let entries):
      report(.ambiguousName, word, [.text(text(word)), .list(entries.map { .text($0.name) })])
    default: reportUnknown(word, "kind.noun", nounNames.entries.map(\.name))
    }
    return nil
  }

  private func field(_ word: Node, of table: Int) -> Int? {
    switch tables[table].fieldNames.find(text(word), stemmer: stemmer) {
    case .found(let entry):
      if case .declared(let field) = entry.element { return field }
    case .several(let entries):
      report(.ambiguousName, word, [.text(text(word)), .list(entries.map { .text($0.name) })])
      return nil
    case .none: break
    }
    reportUnknown(word, "kind.field", tables[table].fields.map(\.name))
    return nil
  }

  /// The column of a field, made where the file has none: the journal has something to say of it.
  func factColumn(_ field: Int, of index: Int) -> Int? {
    if let column = tables[index].fields[field].column { return column }
    guard let table = tables[index].table else { return nil }
    let draft = tables[index].fields[field]
    let made = Column.empty(title: draft.name, type: draft.columnType ?? .text, count: table.rowCount)
    tables[index].table = Table(
      file: table.file, columns: table.columns + [made], rowLines: table.rowLines, balance: table.balance)
    tables[index].fields[field].column = table.columns.count
    return table.columns.count
  }
}
