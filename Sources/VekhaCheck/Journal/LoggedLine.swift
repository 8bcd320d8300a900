import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// A line that is to be written to the journal, as it was understood.
package struct LoggedLine: Sendable, Equatable {
  package enum Meaning: Sendable, Equatable {
    case mark(MarkInfo.Kind, number: String, title: String, reason: String?)
    /// A row of a table, by its name and its other names, with what its fields are given.
    case row(table: [String], cells: [Cell])
    /// A record of a table, with what its fields become.
    case record(table: [String], name: String, cells: [Cell])
    /// A line that does not hold any more.
    case revocation(line: String)
  }

  package struct Cell: Sendable, Equatable {
    /// The name of the field, then its other names.
    package let field: [String]
    /// Nil for a cell that becomes empty.
    package let value: Column.Cell?
  }

  /// The line with the records written so that nobody else can be meant.
  package var text: String
  package var day: CivilDay
  package var meaning: Meaning
  /// Whether another line says the same.
  package var isKnown: Bool
  /// Whether that line is revoked: to say it again says nothing.
  package var isRevoked = false
}

extension Checker {
  /// What names are understood of this line is kept.
  func watch(_ item: JournalItem) {
    guard isWatched(item) else { return }
    keepsNames = true
    named = []
  }

  private func isWatched(_ item: JournalItem) -> Bool {
    guard let watched else { return false }
    return item.source === watched.source && item.outer.range.lowerBound >= watched.range.lowerBound
  }

  /// Notes what the watched line says.
  func log(_ item: JournalItem, _ entry: Entry, isNew: Bool, _ entries: JournalEntries) {
    guard isWatched(item) else { return }
    let line = Span(item.source, item.line.range).text
    var logged = LoggedLine(
      text: item.span.text, day: item.outer.day, meaning: .revocation(line: line), isKnown: !isNew)
    logged.isRevoked = item.depth == 0 && entries.isRevoked(entry.identity)
    switch entry {
    case .mark(let mark):
      if item.depth == 0 {
        let (number, title) = called(mark.item)
        logged.meaning = .mark(mark.kind, number: number, title: title, reason: mark.reason)
      }
    case .fact(let fact):
      logged.text = written(item)
      if item.depth == 0 { logged.meaning = meaning(fact) }
    case .unknown: return
    }
    loggedLine = logged
  }

  private func called(_ path: ItemPath) -> (number: String, title: String) {
    let stage = drafts[path.stage]
    let draft = path.activity.map { activity in
      path.part.map { stage.parts[activity].parts[$0] } ?? stage.parts[activity]
    }
    guard let node = (draft ?? stage).node as Node? else { return ("", "") }
    let number = node.part(0).flatMap { $0.kind == .itemNumber ? plan.text($0) : nil } ?? ""
    let title = node.part(2).map { plan.content($0) } ?? node.part(1).map { plan.text($0) } ?? ""
    return (number, title)
  }

  private func meaning(_ fact: Fact) -> LoggedLine.Meaning {
    let draft = facts[fact.identity.kind]
    let table = tables[draft.table]
    let cells = fact.identity.cells.map { cell -> LoggedLine.Cell in
      var value: Column.Cell? = cell.cell == .missing ? nil : cell.cell
      if cell.target >= 0, let target = targetTable(cell.field, of: draft.table) {
        value = .text(recordName(cell.target, target))
      }
      return LoggedLine.Cell(field: [table.fields[cell.field].name] + table.fields[cell.field].aliases, value: value)
    }
    let names = [table.name] + aliases(of: table.noun, table.name)
    if draft.isAdding { return .row(table: names, cells: cells) }
    return .record(table: names, name: recordName(fact.identity.rows[0], draft.table), cells: cells)
  }

  /// The line with its names written out.
  private func written(_ item: JournalItem) -> String {
    var text: [UInt8] = []
    var place = item.outer.range.lowerBound
    let bytes = item.source.bytes
    for (range, table, row, parts) in named.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      text += bytes[place..<range.lowerBound]
      text += Array(written(row, of: table, parts).utf8)
      place = range.upperBound
    }
    text += bytes[place..<item.outer.range.upperBound]
    return String(decoding: text, as: UTF8.self)
  }

  /// A record that was named by those it refers to stays so.
  private func written(_ row: Int32, of table: Int, _ parts: [Range<Int>]) -> String {
    if parts.count < 2 { return recordName(row, table) }
    let fields = tables[table].fields.indices.filter {
      tables[table].fields[$0].column != nil && targetTable($0, of: table) != nil
    }
    return fields.prefix(parts.count).map { field -> String in
      let target = targets(of: field, in: table)[Int(row)]
      guard target >= 0, let to = targetTable(field, of: table) else { return "" }
      return recordName(target, to)
    }.joined(separator: " – ")
  }
}
