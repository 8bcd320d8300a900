import VekhaTable
import VekhaText

/// What is to be said of the cells of one column, and the column without errors of a spreadsheet among its texts.
struct ColumnFindings {
  let column: Column
  private(set) var diagnostics: [Diagnostic] = []
  private let file: String
  private let lines: RowLines
  private let notes: [Diagnostic.Note]
  private let unit: TimeUnit?

  /// `span`: where the column is declared, if it is.
  init(
    _ column: Column, unusual: UnusualCells, unit: TimeUnit?, declaredAt span: Span?, file: String, lines: RowLines
  ) {
    let texts = TextFindings(column)
    self.column = texts.column
    self.file = file
    self.lines = lines
    self.unit = unit
    notes = span.map { [Diagnostic.Note("declared", .source($0))] } ?? []
    tell(unusual)
    tell(texts)
    for (row, text) in self.column.unreadable.sorted(by: { $0.key < $1.key }) { tell(unreadable: text, row) }
  }

  private func place(_ row: Int) -> Diagnostic.Place {
    .cell(CellPlace(file: file, line: Int(lines[row]), title: column.title))
  }

  private var kind: Argument { .word("type.\(column.type)") }

  private mutating func tell(_ unusual: UnusualCells) {
    for manner in CellReading.Manner.allCases {
      guard let occurrence = unusual.found[manner], let first = occurrence.rows.first else { continue }
      let shown = occurrence.rows.map { Argument.number(Int(lines[$0])) }
      diagnostics.append(
        Diagnostic(
          .unusualWriting, place(first),
          [
            .word(manner.rawValue), .text(occurrence.text), reading(first), .number(occurrence.count), .list(shown),
          ], notes: notes))
    }
  }

  /// What a cell was read as.
  private func reading(_ row: Int) -> Argument {
    switch column.cell(row) {
    case .date(let day): .day(year: day.year, month: day.month, day: day.day)
    case .number(let number): .text(number.text())
    case .text(let text), .unreadable(let text): .text(text)
    case .flag(let flag): .word(flag ? "read.yes" : "read.no")
    case .missing: .word("read.empty")
    }
  }

  private mutating func tell(_ texts: TextFindings) {
    if let mixed = texts.mixed {
      diagnostics.append(
        Diagnostic(
          .mixedLetters, place(mixed.row),
          [.text(mixed.word), .text(mixed.letter), .number(mixed.position), .number(mixed.count)],
          proposals: [mixed.proposal]))
    }
    if let twins = texts.twins {
      diagnostics.append(
        Diagnostic(
          .lookAlikeValues, place(twins.row),
          [.text(twins.text), .number(Int(lines[twins.otherRow])), .number(twins.count)],
          notes: [Diagnostic.Note("other", place(twins.otherRow))], proposals: [twins.other]))
    }
    if let damaged = texts.damaged {
      diagnostics.append(
        Diagnostic(.damagedNumber, place(damaged.row), [.text(damaged.text), .number(damaged.count)]))
    }
  }

  private mutating func tell(unreadable text: String, _ row: Int) {
    if let error = SpreadsheetError(text) {
      diagnostics.append(
        Diagnostic(.spreadsheetError, place(row), [.text(text), .word(error.rawValue)], notes: notes))
    } else if column.type == .date, let fault = dateParts(text)?.fault {
      diagnostics.append(Diagnostic(.impossibleDay, place(row), [.text(text), .word(fault)], notes: notes))
    } else if isSeveral(text) {
      diagnostics.append(Diagnostic(.severalValues, place(row), [.text(text), kind], notes: notes))
    } else {
      diagnostics.append(
        Diagnostic(
          .unreadableCell, place(row), [.text(text), kind], notes: notes,
          proposals: [withDigits(text)].compactMap { $0 }))
    }
  }

  private func dateParts(_ text: String) -> DateParts? {
    var text = text
    return text.withUTF8 { DateParts($0, isDeclared: true) }
  }

  /// Whether the cell holds two values or more, each of which could be read.
  private func isSeveral(_ text: String) -> Bool {
    for separators in [";\n", ",\n", "/", "\n "] {
      let parts = text.split { separators.contains($0) }
      if parts.count > 1, parts.allSatisfy({ isReadable(String($0)) }) { return true }
    }
    return false
  }

  private func isReadable(_ text: String) -> Bool {
    var bytes = Array(text.utf8)
    return bytes.withUnsafeMutableBufferPointer { buffer in
      let cell = buffer.slice(CellText.trimmed(buffer, 0, buffer.count))
      switch column.type {
      case .number: return CellReading.number(cell, unit: unit) != nil
      case .flag: return CellReading.flag(cell, isDeclared: true) != nil
      case .text: return false
      case .date:
        if case .other = CellReading.date(cell, isDeclared: true) { return false }
        return true
      }
    }
  }

  /// The text with digits in place of the letters that look like them, where it can then be read.
  private func withDigits(_ text: String) -> String? {
    guard column.type == .date || column.type == .number else { return nil }
    let digits: [Character: Character] = [
      "O": "0", "o": "0", "О": "0", "о": "0", "З": "3", "з": "3", "l": "1", "I": "1",
    ]
    let mended = String(text.map { digits[$0] ?? $0 })
    return mended != text && isReadable(mended) ? mended : nil
  }
}
