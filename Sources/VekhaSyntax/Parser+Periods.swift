import VekhaText

extension Parser {
  /// A period or a date, as worded; its days are the checker's business.
  mutating func period() -> Node {
    nested { $0.periodBody() }
  }

  private mutating func periodBody() -> Node {
    while matcher.isArticle(line, at), matcher.match(section: .periods, line, at) == nil, peek(.wholeYear) == nil {
      at += 1
    }
    let start = at
    if take(.wholeYear) != nil { return node(.wholeYear, from: start) }
    switch kind {
    case .date:
      at += 1
      takeYearWord()
      return node(.day, from: start)
    case .years: return years(from: start)
    case .dotted where matcher.isDayAndMonth(line, at):
      at += 1
      return node(.day, from: start)
    case .dotted where matcher.isDottedPeriod(line, at):
      if let refused = refusedPeriod(from: start) { return refused }
      let month = matcher.monthAndYear(line, at)
      at += 1
      takeYearWord()
      return node(.month, from: start, terminal: month)
    case .number: return numberedPeriod(from: start)
    case .word: return namedPeriod(from: start)
    default: return expected(.word("expected.period"))
    }
  }

  mutating func takeYearWord() {
    guard let match = matcher.match(section: .periods, line, at), match.terminal == .year else { return }
    at = match.end
    _ = take(.dot)
  }

  mutating func years(from start: Int) -> Node {
    at += 1
    if let match = matcher.match(section: .periods, line, at),
      [.schoolYear, .year, .yearsPlural].contains(match.terminal)
    {
      at = match.end
      _ = take(.dot)
      if match.terminal == .yearsPlural { refuseCalendarYears(from: start) }
    }
    return node(.years, from: start)
  }

  /// `15 октября 2024`, `2025 год`, `1–15 октября`
  private mutating func numberedPeriod(from start: Int) -> Node {
    if let month = monthMatch(at + 1) { return dayOfMonth(from: start, month) }
    if let counted = countedPeriod(from: start) ?? refusedPeriod(from: start) { return counted }
    if let unit = matcher.match(section: .periods, line, at + 1), unit.terminal == .year {
      at = unit.end
      return node(.yearNumber, from: start)
    }
    if kind(1) == .dash, kind(2) == .number, let month = monthMatch(at + 3) {
      at += 1
      let first = Node(.number, line[start]..<line[start] + 1)
      at += 1
      let lastStart = at
      at = month.end
      takeYear()
      return node(.range, from: start, [first, node(.dayOfMonth, from: lastStart, terminal: month.terminal)])
    }
    return expected(.word("expected.period"))
  }

  private func monthMatch(_ index: Int) -> Matcher.Match? {
    guard let match = matcher.match(section: .periods, line, index), match.terminal.month != nil else { return nil }
    return match
  }

  private mutating func dayOfMonth(from start: Int, _ month: Matcher.Match) -> Node {
    at = month.end
    takeYear()
    return node(.dayOfMonth, from: start, terminal: month.terminal)
  }

  private mutating func quarter(from start: Int, _ match: Matcher.Match) -> Node {
    at = match.end
    takeYear()
    return node(.quarter, from: start, terminal: match.terminal)
  }

  /// A year of four digits, with «г.» or «года».
  mutating func takeYear() {
    if kind == .dot, kind(1) == .number, matcher.digits(line, at + 1) == 4 { at += 1 }
    guard kind == .number, matcher.digits(line, at) == 4 else { return }
    at += 1
    takeYearWord()
  }

