import VekhaCheck
import VekhaTable
import VekhaText

/// What a line for the journal would say, before it is written.
package struct LoggedText {
  private let say: Wording

  package init(_ wording: Wording) { say = wording }

  package func text(_ line: LoggedLine) -> String { line.text + "\n  " + meaning(line) + "\n" }

  private func meaning(_ line: LoggedLine) -> String {
    switch line.meaning {
    case .mark(let kind, let number, let title, let reason):
      let item = [number, title.isEmpty ? "" : say.quote(title)].filter { !$0.isEmpty }.joined(separator: " ")
      let mark = say("mark." + kind.rawValue)
      let text = say("log.mark", .init(item), .init(mark), .init(say.day(line.day)))
      return reason.map { text + ", " + say.quote($0) } ?? text
    case .row(let table, let cells):
      return say("log.row", .init(spoken(table)), .init(self.cells(cells)))
    case .record(let table, let name, let cells):
      return say("log.record", .init(spoken(table)), .init(name), .init(self.cells(cells)), .init(say.day(line.day)))
    case .revocation(let revoked): return say("log.revocation", .init(revoked))
    }
  }

  private func cells(_ cells: [LoggedLine.Cell]) -> String {
    cells.map { cell in
      let field = spoken(cell.field)
      return cell.value.map { say("log.cell", .init(field), .init(value($0))) } ?? say("log.empty", .init(field))
    }.joined(separator: "; ")
  }

  /// The first of some names that is in the language of the answer, else the first, in words.
  private func spoken(_ names: [String]) -> String {
    say.name(of: names).replacing("_", with: " ")
  }

  private func value(_ cell: Column.Cell) -> String {
    switch cell {
    case .date(let day): say.day(day)
    case .number(let number): number.text(point: say.language == .russian ? "," : ".")
    case .text(let text), .unreadable(let text): VisibleText.line(text)
    case .flag(let flag): say.value(of: .terminal(flag ? "yes" : "no_value")).text
    case .missing: ""
    }
  }
}
