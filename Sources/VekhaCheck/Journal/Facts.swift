import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// A line of a journal that tells a fact of records, as understood.
struct Fact {
  /// What makes two lines one fact.
  struct Identity: Hashable {
    var kind: Int
    var day: CivilDay
    /// The record that changes, or those that the new row leads to.
    var rows: [Int32]
    var cells: [FieldCell]

    /// Without the texts of cells: hardly ever do two facts differ in these alone.
    func hash(into hasher: inout Hasher) {
      hasher.combine(kind)
      hasher.combine(day)
      for row in rows { hasher.combine(row) }
      if rows.isEmpty, let first = cells.first { hasher.combine(first) }
    }
  }

  struct FieldCell: Hashable {
    var field: Int
    var cell: Column.Cell
    /// The row that a reference leads to; -1 for none.
    var target: Int32 = -1
  }

  var identity: Identity
  var span: Span

  /// The row that a field leads to.
  func target(of field: Int) -> Int32? {
    identity.cells.first { $0.field == field && $0.target >= 0 }?.target
  }
}

/// What a line says, whatever it is about: a mark, a fact, or that another line was wrong.
enum Entry {
  case mark(MarkInfo)
  case fact(Fact)
  /// What could not be understood, by its words.
  case unknown(String)

  enum Identity: Hashable {
    case mark(MarkInfo.Kind, CivilDay, ItemPath, String?)
    case fact(Fact.Identity)
    case unknown(String)
  }

  var identity: Identity {
    switch self {
    case .mark(let mark): .mark(mark.kind, mark.day, mark.item, mark.reason)
    case .fact(let fact): .fact(fact.identity)
    case .unknown(let text): .unknown(text)
    }
  }
}

/// A line on its way: what it says, and how many times it says that this was wrong.
struct JournalItem {
  enum Kind {
    case mark(MarkInfo.Kind)
    case fact(Int)
    case unknown
  }

  var source: SourceText
  /// Which of the journals it stands in.
  var page: Int
  /// The whole line, and the innermost one after what it revokes.
  var outer: JournalLine
  var line: JournalLine
  /// 0 for a line that tells something, 1 for one that revokes such a line, 2 for one that revokes a revocation.
  var depth: Int
  var kind: Kind
  var faults: [Diagnostic] = []

  var span: Span { Span(source, outer.range) }
}
