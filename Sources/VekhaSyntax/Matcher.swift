import VekhaText

/// Finds phrases of the vocabulary in a line of tokens, longest first.
struct Matcher {
  let tokens: [Token]
  let source: SourceText
  let vocabulary: Vocabulary

  struct Match {
    let terminal: Terminal
    /// Index in the line after the phrase.
    let end: Int
  }

  func kind(_ line: [Int], _ index: Int) -> Token.Kind { index < line.count ? tokens[line[index]].kind : .end }

  private func symbol(_ line: [Int], _ index: Int) -> Int32 {
    guard index < line.count, tokens[line[index]].kind == .word else { return -1 }
    return tokens[line[index]].symbol
  }

  /// The longest phrase at `index` of which some entry is accepted. A comma inside a phrase may be there or not.
  func longest(
    _ line: [Int], _ index: Int, accept: (Vocabulary.Entry) -> Bool
  ) -> (entries: [Vocabulary.Entry], end: Int)? {
    var node: Int32 = 0
    var position = index
    var best: (entries: [Vocabulary.Entry], end: Int)?
    while true {
      var next = position
      // «уч. г.»: the point of an abbreviation inside a phrase; «выполнено, когда»: a comma inside one.
      if position > index, kind(line, next) == .comma || kind(line, next) == .dot { next += 1 }
      let symbol = symbol(line, next)
      guard symbol >= 0, let target = vocabulary.next(node, symbol) else { break }
      node = target
      position = next + 1
      let entries = vocabulary.entries(at: node).filter { entry in
        accept(entry) && (entry.condition.map { holds($0, line, position) } ?? true)
      }
      if !entries.isEmpty { best = (entries, position) }
    }
    return best
  }

  private func holds(_ condition: Vocabulary.Condition, _ line: [Int], _ index: Int) -> Bool {
    let result =
      switch condition.next {
      case .period: startsPeriod(line, index)
      case .number: startsNumber(line, index) && !startsPeriod(line, index) || startsNamedTerm(line, index)
      case .bracket: kind(line, index) == .open
      }
    return result != condition.isNegated
  }

  /// «срок_приказа после …»: a length of time that has a name.
  private func startsNamedTerm(_ line: [Int], _ index: Int) -> Bool {
    // «предела дней после …»: the name may be of the number alone.
    let after = match(section: .periods, line, index + 1)?.end ?? index + 1
    guard kind(line, index) == .word, let next = longest(line, after, accept: { $0.terminal == .ofAfter }),
      next.end > after
    else { return false }
    return !startsPeriod(line, index) && !isReserved(line, index)
  }

  /// One of the expected terminals at `index`, where no longer phrase of the language begins there.
  func match(_ expected: Set<Terminal>, _ line: [Int], _ index: Int) -> Match? {
    guard kind(line, index) == .word else { return nil }
    let found = longest(line, index) { $0.section == .expressions || expected.contains($0.terminal) && !$0.isLineWord }
    guard let found, let entry = found.entries.first(where: { expected.contains($0.terminal) && !$0.isLineWord }) else {
      return nil
    }
    return Match(terminal: entry.terminal, end: found.end)
  }

  func match(section: Vocabulary.Section, _ line: [Int], _ index: Int) -> Match? {
    guard kind(line, index) == .word, let found = longest(line, index, accept: { $0.section == section }) else {
      return nil
    }
    return found.entries.first.map { Match(terminal: $0.terminal, end: found.end) }
  }

  /// Whether the word at `index` belongs to the language and so to no name.
  func isReserved(_ line: [Int], _ index: Int) -> Bool {
    longest(line, index) { entry in
      switch entry.section {
      case .expressions, .numbers: true
      case .periods:
        entry.terminal.month != nil || entry.terminal == .edgeStart || entry.terminal == .edgeEnd
          || entry.terminal.daysOfMonth != nil
      default: false
      }
    } != nil
  }

  func isArticle(_ line: [Int], _ index: Int) -> Bool {
    match(section: .articles, line, index) != nil
      && (kind(line, index + 1) == .word || ordinal(line, index + 1) != nil)
  }

