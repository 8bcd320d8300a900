import VekhaText

/// `показать`, `таблица`: what a plan answers besides states and findings.
extension Parser {
  private static let aggregates: Set<Terminal> = [.count, .share, .sum, .mean, .median, .least, .greatest]

  /// A noun phrase or a value, then the keys of groups: «число пар по школам и формам».
  mutating func showHeading() -> [Node] {
    options = [.byColumn]
    skipArticle()
    let isValue =
      kind != .word || kind(1) == .dot || peek(Self.aggregates.union([.inTotal, .if, .today])) != nil
    if !isValue { _ = take(.every, .those) }
    return grouped(isValue ? value() : nounPhrase())
  }

  /// «посчитать пары по школам»: how many there are.
  mutating func tallyHeading() -> [Node] {
    options = [.byColumn]
    let start = at
    _ = take(.every, .those)
    return grouped(node(.count, from: start, terminal: .count, [nounPhrase()]))
  }

  private mutating func grouped(_ what: Node) -> [Node] {
    let start = at
    guard !hasFailed, take(.byColumn) != nil else { return [what, missing()] }
    return [what, keys(from: start)]
  }

  private mutating func keys(from start: Int) -> Node {
    var keys: [Node] = []
    // «по школам и по формам»: the word may be said again.
    repeat {
      _ = take(.byColumn)
      _ = take(.every)
      keys.append(operand())
    } while !hasFailed && (take(.comma) || take(.and) != nil)
    return node(.keys, from: start, keys)
  }

  /// Title, the records that are its rows, and whether no name may stand in it.
  mutating func tableHeading() -> [Node] {
    let title = text("expected.title")
    if hasFailed { return [title] }
    guard take(.byColumn) != nil else { return [title, expected(.terminal("by_column"))] }
    options = [.withoutNames]
    let phrase = nounPhrase()
    let start = at
    _ = take(.comma)
    let option = at
    if take(.withoutNames) != nil { return [title, phrase, node(.name, from: option, terminal: .withoutNames)] }
    at = start
    return [title, phrase, missing()]
  }

  /// `"встреч на пару": встречи / пары`
  mutating func tableColumn(_ block: Block) -> Node {
    let start = at
    let title = kind == .text ? optionalText() : name()
    if !take(.colon) { _ = expected(.text(":")) }
    let value = hasFailed ? missing() : value()
    let column = node(.tableColumn, from: start, [title, value])
    if finish() == nil {
      for child in block.children {
        enter(child.line)
        report(Diagnostic(.unexpectedDeeperLine, at: Span(source, restOfLine()), [.terminal("table")]))
      }
    }
    return column
  }

  /// A whole number without a unit.
  mutating func rowCount() -> Node {
    let start = at
    guard takeNumber() else { return expected(.word("expected.number")) }
    return node(.number, from: start)
  }

  /// Values in order of weight, each from the least up unless it says otherwise.
  mutating func orderKeys() -> [Node] {
    var keys: [Node] = []
    options = [.descending]
    repeat {
      let start = at
      let value = value()
      let descending = take(.descending)
      keys.append(node(.orderKey, from: start, terminal: descending, [value]))
    } while !hasFailed && take(.comma)
    return keys
  }
}
