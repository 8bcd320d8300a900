import VekhaTable

/// The cells of one column of the file, by row.
struct ColumnCells {
  let buffer: FileBuffer
  /// Cells row by row, `width` a row.
  let cells: [CellRange]
  let width: Int
  let column: Int
  let count: Int

  @inline(__always) func range(_ row: Int) -> CellRange { cells[row &* width &+ column] }
  @inline(__always) func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> { buffer.slice(range(row)) }
  func text(_ row: Int) -> String { buffer.text(range(row)) }
}

/// A column as read, before its title.
struct ColumnValues {
  var values: Column.Values
  /// Rows whose cell is missing or unreadable, in order.
  var absent: [Int32] = []
  var unreadable: [Int: String] = [:]

  mutating func leaveOut(_ row: Int) { absent.append(Int32(truncatingIfNeeded: row)) }

  mutating func leaveOut(_ row: Int, unreadable text: String) {
    leaveOut(row)
    unreadable[row] = text
  }

  func column(title: String, type: ColumnType, count: Int) -> Column {
    var present = BitSet(count: count, filled: true)
    for row in absent { present.remove(Int(row)) }
    return Column(title: title, type: type, values: values, present: present, unreadable: unreadable)
  }
}
