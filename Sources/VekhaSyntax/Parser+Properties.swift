import VekhaText

extension Parser {
  /// Which properties a statement may have.
  package static func properties(of statement: Terminal) -> [Terminal] {
    switch statement {
    case .plan: [.territory, .approved, .control, .calendar]
    case .schoolCalendar: [.approved, .recommended]
    case .calendar: [.restDays, .holidays, .termsMove, .leapBirthday, .approved, .daysOff, .workedDays, .shortenedDays]
    case .data: [.key, .label, .context, .counted, .forms, .pausedWhen, .personal]
    case .define: [.counted, .forms]
    case .role: [.forms]
    case .stage: [.due, .starts, .responsible, .helpers, .needs, .reminder, .optional, .control]
    case .activity:
      [
        .due, .starts, .responsible, .helpers, .for, .doneWhen, .documents, .needs, .counts, .reminder, .optional,
        .keep, .request, .norm, .because, .advice, .control,
      ]
    case .flag:
      [.severity, .message, .responsible, .because, .unless, .name, .grace, .active, .advice, .escalate, .reminder]
    case .require:
      [
        .for, .severity, .message, .responsible, .because, .unless, .name, .grace, .active, .advice, .escalate,
        .reminder,
      ]
    case .indicator: [.target, .by, .compareWith, .name, .responsible, .because]
    case .fact: [.adds, .changes, .forms]
    case .remind: []
    case .show: [.fields, .by, .sortedBy, .firstRows, .onDay, .name]
    case .table: [.sortedBy, .onDay, .name]
    default: []
    }
  }

  /// Properties of the language that this version reads but cannot yet carry out.
  private static let later: [Terminal: Set<Terminal>] = [
    .plan: [.language]
  ]

  /// The line as a property of the statement, or nil where it has no shape of one.
  mutating func property(_ block: Block, of statement: Terminal) -> Node? {
    guard let terminal = propertyWord(of: statement) else {
      guard matcher.startsProperty(line) else { return shapeOfProperty(block, of: statement) }
      if statement == .data { return fieldProperty(block) }
      if statement == .table { return tableColumn(block) }
      return unknownProperty(block, of: statement)
    }
    if Self.later[statement]?.contains(terminal) == true {
      report(Diagnostic(.notInThisVersion, at: hereSpan, [.terminal(terminal.rawValue)]))
      return Node(.junk, Self.range(of: block))
    }
    skipWord(terminal)
    if isAtEnd {
      _ = expected(.word("expected.value"))
    }
    var parts = hasFailed ? [] : propertyValue(terminal)
    if let junk = finish() { parts.append(junk) }
    for child in block.children {
      enter(child.line)
      report(Diagnostic(.unexpectedDeeperLine, at: Span(source, restOfLine()), [.terminal(terminal.rawValue)]))
      parts.append(Node(.junk, Self.range(of: child)))
    }
    return Node(.property, Self.range(of: block), terminal: terminal, parts)
  }

  private static func range(of block: Block) -> Range<Int> {
    var end = (block.line.last ?? -1) + 1
    for child in block.children { end = max(end, range(of: child).upperBound) }
    return (block.line.first ?? 0)..<end
  }

  private func propertyWord(of statement: Terminal) -> Terminal? {
    let allowed = Set(Self.properties(of: statement)).union(Self.later[statement] ?? [])
    guard let found = matcher.longest(line, 0, accept: { $0.section == .properties && allowed.contains($0.terminal) }),
      matcher.kind(line, found.end) == .colon
    else { return nil }
    return found.entries.first?.terminal
  }

  private mutating func skipWord(_ terminal: Terminal) {
    if let found = matcher.longest(line, 0, accept: { $0.section == .properties && $0.terminal == terminal }) {
      at = found.end
    }
    _ = take(.colon)
  }

