import VekhaText

extension Parser {
  /// nouns { qualifier }: which records.
  mutating func nounPhrase() -> Node {
    nested { parser in
      let start = parser.at
      guard let nouns = parser.nouns() else { return parser.expected(.word("expected.noun")) }
      var parts = nouns
      while let qualifier = parser.qualifier(after: parts) { parts.append(qualifier) }
      if parts.contains(where: { $0.kind == .name && $0.terminal == .or }), parts.contains(where: Self.isSide) {
        parts = parser.chosen(parts)
      }
      return parser.node(.nounPhrase, from: start, parts)
    }
  }

  /// «без приказа или без встреч»: the sides that stand together, as one qualifier; «и» binds tighter than «или».
  private mutating func chosen(_ parts: [Node]) -> [Node] {
    guard let first = parts.firstIndex(where: Self.isSide) else { return parts }
    func isJoint(_ node: Node) -> Bool { node.kind == .name && node.terminal == .or }
    let end = parts[first...].firstIndex { !Self.isSide($0) && !isJoint($0) } ?? parts.endIndex
    let sides = parts[first..<end]
    guard sides.contains(where: isJoint) else { return parts }
    let choice = Node(
      .choice, sides[first].tokens.lowerBound..<sides[end - 1].tokens.upperBound, Array(sides))
    return Array(parts[..<first]) + [choice] + Array(parts[end...])
  }

  /// One run, or several joined directly by «и», «или».
  private mutating func nouns() -> [Node]? {
    guard let first = runOrTitle() else { return nil }
    var result = [first]
    while let joint = peek(.and, .or), joinsNouns(at: joint.end) {
      let start = at
      at = joint.end
      result.append(node(.name, from: start, terminal: joint.terminal))
      guard let next = runOrTitle() else { break }
      result.append(next)
    }
    return result
  }

  /// One noun of a list: its words and nothing else.
  mutating func listedNoun() -> Node {
    let start = at
    guard let noun = runOrTitle() else { return expected(.word("expected.noun")) }
    return node(.nounPhrase, from: start, [noun])
  }

  private mutating func runOrTitle() -> Node? {
    let start = at
    if peek(.field) != nil { return operand() }
    guard let run = run() else { return nil }
    if kind == .text {
      let text = at
      at += 1
      return node(.run, from: start, run.children + [node(.kindText, from: text)])
    }
    if kind == .dot {
      var parts = [run]
      while kind == .dot, kind(1) == .word {
        at += 2
        parts.append(Node(.name, line[at - 1]..<line[at - 1] + 1))
      }
      return node(.pathValue, from: start, parts)
    }
    return run
  }

  private static let claimContinues: Set<Terminal> = [
    .has, .hasNo, .is, .isNot, .isMissing, .isKnown, .equals, .notEquals, .less, .atMost, .more, .atLeast, .in,
    .between, .after, .before, .notLater, .notEarlier, .startsWith, .contains, .matches, .notStartsWith,
    .notContains, .notMatches, .not,
  ]

  /// Whether the words from `index` are one more noun rather than the next claim.
  private func joinsNouns(at index: Int) -> Bool {
    var end = index
    while matcher.isArticle(line, end) { end += 1 }
    let start = end
    while matcher.kind(line, end) == .word, !matcher.isReserved(line, end) { end += 1 }
    if end == start { return false }
    switch matcher.kind(line, end) {
    case .dot, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .text, .plus, .dash, .star, .slash:
      return false
    default:
      return matcher.match(Self.claimContinues, line, end) == nil
    }
  }

  private static let sideWords: Set<Terminal> = [.with, .without, .having, .notHaving]
  private static func isSide(_ node: Node) -> Bool { node.kind == .with || node.kind == .without }

  private static let qualifierWords: Set<Terminal> = [
    .with, .without, .having, .notHaving, .where, .during, .last, .within, .as, .including,
  ]
  /// «…, не имеющих согласия»: a participle stands after a comma.
  private static let participles: Set<Terminal> = [.having, .notHaving]

