import VekhaText

/// Periods that are counted, relative to today, or worded in a way that is refused with a proposal.
extension Parser {
  /// A counted or relative period at `at`, or nil where none begins there.
  mutating func countedPeriod(from start: Int) -> Node? {
    if let day = matcher.ordinalDay(line, at) {
      at = day.month.end
      let number = Node(.number, tokenIndex(start)..<tokenIndex(start) + 1, terminal: Terminal.ordinal(day.day))
      takeYear()
      return node(.dayOfMonth, from: start, terminal: day.month.terminal, [number])
    }
    if let counted = matcher.counted(line, at) { return self.counted(counted, from: start) }
    if let range = matcher.countedRange(line, at) {
      let first = node(.number, from: start, terminal: Terminal.ordinal(range.first))
      let part = Node(.schoolPart, first.tokens, terminal: range.unit, [first, missing()])
      at = range.next
      guard let last = matcher.counted(line, at) else { return nil }
      let lastStart = at
      return node(.range, from: start, [part, self.counted(last, from: lastStart)])
    }
    if let relative = matcher.relative(line, at) {
      let span = at
      at = relative.end
      return node(
        .relativePeriod, from: start, terminal: relative.which,
        [
          node(.name, from: span, terminal: relative.span)
        ])
    }
    if let from = matcher.weekFrom(line, at) {
      at = from
      return node(.weekFrom, from: start, [period()])
    }
    if let nth = matcher.nthDay(line, at) {
      at = nth.end
      return nthDay(nth.which, nth.day, from: start)
    }
    return nil
  }

  /// The rest of «последняя пятница октября» after its day.
  mutating func nthDay(_ which: Terminal, _ day: Terminal, from start: Int) -> Node {
    let number = node(.number, from: start, terminal: which)
    return node(.nthDay, from: start, terminal: day, [number, edgePeriod()])
  }

  private mutating func counted(_ match: (unit: Terminal, number: Int, end: Int), from start: Int) -> Node {
    at = match.end
    if match.unit == .quarter {
      guard let quarter = Terminal.quarter(match.number) else { return expected(.word("expected.period")) }
      if kind == .dot, kind(1) != .number { at += 1 }
      takeYear()
      return node(.quarter, from: start, terminal: quarter)
    }
    let number = node(.number, from: start, terminal: Terminal.ordinal(match.number))
    return schoolPart(match.unit, number, from: start)
  }

  /// A part of the school year, and of which: «I четверть 2024/2025 учебного года».
  mutating func schoolPart(_ terminal: Terminal, _ number: Node, from start: Int) -> Node {
    let end = at
    at = matcher.skipOf(line, at)
    var year = missing()
    if kind == .years {
      year = years(from: at)
    } else if let word = matcher.match(section: .periods, line, at), word.terminal == .schoolYear {
      at = word.end
      if kind == .years { year = years(from: at) }
    } else {
      at = end
    }
    return node(.schoolPart, from: start, terminal: terminal, [number, year])
  }

  /// What is worded as a period and cannot be read as one: `1.09.24`, «9 месяц». Nil where nothing of the sort stands.
  mutating func refusedPeriod(from start: Int) -> Node? {
    if let date = matcher.shortDate(line, at) {
      let span = hereSpan
      at += 1
      report(
        Diagnostic(
          .shortYear, at: span, [.text(span.text)], proposals: [date],
          fix: Diagnostic.Fix(span, date, isSure: false)))
      return node(.junk, from: start)
    }
    guard kind == .number, let unit = matcher.match(section: .periods, line, at + 1), unit.terminal == .month,
      let month = Int(source.text(tokens[line[at]].range)).flatMap({ Terminal.month($0) })
    else { return nil }
    at = unit.end
    let refused = node(.junk, from: start)
    report(
      Diagnostic(
        .monthByNumber, at: span(refused), [.text(span(refused).text), .terminal(month.rawValue)],
        proposals: vocabulary.words(of: [month]).filter {
          Letters.script(of: $0) == Letters.script(of: span(refused).text)
        }
        .prefix(1).map { $0 }))
    return refused
  }

  // MARK: Days of a cadence

