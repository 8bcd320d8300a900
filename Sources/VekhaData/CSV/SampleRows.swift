/// The first rows of a text that are not blank, divided by one separator.
struct SampleRows {
  struct Row {
    let line: Int
    let cells: [String]
    /// Cells that a space divides from the separator before them: a comma within a sentence.
    let afterSpace: Int
    /// Where the next row begins, and on which line.
    let end: Int
    let lineAfter: Int
    /// Whether its end is in the sample.
    let isComplete: Bool
    let openQuote: (line: Int, cell: Int)?

    var filled: Int { cells.count { !$0.isEmpty } }

    init(
      line: Int, cells: [String], afterSpace: Int = 0, end: Int, lineAfter: Int, isComplete: Bool = true,
      openQuote: (line: Int, cell: Int)? = nil
    ) {
      self.line = line
      self.cells = cells
      self.afterSpace = afterSpace
      self.end = end
      self.lineAfter = lineAfter
      self.isComplete = isComplete
      self.openQuote = openQuote
    }

    /// A row 1, 2, 3, … below the titles of an official form.
    func isNumbering(of width: Int) -> Bool {
      cells.count >= 4 && cells.count >= width && cells.prefix(width).enumerated().allSatisfy { $1 == String($0 + 1) }
        && cells.dropFirst(width).allSatisfy(\.isEmpty)
    }
  }

  static let most = 40

  let separator: UInt8
  private(set) var all: [Row] = []

  init(_ buffer: FileBuffer, separator: UInt8, from start: Int, line: Int, isWhole: Bool) {
    self.separator = separator
    var scanner = CSVScanner(buffer, separator: separator, from: start, line: line)
    var record = CSVRecord()
    while all.count < Self.most {
      let step = scanner.next(into: &record)
      if step == .end { return }
      var open: (line: Int, cell: Int)?
      if case .unclosedQuote(let line, let cell) = step { open = (line, cell) }
      let cells = record.cells.prefix(CSVDialect.mostColumns + 1)
      // A blank row may hold separators of another kind.
      let isBlank = cells.allSatisfy { cell in
        buffer.slice(cell).allSatisfy { $0 <= 0x20 || HeaderSearch.separators.contains($0) }
      }
      if isBlank, open == nil { continue }
      let isComplete = open == nil && (isWhole || scanner.offset < buffer.count)
      all.append(
        Row(
          line: record.line,
          cells: cells.enumerated().map { Self.text($1, in: buffer, isDoubled: record.doubled.contains($0)) },
          afterSpace: cells.count { $0.start > 0 && !$0.isEmpty && buffer[Int($0.start) - 1] == 0x20 },
          end: scanner.offset, lineAfter: scanner.line, isComplete: isComplete, openQuote: open))
      if open != nil { return }
    }
  }

  /// Rows whose cells are divided already.
  init(_ rows: [Row]) {
    separator = 0
    all = rows
  }

  /// The cell as titles are kept; the buffer stays as it is.
  private static func text(_ cell: CellRange, in buffer: FileBuffer, isDoubled: Bool) -> String {
    var bytes = Array(buffer.slice(cell))
    if isDoubled {
      var kept: [UInt8] = []
      var index = 0
      while index < bytes.count {
        kept.append(bytes[index])
        index += bytes[index] == 0x22 ? 2 : 1
      }
      bytes = kept
    }
    return bytes.withUnsafeMutableBufferPointer { own in
      own.text(CellText.normalize(CellText.trimmed(own, 0, own.count), in: own))
    }
  }
}