  private mutating func qualifier(after parts: [Node]) -> Node? {
    let start = at
    if isAtOption { return nil }
    if kind == .comma, let joint = matcher.match([.and, .or], line, at + 1), parts.contains(where: Self.isSide),
      matcher.match(Self.sideWords, line, joint.end) != nil
    {
      // «без приказа, но с встречами»
      at += 1
    } else if kind == .comma {
      guard let next = matcher.match(Self.qualifierWords, line, at + 1) else { return nil }
      // A comma before «где» is punctuation; any other qualifier may follow one only where it closed a «где» or
      // «включая завершённые». A term after a comma is the deadline of a requirement.
      let closesClause = parts.last.map { [.whereClause, .including].contains($0.kind) } ?? false
      let closesWhere = closesClause && next.terminal != .within
      guard
        next.terminal == .where || closedWhereAt == at || closesWhere || Self.participles.contains(next.terminal)
          || next.terminal == .including
      else { return nil }
      at += 1
    }
    // «и без …» goes on with the noun of the qualifier before it.
    if parts.contains(where: Self.isSide), let joint = peek(.and, .or),
      matcher.match(Self.sideWords, line, joint.end) != nil
    {
      at = joint.end
      if joint.terminal == .or { return node(.name, from: start, terminal: .or) }
    }
    guard
      let terminal = take(.with, .without, .having, .notHaving, .where, .as, .including) ?? takeRestriction()
    else {
      at = start
      return nil
    }
    switch terminal {
    case .with, .having: return with(from: start)
    case .without, .notHaving: return without(from: start)
    case .where: return node(.whereClause, from: start, [whereCondition()])
    case .as:
      guard kind == .word else { return expected(.word("expected.name")) }
      let name = at
      at += 1
      return node(.asReference, from: start, [node(.name, from: name)])
    case .including:
      return including(from: start)
    default: return restriction(terminal, from: start)
    }
  }

  /// The word of a restriction in time.
  mutating func takeRestriction() -> Terminal? {
    take(.during, .last, .within, .onWorkingDay, .onDayOff, .onShortenedDay) ?? takeOnSpan()
  }

  /// «встречи на этой неделе», «на осенних каникулах»: a restriction like «в».
  mutating func takeOnSpan() -> Terminal? {
    let start = at
    takeOnHolidays()
    return at > start ? .during : nil
  }

  /// «включая завершённые, будущие и приостановленные», after its word.
  private mutating func including(from start: Int) -> Node {
    let states: Set<Terminal> = [.ended, .future, .paused]
    var parts: [Node] = []
    repeat {
      let word = at
      guard let state = take(.ended, .future, .paused) else {
        return expected(.list([.terminal("ended"), .terminal("future"), .terminal("paused")]))
      }
      parts.append(node(.name, from: word, terminal: state))
      let next = kind == .comma ? at + 1 : peek(.and)?.end
      guard let next, matcher.match(states, line, next) != nil else { break }
      at = next
    } while true
    return node(.including, from: start, parts)
  }

  /// The rest of a restriction in time after its word.
  mutating func restriction(_ terminal: Terminal, from start: Int) -> Node {
    switch terminal {
    case .during: return node(.during, from: start, [period()])
    case .last: return node(.last, from: start, [lastDuration()])
    case .onWorkingDay, .onDayOff, .onShortenedDay: return node(.onDays, from: start, terminal: terminal)
    default:
      let duration = numberOrName()
      if take(.ofAfter) == nil { return expected(.terminal("of_after")) }
      let from = anchor()
      return node(.withinAfter, from: start, [duration, from])
    }
  }

  /// «за последний месяц» is one month.
  private mutating func lastDuration() -> Node {
    let start = at
    if !isAtArgument, let unit = unit(), unit != .percent {
      return node(.duration, from: start, terminal: unit, [missing()])
    }
    at = start
    return numberOrName()
  }

  mutating func whereCondition() -> Node {
    openWheres += 1
    let result = condition()
    openWheres -= 1
    return result
  }

  mutating func with(from start: Int) -> Node {
    let quantity = quantity() ?? namedQuantity() ?? missing()
    let phrase = nounPhrase()
    var comparison = missing()
    if quantity.isMissing {
      let from = at
      if let terminal = takeComparison() { comparison = node(.compare, from: from, terminal: terminal, [value()]) }
    }
    return node(.with, from: start, [quantity, phrase, comparison])
  }

  mutating func without(from start: Int) -> Node {
    // `without meetings for more than 2 weeks`: the noun ends before «for».
    let outer = options
    options.insert(.long)
    let phrase = nounPhrase()
    options = outer
    refuseList(phrase, under: .without)
    return node(.without, from: start, [phrase, gap() ?? missing()])
  }

  /// «больше 2 недель, не считая каникул»: how long there has been none.
  private mutating func gap() -> Node? {
    let start = at
    _ = take(.long)
    guard peek(.more, .atLeast, .less, .atMost) != nil, let terminal = takeComparison() else {
      at = start
      return nil
    }
    let length = termDuration() ?? numberOrName()
    let comparison = node(.compare, from: start, terminal: terminal, [length])
    return node(.gap, from: start, [comparison, excludingSuffix() ?? missing()])
  }