  private mutating func unknownProperty(_ block: Block, of statement: Terminal) -> Node {
    let allowed = Self.properties(of: statement)
    let names = allowed.map { Argument.terminal($0.rawValue) }
    if let match = matcher.match(section: .properties, line, 0), kind(match.end) == .colon {
      report(
        Diagnostic(
          .propertyNotHere, at: hereSpan,
          [.terminal(match.terminal.rawValue), .terminal(statement.rawValue), .list(names)]))
    } else {
      let candidates = vocabulary.phrasings.filter { allowed.contains($0.terminal) && $0.section == .properties }
      let end = line.firstIndex { tokens[$0].kind == .colon } ?? line.count
      let span = Span(source, hereSpan.range.lowerBound..<Int(tokens[line[max(0, end - 1)]].end))
      let text = span.text.replacing(",", with: "")
      report(
        Diagnostic(
          .unknownProperty, at: span, [.text(span.text), .terminal(statement.rawValue), .list(names)],
          proposals: Closeness.proposals(for: text, among: candidates.map { $0.words.joined(separator: " ") })))
    }
    return Node(.junk, Self.range(of: block))
  }

  /// A line that begins like a property and lacks its colon («Ответственный - куратор»).
  private mutating func shapeOfProperty(_ block: Block, of statement: Terminal) -> Node? {
    if matcher.startsStatement(line) { return nil }
    let allowed = Set(Self.properties(of: statement))
    guard let found = matcher.longest(line, 0, accept: { $0.section == .properties }),
      matcher.kind(line, found.end) == .dash || found.entries.contains(where: { allowed.contains($0.terminal) })
    else { return nil }
    at = found.end
    let code: DiagnosticCode = kind == .dash ? .dashForColon : .missingColon
    let word = source.text(Int(tokens[line[0]].start)..<Int(tokens[line[found.end - 1]].end))
    let end = Int(tokens[line[found.end - 1]].end)
    let replaced = kind == .dash ? Int(tokens[line[at]].end) : end
    let fix = Diagnostic.Fix(Span(source, end..<replaced), ":", isSure: true)
    report(Diagnostic(code, at: Span(source, Int(tokens[line[0]].start)..<replaced), [.text(word)], fix: fix))
    return Node(.junk, Self.range(of: block))
  }

  private mutating func propertyValue(_ terminal: Terminal) -> [Node] {
    switch terminal {
    case .territory, .advice: return [text("expected.text")]
    case .approved, .recommended: return [act()]
    case .leapBirthday: return [period()]
    case .calendar, .language: return [dottedName()]
    case .restDays: return weekdays()
    case .holidays, .daysOff, .workedDays, .shortenedDays: return daysOfCalendar()
    case .termsMove: return [yesOrNo()]
    case .due: return [deadline()]
    case .starts: return [period()]
    case .doneWhen, .pausedWhen: return [condition()]
    case .counts, .request: return [subjects()]
    case .reminder: return ladder()
    case .keep: return [anchor()]
    case .norm: return norm()
    case .grace: return grace()
    case .active: return [activity()]
    case .escalate: return escalation()
    case .optional: return [value()]
    case .unless: return [exception()]
    case .for: return [subjects()]
    case .severity: return [severity()]
    case .name: return [name()]
    case .target: return target()
    case .needs: return items()
    case .key, .forms, .counted, .personal: return names()
    case .sortedBy: return orderKeys()
    case .firstRows: return [rowCount()]
    case .onDay: return [period()]
    case .compareWith: return [text("expected.file")]
    case .label, .context: return [operand()]
    case .adds: return [name()]
    case .changes: return factEffects()
    case .because: return grounds()
    case .documents: return documents()
    default: return valueList()
    }
  }

  private mutating func dottedName() -> Node {
    let start = at
    var parts = [name()]
    while take(.dot) { parts.append(name()) }
    return node(.path, from: start, parts)
  }

  /// `приказ "75-2 о/д" от 03.09.2024`: kind, number, date.
  private mutating func act() -> Node {
    let start = at
    while kind == .word { at += 1 }
    if at == start { return expected(.word("expected.act")) }
    let kindName = node(.name, from: start)
    _ = take(.numberSign)
    let number = optionalText()
    var date = missing()
    if peek(.ofAfter, .of) != nil {
      _ = take(.ofAfter, .of)
      date = period()
    } else if matcher.startsPeriod(line, at) {
      date = period()
    }
    return node(.act, from: start, [kindName, number, date])
  }

  /// A condition, or «тех, у кого …».
  private mutating func exception() -> Node {
    let start = at
    if take(.those) != nil {
      _ = take(.comma)
      if take(.where) != nil { return whereCondition() }
      at = start
    }
    if take(.where) != nil { return whereCondition() }
    return condition()
  }

