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
  }

  struct FieldCell: Hashable {
    var field: Int
    var cell: Column.Cell
  }

  var identity: Identity
  /// The rows that references in `cells` lead to, by field.
  var targets: [Int: Int32]
  var span: Span
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
  /// It has no end of line: where it is not understood it was cut off.
  var isOpen: Bool

  var span: Span { Span(source, outer.range) }
}
