/// What was found wrong, as a value: its sentence is made by the report, from a catalogue in each language.
package struct Diagnostic: Sendable {
  package enum Severity: Int, Sendable, Comparable, CaseIterable {
    case note, warning, error
    package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  package enum Place: Sendable {
    case source(Span)
    case cell(CellPlace)
    /// A file as a whole, by its path.
    case file(String)
  }

  /// Another place that belongs to the story: where a name was declared, the first of two.
  package struct Note: Sendable {
    /// Which sentence of the catalogue: `note` of the diagnostic's entry, by this key.
    package let key: String
    package let place: Place
    package let arguments: [Argument]
    package init(_ key: String, _ place: Place, _ arguments: [Argument] = []) {
      self.key = key
      self.place = place
      self.arguments = arguments
    }
  }

  /// A replacement that would mend the fault.
  package struct Fix: Sendable {
    package let span: Span
    package let replacement: String
    /// A sure fix may be applied without asking; a guess only by a person.
    package let isSure: Bool
    package init(_ span: Span, _ replacement: String, isSure: Bool) {
      self.span = span
      self.replacement = replacement
      self.isSure = isSure
    }
  }

  package let code: DiagnosticCode
  package var severity: Severity
  package let place: Place
  package let arguments: [Argument]
  package var notes: [Note]
  /// Up to three close names.
  package var proposals: [String]
  package var fix: Fix?

  package init(
    _ code: DiagnosticCode, _ place: Place, _ arguments: [Argument] = [], severity: Severity? = nil, notes: [Note] = [],
    proposals: [String] = [], fix: Fix? = nil
  ) {
    self.code = code
    self.severity = severity ?? code.severity
    self.place = place
    self.arguments = arguments
    self.notes = notes
    self.proposals = proposals
    self.fix = fix
  }

  package init(
    _ code: DiagnosticCode, at span: Span, _ arguments: [Argument] = [], severity: Severity? = nil, notes: [Note] = [],
    proposals: [String] = [], fix: Fix? = nil
  ) {
    self.init(
      code, .source(span), arguments, severity: severity, notes: notes, proposals: proposals, fix: fix)
  }
}

/// A value put into a sentence of the catalogue.
package enum Argument: Sendable, Equatable {
  /// Printed as it is: a name, a piece of the source, a path.
  case text(String)
  /// A declared name with its other names; printed as the one of the reader's language, where there is one.
  case name([String])
  /// Why the system refused something, in its own English words; printed in the reader's language where it is known.
  case refusal(String)
  case number(Int)
  case day(year: Int, month: Int, day: Int)
  /// A word of the language, by its terminal's identifier; printed in the reader's language.
  case terminal(String)
  /// A word of the catalogue, by its key (`kind.set`, `type.date`); printed in the reader's language.
  case word(String)
  /// An item of the plan as it is called: number and title, each of which may be empty.
  case item(number: String, title: String)
  case list([Argument])
}

/// A cell of a data file, as a person finds it.
package struct CellPlace: Sendable, Hashable {
  package let file: String
  /// The line of the file or the row of its sheet, from 1.
  package let line: Int
  /// The column's title as it stands in the file; empty for a whole row.
  package let title: String
  /// The sheet of a workbook or the table of a database; empty where the file has neither.
  package let sheet: String
  /// The letters of the column in its sheet; empty for a whole row and where columns have none.
  package let letters: String

  package init(file: String, line: Int, title: String, sheet: String = "", letters: String = "") {
    self.file = file
    self.line = line
    self.title = title
    self.sheet = sheet
    self.letters = letters
  }

  /// `Лист1!D4`, as a spreadsheet writes it; nil where the cell is in none.
  package var address: String? {
    guard !sheet.isEmpty, !letters.isEmpty else { return nil }
    let isPlain = sheet.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_"
    }
    let name =
      isPlain
      ? sheet : "'" + sheet.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    return name + "!" + letters + String(line)
  }
}
