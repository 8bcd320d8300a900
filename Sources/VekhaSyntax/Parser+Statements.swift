import VekhaText

extension Parser {
  /// A block as a statement; `inside` is the statement it stands in.
  mutating func statement(_ block: Block, inside outer: Terminal?) -> Node {
    enter(block.line)
    guard let match = statementWord() else { return unknownLine(block, inside: outer) }
    // «посчитать пары» is «показать число пар».
    let terminal = match.terminal == .tally ? .show : match.terminal
    if !Self.mayStand(terminal, inside: outer) {
      report(
        Diagnostic(.statementNotHere, at: hereSpan, [.terminal(terminal.rawValue), .terminal(outer?.rawValue ?? "")]))
    }
    at = match.isAfterWindow ? 0 : match.end
    var parts = heading(match.terminal, block)
    if let junk = finish() { parts.append(junk) }
    var seen: Set<Terminal> = []
    for child in block.children {
      let part = inner(child, of: terminal)
      if part.kind == .property, let property = part.terminal, !seen.insert(property).inserted { duplicate(child) }
      parts.append(part)
    }
    return Node(.statement, Self.tokens(of: block), terminal: terminal, parts)
  }

  private mutating func duplicate(_ block: Block) {
    enter(block.line)
    report(Diagnostic(.duplicateProperty, at: hereSpan, [.text(hereSpan.text)]))
  }

  private static func mayStand(_ terminal: Terminal, inside outer: Terminal?) -> Bool {
    switch (outer, terminal) {
    case (nil, _): true
    case (.stage, .activity), (.activity, .activity): true
    default: false
    }
  }

  private func statementWord() -> (terminal: Terminal, end: Int, isAfterWindow: Bool)? {
    if let match = matcher.match(section: .statements, line, 0) { return (match.terminal, match.end, false) }
    // «после октября отметить …»: the window first.
    guard matcher.match([.after, .from, .before, .until], line, 0) != nil else { return nil }
    for index in 1..<max(1, min(line.count, 8)) {
      if let match = matcher.match(section: .statements, line, index), match.terminal == .flag {
        return (.flag, match.end, true)
      }
    }
    return nil
  }

  static func tokens(of block: Block) -> Range<Int> {
    var first = block.line.first ?? 0
    var end = (block.line.last ?? -1) + 1
    for child in block.children {
      let range = tokens(of: child)
      first = min(first, range.lowerBound)
      end = max(end, range.upperBound)
    }
    return first..<max(first, end)
  }

  private mutating func unknownLine(_ block: Block, inside outer: Terminal?) -> Node {
    let isDeeper = outer != nil
    let span = hereSpan
    if isDeeper {
      report(Diagnostic(.unexpectedDeeperLine, at: Span(source, restOfLine()), [.terminal(outer?.rawValue ?? "")]))
    } else if let match = matcher.match(section: .properties, line, 0), kind(match.end) == .colon {
      // A property that lost its indentation.
      report(Diagnostic(.unevenIndent, at: span, [.text(span.text)]))
    } else {
      var word = span.text
      if kind(1) == .word { word = source.text(span.range.lowerBound..<Int(tokens[line[1]].end)) }
      var proposals = Closeness.proposals(for: span.text, among: vocabulary.candidates(in: [.statements]))
      if proposals.isEmpty {
        proposals = Closeness.proposals(for: word, among: vocabulary.candidates(in: [.statements]))
      }
      report(Diagnostic(.unknownStatement, at: span, [.text(span.text)], proposals: proposals))
    }
    return Node(.junk, Self.tokens(of: block))
  }

  /// A deeper line: a property or a statement.
  private mutating func inner(_ block: Block, of terminal: Terminal) -> Node {
    if Self.unsupported.contains(terminal) { return Node(.junk, Self.tokens(of: block)) }
    if terminal == .test { return testLine(block) }
    enter(block.line)
    if terminal == .schoolCalendar, let line = schoolLine(block) { return line }
    if let property = property(block, of: terminal) { return property }
    return statement(block, inside: terminal)
  }

  static let unsupported: Set<Terminal> = [.match]

  /// The parts of a heading after its statement word, in a fixed order for each statement.
  private mutating func heading(_ terminal: Terminal, _ block: Block) -> [Node] {
    switch terminal {
    case .plan: return planHeading()
    case .use: return [useHeading()]
    case .module: return [useHeading()] + aliases()
    case .role: return roleHeading()
    case .data: return dataHeading()
    case .journal: return [text("expected.file")]
    case .define: return defineHeading()
    case .stage, .activity: return itemHeading()
    case .flag: return flagHeading()
    case .require: return requireHeading()
    case .indicator: return indicatorHeading()
    case .remind:
      _ = take(.colon)
      return ladder()
    case .test: return [text("expected.title")]
    case .show: return showHeading()
    case .tally: return tallyHeading()
    case .table: return tableHeading()
    case .calendar: return calendarHeading()
    case .parameter: return parameterHeading()
    case .fact: return factHeading()
    case .schoolCalendar: return schoolCalendarHeading()
    default:
      report(
        Diagnostic(
          .notInThisVersion, at: Span(source, Int(tokens[line[0]].start)..<Int(tokens[line[0]].end)),
          [.terminal(terminal.rawValue)]))
      at = line.count
      return []
    }
  }

