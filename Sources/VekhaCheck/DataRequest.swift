import VekhaTable
import VekhaText

/// The file to read for a table of the plan, with the columns that are declared.
package struct DataRequest: Sendable {
  /// The table's number in the program.
  package let table: Int
  /// The table's noun, with its other names.
  package let names: [String]
  package let path: String
  package let part: DataPart?
  package let columns: [ColumnRequest]
  /// The names of the fields that the columns are of, in their order, each with its other names.
  package let fieldNames: [[String]]
  package let keyTitles: [String]
  /// The encoding as the plan names it.
  package let encoding: (name: String, span: Span)?
  /// Whether rows with one key are one record.
  package let hasOnePerKey: Bool
  package let span: Span
}
