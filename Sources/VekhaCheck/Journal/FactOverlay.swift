import VekhaCalendar
import VekhaTable
import VekhaText

/// Facts to tables: rows after those of the file, and cells that change from a day on.
extension Checker {
  // MARK: Rows

  func addRows(_ told: [Fact]) {
    var byTable: [Int: [Fact]] = [:]
    for fact in told { byTable[facts[fact.identity.kind].table, default: []].append(fact) }
    for (table, own) in byTable.sorted(by: { $0.key < $1.key }) { add(own, to: table) }
  }

  private func add(_ told: [Fact], to index: Int) {
    let key = tables[index].keyName.flatMap { field(named: $0, of: index) }
    let date = (tables[index].eventName ?? tables[index].stateNodes?.from).flatMap { field(named: $0, of: index) }
    let known = KnownRows(self, index, key: key, date: date, told)
    var added: [Fact] = []
    for var fact in told {
      if let date, !fact.identity.cells.contains(where: { $0.field == date }) {
        fact.identity.cells.append(.init(field: date, cell: .date(fact.identity.day)))
      }
      if let row = known.row(of: fact) {
        for cell in fact.identity.cells where cell.field != key { complete(row, cell, fact, index) }
      } else {
        added.append(fact)
      }
    }
    if added.isEmpty { return }
    if let key, tables[index].eventName == nil { nameRows(&added, key, index) }
    append(added, to: index)
  }

  private func field(named name: String, of table: Int) -> Int? {
    guard case .declared(let field)? = tables[table].fieldNames.declared(name)?.element else { return nil }
    return field
  }

  /// A row of the file that a fact tells again: the journal says of it what the file leaves empty, and wins where they
  /// differ.
  private func complete(_ row: Int32, _ cell: Fact.FieldCell, _ fact: Fact, _ index: Int) {
    guard let column = factColumn(cell.field, of: index), let table = tables[index].table else { return }
    let old = table.columns[column].cell(Int(row))
    if old == cell.cell || cell.cell == .missing { return }
    // A reference by another way of writing its key is the same reference.
    if cell.target >= 0, targets(of: cell.field, in: index)[Int(row)] == cell.target { return }
    pendingChanges.append(
      PendingChange(
        table: index, column: column,
        change: .init(
          row: row, day: fact.identity.day, cell: cell.cell, target: cell.target, span: fact.span)))
  }

  /// A record without a key of its own has one of the keys of those it joins, so that it can be spoken of.
  private func nameRows(_ added: inout [Fact], _ key: Int, _ index: Int) {
    var count: [[Int32]: Int] = [:]
    for fact in added where !fact.identity.rows.isEmpty { count[fact.identity.rows, default: 0] += 1 }
    for place in added.indices where !added[place].identity.cells.contains(where: { $0.field == key }) {
      let fact = added[place]
      let names = facts[fact.identity.kind].slots.compactMap { slot -> String? in
        guard let row = fact.target(of: slot), let target = targetTable(slot, of: index) else { return nil }
        let names = self.names(of: target)
        return names.keys[Int(row)] ?? names.labels[Int(row)]
      }
      if names.isEmpty { continue }
      var name = names.joined(separator: "–")
      if count[fact.identity.rows] ?? 0 > 1 { name += " " + fact.identity.day.iso }
      added[place].identity.cells.append(.init(field: key, cell: .text(name)))
    }
  }

  private func append(_ added: [Fact], to index: Int) {
    for field in Set(added.flatMap { $0.identity.cells.map(\.field) }).sorted() { _ = factColumn(field, of: index) }
    guard let table = tables[index].table else { return }
    let first = table.rowCount
    var cells = [[(row: Int, cell: Column.Cell)]](repeating: [], count: table.columns.count)
    var lines = table.rowLines
    var own = tables[index].facts ?? TableFacts(firstAdded: first)
    for (place, fact) in added.enumerated() {
      for cell in fact.identity.cells {
        guard let column = tables[index].fields[cell.field].column else { continue }
        cells[column].append((first + place, cell.cell))
      }
      lines.append(Int32(fact.span.line))
      own.addedBy.append(fact.span)
    }
    own.addedOn += added.map(\.identity.day)
    let count = first + added.count
    for (field, draft) in tables[index].fields.enumerated() where draft.target != nil {
      guard let column = draft.column else { continue }
      let before = own.targets[column] ?? [Int32](repeating: -1, count: first - own.firstAdded)
      own.targets[column] = before + added.map { $0.target(of: field) ?? -1 }
    }
    let columns = table.columns.enumerated().map { $1.replacing(cells[$0], count: count) }
    tables[index].table = Table(file: table.file, columns: columns, rowLines: lines, balance: table.balance)
    tables[index].facts = own
    recordNames[index] = nil
    knownRecords = [:]
    recordLinks = recordLinks.filter { $0.key[0] != index }
  }

  // MARK: Cells

  func change(_ told: [Fact]) {
    var pending = pendingChanges
    for fact in told {
      let index = facts[fact.identity.kind].table
      for cell in fact.identity.cells {
        guard let column = factColumn(cell.field, of: index) else { continue }
        pending.append(
          PendingChange(
            table: index, column: column,
            change: .init(
              row: fact.identity.rows[0], day: fact.identity.day, cell: cell.cell,
              target: cell.target, span: fact.span)))
      }
    }
    pendingChanges = []
    var byColumn: [PendingChange.Place: [DatedChanges.Change]] = [:]
    for one in pending { byColumn[.init(table: one.table, column: one.column), default: []].append(one.change) }
    for (place, changes) in byColumn.sorted(by: { $0.key < $1.key }) { set(changes, place) }
  }

