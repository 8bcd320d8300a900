import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Project {
  /// A length of time as a person writes it («14», `2 weeks`, «1 месяц»); a bare number is days. Nil for anything else.
  package static func duration(_ text: String) -> Duration? {
    let bytes = Array(text.utf8)
    let parsed = Parser.parseValue(in: SourceText(name: "", bytes: bytes), 0..<bytes.count)
    guard parsed.diagnostics.isEmpty, let node = parsed.tree.root.children.first,
      let number = node.kind == .duration ? node.part(0) : node
    else { return nil }
    let written = parsed.tree.text(number)
    guard let count = Int(written) ?? Vocabulary.standard.numeral(written), count > 0, count < 10_000 else {
      return nil
    }
    switch node.kind == .duration ? node.terminal : .day {
    case .day: return Duration(count, .day)
    case .week: return Duration(count * 7, .day)
    case .month: return Duration(count, .month)
    case .year: return Duration(count * 12, .month)
    default: return nil
    }
  }
}