  private mutating func namedPeriod(from start: Int) -> Node {
    if let counted = countedPeriod(from: start) { return counted }
    guard let match = matcher.match(section: .periods, line, at) else { return periodName() }
    if match.terminal == .schoolYear {
      at = match.end
      if kind == .years { return years(from: start) }
      return node(.wholeYear, from: start)
    }
    if match.terminal == .edgeStart || match.terminal == .edgeEnd {
      at = match.end
      return node(.edge, from: start, terminal: match.terminal, [edgePeriod()])
    }
    if match.terminal.daysOfMonth != nil {
      at = match.end
      return node(.edge, from: start, terminal: match.terminal, [period()])
    }
    if match.terminal.quarterNumber != nil { return quarter(from: start, match) }
    if Terminal.namedSchoolParts.contains(match.terminal) {
      at = match.end
      return schoolPart(match.terminal, missing(), from: start)
    }
    guard match.terminal.month != nil else { return periodName() }
    at = match.end
    if kind == .number, matcher.digits(line, at) <= 2, monthMatch(at + 1) == nil {
      // «October 15»
      at += 1
      if kind == .comma, kind(1) == .number, matcher.digits(line, at + 1) == 4 { at += 1 }
      takeYear()
      return node(.dayOfMonth, from: start, terminal: match.terminal)
    }
    takeYear()
    let first = node(.month, from: start, terminal: match.terminal)
    if kind == .dash, let last = monthMatch(at + 1) {
      at += 1
      let lastStart = at
      at = last.end
      takeYear()
      return node(.monthRange, from: start, [first, node(.month, from: lastStart, terminal: last.terminal)])
    }
    return first
  }

  /// A period that the plan or a module has given a name: «первое_полугодие».
  private mutating func periodName() -> Node {
    let start = at
    guard run() != nil else { return expected(.word("expected.period")) }
    return node(.periodName, from: start)
  }

  /// «конец года» stands for the end of the plan's year.
  mutating func edgePeriod() -> Node {
    if let match = matcher.match(section: .periods, line, at), match.terminal == .year || match.terminal == .schoolYear
    {
      let start = at
      at = match.end
      return node(.wholeYear, from: start)
    }
    guard let item = itemReference() else { return period() }
    return Node(.itemAnchor, item.tokens, [item])
  }

  /// «5.1»: the number of an item rather than a day or a month.
  private var isItemNumber: Bool { kind == .dotted && !matcher.isDottedPeriod(line, at) }

  /// (AFTER | FROM | BEFORE | UNTIL …) period | FROM period TO period
  mutating func window() -> Node? {
    let start = at
    guard let terminal = take(.after, .from, .before, .until, .notLater, .atStart) else { return nil }
    if terminal != .from, peek(.doneOf, .stageRef, .activityRef) != nil || isItemNumber {
      return node(.window, from: start, terminal: terminal, [anchor()])
    }
    let isName = kind == .word && !matcher.isReserved(line, at)
    guard terminal == .from || matcher.startsPeriod(line, at) || isName else {
      at = start
      return nil
    }
    if terminal == .from, kind == .number, !matcher.startsPeriod(line, at + 1), peekTo(at + 1) != nil {
      let day = at
      at += 1
      let first = node(.number, from: day)
      _ = take(.to)
      return node(.window, from: start, terminal: .from, [node(.range, from: start, [first, period()])])
    }
    if terminal == .from, let day = matcher.ordinalRange(line, at) {
      // «с 1-го по 15 октября»: the month stands after the last day.
      let number = at
      at = day.end
      let first = node(.number, from: number, terminal: Terminal.ordinal(day.day))
      _ = take(.to)
      return node(.window, from: start, terminal: .from, [node(.range, from: start, [first, period()])])
    }
    let first = period()
    if terminal == .from, take(.to) != nil {
      let range = node(.range, from: start, [first, period()])
      _ = take(.inclusive)
      return node(.window, from: start, terminal: .from, [range])
    }
    return node(.window, from: start, terminal: inclusive(terminal), [first])
  }

  /// «до 15 октября включительно» says aloud what «не позднее» says.
  mutating func inclusive(_ terminal: Terminal) -> Terminal {
    guard take(.inclusive) != nil else { return terminal }
    return terminal == .until ? .notLater : terminal
  }

  private func peekTo(_ index: Int) -> Matcher.Match? { matcher.match([.to], line, index) }

  func restOfLine() -> Range<Int> {
    guard at < line.count, let last = line.last else { return hereSpan.range }
    return Int(tokens[line[at]].start)..<Int(tokens[last].end)
  }
}
