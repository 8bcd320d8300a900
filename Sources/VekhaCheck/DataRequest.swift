import VekhaTable
import VekhaText

/// The file to read for a table of the plan, with the columns that are declared.
package struct DataRequest: Sendable {
  /// The table's number in the program.
  package let table: Int
  /// The table's noun.
  package let name: String
  package let path: String
  package let part: DataPart?
  package let columns: [ColumnRequest]
  package let keyTitles: [String]
  package let span: Span
}
