import VekhaCalendar
import VekhaTable
import VekhaText

/// The answer to a `показать` or a `таблица`: rows and columns.
package struct GridAnswer: Sendable {
  package enum Kind: String, Sendable { case show, table }

  package struct Column: Sendable {
    /// Nil for the column of totals of a cross table.
    package var title: String?
    /// Numbers stand at the right.
    package var isNumeric: Bool
  }

  package var kind: Kind
  package var name: String?
  package var title: String
  package var line: Int
  /// The day whose facts are shown, where it is not that of the question.
  package var asOf: CivilDay?
  package var columns: [Column]
  package var rows: [[GridCell]]
  /// One cell a column; the first is the word for the whole.
  package var total: [GridCell]?
  /// How many rows there are; more than `rows` where only the first are wanted.
  package var rowCount: Int
  /// Records of which it cannot be told whether they belong here.
  package var unknown: [SubjectAnswer]
  /// Of a table: records that its columns count and that belong to no record of the kind that its rows are.
  package var aside: [Aside] = []

  package struct Aside: Hashable, Sendable {
    /// The noun as declared.
    package var name: String
    package var count: Int
  }
}

package enum GridCell: Sendable, Hashable {
  case text(String)
  /// A word of a closed list, by the catalogue: `state.overdue`.
  case worded(String)
  case date(CivilDay)
  case flag(Bool)
  case value(IndicatorValue)
  /// An empty cell.
  case missing
  /// A key that is not given: the row of those without one.
  case notGiven
  /// A cell that cannot be read, or a result that cannot be told.
  case unknown
  /// The whole has no meaning here: a text, a date.
  case meaningless
  /// The heading of the row of totals.
  case total
}