  mutating func text(_ expectation: String) -> Node {
    guard kind == .text else { return expected(.word(expectation)) }
    at += 1
    return node(.text, from: at - 1)
  }

  mutating func optionalText() -> Node {
    guard kind == .text else { return missing() }
    at += 1
    return node(.text, from: at - 1)
  }

  mutating func name() -> Node {
    guard kind == .word else { return expected(.word("expected.name")) }
    at += 1
    return node(.name, from: at - 1)
  }

  private mutating func planHeading() -> [Node] {
    let title = text("expected.title")
    var period = missing()
    var base = missing()
    while !isAtEnd, !hasFailed {
      if take(.basedOn) != nil {
        let start = at
        base = text("expected.file")
        report(Diagnostic(.notInThisVersion, at: span(node(.name, from: start)), [.terminal("based_on")]))
      } else if take(.forYear) != nil {
        period = self.period()
      } else if let window = window() {
        period = window
      } else {
        break
      }
    }
    return [title, period, base]
  }

  private mutating func useHeading() -> Node {
    if kind == .text { return text("expected.file") }
    let start = at
    var parts = [name()]
    while take(.dot) { parts.append(name()) }
    return node(.path, from: start, parts)
  }

  private mutating func roleHeading() -> [Node] {
    let name = name()
    var owner = missing()
    if let match = matcher.match(section: .properties, line, at), match.terminal == .for {
      at = match.end
      owner = run() ?? expected(.word("expected.noun"))
    }
    guard take(.colon) else { return [name, owner] }
    if owner.isMissing, kind == .word {
      report(unquoted())
      at = line.count
    }
    return isAtEnd ? [name, owner] : [name, owner] + valueList()
  }

  /// Values divided by commas, each a text or an expression.
  mutating func valueList() -> [Node] {
    var parts: [Node] = []
    repeat {
      if kind == .word, !parts.isEmpty, kind(1) == .word, parts.last?.kind == .text {
        report(unquoted())
        at = line.count
        return parts
      }
      parts.append(value())
    } while !hasFailed && (take(.comma) || take(.semicolon))
    return parts
  }

  /// The rest of the line is a text that lacks its quotes.
  private func unquoted() -> Diagnostic {
    let span = Span(source, restOfLine())
    return Diagnostic(
      .unquotedText, at: span, [.text(span.text)], fix: .init(span, "\"" + span.text + "\"", isSure: false))
  }

  mutating func aliases() -> [Node] {
    guard kind == .open else { return [] }
    at += 1
    var result: [Node] = []
    repeat {
      guard kind == .word else { result.append(expected(.word("expected.name"))); break }
      at += 1
      result.append(node(.alias, from: at - 1))
    } while take(.comma) || take(.semicolon)
    if !take(.close) { closeBracket() }
    return result
  }

  private mutating func dataHeading() -> [Node] {
    let name = name()
    let aliases = aliases()
    var file = missing()
    var part = missing()
    var force = missing()
    var dated = missing()
    var encoding = missing()
    var once = missing()
    while !isAtEnd, !hasFailed {
      _ = take(.comma)
      let start = at
      if take(.fromJournal) != nil {
        file = node(.ofJournal, from: start)
      } else if take(.file) != nil {
        file = dataSource()
      } else if let kind = [Terminal.sheet, .tableOfFile, .queryOfFile].first(where: { take($0) != nil }) {
        part = node(.dataPart, from: start, terminal: kind, [text("expected.text")])
      } else if take(.encodingOfFile) != nil {
        encoding = node(.dataPart, from: start, terminal: .encodingOfFile, [text("expected.text")])
      } else if take(.onePerKey) != nil {
        once = node(.dataPart, from: start, terminal: .onePerKey)
      } else if take(.inForceFrom) != nil {
        let first = self.name()
        if take(.to) == nil { _ = expected(.terminal("to")) }
        force = node(.range, from: start, [first, self.name()])
      } else if take(.dated) != nil {
        dated = self.name()
      } else {
        break
      }
    }
    return [name, file, part, force, dated, encoding, once] + aliases
  }

  /// A file, or a field whose values are the rows: `из "участники.csv"`, `из участников по школе`.
  private mutating func dataSource() -> Node {
    let start = at
    if kind == .word {
      let owner = name()
      if take(.byColumn) != nil { return node(.path, from: start, [owner, name()]) }
      at = start
    }
    let file = text("expected.file")
    return file.isMissing ? file : node(.fileName, from: start)
  }

