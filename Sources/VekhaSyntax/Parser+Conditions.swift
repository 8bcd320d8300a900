import VekhaText

extension Parser {
  /// all { OR all }
  mutating func condition() -> Node {
    nested { parser in parser.joined(.or, .or) { $0.joined(.and, .and) { $0.one() } } }
  }

  private mutating func joined(_ terminal: Terminal, _ kind: NodeKind, _ part: (inout Parser) -> Node) -> Node {
    let start = at
    let level = openWheres
    var parts = [part(&self)]
    while takesJoint(terminal, level) { parts.append(part(&self)) }
    return parts.count == 1 ? parts[0] : node(kind, from: start, parts)
  }

  /// «и», «или», also after a comma. Inside a «где» a comma closes the innermost open one: the condition of that
  /// one ends, and the condition around it goes on.
  private mutating func takesJoint(_ terminal: Terminal, _ level: Int) -> Bool {
    if take(terminal) != nil { return true }
    guard self.kind == .comma, let joint = matcher.match([terminal], line, at + 1) else { return false }
    if level > 0, closedWhereAt != at {
      closedWhereAt = at
      return false
    }
    at = joint.end
    return true
  }

  private mutating func one() -> Node {
    let start = at
    if take(.not) != nil {
      return nested { parser in
        let inner = parser.one()
        return parser.node(.not, from: start, [inner])
      }
    }
    if kind == .open, isConditionInBrackets() {
      at += 1
      let inner = condition()
      if !take(.close) { closeBracket() }
      return node(inner.kind, from: start, terminal: inner.terminal, inner.children)
    }
    return claim()
  }

  /// A bracket holds a condition unless an operator or a comparison follows it.
  private func isConditionInBrackets() -> Bool {
    var level = 0
    var index = at
    while index < line.count {
      switch matcher.kind(line, index) {
      case .open: level += 1
      case .close: level -= 1
      default: break
      }
      index += 1
      if level == 0 { break }
    }
    switch matcher.kind(line, index) {
    case .plus, .dash, .star, .slash, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: return false
    default: break
    }
    return peekClaimRest(index) == nil && matcher.match([.asOf], line, index) == nil
  }

  private func peekClaimRest(_ index: Int) -> Matcher.Match? {
    matcher.match(
      [
        .equals, .notEquals, .less, .atMost, .more, .atLeast, .in, .between, .after, .before, .notLater, .notEarlier,
        .isMissing, .isKnown, .is, .isNot,
      ], line, index)
  }

  /// claim = quantifier nounphrase [","] claim | …; a restriction may follow it.
  mutating func claim() -> Node {
    nested { parser in
      let start = parser.at
      var result = parser.bareOrQuantified(from: start)
      while let terminal = parser.takeRestriction() {
        let restriction = parser.restriction(terminal, from: parser.at)
        result = parser.node(.restricted, from: start, [result, restriction])
      }
      return result
    }
  }

  private mutating func bareOrQuantified(from start: Int) -> Node {
    _ = take(.owner)
    if let terminal = take(.every, .some, .no) {
      _ = take(.of)
      let quantity = node(.quantity, from: start, terminal: terminal, [missing(), missing()])
      return quantified(quantity, from: start)
    }
    if let quantity = quantityBeforeNoun() { return quantified(quantity, from: start) }
    if take(.has) != nil { return has(.has, missing(), from: start) }
    if take(.hasNo) != nil { return has(.hasNo, missing(), from: start) }
    // «которые без встреч больше двух недель»: a qualifier said as a claim.
    if let terminal = take(.without, .notHaving, .with, .having) {
      return terminal == .without || terminal == .notHaving ? without(from: start) : with(from: start)
    }
    if take(.isMissing) != nil { return node(.isMissing, from: start, [missing()]) }
    if take(.isKnown) != nil { return node(.isKnown, from: start, [missing()]) }
    if take(.isNot) != nil { return equality(.isNotEqual, missing(), from: start) }
    if take(.is) != nil { return equality(take(.not) == nil ? .isEqual : .isNotEqual, missing(), from: start) }
    // «у каждой школы материалы не менее 1»: what is compared was read with the noun; the checker splits the run.
    if let comparison = takeComparison() { return compare(comparison, missing(), from: start) }
    return rest(of: value(), from: start)
  }

  /// A quantity that counts a noun: «больше двух наставляемых», but not «2 недели» and not «2 < x».
  private mutating func quantityBeforeNoun() -> Node? {
    let start = at
    guard let quantity = quantity() else { return nil }
    let isNoun = kind == .word && !matcher.isReserved(line, at) || matcher.isArticle(line, at)
    if !isNoun {
      at = start
      return nil
    }
    return quantity
  }