  // MARK: Lines

  func startsStatement(_ line: [Int]) -> Bool { match(section: .statements, line, 0) != nil }

  /// A property phrase and a colon, or the name of a field with a colon.
  func startsProperty(_ line: [Int]) -> Bool {
    if let match = match(section: .properties, line, 0), kind(line, match.end) == .colon { return true }
    var index = 0
    while kind(line, index) == .word || index > 0 && kind(line, index) == .comma, index < 5 { index += 1 }
    if index == 0, kind(line, 0) == .text { index = 1 }
    guard index > 0 else { return false }
    if kind(line, index) == .open {
      while index < line.count, kind(line, index) != .close { index += 1 }
      index += 1
    }
    return kind(line, index) == .colon
  }

  private static let continuing: Set<Terminal> = [
    .and, .or, .where, .with, .without, .having, .notHaving, .last, .during, .within, .after, .before, .until, .from,
    .notLater, .notEarlier, .more, .less, .atLeast, .atMost, .except, .as, .including, .among,
  ]

  func startsContinuation(_ line: [Int]) -> Bool { match(Self.continuing, line, 0) != nil }

  private static let open: Set<Terminal> = [
    .and, .or, .not, .where, .with, .without, .having, .notHaving,
    .more, .less, .atLeast, .atMost, .equals, .notEquals, .has,
    .owner, .every, .some, .no, .among, .as, .of, .count, .share, .if, .then, .else,
  ]

  /// Whether the line's last words call for more.
  func endsOpen(_ line: [Int]) -> Bool {
    for start in max(0, line.count - 3)..<line.count {
      if let match = match(Self.open, line, start), match.end == line.count { return true }
    }
    return false
  }

  // MARK: Classes

  func startsNumber(_ line: [Int], _ index: Int) -> Bool {
    kind(line, index) == .number || match(section: .numbers, line, index) != nil
  }

  private func month(_ line: [Int], _ index: Int) -> Match? {
    guard let match = match(section: .periods, line, index), match.terminal.month != nil else { return nil }
    return match
  }

  /// Whether a period or a date begins at `index`.
  func startsPeriod(_ line: [Int], _ index: Int) -> Bool {
    var index = index
    while isArticle(line, index), matchPeriodWord(line, index) == nil { index += 1 }
    switch kind(line, index) {
    case .date, .years: return true
    case .dotted: return isDottedPeriod(line, index)
    case .number:
      if month(line, index + 1) != nil || startsCounted(line, index) { return true }
      if let unit = match(section: .periods, line, index + 1), unit.terminal == .year {
        return digits(line, index) == 4
      }
      let isRange = kind(line, index + 1) == .dash || match([.to], line, index + 1) != nil
      return isRange && kind(line, index + 2) == .number && month(line, index + 3) != nil
    case .word: return matchPeriodWord(line, index) != nil || startsCounted(line, index)
    default: return false
    }
  }

  private func matchPeriodWord(_ line: [Int], _ index: Int) -> Match? {
    if let match = match([.wholeYear], line, index) { return match }
    guard let match = match(section: .periods, line, index) else { return nil }
    let isPeriod =
      match.terminal.month != nil || [.edgeStart, .edgeEnd, .schoolYear].contains(match.terminal)
      || match.terminal.daysOfMonth != nil || match.terminal.quarterNumber != nil
      || Terminal.namedSchoolParts.contains(match.terminal)
    return isPeriod ? match : nil
  }

  func digits(_ line: [Int], _ index: Int) -> Int { index < line.count ? tokens[line[index]].range.count : 0 }

  /// `05.09`: two parts of two digits each.
  func isDayAndMonth(_ line: [Int], _ index: Int) -> Bool {
    guard kind(line, index) == .dotted else { return false }
    let parts = source.text(tokens[line[index]].range).split(separator: ".")
    return parts.count == 2 && parts.allSatisfy { $0.count == 2 && Int($0) != nil }
  }
}

extension Vocabulary.Entry {
  /// Words of statements and properties are such only at the start of a line.
  var isLineWord: Bool { section == .statements || section == .properties }
}
