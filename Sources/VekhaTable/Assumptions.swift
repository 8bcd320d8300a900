/// What a reader took for granted of a data file that does not say it itself, so that a person can see it and object.
package struct Assumptions: Sendable, Hashable {
  /// The path as the plan writes it.
  package let file: String
  /// The usual name of the encoding (`UTF-8`, `windows-1251`); nil where the format fixes it.
  package let encoding: String?
  /// What stands between cells; nil where the format fixes it.
  package let separator: String?
  /// The sheet, or the table, of a file that may hold several; nil where it may not.
  package let part: String?
  /// The lines of the file, from 1, that the titles stand in; nil where the format keeps titles elsewhere.
  package let headerLines: ClosedRange<Int>?
  /// The titles of all columns as they were understood.
  package let titles: [String]
  package let balance: Table.Balance

  package init(
    file: String, encoding: String? = nil, separator: String? = nil, part: String? = nil,
    headerLines: ClosedRange<Int>? = nil, titles: [String] = [], balance: Table.Balance
  ) {
    self.file = file
    self.encoding = encoding
    self.separator = separator
    self.part = part
    self.headerLines = headerLines
    self.titles = titles
    self.balance = balance
  }
}
