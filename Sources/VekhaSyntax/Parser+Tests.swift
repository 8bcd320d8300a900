import VekhaText

extension Matcher {
  /// Whether a line has lines of a test below it that never go on with it: `дано участники`, `на 01.11.2024:`.
  func opensTestBlock(_ line: [Int]) -> Bool {
    if let match = match([.given], line, 0) { return kind(line, match.end) == .word && line.count == match.end + 1 }
    return match([.asOf], line, 0) != nil && kind(line, line.count - 1) == .colon
  }
}

/// Tests: small tables and a journal that are given, and what is expected on which day.
extension Parser {
  /// The states an item may be expected in.
  static let itemStates: Set<Terminal> = [
    .stateAhead, .stateInProgress, .stateDone, .stateDoneLate, .stateOverdue, .stateNotFulfilled, .stateCancelled,
    .stateNotRequired, .stateNoInformation,
  ]
  /// The states a record may be expected in.
  static let subjectStates: Set<Terminal> = [
    .subjectNotStarted, .subjectPending, .subjectMet, .subjectMetLate, .subjectBroken, .subjectReleased,
    .subjectPaused, .subjectCannotTell,
  ]

  mutating func testLine(_ block: Block) -> Node {
    enter(block.line)
    if take(.given) != nil { return given(block) }
    if let match = matcher.match(section: .statements, line, 0), match.terminal == .journal {
      at = match.end
      return givenJournal(block)
    }
    if take(.asOf) != nil { return expectations(block) }
    let words: [Terminal] = [.given, .journal, .asOf]
    report(
      Diagnostic(
        .testLine, at: hereSpan, [.text(hereSpan.text), .list(words.map { .terminal($0.rawValue) })],
        proposals: Closeness.proposals(for: hereSpan.text, among: vocabulary.words(of: words))))
    return Node(.junk, Self.tokens(of: block))
  }

  // MARK: Given

  private mutating func given(_ block: Block) -> Node {
    var parts = [name()]
    finish()
    addRows(block.children, &parts)
    return Node(.given, Self.tokens(of: block), parts)
  }

  /// All lines below are rows, whatever they begin with and however they are indented.
  private mutating func addRows(_ blocks: [Block], _ parts: inout [Node]) {
    for block in blocks {
      if let first = block.line.first, let last = block.line.last {
        givenRows.append(Int(tokens[first].start)..<Int(tokens[last].end))
        parts.append(Node(.givenRow, first..<last + 1, cells(block.line)))
      }
      addRows(block.children, &parts)
    }
  }

  private func cells(_ line: [Int]) -> [Node] {
    var cells: [Node] = []
    var start = line[0]
    for index in line where tokens[index].kind == .semicolon {
      cells.append(Node(.cell, start..<index))
      start = index + 1
    }
    cells.append(Node(.cell, start..<(line[line.count - 1] + 1)))
    return cells
  }

  /// Whether a fault is of a cell's letters or numbers: data may hold what the language may not.
  func isOfGivenCell(_ diagnostic: Diagnostic) -> Bool {
    guard case .source(let span) = diagnostic.place, !givenRows.isEmpty,
      ![.unclosedText, .unevenIndent, .nestingTooDeep].contains(diagnostic.code)
    else { return false }
    return givenRows.contains { $0.lowerBound <= span.range.lowerBound && span.range.upperBound <= $0.upperBound }
  }

  private mutating func givenJournal(_ block: Block) -> Node {
    finish()
    var lines: [Node] = []
    addLines(block.children, &lines)
    let result = Node(.givenJournal, Self.tokens(of: block), lines)
    var reader = JournalReader(source)
    for line in lines {
      let range = tokens[line.tokens.lowerBound].range.lowerBound..<tokens[line.tokens.upperBound - 1].range.upperBound
      if case .fault(_, let fault) = reader.read(range) { report(fault) }
    }
    return result
  }

  private func addLines(_ blocks: [Block], _ lines: inout [Node]) {
    for block in blocks {
      if let first = block.line.first, let last = block.line.last { lines.append(Node(.mark, first..<last + 1)) }
      addLines(block.children, &lines)
    }
  }

  // MARK: Expected

