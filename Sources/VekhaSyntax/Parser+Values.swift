import VekhaText

extension Parser {
  /// value = term { ("+" | "-") term }
  mutating func value() -> Node {
    nested { parser in
      let start = parser.at
      var left = parser.term()
      while true {
        switch parser.kind {
        case .plus:
          parser.at += 1
          left = parser.node(.sum, from: start, [left, parser.term()])
        case .dash:
          parser.at += 1
          left = parser.node(.difference, from: start, [left, parser.term()])
        default:
          return left
        }
      }
    }
  }

  private mutating func term() -> Node {
    let start = at
    var left = factor()
    while true {
      switch kind {
      case .star:
        at += 1
        left = node(.product, from: start, [left, factor()])
      case .slash:
        at += 1
        left = node(.quotient, from: start, [left, factor()])
      default:
        return left
      }
    }
  }

  /// A factor, and the day that it is computed for: «стаж на 1 декабря».
  private mutating func factor() -> Node {
    let start = at
    var result = bareFactor()
    while take(.asOf) != nil {
      let day = matcher.startsPeriod(line, at) ? period() : nested { $0.bareFactor() }
      result = node(.asOf, from: start, [result, day])
    }
    return result
  }

  private mutating func bareFactor() -> Node {
    let start = at
    skipArticle()
    switch kind {
    case .open:
      at += 1
      let inner = value()
      if !take(.close) { closeBracket() }
      return node(inner.kind, from: start, terminal: inner.terminal, inner.children)
    case .dash:
      at += 1
      return nested { parser in
        let inner = parser.factor()
        return parser.node(.negative, from: start, [inner])
      }
    case .number where matcher.startsPeriod(line, at), .date, .years:
      return period()
    case .number, .dotted:
      return number()
    case .text:
      at += 1
      return node(.text, from: start)
    case .word:
      return word()
    default:
      return expected(.word("expected.value"))
    }
  }

  mutating func closeBracket() {
    report(Diagnostic(.unclosedBracket, at: hereSpan, [.text("(")]))
  }

  mutating func skipArticle() {
    while matcher.isArticle(line, at), matcher.longest(line, at, accept: { $0.section == .expressions }) == nil {
      at += 1
    }
  }

  private static let betweenWords: Set<Terminal> = [
    .fullYearsBetween, .fullMonthsBetween, .fullWeeksBetween, .daysBetween, .yearChanges, .monthChanges, .weekChanges,
    .workingDaysBetween, .offDaysBetween, .shortenedDaysBetween,
  ]

  private mutating func word() -> Node {
    let start = at
    if let terminal = take(.count) {
      if take(.distinct) != nil {
        return node(.aggregate, from: start, terminal: .distinct, [missing(), nounPhrase(), missing()])
      }
      return dayCount(from: start) ?? node(.count, from: start, terminal: terminal, [nounPhrase()])
    }
    if take(.share) != nil {
      let whole = nounPhrase()
      if kind == .comma, matcher.match([.among], line, at + 1) != nil { at += 1 }
      let among = take(.among) == nil ? missing() : nounPhrase()
      return node(.share, from: start, [whole, among])
    }
    if let terminal = take(.sum, .mean, .median, .least, .greatest) {
      return aggregate(terminal, from: start)
    }
    if let pick = peek(.pickFirst, .pickLast), matcher.kind(line, pick.end) == .word,
      !matcher.isReserved(line, pick.end)
    {
      at = pick.end
      return node(.picked, from: start, terminal: pick.terminal, [nounPhrase()])
    }
    if take(.if) != nil {
      let test = condition()
      _ = take(.comma)
      if take(.then) == nil { return expected(.terminal("then")) }
      let then = value()
      _ = take(.comma)
      if take(.else) == nil { return expected(.terminal("else")) }
      return node(.conditional, from: start, [test, then, value()])
    }
    if let match = peek(Self.betweenWords) {
      let terminal = match.terminal
      at = match.end
      let from = nested { $0.factor() }
      if take(.and) == nil { return expected(.terminal("and")) }
      let to = nested { $0.factor() }
      return node(.elapsedBetween, from: start, terminal: terminal, [from, to])
    }
    if let terminal = take(.fullYearsSince, .fullMonthsSince, .fullWeeksSince, .daysSince) {
      let operand = nested { $0.factor() }
      let kind: NodeKind =
        switch terminal {
        case .fullYearsSince: .fullYearsSince
        case .fullMonthsSince: .fullMonthsSince
        case .fullWeeksSince: .fullWeeksSince
        default: .daysSince
        }
      return node(kind, from: start, [operand])
    }
    if take(.inTotal) != nil {
      let inner = nested { $0.factor() }
      return node(.inTotal, from: start, [inner])
    }
    if take(.today) != nil { return node(.today, from: start) }
    if let terminal = take(.yes, .noValue) { return node(.yesNo, from: start, terminal: terminal) }
    if matcher.startsPeriod(line, at) { return period() }
    if matcher.startsNumber(line, at) { return number() }
    return operand()
  }

