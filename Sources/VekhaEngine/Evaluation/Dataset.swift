import VekhaCheck
import VekhaTable
import VekhaText

/// The tables of a program with their references resolved to row numbers, once.
package final class Dataset {
  package let program: Program
  /// For each table and reference column, the row it leads to; -1 for none.
  private var rows: [Link: [Int32]] = [:]
  private var inverse: [Link: Adjacency] = [:]
  private var datesOfColumns: [Link: [Int32]] = [:]
  /// The levels that sets read; found when first asked for.
  var levels: [[Int]: Set<Int>] = [:]
  /// Which texts are equal to a reader.
  let texts = TextClasses.Store()
  /// References that lead nowhere.
  package private(set) var diagnostics: [Diagnostic] = []

  struct Link: Hashable {
    let table: Int
    let column: Int
  }

  /// For each row of the target, the rows that refer to it.
  struct Adjacency {
    /// Where each target row's list begins; one more than rows.
    let starts: [Int32]
    let rows: [Int32]

    /// `targets` has the row that each row refers to; -1 for none.
    init(_ targets: [Int32], targetCount: Int) {
      var starts = [Int32](repeating: 0, count: targetCount + 1)
      for target in targets where target >= 0 { starts[Int(target) + 1] += 1 }
      for index in 0..<targetCount { starts[index + 1] += starts[index] }
      var next = starts
      var rows = [Int32](repeating: 0, count: Int(starts[targetCount]))
      for (row, target) in targets.enumerated() where target >= 0 {
        rows[Int(next[Int(target)])] = Int32(row)
        next[Int(target)] += 1
      }
      (self.starts, self.rows) = (starts, rows)
    }
  }

  package init(_ program: Program) {
    self.program = program
    for (index, info) in program.tables.enumerated() {
      for reference in info.references { resolve(reference, of: index) }
      if case .state(let from, let to) = info.presence, from >= 0, to >= 0 { findReversed(info.table, from, to) }
    }
  }

  /// The dataset of the same program with its tables of items filled.
  init(_ program: Program, sharing other: Dataset) {
    self.program = program
    rows = other.rows
    for (index, info) in program.tables.enumerated() {
      for (column, targets) in info.item?.links ?? [:] { rows[Link(table: index, column: column)] = targets }
    }
  }

  /// States that end before they begin: they are never in force.
  private func findReversed(_ table: Table, _ from: Int, _ to: Int) {
    guard case .dates(let starts) = table.columns[from].values, case .dates(let ends) = table.columns[to].values else {
      return
    }
    let (isStarted, isEnded) = (table.columns[from].present, table.columns[to].present)
    for row in starts.indices where ends[row] < starts[row] && isStarted.contains(row) && isEnded.contains(row) {
      guard case .date(let first) = table.columns[from].cell(row), case .date(let last) = table.columns[to].cell(row)
      else { continue }
      let place = table.place(row: row, column: to)
      let (a, b) = (first.date, last.date)
      diagnostics.append(
        Diagnostic(
          .periodEndsBeforeStart, .cell(place),
          [.day(year: a.year, month: a.month, day: a.day), .day(year: b.year, month: b.month, day: b.day)]))
    }
  }

  private func resolve(_ reference: ReferenceInfo, of table: Int) {
    let info = program.tables[table]
    let target = program.tables[reference.table]
    let link = Link(table: table, column: reference.column)
    guard let key = target.key, info.table.rowCount > 0 else {
      rows[link] = [Int32](repeating: -1, count: info.table.rowCount)
      return
    }
    let keys = target.table.columns[key]
    let column = info.table.columns[reference.column]
    var resolved = Self.resolvedTexts(column, keys) ?? Self.resolvedCells(column, keys)
    // The references of the journal's rows were resolved where its lines were read.
    let added = info.facts?.targets[reference.column] ?? []
    resolved.replaceSubrange((resolved.count - added.count)..., with: added)
    rows[link] = resolved
    let aliases = program.nouns.first { $0.table == reference.table && $0.name == target.name }?.aliases
    let names = [target.name] + (aliases ?? [])
    for row in resolved.indices where resolved[row] < 0 {
      guard let text = column.cell(row).keyText else { continue }
      let place = info.table.place(row: row, column: reference.column)
      diagnostics.append(
        Diagnostic(
          .danglingReference, .cell(place), [.text(text), .name(names), .text(target.table.file)],
          proposals: Closeness.proposals(
            for: text, among: text.count > 40 || keys.present.count > 2000 ? [] : Self.keyTexts(keys))))
    }
  }

  private static func keyTexts(_ keys: Column) -> [String] {
    Set((0..<keys.present.count).compactMap { keys.cell($0).keyText }).sorted()
  }

  /// So many rows are worth a thread.
  private static let rowsOfAThread = 1 << 16

  /// Where both columns are texts, each different text is looked for once.
  private static func resolvedTexts(_ column: Column, _ keys: Column) -> [Int32]? {
    guard case .texts(let codes, let texts) = column.values, case .texts(let keyCodes, let keyTexts) = keys.values
    else {
      return nil
    }
    // From the last to the first, so that of equal keys the first counts.
    var rowOfKey = [Int32](repeating: -1, count: keyTexts.count)
    let areAllThere = keys.present.isFull
    for row in stride(from: keyCodes.count - 1, through: 0, by: -1) where areAllThere || keys.present.contains(row) {
      rowOfKey[Int(keyCodes[row])] = Int32(truncatingIfNeeded: row)
    }
    var rowOfText = texts.codes(in: keyTexts)
    for code in rowOfText.indices where rowOfText[code] >= 0 { rowOfText[code] = rowOfKey[Int(rowOfText[code])] }
    // A column without any text has no code to look up.
    if rowOfText.isEmpty { return [Int32](repeating: -1, count: codes.count) }
    var rows = [Int32](unsafeUninitializedCapacity: codes.count) { target, count in
      count = codes.count
      nonisolated(unsafe) let target = target
      let threads = codes.count < Self.rowsOfAThread ? 1 : Parallel.width
      let step = codes.count / threads + 1
      Parallel.run(threads) { thread in
        for row in min(codes.count, thread * step)..<min(codes.count, (thread + 1) * step) {
          target[row] = rowOfText[Int(codes[row])]
        }
      }
    }
    if !column.present.isFull {
      for row in rows.indices where !column.present.contains(row) { rows[row] = -1 }
    }
    return rows
  }

  private static func resolvedCells(_ column: Column, _ keys: Column) -> [Int32] {
    var index: [String: Int32] = [:]
    for row in 0..<keys.present.count {
      if let text = keys.cell(row).keyText, index[text] == nil { index[text] = Int32(row) }
    }
    return (0..<column.present.count).map { row in column.cell(row).keyText.flatMap { index[$0] } ?? -1 }
  }

  func targets(_ table: Int, _ column: Int) -> [Int32] { rows[Link(table: table, column: column)] ?? [] }

  /// The rows of `table` by the row its reference column leads to; made when first asked for.
  func referring(_ table: Int, _ column: Int, targetCount: Int) -> Adjacency {
    let link = Link(table: table, column: column)
    if let known = inverse[link] { return known }
    let made = Adjacency(targets(table, column), targetCount: targetCount)
    inverse[link] = made
    return made
  }

  /// The different dates of a column, in order; made when first asked for.
  func dates(_ table: Int, _ column: Int) -> [Int32] {
    let link = Link(table: table, column: column)
    if let known = datesOfColumns[link] { return known }
    let source = program.tables[table].table.columns[column]
    guard case .dates(let dates) = source.values else { return [] }
    var result: [Int32] = []
    var all = source.present.indices.map { dates[$0] }
    for change in program.tables[table].facts?.changes[column]?.list ?? [] {
      if case .date(let day) = change.cell { all.append(day.number) }
    }
    for date in all.sorted() where result.last != date { result.append(date) }
    datesOfColumns[link] = result
    return result
  }

  func rowCount(_ table: Int) -> Int { program.tables[table].table.rowCount }

  // MARK: What a person calls a record

  package func place(_ table: Int, _ row: Int, column: Int? = nil) -> CellPlace {
    if let facts = program.tables[table].facts, row >= facts.firstAdded, row - facts.firstAdded < facts.addedBy.count {
      let line = facts.addedBy[row - facts.firstAdded]
      let title = column.map { program.tables[table].table.columns[$0].title } ?? ""
      return CellPlace(file: line.source.name, line: line.line, title: title)
    }
    return program.tables[table].table.place(row: row, column: column)
  }

  package func key(_ table: Int, _ row: Int) -> String? {
    program.tables[table].key.flatMap { program.tables[table].table.columns[$0].cell(row).keyText }
  }
}
