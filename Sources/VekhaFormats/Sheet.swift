/// A sheet of cells, each as the text that a person sees in it: dates as `2024-10-05`, numbers with a point.
package struct Sheet: Sendable {
  package struct Cell: Sendable {
    package enum Content: UInt8, Sendable {
      case plain
      /// An error value of the program that wrote the file, such as `#N/A`.
      case error
      /// A formula whose result was not saved; the text is the formula.
      case formula
      /// A date with a time of day, of which the text is the date alone.
      case timeDropped
      /// Bytes, a list of records: nothing that a cell can hold.
      case other
    }

    /// From 0.
    package let column: Int32
    package let content: Content
    /// The text's bytes in `bytes`.
    package let start: UInt32
    package let end: UInt32
  }

  package struct Row: Sendable {
    /// As a person finds it: the row of a sheet, the line of a text, the record of a query; from 1.
    package let number: Int32
    package let isHidden: Bool
    /// Where its cells begin in `cells`; they end where the next row's begin.
    package let firstCell: Int32
  }

  /// Columns and rows from 0, both ends inside.
  package struct Merge: Hashable, Sendable {
    package let rows: ClosedRange<Int>
    package let columns: ClosedRange<Int>
  }

  /// Empty where the file has no sheets.
  package var name: String
  package var isHidden = false
  package internal(set) var bytes: [UInt8] = []
  package internal(set) var cells: [Cell] = []
  package internal(set) var rows: [Row] = []
  package internal(set) var hiddenColumns: [ClosedRange<Int>] = []
  package internal(set) var merges: [Merge] = []
  /// The titles where the format names its columns; nil where they are to be found in the rows.
  package internal(set) var titles: [String]?
  /// What could not be made a row, by its line.
  package internal(set) var setAside: [FormatFailure] = []
  /// Whether columns are known by letters.
  package internal(set) var hasLetters = false

  package init(name: String) { self.name = name }

  package var columnCount: Int { cells.reduce(titles?.count ?? 0) { max($0, Int($1.column) + 1) } }

  package func cells(of row: Int) -> ArraySlice<Cell> {
    let end = row + 1 < rows.count ? Int(rows[row + 1].firstCell) : cells.count
    return cells[Int(rows[row].firstCell)..<end]
  }

  package func text(_ cell: Cell) -> String {
    String(decoding: bytes[Int(cell.start)..<Int(cell.end)], as: UTF8.self)
  }

  /// The text of the cell at an address such as `B1`; nil where the address is none, empty where the cell is.
  package func text(at address: String) -> String? {
    guard let (row, column) = CellAddress.parse(address) else { return nil }
    guard let index = rows.firstIndex(where: { $0.number == row + 1 }) else { return "" }
    return cells(of: index).last { $0.column == column }.map(text) ?? ""
  }

  // MARK: Filling

  mutating func beginRow(_ number: Int, isHidden: Bool = false) throws(FormatFailure) {
    guard number <= Limits.rows, rows.count < Limits.rows else {
      throw FormatFailure(.tooManyRows, String(Limits.rows), line: number)
    }
    rows.append(Row(number: Int32(number), isHidden: isHidden, firstCell: Int32(cells.count)))
  }

  /// Where several rows have one number, as records of one line, each gets its number among them.
  mutating func numberRowsApart() {
    guard zip(rows, rows.dropFirst()).contains(where: { $0.number >= $1.number }) else { return }
    rows = rows.enumerated().map { index, row in
      Row(number: Int32(index + 1), isHidden: row.isHidden, firstCell: row.firstCell)
    }
  }

  /// Adds a cell to the last row; an empty text is no cell.
  mutating func add(_ text: some Sequence<UInt8>, column: Int, _ content: Cell.Content = .plain) throws(FormatFailure) {
    let line = Int(rows.last?.number ?? 0)
    guard column < Limits.columns else { throw FormatFailure(.tooManyColumns, String(Limits.columns), line: line) }
    let start = bytes.count
    bytes.append(contentsOf: text)
    let count = bytes.count - start
    if count == 0 { return }
    if count > Limits.cell { throw FormatFailure(.cellTooLarge, String(Limits.cell), line: line) }
    guard bytes.count <= Limits.text, cells.count < Limits.cells else {
      throw FormatFailure(.tooLarge, String(Limits.text), line: line)
    }
    cells.append(Cell(column: Int32(column), content: content, start: UInt32(start), end: UInt32(bytes.count)))
  }

  /// Writes the value of each merged range into all its rows from row `first` (an index of `rows`) on: merging is how
  /// a person says that a value belongs to several rows. Blank rows stay blank. Returns how many cells were filled so.
  package mutating func repeatMergedValues(from first: Int) -> Int {
    var waiting = merges.filter { $0.rows.count > 1 }.sorted { $0.rows.lowerBound > $1.rows.lowerBound }
    guard !waiting.isEmpty, first < rows.count else { return 0 }
    var active: [(merge: Merge, value: Cell?)] = []
    var result = Array(cells[..<Int(rows[first].firstCell)])
    var newRows = Array(rows[..<first])
    var filled = 0
    for index in first..<rows.count {
      let number = Int(rows[index].number) - 1
      active.removeAll { $0.merge.rows.upperBound < number }
      while let next = waiting.last, next.rows.lowerBound <= number {
        waiting.removeLast()
        if next.rows.upperBound >= number { active.append((next, nil)) }
      }
      var own = Array(cells(of: index))
      for position in active.indices where !own.isEmpty {
        let column = Int32(active[position].merge.columns.lowerBound)
        if let cell = own.last(where: { $0.column == column }) {
          active[position].value = cell
        } else if let value = active[position].value {
          own.append(value)
          filled += 1
        }
      }
      newRows.append(Row(number: rows[index].number, isHidden: rows[index].isHidden, firstCell: Int32(result.count)))
      result += own.sorted { $0.column < $1.column }
    }
    cells = result
    rows = newRows
    return filled
  }
}