  private mutating func expectations(_ block: Block) -> Node {
    var parts = [period()]
    if !take(.colon) { _ = expected(.text(":")) }
    if !isAtEnd { addExpectations(&parts) }
    if parts.count == 1, block.children.isEmpty { _ = expected(.word("expected.expectation")) }
    finish()
    for child in block.children {
      enter(child.line)
      addExpectations(&parts)
      finish()
      for deeper in child.children {
        enter(deeper.line)
        report(Diagnostic(.unexpectedDeeperLine, at: Span(source, restOfLine()), [.terminal(Terminal.asOf.rawValue)]))
      }
    }
    return Node(.expectations, Self.tokens(of: block), parts)
  }

  private mutating func addExpectations(_ parts: inout [Node]) {
    repeat { parts.append(expectation()) } while !hasFailed && (take(.comma) || take(.semicolon))
  }

  private mutating func expectation() -> Node {
    let start = at
    if take(.noFindings) != nil {
      return node(.expectFindings, from: start, terminal: .noFindings, [byRule()])
    }
    if let terminal = take(.flagged, .notFlagged) { return expectedFindings(terminal, from: start) }
    if let match = peek(.cannotTell), matcher.kind(line, match.end) == .text {
      at = match.end
      return expectedFindings(.cannotTell, from: start)
    }
    if let match = matcher.match(section: .statements, line, at), match.terminal == .indicator,
      matcher.kind(line, match.end) == .text
    {
      at = match.end
      return expectedIndicator(from: start)
    }
    if kind == .text, kind(1) == .colon { return expectedSubject(from: start) }
    if let state = expectedState() { return state }
    return node(.expectCondition, from: start, [condition()])
  }

  private mutating func expectedFindings(_ terminal: Terminal, from start: Int) -> Node {
    var labels = [text("expected.label")]
    while !hasFailed, let next = nextLabel() {
      at = next
      labels.append(text("expected.label"))
    }
    let by = byRule()
    return node(.expectFindings, from: start, terminal: terminal, labels + [by])
  }

  /// Where the next label stands, after a comma or «и»: a text that is neither a record with its state nor an item.
  private func nextLabel() -> Int? {
    let next: Int
    if kind == .comma {
      next = at + 1
    } else if let and = peek(.and) {
      next = and.end
    } else {
      return nil
    }
    guard matcher.kind(line, next) == .text, matcher.kind(line, next + 1) != .colon,
      matcher.match(Self.itemStates, line, next + 1) == nil
    else { return nil }
    return next
  }

  /// A rule by its name or heading, an item by its number, name or title.
  private mutating func byRule() -> Node {
    take(.byRule) == nil ? missing() : item()
  }

  private mutating func expectedSubject(from start: Int) -> Node {
    let label = text("expected.label")
    _ = take(.colon)
    guard let match = peek(Self.subjectStates) else { return expected(states(Self.subjectStates)) }
    at = match.end
    return node(.expectSubject, from: start, terminal: match.terminal, [label, byRule()])
  }

  /// `5.1 выполнено`, `этап 5 в работе`, `"Формирование пар" просрочено`; nil where no state follows an item.
  private mutating func expectedState() -> Node? {
    let start = at
    var position = at
    var isNamed = false
    if let match = matcher.match(section: .statements, line, at), [.stage, .activity].contains(match.terminal) {
      position = match.end
      isNamed = true
    }
    guard [.number, .dotted, .word, .text].contains(matcher.kind(line, position)) else { return nil }
    guard let match = matcher.match(Self.itemStates, line, position + 1) else {
      guard isNamed else { return nil }
      at = position + 1
      return expected(states(Self.itemStates))
    }
    at = position
    let item = item()
    at = match.end
    return node(.expectState, from: start, terminal: match.terminal, [item])
  }

  private func states(_ terminals: Set<Terminal>) -> Argument {
    .list(Terminal.allCases.filter { terminals.contains($0) }.map { .terminal($0.rawValue) })
  }

  private mutating func expectedIndicator(from start: Int) -> Node {
    let title = text("expected.title")
    if take(.cannotTell) != nil {
      return node(.expectIndicator, from: start, terminal: .cannotTell, [title, missing(), missing()])
    }
    guard let comparison = takeComparison() else { return expected(.word("expected.comparison")) }
    let number = number()
    let whole = take(.partOf) == nil ? missing() : self.number()
    return node(.expectIndicator, from: start, terminal: comparison, [title, number, whole])
  }
}
