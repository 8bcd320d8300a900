/// Addresses of cells: `D4`, columns `A` … `XFD`.
package enum CellAddress {
  /// The letters of a column, from 0.
  package static func letters(_ column: Int) -> String {
    var rest = column + 1
    var letters = ""
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }

  /// The row and column of an address, from 0; `$` before a letter or number is allowed. Nil where it is none.
  package static func parse(_ text: some StringProtocol) -> (row: Int, column: Int)? {
    parse(text.utf8)
  }

  static func parse(_ bytes: some Sequence<UInt8>) -> (row: Int, column: Int)? {
    var column = 0
    var row = 0
    var hasRow = false
    for byte in bytes {
      switch byte {
      case 0x24: continue
      case 0x41...0x5A, 0x61...0x7A:
        if hasRow { return nil }
        column = column * 26 + Int(byte & 0x1F)
      case 0x30...0x39:
        if column == 0 { return nil }
        hasRow = true
        row = row * 10 + Int(byte - 0x30)
      default: return nil
      }
      if column > 1 << 20 || row > 1 << 30 { return nil }
    }
    return hasRow && row > 0 ? (row - 1, column - 1) : nil
  }

  /// A range such as `A2:C5`, or one cell.
  static func range(_ text: String) -> (rows: ClosedRange<Int>, columns: ClosedRange<Int>)? {
    let parts = text.split(separator: ":")
    guard let first = parts.first.flatMap({ parse($0) }), let last = parts.last.flatMap({ parse($0) }),
      first.row <= last.row, first.column <= last.column
    else { return nil }
    return (first.row...last.row, first.column...last.column)
  }
}