  /// «каждой пары без приказа»: the quantifier may stand or not.
  private mutating func subjects() -> Node {
    _ = take(.every)
    return nounPhrase()
  }

  private mutating func severity() -> Node {
    let start = at
    guard let match = matcher.match(section: .values, line, at),
      [.urgent, .important, .info].contains(match.terminal)
    else {
      let names = [Terminal.urgent, .important, .info].map { Argument.terminal($0.rawValue) }
      return expected(.list(names))
    }
    at = match.end
    return node(.name, from: start, terminal: match.terminal)
  }

  /// comparison, number, window
  private mutating func target() -> [Node] {
    let start = at
    guard let comparison = takeComparison() else { return [expected(.word("expected.comparison"))] }
    let sign = node(.name, from: start, terminal: comparison)
    let number = numberOrName()
    _ = take(.comma)
    return [sign, number, window() ?? missing()]
  }

  private mutating func items() -> [Node] {
    var parts: [Node] = []
    repeat { parts.append(item()) } while !hasFailed && (take(.comma) || take(.and) != nil)
    return parts
  }

  private mutating func names() -> [Node] {
    var parts: [Node] = []
    repeat {
      if isAtEnd { break }
      parts.append(kind == .text ? optionalText() : name())
    } while !hasFailed && (take(.comma) || take(.semicolon))
    return parts
  }

  /// Legal grounds: texts, or catalogue names with articles, kept as worded; before them their force, after them the
  /// days on which they are in force.
  private mutating func grounds() -> [Node] {
    let start = at
    var force: Terminal?
    if let match = matcher.match(section: .values, line, at), Self.forces.contains(match.terminal) {
      force = match.terminal
      at = match.end
      _ = take(.comma)
    }
    let wording = at
    while !isAtEnd, !(kind == .comma && matcher.match([.inForceFrom], line, at + 1) != nil),
      peek(.inForceFrom) == nil
    { at += 1 }
    let act = node(.act, from: wording)
    var validity = missing()
    let from = at
    _ = take(.comma)
    if take(.inForceFrom) != nil {
      let first = period()
      validity = node(.range, from: from, [first, take(.to) != nil ? period() : missing()])
    }
    return [node(.ground, from: start, terminal: force, [act, validity])]
  }

  private static let forces: Set<Terminal> = [.forceLaw, .forceAdvice, .forceLocal, .forceOurs]

  /// `не менее 90 %`
  private mutating func norm() -> [Node] {
    let start = at
    guard let comparison = takeComparison() else { return [expected(.word("expected.comparison"))] }
    let sign = node(.name, from: start, terminal: comparison)
    let number = numberOrName()
    guard number.kind == .percent || number.kind == .run else { return [sign, expected(.word("expected.percent"))] }
    return [sign, number]
  }

  /// `14 дней`, `14 дней после дата_внесения`
  private mutating func grace() -> [Node] {
    guard let duration = termDuration() ?? namedDuration() else { return [expected(.word("expected.duration"))] }
    guard take(.ofAfter, .after) != nil else { return [duration, missing()] }
    return [duration, anchor()]
  }

  /// A window, or «пока …»: a condition on the record.
  private mutating func activity() -> Node {
    let start = at
    if take(.while) != nil { return node(.whereClause, from: start, [condition()]) }
    return window() ?? expected(.word("expected.period"))
  }

  /// `начальник через 10 дней`
  private mutating func escalation() -> [Node] {
    let start = at
    let owner = kind == .text ? optionalText() : node(.run, from: start, [name()])
    _ = take(.comma)
    _ = take(.through, .after, .within)
    guard let duration = termDuration() else { return [owner, expected(.word("expected.duration"))] }
    return [owner, duration]
  }

  private mutating func documents() -> [Node] {
    var parts: [Node] = []
    repeat {
      let start = at
      if kind == .text {
        at += 1
        parts.append(node(.text, from: start))
      } else if kind == .word {
        while kind == .word { at += 1 }
        parts.append(node(.name, from: start))
      } else {
        parts.append(expected(.word("expected.text")))
      }
    } while !hasFailed && take(.comma)
    return parts
  }

  mutating func item() -> Node {
    let start = at
    switch kind {
    case .number, .dotted:
      at += 1
      return node(.itemNumber, from: start)
    case .word: return name()
    case .text: return text("expected.item")
    default: return expected(.word("expected.item"))
    }
  }
}