  private mutating func quantified(_ quantity: Node, from start: Int) -> Node {
    let phrase = nounPhrase()
    let isAtClaim = continuesClaim()
    if !isAtClaim {
      // «каждый наставник обучен»: what is said may have been read with the noun.
      if quantity.terminal == .every, (phrase.first(.run)?.children.count ?? 0) < 2 {
        _ = take(.comma)
        let inner = claim()
        return node(.quantified, from: start, [quantity, phrase, inner])
      }
      return node(.quantified, from: start, [quantity, phrase, missing()])
    }
    _ = take(.comma)
    // «у каждого наставляемого (есть пара и известно согласие)»: several things said of each.
    let isWhole = peek(.not) != nil || kind == .open && isConditionInBrackets()
    let inner = isWhole ? one() : claim()
    return node(.quantified, from: start, [quantity, phrase, hasConcord(quantity) ? withoutConcord(inner) : inner])
  }

  /// Whether a quantifier asks for the negation to be said again, as Russian does: «ни одна встреча не имеет …».
  private func hasConcord(_ quantity: Node) -> Bool {
    quantity.terminal == .no && Letters.script(of: span(quantity).text) == .cyrillic
  }

  /// The claim that is denied once: «ни одна встреча не имеет минут» says of each that it does not have them.
  private func withoutConcord(_ claim: Node) -> Node {
    func turned(_ kind: NodeKind) -> Node { Node(kind, claim.tokens, terminal: claim.terminal, claim.children) }
    switch claim.kind {
    case .hasNo: return turned(.has)
    case .not: return claim.children[0]
    case .isNotEqual: return turned(.isEqual)
    case .notInList: return turned(.inList)
    case .compare where claim.terminal == .notEquals:
      return Node(.compare, claim.tokens, terminal: .equals, claim.children)
    case .isMissing where saysNot(claim): return turned(.isKnown)
    case .restricted:
      return Node(.restricted, claim.tokens, [withoutConcord(claim.children[0])] + claim.children.dropFirst())
    default: return claim
    }
  }

  /// «не указан» denies aloud, «отсутствует» does not.
  private func saysNot(_ claim: Node) -> Bool {
    let start = claim.part(0)?.tokens.upperBound ?? claim.tokens.lowerBound
    guard let position = line.firstIndex(where: { $0 >= start }) else { return false }
    return matcher.longest(line, position, accept: { $0.terminal == .not }) != nil
  }

  /// Whether the quantified noun phrase goes on with a claim about each of its records.
  private func continuesClaim() -> Bool {
    var index = at
    if kind == .comma { index += 1 }
    if matcher.kind(line, index) == .open { return true }
    let starts: Set<Terminal> = [.has, .hasNo, .is, .isNot, .isMissing, .isKnown, .not, .owner, .every, .some, .no]
    if matcher.match(starts, line, index) != nil { return true }
    if kind == .comma {
      // A comma and a name: «каждая встреча, минут не менее 30».
      return matcher.kind(line, index) == .word && matcher.match([.and, .or, .where], line, index) == nil
        && matcher.longest(line, index, accept: { $0.section == .expressions }) == nil
    }
    return matcher.startsNumber(line, index) || matcher.match([.more, .less, .atLeast, .atMost], line, index) != nil
  }

  private mutating func has(_ kind: NodeKind, _ operand: Node, from start: Int) -> Node {
    let quantity = kind == .has ? quantity() ?? namedQuantity() ?? missing() : missing()
    // «нет ни одной встречи» denies once.
    if kind == .hasNo { _ = take(.no) }
    let phrase = nounPhrase()
    if kind == .hasNo { refuseList(phrase, under: .hasNo) }
    let first = node(kind, from: start, [operand, quantity, phrase])
    guard kind == .has, operand.isMissing, isAtList() else { return first }
    var parts = [first]
    var isLast = false
    while !isLast, !hasFailed {
      if !take(.comma) { isLast = take(.and) != nil }
      let start = at
      parts.append(node(.has, from: start, [missing(), self.quantity() ?? missing(), listedNoun()]))
    }
    return node(.and, from: start, parts)
  }

  /// «срок, один ответственный и условие»: whether a comma here goes on with things that there are, up to «и».
  private func isAtList() -> Bool {
    var index = at
    while matcher.kind(line, index) == .comma {
      index += 1
      if let number = matcher.match(section: .numbers, line, index) {
        index = number.end
      } else if matcher.kind(line, index) == .number {
        index += 1
      }
      while matcher.isArticle(line, index) { index += 1 }
      let first = index
      while matcher.kind(line, index) == .word, !matcher.isReserved(line, index) { index += 1 }
      if index == first { return false }
    }
    return index > at && matcher.match([.and], line, index) != nil
  }

