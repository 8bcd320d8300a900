import VekhaText

/// What the numbers of a column of time count.
package enum TimeUnit: Sendable { case minute, day, month, year }

/// A column that a plan or a module declares for a table.
package struct ColumnRequest: Sendable {
  /// Every title under which the column may stand in a file, the name itself among them.
  package let titles: [String]
  /// The titles in the form in which they are compared.
  package let keys: [String]
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
    keys = titles.map(Self.key)
    self.type = type
    self.isRequired = isRequired
    self.unit = unit
    self.isIdentifier = isIdentifier
    self.span = span
    self.origin = origin
  }

  /// The form in which titles are compared: letters folded, runs of anything else than letters and digits as one `_`.
  package static func key(of title: String) -> String {
    var result: [UInt8] = []
    var pending = false
    for scalar in Letters.fold(title).unicodeScalars {
      if isOfWord(scalar) {
        if pending, !result.isEmpty { result.append(0x5F) }
        pending = false
        result.append(contentsOf: UTF8.encode(scalar) ?? .init())
      } else {
        pending = true
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x400...0x481: true
    case 0..<0x80: false
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }
}
