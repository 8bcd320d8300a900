import VekhaTable

/// Encodes a column of texts: equal texts have one code, and a `String` is made only for each distinct one.
struct TextColumnBuilder {
  private var distinct = ByteTable()
  /// The code of each byte string; strings that differ in bytes but not as texts share one.
  private var codeOfBytes: [Int32] = []
  private var dictionary: [String] = []
  /// Filled from the first text on that may be equal to one of other bytes.
  private var codeOfText: [String: Int32] = [:]
  private var hasCombiningMarks = false

  static func texts(_ cells: ColumnCells) -> ColumnValues {
    var builder = TextColumnBuilder()
    var codes = [Int32](repeating: 0, count: cells.count)
    var absent: [Int32] = []
    for row in 0..<cells.count {
      let range = cells.range(row)
      if range.isEmpty {
        absent.append(Int32(truncatingIfNeeded: row))
      } else {
        codes[row] = builder.code(for: CellText.normalize(range, in: cells.buffer), in: cells.buffer)
      }
    }
    return ColumnValues(values: .texts(codes: codes, dictionary: TextDictionary(builder.dictionary)), absent: absent)
  }

  @inline(__always) private mutating func code(for range: CellRange, in buffer: FileBuffer) -> Int32 {
    let (number, isNew) = distinct.code(for: range, in: buffer)
    if isNew { codeOfBytes.append(newCode(for: range, in: buffer)) }
    return codeOfBytes[Int(number)]
  }

  private mutating func newCode(for range: CellRange, in buffer: FileBuffer) -> Int32 {
    let text = buffer.text(range)
    if !hasCombiningMarks, buffer.slice(range).contains(where: { $0 == 0xCC || $0 == 0xCD }) {
      hasCombiningMarks = true
      for (index, text) in dictionary.enumerated() { codeOfText[text] = Int32(truncatingIfNeeded: index) }
    }
    if hasCombiningMarks, let known = codeOfText[text] { return known }
    let code = Int32(truncatingIfNeeded: dictionary.count)
    dictionary.append(text)
    if hasCombiningMarks { codeOfText[text] = code }
    return code
  }
}
