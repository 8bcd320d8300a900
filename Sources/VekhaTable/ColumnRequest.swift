import VekhaText

/// A column that a plan or a module declares for a table.
package struct ColumnRequest: Sendable {
  /// Every title under which the column may stand in a file, the name itself among them.
  package let titles: [String]
  /// Nil: as its cells say.
  package let type: ColumnType?
  /// Whether its absence is an error; columns that a module only offers may be absent.
  package let isRequired: Bool
  /// Whether its cells are keys of records, of this table or another.
  package let isIdentifier: Bool
  package let span: Span

  package init(titles: [String], type: ColumnType?, isRequired: Bool, isIdentifier: Bool = false, span: Span) {
    self.titles = titles
    self.type = type
    self.isRequired = isRequired
    self.isIdentifier = isIdentifier
    self.span = span
  }

  /// The form in which titles are compared: letters folded, runs of anything else than letters and digits as one `_`.
  package static func key(of title: String) -> String {
    var result = ""
    var pending = false
    for scalar in Letters.fold(title).unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        if pending, !result.isEmpty { result.append("_") }
        pending = false
        result.unicodeScalars.append(scalar)
      } else {
        pending = true
      }
    }
    return result
  }
}
