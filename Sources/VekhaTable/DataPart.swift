import VekhaText

/// Which part of a file holds a table, as a plan names it.
package struct DataPart: Sendable {
  package enum Kind: String, Sendable {
    /// A sheet of a workbook, or a list in a file of JSON.
    case sheet
    /// A table or view of a database.
    case table
    /// A query to a database.
    case query
  }

  package let kind: Kind
  package let name: String
  package let span: Span

  package init(_ kind: Kind, _ name: String, at span: Span) {
    self.kind = kind
    self.name = name
    self.span = span
  }
}
