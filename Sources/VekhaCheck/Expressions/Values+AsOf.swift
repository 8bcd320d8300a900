import VekhaSyntax
import VekhaText

extension Checker {
  /// `стаж на 1 декабря`, `возраст на дату_подписания`: a value computed with today as that day.
  func asOf(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    let (valueNode, dayNode) = (node.children[0], node.children[1])
    if Self.sameOnAllDays.contains(valueNode.kind) {
      report(.asOfConstant, valueNode, [.text(tree.text(valueNode)), .text(tree.text(dayNode))])
      return unknownValue(span)
    }
    let inner = value(valueNode, scope)
    let day: Value
    if isPeriod(dayNode) {
      guard let days = period(dayNode) else { return unknownValue(span) }
      guard days.first == days.last else {
        let words = tree.text(dayNode)
        let isLatin = Letters.script(of: words) == .latin
        report(
          .asOfManyDays, dayNode, [.text(words), days.first.argument, days.last.argument],
          proposals: [days.first, days.last].map { isLatin ? $0.iso : $0.dotted })
        return unknownValue(span)
      }
      day = date(days.first, tree.span(dayNode))
    } else {
      guard let found = dateValue(dayNode, scope) else { return unknownValue(span) }
      day = found
    }
    if inner.type == .unknown { return unknownValue(span) }
    return Value(id: identifier(), .asOf(inner, day: day), inner.type, span)
  }

  private static let sameOnAllDays: Set<NodeKind> = [.number, .percent, .duration, .text, .day, .dayOfMonth, .yesNo]
}
