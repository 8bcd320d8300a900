import VekhaSyntax
import VekhaTable
import VekhaText

/// A table under `дано`, to be read as a data file whose lines are those of the plan.
package struct GivenTable {
  package var table: Int
  /// The rows as a file with `;` between cells; empty where only the name stands.
  package var bytes: [UInt8]
  package var columns: [ColumnRequest]
  package var keyTitles: [String]
  package var span: Span
}

extension Checker {
  /// The tables a test gives; `real` has those of the plan's own files, whose undeclared columns exist in tests too.
  package func givenTables(_ test: Node, like real: [Table?]) -> [GivenTable] {
    within(plan) {
      var first: [Int: Span] = [:]
      return test.all(.given).compactMap { node in
        guard let name = node.part(0), let table = givenTable(name) else { return nil }
        if let other = first[table] {
          duplicate(name, text(name), other)
          return nil
        }
        first[table] = tree.span(name)
        let columns = givenColumns(of: table, like: real[table])
        let rows = node.all(.givenRow)
        let titles = rows.first.map { checkTitles($0, columns, table) } ?? []
        let key = keyTitles(of: table)
        let hasKey = titles.contains { title in key.contains { ColumnRequest.key(of: $0) == title } }
        return GivenTable(
          table: table, bytes: bytes(of: rows), columns: columns, keyTitles: hasKey ? key : [], span: tree.span(name))
      }
    }
  }

  private func givenTable(_ name: Node) -> Int? {
    if case .found(let entry) = nounNames.find(text(name), stemmer: stemmer), nouns[entry.element].parent == nil,
      nouns[entry.element].table >= 0, tables[nouns[entry.element].table].valuesNode == nil
    {
      return nouns[entry.element].table
    }
    reportUnknown(name, "kind.table", tables.filter { $0.valuesNode == nil }.map(\.name))
    return nil
  }

  /// What may stand in the head: declared fields by name or title, then columns that only the real file has.
  private func givenColumns(of index: Int, like real: Table?) -> [ColumnRequest] {
    let draft = tables[index]
    var columns = draft.fields.map { field in
      let titles = titles(of: field, in: draft) + [field.name] + field.aliases
      return ColumnRequest(
        titles: titles, type: field.columnType ?? self.column(titles, in: real)?.type, isRequired: false,
        span: field.span)
    }
    let known = Set(columns.flatMap(\.titles).map(ColumnRequest.key))
    for column in real?.columns ?? [] where !known.contains(ColumnRequest.key(of: column.title)) {
      columns.append(ColumnRequest(titles: [column.title], type: column.type, isRequired: false, span: draft.span))
    }
    return columns
  }

  private func column(_ titles: [String], in table: Table?) -> Column? {
    let keys = Set(titles.map(ColumnRequest.key))
    return table?.columns.first { keys.contains(ColumnRequest.key(of: $0.title)) }
  }

  private func keyTitles(of index: Int) -> [String] {
    let draft = tables[index]
    guard let name = draft.keyName else { return [] }
    guard case .declared(let field)? = draft.fieldNames.declared(name)?.element else { return [name] }
    return draft.fields[field].titles + [draft.fields[field].name] + draft.fields[field].aliases
  }

  /// The titles of a head in the form in which they are compared; one that is no column is told.
  private func checkTitles(_ head: Node, _ columns: [ColumnRequest], _ table: Int) -> [String] {
    var known = Set(columns.flatMap(\.titles).map(ColumnRequest.key))
    known.formUnion(keyTitles(of: table).map(ColumnRequest.key))
    return head.children.map { cell in
      let title = content(ofCell: cell)
      let key = ColumnRequest.key(of: title)
      if !title.isEmpty, !known.contains(key) {
        report(
          .givenColumn, cell,
          [.text(title), .text(tables[table].name), .list(tables[table].fields.prefix(12).map { .text($0.name) })],
          proposals: Closeness.proposals(for: title, among: columns.flatMap(\.titles)))
      }
      return key
    }
  }

  private func tokens(of cell: Node) -> [Int] { cell.tokens.filter { !tree.tokens[$0].isTrivia } }

  /// The text of a cell: of a quoted one without its quotes.
  private func content(ofCell cell: Node) -> String {
    let tokens = tokens(of: cell)
    if tokens.count == 1, tree.tokens[tokens[0]].kind == .text { return tree.content(cell) }
    return tokens.isEmpty ? "" : tree.text(cell)
  }

  /// The rows as a data file: each on its own line of the plan, so that places and messages are right.
  private func bytes(of rows: [Node]) -> [UInt8] {
    var bytes: [UInt8] = []
    var line = 1
    for row in rows {
      let own = tree.span(row).line
      bytes += [UInt8](repeating: 0x0A, count: max(0, own - line))
      line = own
      for (index, cell) in row.children.enumerated() {
        if index > 0 { bytes.append(0x3B) }
        let text = content(ofCell: cell)
        bytes += text.isEmpty ? [] : [0x22] + Array(text.replacing("\"", with: "\"\"").utf8) + [0x22]
      }
    }
    return bytes
  }

  /// Gives a table the rows of a test, nil for none: every column it may have is there, empty where it is not given.
  package func attachGiven(_ loaded: Table?, columns found: [Int?], to index: Int, like real: Table?, file: String) {
    let requests = givenColumns(of: index, like: real)
    let count = loaded?.rowCount ?? 0
    var columns = loaded?.columns ?? []
    var places: [Int?] = []
    for (number, request) in requests.enumerated() {
      if number < found.count, let place = found[number] {
        places.append(place)
      } else {
        places.append(columns.count)
        columns.append(.empty(title: request.titles.first ?? "", type: request.type ?? .text, count: count))
      }
    }
    let table = Table(
      file: file, columns: columns, rowLines: loaded?.rowLines ?? [],
      balance: loaded?.balance ?? .init(rowsInFile: 0, loaded: 0))
    if tables[index].file == nil {
      tables[index].file = file
      tables[index].fileSpan = tables[index].span
    }
    attach(table, columns: places, to: index)
  }

  /// The tables as the plan's own files gave them, in the order of their numbers.
  package var attachedTables: [Table?] { tables.map(\.table) }
  /// The tables that a test has besides those it gives: all of a module, those with a file of a plan.
  package var testedTables: [Int] { tables.indices.filter { isModule || tables[$0].file != nil } }
}
