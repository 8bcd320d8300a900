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
  var unusual = UnusualCells()

  /// Leaves out a cell that tells nothing of the column's type: a dash for no value, an error of a spreadsheet.
  mutating func leavesOut(_ cells: ColumnCells, _ row: Int) -> Bool {
    let bytes = cells.bytes(row)
    if CellReading.isDash(bytes) {
      leaveOut(row)
      unusual.add(.dash, row: row, cells.text(row))
      return true
    }
    guard SpreadsheetError(bytes) != nil else { return false }
    leaveOut(row, unreadable: cells.text(row))
    return true
  }

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