  /// «без A и B», «нет A и B»: all lacking, or some?
  mutating func refuseList(_ phrase: Node, under word: Terminal) {
    guard phrase.children.contains(where: { $0.kind == .name && $0.terminal != nil }) else { return }
    let span = span(phrase)
    let language: Language = Letters.script(of: span.text) == .latin ? .english : .russian
    let lacking = phrase.children.filter { $0.kind == .run }
      .map { vocabulary.phrase(word, language) + " " + self.span($0).text }
    let proposals = [Terminal.and, .or].map { lacking.joined(separator: " \(vocabulary.phrase($0, language)) ") }
    report(Diagnostic(.listUnderWithout, at: span, [.text(span.text)], proposals: proposals))
  }

  /// A comparison by words or signs.
  mutating func takeComparison() -> Terminal? {
    let signs: [Token.Kind: Terminal] = [
      .equal: .equals, .notEqual: .notEquals, .less: .less, .lessEqual: .atMost, .greater: .more,
      .greaterEqual: .atLeast,
    ]
    if let terminal = signs[kind] {
      at += 1
      return terminal
    }
    if let match = peek(.atMost), matcher.startsNumber(line, match.end), isUntilUnits(match) {
      let start = at
      at = match.end
      let amount = span(number()).text
      let span = span(node(.name, from: start))
      let proposals = [Terminal.less, .atMost].map { "\(vocabulary.phrase($0, .russian)) \(amount)" }
      report(Diagnostic(.untilNumberOfUnits, at: span, [.text(span.text)], proposals: proposals))
      at = match.end
      return .atMost
    }
    return take(.equals, .notEquals, .less, .atMost, .more, .atLeast)
  }

  /// «до 3 лет» in a comparison may mean less than and no more than.
  private func isUntilUnits(_ match: Matcher.Match) -> Bool {
    guard match.end == at + 1, let symbols = Optional(tokens[line[at]].symbol), symbols >= 0,
      matcher.longest(line, at, accept: { $0.terminal == .atMost && $0.condition != nil }) != nil,
      let unit = matcher.match(section: .periods, line, match.end + 1)
    else { return false }
    return unit.terminal == .year || unit.terminal == .month || unit.terminal == .day || unit.terminal == .week
  }

  /// «с более чем предел парами»: a comparison with a number that has a name, before the noun.
  mutating func namedQuantity() -> Node? {
    guard let match = peek(.less, .atMost, .more, .atLeast), matcher.kind(line, match.end) == .word,
      !matcher.isReserved(line, match.end), matcher.kind(line, match.end + 1) == .word,
      !matcher.isReserved(line, match.end + 1)
    else { return nil }
    let start = at
    at = match.end
    let comparison = node(.name, from: start, terminal: match.terminal)
    let number = node(.run, from: at, [name()])
    _ = take(.of)
    return node(.quantity, from: start, [comparison, number])
  }

  /// quantity = [comparison] number ["%"] | some | no
  mutating func quantity() -> Node? {
    let start = at
    if let terminal = take(.some, .no) {
      _ = take(.of)
      return node(.quantity, from: start, terminal: terminal, [missing(), missing()])
    }
    var comparison = missing()
    if let match = peek(.less, .atMost, .more, .atLeast), startsCount(match.end) {
      let from = at
      at = match.end
      comparison = node(.name, from: from, terminal: match.terminal)
    }
    guard startsCount(at) else {
      at = start
      return nil
    }
    let number = number()
    if number.kind == .duration {
      at = start
      return nil
    }
    // «3 и более»
    if comparison.isMissing, let terminal = take(.orMore, .orLess) {
      // The bound stands behind the number; the children stand in the order of the text, so it takes no place.
      let place = tokenIndex(start)
      let name = Node(.name, place..<place, terminal: terminal == .orMore ? .atLeast : .atMost)
      _ = take(.of)
      return node(.quantity, from: start, terminal: number.kind == .percent ? .percent : nil, [name, number])
    }
    _ = take(.of)
    return node(.quantity, from: start, terminal: number.kind == .percent ? .percent : nil, [comparison, number])
  }

  /// A number that counts: «2», «двух», «62.5 %», but no day.
  private func startsCount(_ index: Int) -> Bool {
    if matcher.kind(line, index) == .dotted {
      let unit = matcher.match(section: .periods, line, index + 1)?.terminal
      return matcher.kind(line, index + 1) == .percent || unit == .percent
    }
    return matcher.startsNumber(line, index) && !matcher.startsPeriod(line, index)
  }
}