  /// A field of a table: `наставник (mentor): наставники по наставник_ид`, `фио: текст = "ФИО", "Ф.И.О."`
  mutating func fieldProperty(_ block: Block) -> Node {
    let first = kind == .text ? optionalText() : name()
    let aliases = aliases()
    if !take(.colon) { _ = expected(.text(":")) }
    var type = missing()
    var reference = missing()
    if let match = typeWord() {
      let start = at
      at = match.end
      type = node(.name, from: start, terminal: match.terminal)
    } else if kind == .word {
      let start = at
      let target = name()
      if take(.byColumn) == nil {
        _ = expected(.terminal("by_column"))
      } else {
        var keys = [target]
        repeat { keys.append(kind == .text ? optionalText() : name()) } while take(.comma)
        reference = node(.path, from: start, keys)
      }
    }
    var titles: [Node] = []
    if take(.equal) {
      let start = at
      if take(.nameOfFile) != nil {
        titles.append(node(.origin, from: start, terminal: .nameOfFile))
      } else if take(.cellOfFile) != nil {
        titles.append(node(.origin, from: start, terminal: .cellOfFile, [text("expected.text")]))
      } else {
        titles += fieldTitles()
      }
    }
    if type.isMissing, reference.isMissing, titles.isEmpty { _ = expected(.word("expected.type")) }
    var parts = [first, type, reference] + aliases + titles
    if let junk = finish() { parts.append(junk) }
    return Node(.fieldProperty, Self.tokens(of: block), parts)
  }

  private mutating func fieldTitles() -> [Node] {
    var titles: [Node] = []
    repeat { titles.append(text("expected.title")) } while !hasFailed && take(.comma)
    return titles
  }

  private func typeWord() -> Matcher.Match? {
    let types: Set<Terminal> = [
      .typeText, .typeNumber, .typeDate, .typeFactDate, .typeFlag, .typeCategory, .typeDays, .typeMonths, .typeYears,
      .typeMinutes,
    ]
    guard let found = matcher.longest(line, at, accept: { $0.section == .values && types.contains($0.terminal) }),
      let entry = found.entries.first
    else { return nil }
    // «да/нет» is written with a stroke.
    return Matcher.Match(terminal: entry.terminal, end: found.end)
  }

  private mutating func defineHeading() -> [Node] {
    if let function = functionHeading() { return function }
    let start = at
    guard let head = run() else { return [expected(.word("expected.name")), missing()] }
    var names = head
    if take(.is) != nil, let adjective = run() {
      names = node(.run, from: start, head.children + adjective.children)
    }
    let aliases = aliases()
    _ = take(.comma)
    if take(.when) != nil {
      let clause = at
      return [names, node(.whereClause, from: clause, [condition()])] + aliases
    }
    guard take(.equal) else { return [names, expected(.text("="))] + aliases }
    if matcher.startsPeriod(line, at) || peek(.from) != nil {
      return [names, window() ?? deadline()] + aliases
    }
    let isField = names.children.count > 1
    return [names, isField ? value() : nounPhrase()] + aliases
  }

  private mutating func itemHeading() -> [Node] {
    var number = missing()
    if kind == .number || kind == .dotted {
      at += 1
      number = node(.itemNumber, from: at - 1)
      _ = take(.dot)
    }
    var name = missing()
    if kind == .word { name = self.name() }
    let title = optionalText()
    if number.isMissing, name.isMissing, title.isMissing { return [expected(.word("expected.title")), name, title] }
    return [number, name, title]
  }

  private mutating func flagHeading() -> [Node] {
    var window = self.window() ?? missing()
    if !window.isMissing {
      _ = take(.comma)
      if let match = matcher.match(section: .statements, line, at), match.terminal == .flag { at = match.end }
    }
    if window.isMissing, let early = self.window() { window = early }
    // «отметить всех наставляемых без пары»: a flag is of all of them anyway.
    _ = take(.every, .those)
    let phrase = nounPhrase()
    if window.isMissing {
      let start = at
      _ = take(.comma)
      if let late = self.window() { window = late } else { at = start }
    }
    return [phrase, window]
  }

  private mutating func requireHeading() -> [Node] {
    _ = take(.colon)
    let condition = condition()
    let start = at
    _ = take(.comma)
    guard let window = dateTerm() ?? window() ?? recordWindow() else {
      at = start
      return [condition, missing()]
    }
    return [condition, window]
  }

  /// «не позднее дата_окончания»: by a date of the record.
  private mutating func recordWindow() -> Node? {
    let start = at
    guard let terminal = take(.notLater, .atStart, .before) else { return nil }
    return node(.window, from: start, terminal: terminal, [anchor()])
  }

  private mutating func indicatorHeading() -> [Node] {
    let title = text("expected.title")
    guard take(.equal) else { return [title, expected(.text("="))] }
    return [title, value()]
  }
}
