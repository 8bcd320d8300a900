import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// Cells and references as the facts of the journal have changed them by this day.
extension Evaluator {
  /// A column with the changes that are known on this day.
  func cells(_ table: Int, _ column: Int) -> Column {
    let info = program.tables[table]
    let source = info.table.columns[column]
    guard let changes = info.facts?.changes[column] else { return source }
    let key = ColumnKey(table: table, column: column)
    if let made = changedColumns[key] { return made }
    let count = changes.count(by: known)
    let made =
      count == 0
      ? source : source.replacing(changes.list[..<count].map { (Int($0.row), $0.cell) }, count: info.table.rowCount)
    changedColumns[key] = made
    return made
  }

  func cell(_ table: Int, _ column: Int, _ row: Int) -> Column.Cell { cells(table, column).cell(row) }

  /// Where a cell stands: in the file, or in the line of the journal that gave it its value.
  func place(_ table: Int, _ column: Int, _ row: Int) -> CellPlace {
    let info = program.tables[table]
    guard let change = info.facts?.changes[column]?.last(of: row, by: known) else {
      return data.place(table, row, column: column)
    }
    return CellPlace(
      file: change.span.source.name, line: change.span.line, title: info.table.columns[column].title)
  }

  /// The rows that a reference leads to on this day.
  func targets(_ table: Int, _ column: Int) -> [Int32] {
    let key = ColumnKey(table: table, column: column)
    if let made = changedTargets[key] { return made }
    var made = data.targets(table, column)
    if let changes = program.tables[table].facts?.changes[column] {
      for change in changes.list[..<changes.count(by: known)] { made[Int(change.row)] = change.target }
    }
    changedTargets[key] = made
    return made
  }

  /// The rows that refer to each row of a table on this day.
  func referring(_ table: Int, _ column: Int, targetCount: Int) -> Dataset.Adjacency {
    guard let changes = program.tables[table].facts?.changes[column], changes.count(by: known) > 0 else {
      return data.referring(table, column, targetCount: targetCount)
    }
    let key = ColumnKey(table: table, column: column)
    if let made = changedInverses[key] { return made }
    let made = Dataset.Adjacency(targets(table, column), targetCount: targetCount)
    changedInverses[key] = made
    return made
  }

  /// Rows that the journal adds on a later day are not there yet.
  func leaveOutUntold(_ table: Int, _ rows: Rows, _ result: inout Verdict) {
    guard let facts = program.tables[table].facts, let last = facts.lastAddedOn, last > known else { return }
    let untold = BitSet(count: rows.count) { index in
      let row = Int(rows[index])
      return row >= facts.firstAdded && facts.addedOn[row - facts.firstAdded] > known
    }
    result.formAnd(Verdict(holds: untold.inverted, fails: untold))
  }
}