  /// `рабочих дней в октябре` after «число»: nil where no restriction in time follows.
  private mutating func dayCount(from start: Int) -> Node? {
    let saved = at
    let unit = matcher.match(section: .periods, line, at)
    guard let kind = peek(.offDays, .shortDays) ?? (unit?.terminal == .workingDay ? unit : nil) else { return nil }
    at = kind.end
    let from = at
    guard let restriction = takeRestriction(), restriction != .onWorkingDay else {
      at = saved
      return nil
    }
    return node(.dayCount, from: start, terminal: kind.terminal, [self.restriction(restriction, from: from)])
  }

  /// `сумма минут встреч`, `среднее по парам: число встреч`, `наименьшее из (a, b)`, after its first word.
  private mutating func aggregate(_ terminal: Terminal, from start: Int) -> Node {
    if terminal == .least || terminal == .greatest {
      let list = at
      if take(.in, .of) != nil, take(.open) {
        var parts = [value()]
        while take(.comma) || take(.semicolon) { parts.append(value()) }
        if !take(.close) { closeBracket() }
        return node(.extreme, from: start, terminal: terminal, parts)
      }
      at = list
    }
    if take(.over) != nil {
      let phrase = nounPhrase()
      guard take(.colon) else { return expected(.text(":")) }
      return node(.aggregate, from: start, terminal: terminal, [missing(), phrase, value()])
    }
    _ = take(.of)
    let known = at
    let only = take(.knownOnly) == nil ? missing() : node(.name, from: known)
    return node(.aggregate, from: start, terminal: terminal, [only, fieldPhrase(), missing()])
  }

  /// The field and the records of an aggregate: side by side in one run, or the field by itself where it is a path or a
  /// title: «сумма пара.часов встреч», «сумма поле "Часов" пар».
  private mutating func fieldPhrase() -> Node {
    guard peek(.field) != nil || kind == .word && kind(1) == .dot && kind(2) == .word else { return nounPhrase() }
    let start = at
    let field = operand()
    _ = take(.of)
    let records = nounPhrase()
    guard records.kind == .nounPhrase else { return records }
    return node(.nounPhrase, from: start, [field] + records.children)
  }

  /// A name: a run of words, a path with dots, or a field by its title.
  mutating func operand() -> Node {
    let start = at
    if take(.field) != nil {
      guard kind == .text else { return expected(.word("expected.title")) }
      at += 1
      return path(node(.titledField, from: start), from: start)
    }
    if take(.those) != nil { return node(.those, from: start) }
    if isAtCall { return call() }
    guard let run = run() else { return expected(.word("expected.name")) }
    return path(run, from: start)
  }

  private mutating func path(_ base: Node, from start: Int) -> Node {
    guard kind == .dot, kind(1) == .word || kind(1) == .text else { return base }
    var parts = [base]
    while kind == .dot, kind(1) == .word || kind(1) == .text {
      at += 1
      let name = at
      // After a dot every word is a name, keyword or not.
      at += 1
      parts.append(node(.name, from: name))
    }
    return node(.pathValue, from: start, parts)
  }

  /// Words side by side that belong to no phrase of the language, and the owner after «of».
  mutating func run() -> Node? {
    skipArticle()
    let start = at
    var names: [Node] = []
    while kind == .word, !matcher.isReserved(line, at), !isAtOption, names.isEmpty || !isAtGap {
      if matcher.isArticle(line, at) { at += 1; continue }
      let word = at
      at += 1
      names.append(node(.name, from: word))
    }
    if names.isEmpty {
      at = start
      return nil
    }
    if peek(.of) != nil, let saved = Optional(at), take(.of) != nil {
      if let owner = nestedRun() {
        names.append(owner)
      } else {
        at = saved
      }
    }
    return node(.run, from: start, names)
  }

  /// «for more than two weeks»: the word before the length of a gap is no part of a name.
  private var isAtGap: Bool {
    guard let long = peek(.long) else { return false }
    return matcher.match([.more, .atLeast, .less, .atMost], line, long.end) != nil
  }

  private mutating func nestedRun() -> Node? {
    guard depth < Self.depthLimit else { return nil }
    depth += 1
    defer { depth -= 1 }
    return run()
  }

  /// A number with its unit or percent sign: `3`, `62.5 %`, `2 недели`, `двух`.
  mutating func number() -> Node {
    let start = at
    guard takeNumber() else { return expected(.word("expected.number")) }
    let bare = node(.number, from: start)
    if take(.percent) { return node(.percent, from: start, [bare]) }
    if let unit = unit() {
      if unit == .percent { return node(.percent, from: start, [bare]) }
      return node(.duration, from: start, terminal: unit, [bare])
    }
    return bare
  }

  mutating func takeNumber() -> Bool {
    if kind == .number || kind == .dotted {
      at += 1
      return true
    }
    guard let match = matcher.match(section: .numbers, line, at) else { return false }
    at = match.end
    return true
  }

  private static let units: Set<Terminal> = [.day, .workingDay, .week, .month, .year, .minute, .hour, .percent]

  mutating func unit() -> Terminal? {
    guard let match = matcher.match(section: .periods, line, at), Self.units.contains(match.terminal) else {
      return nil
    }
    at = match.end
    return match.terminal
  }
}
