import VekhaText

/// Facts that a journal may tell: what they are called, whom they name, what they do to a table.
extension Parser {
  /// `факт встретились (met): пара`: name, other names, then what a line names in order.
  mutating func factHeading() -> [Node] {
    let name = name()
    let aliases = aliases()
    let start = at
    guard take(.colon) else { return [name, expected(.text(":"))] + aliases }
    var slots: [Node] = []
    repeat { slots.append(self.name()) } while !hasFailed && take(.comma)
    return [name, node(.list, from: start, slots)] + aliases
  }

  /// `дата_окончания = дата факта, причина отсутствует`
  mutating func factEffects() -> [Node] {
    var effects: [Node] = []
    repeat {
      let start = at
      let field = kind == .text ? optionalText() : name()
      if hasFailed { break }
      effects.append(factEffect(field, from: start))
    } while !hasFailed && take(.comma)
    return effects
  }

  private mutating func factEffect(_ field: Node, from start: Int) -> Node {
    if take(.isMissing) != nil { return node(.factEffect, from: start, terminal: .isMissing, [field, missing()]) }
    guard take(.equal) else { return expected(.text("=")) }
    let day = matcher.longest(line, at) { $0.terminal == .typeFactDate }
    let edge = matcher.longest(line, at) { $0.terminal == .edgeStart || $0.terminal == .edgeEnd }
    if let found = day ?? edge, let entry = found.entries.first {
      at = found.end
      return node(.factEffect, from: start, terminal: entry.terminal, [field, missing()])
    }
    if kind == .word, let terminal = Self.edges[Letters.fold(hereSpan.text)] {
      at += 1
      return node(.factEffect, from: start, terminal: terminal, [field, missing()])
    }
    guard [.text, .number, .date].contains(kind) || peek(.yes, .noValue) != nil else {
      return expected(.word("expected.value"))
    }
    return node(.factEffect, from: start, [field, value()])
  }

  /// What a line of the journal says after «с» and «по», by these words.
  private static let edges: [String: Terminal] = {
    let words = Vocabulary.standard
    let first = words.words(of: [.from]).map { ($0, Terminal.edgeStart) }
    return Dictionary(first + words.words(of: [.to]).map { ($0, .edgeEnd) }) { first, _ in first }
  }()
}