  private func set(_ changes: [DatedChanges.Change], _ place: PendingChange.Place) {
    var made = DatedChanges()
    var told: [CellDay: Int] = [:]
    for change in changes.sorted(by: Self.precedes) {
      let key = CellDay(row: change.row, day: change.day)
      if let other = told[key] {
        let first = made.list[other]
        if first.cell != change.cell { contradict(change, first, place) }
        continue
      }
      told[key] = made.list.count
      made.list.append(change)
      if made.days.last != change.day { made.days.append(change.day) }
    }
    compareWithFile(made, place)
    guard let table = tables[place.table].table else { return }
    let texts = made.list.compactMap { change -> String? in
      if case .text(let text) = change.cell { return text }
      return nil
    }
    var columns = table.columns
    if !texts.isEmpty { columns[place.column] = columns[place.column].knowing(texts) }
    tables[place.table].table = Table(
      file: table.file, columns: columns, rowLines: table.rowLines, balance: table.balance)
    var own = tables[place.table].facts ?? TableFacts(firstAdded: table.rowCount)
    own.changes[place.column] = made
    tables[place.table].facts = own
  }

  /// By day, then by row; lines of one day and record by what they say, so that their order in the file is nothing.
  private static func precedes(_ left: DatedChanges.Change, _ right: DatedChanges.Change) -> Bool {
    if left.day != right.day { return left.day < right.day }
    if left.row != right.row { return left.row < right.row }
    return left.span.range.lowerBound < right.span.range.lowerBound
  }

  private func contradict(
    _ change: DatedChanges.Change, _ first: DatedChanges.Change, _ place: PendingChange.Place
  ) {
    report(
      Diagnostic(
        .factsContradict, at: change.span,
        [change.day.argument, .text(fieldName(place)), .text(recordName(change.row, place.table))],
        notes: [.init("first", .source(first.span))]))
  }

  /// A cell of the file with another value than the journal gives it: the journal wins from its day. Taking a value
  /// back is no contradiction, and neither is a file that knows a later fact already.
  private func compareWithFile(_ changes: DatedChanges, _ place: PendingChange.Place) {
    guard let table = tables[place.table].table else { return }
    let column = table.columns[place.column]
    let firstAdded = tables[place.table].facts?.firstAdded ?? table.rowCount
    var byRow: [Int32: [DatedChanges.Change]] = [:]
    for change in changes.list where Int(change.row) < firstAdded { byRow[change.row, default: []].append(change) }
    for (row, own) in byRow.sorted(by: { $0.key < $1.key }) {
      let old = column.cell(Int(row))
      guard old != .missing, !own.contains(where: { $0.cell == old }),
        let last = own.last(where: { $0.cell != .missing })
      else { continue }
      let cell = CellPlace(file: table.file, line: Int(table.rowLines[Int(row)]), title: column.title)
      report(
        Diagnostic(
          .factAgainstFile, at: last.span,
          [
            .text(fieldName(place)), .text(recordName(row, place.table)), shown(last.cell), shown(old),
            last.day.argument,
          ], notes: [.init("cell", .cell(cell))]))
    }
  }

  private func fieldName(_ place: PendingChange.Place) -> String {
    tables[place.table].fields.first { $0.column == place.column }?.name ?? ""
  }

  func recordName(_ row: Int32, _ table: Int) -> String { names(of: table).written(row) }

  private func shown(_ cell: Column.Cell) -> Argument {
    if case .date(let day) = cell { return day.argument }
    if case .unreadable(let text) = cell { return .text(text) }
    return .text(cell.keyText ?? "")
  }
}

/// A change on its way to its column.
struct PendingChange {
  struct Place: Hashable, Comparable {
    let table: Int
    let column: Int
    static func < (left: Place, right: Place) -> Bool {
      (left.table, left.column) < (right.table, right.column)
    }
  }
  let table: Int
  let column: Int
  let change: DatedChanges.Change
}

private struct CellDay: Hashable {
  let row: Int32
  let day: CivilDay
}

/// The rows of a file by their key, and by what they refer to on their day: a fact may tell of one of them.
private struct KnownRows {
  private struct Event: Hashable {
    let rows: [Int32]
    let day: CivilDay
  }

  private var byEvent: [Event: Int32] = [:]
  private let names: RecordNames
  private let key: Int?
  private let count: Int

  init(_ checker: Checker, _ table: Int, key: Int?, date: Int?, _ told: [Fact]) {
    let data = checker.tables[table].table
    self.key = key
    count = data?.rowCount ?? 0
    names = checker.names(of: table)
    guard let data, count > 0, let date, let column = checker.tables[table].fields[date].column,
      let kind = told.first?.identity.kind
    else { return }
    let slots = checker.facts[kind].slots.filter { checker.targetTable($0, of: table) != nil }
    let targets = slots.map { checker.targets(of: $0, in: table) }
    guard !targets.isEmpty, targets.allSatisfy({ $0.count == count }) else { return }
    for row in 0..<count {
      guard case .date(let day) = data.columns[column].cell(row) else { continue }
      let event = Event(rows: targets.map { $0[row] }, day: day)
      if !event.rows.contains(-1), byEvent[event] == nil { byEvent[event] = Int32(row) }
    }
  }

  func row(of fact: Fact) -> Int32? {
    if let key, let cell = fact.identity.cells.first(where: { $0.field == key })?.cell {
      return cell.keyText.flatMap { names.row(key: $0) }
    }
    return byEvent[Event(rows: fact.identity.rows, day: fact.identity.day)]
  }
}
