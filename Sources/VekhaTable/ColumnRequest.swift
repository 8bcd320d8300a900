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
    var folded = Letters.fold(title)
    return folded.withUTF8 { plainKey($0) } ?? key(ofFolded: folded)
  }

  /// The key of ASCII and Russian letters; nil where a letter is of another kind.
  private static func plainKey(_ folded: UnsafeBufferPointer<UInt8>) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(folded.count)
    var isPending = false
    var index = 0
    while index < folded.count {
      let byte = folded[index]
      var isLetter = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      var width = 1
      if byte >= 0x80 {
        guard index + 1 < folded.count else { return nil }
        switch (byte, folded[index + 1]) {
        case (0xD0...0xD1, _): (isLetter, width) = (true, 2)
        case (0xC2, 0xAB), (0xC2, 0xBB): width = 2  // « »
        case (0xE2, 0x84) where index + 2 < folded.count && folded[index + 2] == 0x96: width = 3  // №
        default: return nil
        }
      }
      if isLetter {
        if isPending, !result.isEmpty { result.append(0x5F) }
        isPending = false
        for place in index..<index + width { result.append(folded[place]) }
      } else {
        isPending = true
      }
      index += width
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func key(ofFolded folded: String) -> String {
    var result = ""
    var pending = false
    for scalar in folded.unicodeScalars {
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
