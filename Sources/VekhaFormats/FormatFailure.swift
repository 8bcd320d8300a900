/// Why a file was not read, or not to its end.
package struct FormatFailure: Error, Hashable, Sendable {
  /// The kinds; the raw value is the key of the catalogue's wording.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The detail is the library's own text.
    case damagedArchive = "archive.damaged"
    case damagedXML = "xml.damaged"
    case protected = "archive.protected"
    /// The detail is the name of the part.
    case missingPart = "part.missing"
    /// The part has a document type, which a workbook never has and which may hold entities without end.
    case documentType = "xml.doctype"
    case tooDeep = "limit.depth"
    /// The detail is the limit, as in those that follow.
    case tooLarge = "limit.size"
    case tooManyRows = "limit.rows"
    case tooManyColumns = "limit.columns"
    case cellTooLarge = "limit.cell"
    case tooSlow = "limit.time"
    /// The detail is the library's name.
    case libraryMissing = "library.missing"
    case damagedJSON = "json.damaged"
    case noRecords = "json.no_records"
    case database = "sqlite.error"
    case notQuery = "sqlite.not_query"
    case unwritable = "file.unwritable"

    /// Whether the detail is a number of which there is too much.
    package var isLimit: Bool {
      [.tooDeep, .tooLarge, .tooManyRows, .tooManyColumns, .cellTooLarge].contains(self)
    }

    /// What is shown of a failure whose reader has nothing to add.
    fileprivate var usualDetail: String {
      switch self {
      case .documentType: "<!DOCTYPE …>"
      case .noRecords: "[{…}, {…}]"
      case .notQuery, .tooSlow: "SELECT …"
      default: ""
      }
    }
  }

  package let kind: Kind
  package let detail: String
  /// The line or row at which reading stopped; 0 where there is none.
  package let line: Int

  package init(_ kind: Kind, _ detail: String = "", line: Int = 0) {
    self.kind = kind
    self.detail = detail.isEmpty ? kind.usualDetail : detail
    self.line = line
  }
}
