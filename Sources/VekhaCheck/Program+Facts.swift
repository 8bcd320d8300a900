import VekhaCalendar
import VekhaTable
import VekhaText

/// What the journal does to a table: rows that follow those of the file, and cells that change from a day on.
package struct TableFacts: Sendable {
  /// Where the rows of the journal begin.
  package var firstAdded: Int
  /// Of each added row, the day from which it is there and the line that added it.
  package var addedOn: [CivilDay] = [] { didSet { lastAddedOn = addedOn.max() } }
  /// The last of these days.
  package private(set) var lastAddedOn: CivilDay?
  package var addedBy: [Span] = []
  /// Of each reference column, the rows that the added rows lead to; -1 for none.
  package var targets: [Int: [Int32]] = [:]
  package var changes: [Int: DatedChanges] = [:]
}

/// The changes of one column, in the order of their days.
package struct DatedChanges: Sendable {
  package struct Change: Sendable {
    package var row: Int32
    package var day: CivilDay
    package var cell: Column.Cell
    /// The row a reference leads to from that day on; -1 for none.
    package var target: Int32
    /// The line of the journal.
    package var span: Span
  }
  package var list: [Change] = []
  /// The different days, in order.
  package var days: [CivilDay] = []

  /// The last change of a row that is known on a day.
  package func last(of row: Int, by day: CivilDay) -> Change? {
    list.last { $0.row == Int32(row) && $0.day <= day }
  }

  /// How many of the changes are known on a day.
  package func count(by day: CivilDay) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].day <= day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension TableInfo {
  /// How many rows the journal adds.
  package var rowsTold: Int { facts?.addedOn.count ?? 0 }

  /// Whether a column has no value but those that facts have given it on their days.
  package func isOfFacts(_ column: Int) -> Bool {
    guard facts?.changes[column] != nil else { return false }
    return table.columns[column].present.isEmpty && table.columns[column].unreadable.isEmpty
  }
}
