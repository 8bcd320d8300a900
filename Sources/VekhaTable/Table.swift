import VekhaCalendar
import VekhaText

/// What the cells of a column are.
package enum ColumnType: Hashable, Sendable {
  case text, number, date, flag
}

/// One column of a table, a value a row.
///
/// A cell is *present* (readable), *missing* (empty in the file) or *unreadable* (its text is kept).
package struct Column: Sendable {
  /// A cell's values by row; where a cell is not present the slot holds 0.
  package enum Values: Sendable {
    /// Codes into a dictionary of distinct texts, in order of first appearance.
    case texts(codes: [Int32], dictionary: TextDictionary)
    /// Millionths, see `Number`.
    case numbers([Int64])
    /// Days since 1970-01-01, see `CivilDay`.
    case dates([Int32])
    case flags(BitSet)
  }

  /// The title as it stands in the file.
  package let title: String
  package let type: ColumnType
  package let values: Values
  package let present: BitSet
  /// The text of each unreadable cell by its row.
  package let unreadable: [Int: String]

  package init(title: String, type: ColumnType, values: Values, present: BitSet, unreadable: [Int: String] = [:]) {
    self.title = title
    self.type = type
    self.values = values
    self.present = present
    self.unreadable = unreadable
  }

  package enum Cell: Hashable, Sendable {
    case missing
    case unreadable(String)
    case text(String)
    case number(Number)
    case date(CivilDay)
    case flag(Bool)

    /// The text by which cells are compared as keys; nil where there is none.
    package var keyText: String? {
      switch self {
      case .text(let text): text
      case .number(let number): number.text()
      case .date(let day): day.iso
      case .flag(let flag): flag ? "1" : "0"
      case .missing, .unreadable: nil
      }
    }
  }

  package func cell(_ row: Int) -> Cell {
    guard present.contains(row) else { return unreadable[row].map(Cell.unreadable) ?? .missing }
    switch values {
    case .texts(let codes, let dictionary): return .text(dictionary[Int(codes[row])])
    case .numbers(let numbers): return .number(Number(millionths: numbers[row]))
    case .dates(let dates): return .date(CivilDay(number: dates[row]))
    case .flags(let flags): return .flag(flags.contains(row))
    }
  }
}

/// A table as loaded from one file.
package final class Table: Sendable {
  /// Where the rows of a file went: rows in the file = rows loaded + rows listed.
  package struct Balance: Hashable, Sendable {
    /// Rows below the titles that are not blank.
    package let rowsInFile: Int
    package let loaded: Int
    /// Rows that make no record of their own, each told or counted below.
    package let listed: Int
    /// Those of the rows listed that are no records: totals, titles repeated, numbers of columns.
    package let notRecords: Int
    /// Those of the rows listed that say once more what a row above says, where rows with one key are one record.
    package let repeats: Int
    /// Blank rows between and below the others, which are dropped.
    package let blank: Int

    package init(
      rowsInFile: Int, loaded: Int, listed: Int? = nil, notRecords: Int = 0, repeats: Int = 0, blank: Int = 0
    ) {
      self.repeats = repeats
      self.rowsInFile = rowsInFile
      self.loaded = loaded
      self.listed = listed ?? rowsInFile - loaded
      self.notRecords = notRecords
      self.blank = blank
    }
  }

  /// Where some of the rows come from.
  package struct Origin: Hashable, Sendable {
    /// The path as the plan writes it.
    package let file: String
    /// The sheet of a workbook or the table of a database; empty where the file has neither.
    package let sheet: String
    /// The letters of each column of the table in the sheet; empty where columns have none.
    package let letters: [String]

    package init(file: String, sheet: String = "", letters: [String] = []) {
      self.file = file
      self.sheet = sheet
      self.letters = letters
    }
  }

  /// The path as the plan writes it.
  package let file: String
  package let columns: [Column]
  /// The line of the file, or the row of its sheet (from 1), on which each row begins.
  package let rowLines: RowLines
  package let balance: Balance
  /// At least one.
  package let origins: [Origin]
  /// For each row the index of its origin; empty where there is one.
  package let rowOrigins: [Int32]

  package var rowCount: Int { rowLines.count }

  package init(
    file: String, columns: [Column], rowLines: RowLines, balance: Balance, origins: [Origin]? = nil,
    rowOrigins: [Int32] = []
  ) {
    self.file = file
    self.columns = columns
    self.rowLines = rowLines
    self.balance = balance
    self.origins = origins ?? [Origin(file: file)]
    self.rowOrigins = rowOrigins
  }

  /// Where a row, or a cell of it, is found.
  package func place(row: Int, column: Int? = nil) -> CellPlace {
    let origin = origins[rowOrigins.isEmpty ? 0 : Int(rowOrigins[row])]
    return CellPlace(
      file: origin.file, line: Int(rowLines[row]), title: column.map { columns[$0].title } ?? "", sheet: origin.sheet,
      letters: column.flatMap { origin.letters.indices.contains($0) ? origin.letters[$0] : nil } ?? "")
  }
}
