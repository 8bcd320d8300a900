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
  private let titleLength: Int
  private let titleByte: UInt8

  init(_ titles: Titles) {
    self.titles = titles.titles
    keyColumn = titles.keyColumn
    titleKeys = titles.titles.map(ColumnRequest.key)
    firstTitle = titles.titles.firstIndex { !$0.isEmpty } ?? 0
    let first = firstTitle < titles.titles.count ? Array(titles.titles[firstTitle].utf8) : []
    titleLength = first.count
    titleByte = first.first ?? 0
  }

  /// The first bytes of the words of totals in both cases, by which almost all rows are passed over.
  @inline(__always) private static func mayBeTotal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.baseAddress.map { mayBeTotal($0, bytes.count) } ?? false
  }

  @inline(__always) private static func mayBeTotal(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard count >= 5 else { return false }
    switch bytes[0] {
    case 0xD0:
      switch bytes[1] {
      case 0x98, 0xB8: return bytes[2] == 0xD1 && bytes[3] == 0x82 || bytes[2] == 0xD0 && bytes[3] == 0xA2
      case 0x92, 0xB2: return bytes[2] == 0xD1 && bytes[3] == 0x81 || bytes[2] == 0xD0 && bytes[3] == 0xA1
      default: return false
      }
    case 0x54, 0x74: return bytes[1] | 0x20 == 0x6F && bytes[2] | 0x20 == 0x74
    default: return false
    }
  }

  /// Whether a row that begins with this cell, spaces and all, may be no record; false only where it is one.
  @inline(__always) func mayBegin(_ cell: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    if count <= 0 || cell[0] <= 0x20 { return true }
    if Self.mayBeTotal(cell, count) { return true }
    return count == titleLength && cell[0] == titleByte
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
