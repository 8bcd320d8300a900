import VekhaText

/// What the numbers of a column of time count.
package enum TimeUnit: Sendable { case minute, day, month, year }

/// A column that a plan or a module declares for a table.
package struct ColumnRequest: Sendable {
  /// Every title under which the column may stand in a file, the name itself among them.
  package let titles: [String]
  /// Nil: as its cells say.
  package let type: ColumnType?
  /// Whether its absence is an error; columns that a module only offers may be absent.
  package let isRequired: Bool
  /// The unit of the numbers of a column of time.
  package let unit: TimeUnit?
  /// Whether its cells are keys of records, of this table or another.
  package let isIdentifier: Bool
  package let span: Span
  package let origin: Origin

  /// Where the cells of a column come from.
  package enum Origin: Hashable, Sendable {
    /// A column of the file with one of the titles.
    case title
    /// The name of the file, without its folder and ending, for every row of it.
    case fileName
    /// One cell of the file, by its address, for every row of it.
    case cell(String)
  }

  package init(
    titles: [String], type: ColumnType?, isRequired: Bool, unit: TimeUnit? = nil, isIdentifier: Bool = false,
    span: Span, origin: Origin = .title
  ) {
    self.titles = titles
    self.type = type
    self.isRequired = isRequired
    self.unit = unit
    self.isIdentifier = isIdentifier
    self.span = span
    self.origin = origin
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