  private mutating func equality(_ kind: NodeKind, _ operand: Node, from start: Int) -> Node {
    node(kind, from: start, [operand, value()])
  }

  private mutating func rest(of first: Node, from start: Int) -> Node {
    var operand = first
    if first.kind == .run || first.kind == .pathValue {
      // «встреч за последние 30 дней не менее 2»: which of the records, before they are counted.
      var parts = [first]
      while let from = Optional(at), let terminal = takeRestriction() {
        parts.append(restriction(terminal, from: from))
      }
      if parts.count > 1 { operand = node(.nounPhrase, from: start, parts) }
    }
    if kind == .text {
      let text = at
      at += 1
      return node(.compare, from: start, terminal: .equals, [operand, node(.text, from: text)])
    }
    if take(.has) != nil { return has(.has, operand, from: start) }
    if take(.hasNo) != nil { return has(.hasNo, operand, from: start) }
    if take(.isMissing) != nil { return node(.isMissing, from: start, [operand]) }
    if take(.isKnown) != nil { return node(.isKnown, from: start, [operand]) }
    if take(.isNot) != nil { return equality(.isNotEqual, operand, from: start) }
    if take(.is) != nil {
      if let comparison = takeComparison() { return compare(comparison, operand, from: start) }
      return equality(take(.not) == nil ? .isEqual : .isNotEqual, operand, from: start)
    }
    if let comparison = takeComparison() { return compare(comparison, operand, from: start) }
    if take(.in) != nil { return list(.inList, operand, from: start) }
    if let not = peek(.not), matcher.match([.in], line, not.end) != nil {
      at = not.end
      _ = take(.in)
      return list(.notInList, operand, from: start)
    }
    if take(.between) != nil {
      let low = value()
      if take(.and, .to, .atMost, .until) == nil { return expected(.terminal("and")) }
      return node(.between, from: start, [operand, low, value()])
    }
    if let terminal = take(.after, .before, .until, .notLater, .notEarlier, .atStart) {
      let right = matcher.startsPeriod(line, at) ? period() : dateTerm() ?? value()
      return node(.dateCompare, from: start, terminal: inclusive(terminal), [operand, right])
    }
    if let terminal = take(.startsWith, .contains, .matches) {
      guard kind == .text else { return expected(.word("expected.text")) }
      let text = at
      at += 1
      return node(.textTest, from: start, terminal: terminal, [operand, node(.text, from: text)])
    }
    if let bounded = boundedNumber(first: operand, from: start) { return bounded }
    // «ответственных не 1»
    if let not = peek(.not), matcher.startsNumber(line, not.end), !matcher.startsPeriod(line, not.end) {
      at = not.end
      return compare(.notEquals, operand, from: start)
    }
    let negated: [Terminal: Terminal] = [
      .notStartsWith: .startsWith, .notContains: .contains, .notMatches: .matches,
    ]
    if let terminal = take(.notStartsWith, .notContains, .notMatches) {
      guard kind == .text else { return expected(.word("expected.text")) }
      let text = at
      at += 1
      let test = node(.textTest, from: start, terminal: negated[terminal], [operand, node(.text, from: text)])
      return node(.not, from: start, [test])
    }
    if let not = peek(.not), matcher.kind(line, not.end) == .word {
      at = not.end
      return equality(.isNotEqual, operand, from: start)
    }
    return node(.bareClaim, from: start, [operand])
  }

  /// «встреч 3 и более»
  private mutating func boundedNumber(first operand: Node, from start: Int) -> Node? {
    guard matcher.startsNumber(line, at), !matcher.startsPeriod(line, at) else { return nil }
    let saved = at
    let number = number()
    guard let bound = take(.orMore, .orLess) else {
      at = saved
      return nil
    }
    return node(.compare, from: start, terminal: bound == .orMore ? .atLeast : .atMost, [operand, number])
  }

  private mutating func compare(_ comparison: Terminal, _ operand: Node, from start: Int) -> Node {
    node(.compare, from: start, terminal: comparison, [operand, value()])
  }

  private mutating func list(_ kind: NodeKind, _ operand: Node, from start: Int) -> Node {
    guard take(.open) else { return expected(.text("(")) }
    var parts = [operand, value()]
    while take(.comma) || take(.semicolon) { parts.append(value()) }
    if !take(.close) { closeBracket() }
    return node(kind, from: start, parts)
  }
}
