import VekhaTable
import VekhaText

/// Tables of one form put below one another: columns are joined by what the plan calls them, else by their titles.
struct TableUnion {
  private struct Slot {
    let title: String
    /// The request it answers; nil where nobody declared it.
    let request: Int?
    var type: ColumnType?
    var isUnclear = false
    /// The column in each file.
    var columns: [Int?]
  }

  private let source: DataSource
  private let results: [DataResult]
  private let tables: [Table?]
  private var slots: [Slot] = []
  /// Rows of records that an earlier file has, where that is allowed.
  private var repeats = 0

  init(_ source: DataSource, _ results: [DataResult]) {
    self.source = source
    self.results = results
    tables = results.map(\.table)
    fill()
  }

  private mutating func fill() {
    for (index, request) in source.columns.enumerated() {
      let columns = results.map { $0.table == nil ? nil : $0.columnIndex[index] }
      guard columns.contains(where: { $0 != nil }) else { continue }
      let title =
        zip(tables, columns).lazy.compactMap { table, column in column.flatMap { table?.columns[$0].title } }
        .first ?? ""
      add(Slot(title: title, request: index, type: request.type, columns: columns))
    }
    var slotOfTitle: [String: Int] = [:]
    for (file, table) in tables.enumerated() {
      guard let table else { continue }
      let asked = Set(results[file].columnIndex.compactMap { $0 })
      for (column, value) in table.columns.enumerated() where !asked.contains(column) {
        let key = ColumnRequest.key(of: value.title)
        if slotOfTitle[key] == nil {
          slotOfTitle[key] = slots.count
          slots.append(
            Slot(title: value.title, request: nil, type: nil, columns: [Int?](repeating: nil, count: tables.count)))
        }
        slots[slotOfTitle[key] ?? 0].columns[file] = column
      }
    }
    for index in slots.indices where slots[index].type == nil { slots[index] = typed(slots[index]) }
  }

  private mutating func add(_ slot: Slot) { slots.append(slot) }

  /// The type of the columns that hold anything.
  private func typed(_ slot: Slot) -> Slot {
    var slot = slot
    var types: Set<ColumnType> = []
    for (table, column) in zip(tables, slot.columns) {
      if let column, let table, table.columns[column].isFilled { types.insert(table.columns[column].type) }
    }
    slot.type = types.count == 1 ? types.first : .text
    slot.isUnclear = types.count > 1
    return slot
  }

  /// Titles of columns whose type differs from file to file.
  var unclear: [String] { slots.filter(\.isUnclear).map(\.title) }

  /// The requests with those columns as text.
  func requestsAsText() -> [ColumnRequest] {
    var requests = source.columns
    for slot in slots where slot.isUnclear {
      if let index = slot.request {
        let old = requests[index]
        requests[index] = ColumnRequest(
          titles: old.titles, type: .text, isRequired: old.isRequired, span: old.span, origin: old.origin)
      } else {
        requests.append(ColumnRequest(titles: [slot.title], type: .text, isRequired: false, span: source.span))
      }
    }
    return requests
  }

  // MARK: The table

  /// The table; `requests` says how many of the source's columns were asked for by the plan.
  mutating func result(requests: Int) -> DataResult {
    var diagnostics = results.flatMap(\.diagnostics)
    let files = results.flatMap(\.files)
    guard tables.contains(where: { $0 != nil }) else {
      return DataResult(
        table: nil, columnIndex: [Int?](repeating: nil, count: requests), diagnostics: diagnostics, files: files)
    }
    let rows = distinctRows(&diagnostics)
    let columns = slots.map { slot in
      Column.joined(
        zip(tables, slot.columns).enumerated().map { file, part in
          (part.1.flatMap { part.0?.columns[$0] }, rows[file])
        }, title: slot.title, type: slot.type ?? .text)
    }
    let loaded = rows.reduce(0) { $0 + $1.count }
    let balances = tables.compactMap { $0?.balance }
    let inFile = balances.reduce(0) { $0 + $1.rowsInFile }
    let balance = Table.Balance(
      rowsInFile: inFile, loaded: loaded, listed: inFile - loaded,
      notRecords: balances.reduce(0) { $0 + $1.notRecords }, repeats: balances.reduce(repeats) { $0 + $1.repeats },
      blank: balances.reduce(0) { $0 + $1.blank })
    let table = Table(
      file: source.path, columns: columns,
      rowLines: RowLines(zip(tables, rows).flatMap { table, rows in rows.map { table?.rowLines[$0] ?? 0 } }),
      balance: balance,
      origins: tables.enumerated().map { file, table in origin(file, table) },
      rowOrigins: rows.enumerated().flatMap { file, rows in rows.map { _ in Int32(file) } })
    var index = [Int?](repeating: nil, count: requests)
    for (number, slot) in slots.enumerated() {
      if let request = slot.request, request < requests { index[request] = number }
    }
    return DataResult(
      table: table, columnIndex: index, diagnostics: diagnostics,
      assumptions: Assumptions(file: source.path, balance: balance), files: files)
  }

  private func origin(_ file: Int, _ table: Table?) -> Table.Origin {
    guard let table, let own = table.origins.first else { return Table.Origin(file: source.path) }
    let letters = slots.map { slot in
      slot.columns[file].flatMap { own.letters.indices.contains($0) ? own.letters[$0] : nil } ?? ""
    }
    return Table.Origin(file: own.file, sheet: own.sheet, letters: letters)
  }

  /// The rows of each file that are kept: a key that an earlier file has is set aside and told.
  private mutating func distinctRows(_ diagnostics: inout [Diagnostic]) -> [[Int]] {
    let keys = Set(source.keyTitles.map(ColumnRequest.key))
    var first: [Column.Cell: CellPlace] = [:]
    let tables = self.tables
    return tables.map { table in
      guard let table else { return [] }
      guard let column = table.columns.firstIndex(where: { keys.contains(ColumnRequest.key(of: $0.title)) }) else {
        return Array(0..<table.rowCount)
      }
      return (0..<table.rowCount).filter { row in
        let cell = table.columns[column].cell(row)
        let place = table.place(row: row, column: column)
        guard cell != .missing, let earlier = first[cell], earlier.file != place.file else {
          if first[cell] == nil { first[cell] = place }
          return true
        }
        if source.hasOnePerKey {
          repeats += 1
          return false
        }
        diagnostics.append(
          Diagnostic(
            .duplicateKey, .cell(place), [.text(Self.text(cell)), .text(place.title), .number(earlier.line)],
            notes: [Diagnostic.Note("first", .cell(earlier))]))
        return false
      }
    }
  }

  private static func text(_ cell: Column.Cell) -> String {
    switch cell {
    case .missing: ""
    case .unreadable(let text), .text(let text): text
    case .number(let number): number.text()
    case .date(let day): day.iso
    case .flag(let flag): flag ? "+" : "-"
    }
  }
}
