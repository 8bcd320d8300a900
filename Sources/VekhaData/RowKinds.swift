import VekhaTable
import VekhaText

/// Tells rows that are no records from those that are.
struct RowKinds {
  /// `rawValue` is a key of the catalogue.
  enum Kind: String {
    case total = "row.total"
    /// The titles once more, as where tables were put below each other.
    case titles = "row.titles"
  }

  private let titles: [String]
  private let keyColumn: Int?
  private let titleKeys: [String]
  private let firstTitle: Int

  init(_ titles: Titles) {
    self.titles = titles.titles
    keyColumn = titles.keyColumn
    titleKeys = titles.titles.map(ColumnRequest.key)
    firstTitle = titles.titles.firstIndex { !$0.isEmpty } ?? 0
  }

  /// The first bytes of the words of totals in both cases, by which almost all rows are passed over.
  @inline(__always) private static func mayBeTotal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 5 else { return false }
    let first = bytes[0]
    if first == 0xD0 { return bytes[1] == 0x98 || bytes[1] == 0xB8 || bytes[1] == 0x92 || bytes[1] == 0xB2 }
    return first | 0x20 == 0x74
  }

  /// Nil where the row is a record. Cells are trimmed, and one at least is filled.
  @inline(__always) func kind(of row: [CellRange], in buffer: FileBuffer) -> Kind? {
    var first = 0
    while first < row.count, row[first].isEmpty { first += 1 }
    guard first < row.count else { return nil }
    let bytes = buffer.slice(row[first])
    if Self.mayBeTotal(bytes), isTotal(row, first, in: buffer) { return .total }
    if first == firstTitle, first < titles.count, bytes.count == titles[first].utf8.count, areTitles(row, in: buffer) {
      return .titles
    }
    return nil
  }

  private static let totals: Set = ["итого", "всего", "total"]

  /// A row whose first filled cell begins with a word of totals, and in whose other cells there are numbers only. A row
  /// with a key of its own is a record.
  private func isTotal(_ row: [CellRange], _ first: Int, in buffer: FileBuffer) -> Bool {
    let text = Letters.fold(buffer.text(row[first]))
    let word = text.prefix { $0.isLetter }
    guard Self.totals.contains(String(word)) else { return false }
    if let keyColumn, keyColumn != first, keyColumn < row.count, !row[keyColumn].isEmpty { return false }
    return row[(first + 1)...].allSatisfy { cell in
      guard let byte = buffer.slice(cell).first else { return true }
      return CellReading.isDigit(byte) || byte == 0x2D || byte == 0x23 || byte == 0x2B
    }
  }

  private func areTitles(_ row: [CellRange], in buffer: FileBuffer) -> Bool {
    guard row.count >= titles.count, titles.count > 1 else { return false }
    for column in titles.indices where ColumnRequest.key(of: buffer.text(row[column])) != titleKeys[column] {
      return false
    }
    return row[titles.count...].allSatisfy(\.isEmpty)
  }
}