  /// «каждую пятницу», «по средам и пятницам», «в последнюю пятницу месяца»: the days on which something is due; nil
  /// where none stand here.
  mutating func weekdaysOrDayOfMonth() -> Node? {
    let start = at
    let isLast = peek(.last).map { matcher.dayWord(line, $0.end) != nil } == true
    if isLast, let last = peek(.last) {
      at = last.end
      if let day = matcher.dayWord(line, at), day.terminal != .week {
        at = matcher.skipOf(line, day.end)
        if let made = dayOfMonth(.ordinalLast, day.terminal, from: start) { return made }
      }
    } else if let word = take(.every, .onWeekdays, .during) ?? takeIn() {
      skipArticle()
      if let nth = matcher.nthDay(line, at), nth.day != .week {
        at = nth.end
        if let made = dayOfMonth(nth.which, nth.day, from: start) { return made }
      } else if word == .every
        ? matcher.weekday(line, at) != nil
        : word == .onWeekdays && matcher.declinedWeekday(line, at) != nil
      {
        return node(.list, from: start, weekdays(isPart: true))
      }
    }
    at = start
    return nil
  }

  /// «в первую среду месяца»: «в» stands before no period here.
  private mutating func takeIn() -> Terminal? {
    guard let word = peek(.per), matcher.nthDay(line, word.end) != nil else { return nil }
    at = word.end
    return word.terminal
  }

  /// «в понедельник»: which Monday?
  mutating func bareWeekday() -> Node? {
    let start = at
    _ = take(.per, .onWeekdays, .inWeekday)
    guard let day = matcher.weekday(line, at), day.end == line.count || kind(day.end - at) == .comma else {
      at = start
      return nil
    }
    at = day.end
    let refused = node(.junk, from: start)
    report(Diagnostic(.everyOtherOrIn, at: span(refused), [.text(span(refused).text)]))
    return refused
  }

  /// «месяца», «каждого месяца» after a day: that day of every month.
  private mutating func dayOfMonth(_ which: Terminal, _ day: Terminal, from start: Int) -> Node? {
    _ = take(.every)
    skipArticle()
    guard let month = matcher.match(section: .periods, line, at), month.terminal == .month else { return nil }
    at = month.end
    return node(.nthDay, from: start, terminal: day, [node(.number, from: start, terminal: which)])
  }

  /// «через неделю» and nothing to count from: once, or every other week.
  mutating func everyOtherOrIn(_ duration: Node, from start: Int) -> Node {
    let refused = node(.junk, from: start)
    let text = span(refused).text
    var proposals: [String] = []
    let forms = vocabulary.phrasings.filter { $0.terminal == duration.terminal && $0.language == .russian }
    if forms.count > 1 {
      let once = vocabulary.phrase(.once, .russian) + " " + vocabulary.phrase(.per, .russian)
      proposals = [
        "\(once) 2 \(forms[1].words.joined(separator: " "))", "\(text) \(vocabulary.phrase(.after, .russian)) …",
      ]
    }
    report(Diagnostic(.everyOtherOrIn, at: span(refused), [.text(text)], proposals: proposals))
    return refused
  }

  /// «2024-2025 гг.»: two calendar years, or the school year that joins them.
  mutating func refuseCalendarYears(from start: Int) {
    let whole = span(node(.years, from: start))
    let digits = whole.text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
    guard digits.count >= 2 else { return }
    let first = digits[0]
    let last = digits[1] < 100 ? first / 100 * 100 + digits[1] : digits[1]
    let year = vocabulary.phrase(.schoolYear, .russian)
    report(
      Diagnostic(
        .calendarYears, at: whole, [.text(whole.text)],
        proposals: ["\(first)/\(last) \(year)", "01.01.\(first)–31.12.\(last)"]))
  }

  /// A line of a school calendar: «I четверть: с 2 сентября по 26 октября».
  mutating func schoolLine(_ block: Block) -> Node? {
    guard matcher.startsPeriod(line, 0) else { return nil }
    let part = period()
    guard !hasFailed, part.kind == .schoolPart, take(.colon) else {
      at = 0
      return nil
    }
    let days = peek(.from) != nil ? window() ?? period() : period()
    var parts = [part, days]
    if let junk = finish() { parts.append(junk) }
    return Node(.schoolLine, Self.tokens(of: block), terminal: part.terminal, parts)
  }
}
