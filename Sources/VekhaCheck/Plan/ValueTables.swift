import VekhaSyntax
import VekhaTable
import VekhaText

/// Tables of the different values of a field: `данные школы из участников по школе`. A value is a record, and the field
/// is a reference to it.
extension Checker {
  /// Finds the fields, when all tables are declared.
  func declareValueTables() {
    for index in tables.indices {
      guard let (tree, node) = tables[index].valuesNode, let owner = node.part(0), let field = node.part(1) else {
        continue
      }
      within(tree) {
        guard let noun = findNoun(text(owner)), nouns[noun].table != index,
          tables[nouns[noun].table].valuesNode == nil
        else {
          let others = tables.indices.filter { $0 != index && tables[$0].valuesNode == nil }
          reportUnknown(owner, "kind.table", others.map { tables[$0].name })
          return
        }
        declareValues(of: field, in: nouns[noun].table, as: index, tree.span(node))
      }
    }
  }

  private func declareValues(of node: Node, in owner: Int, as index: Int, _ span: Span) {
    guard case .found(let entry) = tables[owner].fieldNames.find(text(node), stemmer: stemmer),
      case .declared(let field) = entry.element
    else {
      reportUnknown(node, "kind.field", tables[owner].fields.map(\.name))
      return
    }
    let draft = tables[owner].fields[field]
    let isOwn = draft.target.map { findNoun($0.word) == tables[index].noun }
    guard isOwn ?? (draft.columnType ?? .text == .text) else {
      report(.expected, node, [.word("expected.text_field"), .text(text(node))])
      return
    }
    tables[owner].fields[field].target = draft.target ?? (tables[index].name, draft.span)
    tables[index].values = (owner, field)
    tables[index].file = tables[owner].file
    tables[index].fileSpan = span
    if tables[index].keyName == nil {
      let own = FieldDraft(
        name: draft.name, aliases: draft.aliases, titles: draft.titles, type: .typeText, target: nil, span: draft.span,
        isRequired: false, column: nil)
      tables[index].keyName = draft.name
      let number = tables[index].fields.count
      tables[index].fields.append(own)
      for name in [draft.name] + draft.aliases {
        tables[index].fieldNames.add(name, .declared(number), draft.span, stemmer: stemmer)
      }
    }
  }

  /// Whether a field is one whose values are a table: its cells are texts, not keys of other records.
  func isValues(_ name: String, of table: Int) -> Bool {
    tables.contains { draft in
      draft.values.map { $0.table == table && tables[table].fields[$0.field].name == name } ?? false
    }
  }

  /// Gives the tables of values their rows, as far as the tables that they are made of have theirs; these tables.
  @discardableResult
  package func attachValues() -> [(table: Int, Table)] {
    tables.indices.compactMap { index in
      guard let values = tables[index].values, let source = tables[values.table].table,
        let column = tables[values.table].fields[values.field].column
      else { return nil }
      let made = Self.values(of: source, column)
      let key = tables[index].keyName.flatMap { tables[index].fieldNames.declared($0)?.element }
      let columns = tables[index].fields.indices.map { key == .declared($0) ? 0 : nil }
      if pendingTables.contains(values.table) {
        attach(made, columns: columns, isPending: true, to: index)
      } else {
        attach(made, columns: columns, to: index)
        attachRows(made, to: index)
      }
      return (index, made)
    }
  }

  /// The different texts of a column in the order of the file, each with the line on which it stands first.
  private static func values(of source: Table, _ index: Int) -> Table {
    let column = source.columns[index]
    guard case .texts(let codes, let dictionary) = column.values else {
      return Table(
        file: source.file, columns: [Column.of([], title: column.title, type: .text)], rowLines: [],
        balance: .init(rowsInFile: 0, loaded: 0))
    }
    var isSeen = [Bool](repeating: false, count: dictionary.count)
    var values: [Int32] = []
    var lines = RowLines()
    codes.withUnsafeBufferPointer { codes in
      column.present.forEach { row in
        let code = codes[row]
        if isSeen[Int(code)] { return }
        isSeen[Int(code)] = true
        values.append(code)
        lines.append(source.rowLines[row])
      }
    }
    let texts = Column(
      title: column.title, type: .text, values: .texts(codes: values, dictionary: dictionary),
      present: BitSet(count: values.count, filled: true))
    return Table(
      file: source.file, columns: [texts], rowLines: lines,
      balance: .init(rowsInFile: values.count, loaded: values.count))
  }
}
