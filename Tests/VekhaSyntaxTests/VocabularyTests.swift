import Testing
import VekhaText

@testable import VekhaSyntax

/// The tables of words: no hole, no word with two roles in one place, no letters of two alphabets in a word.
@Suite struct VocabularyTests {
  static let phrasings = Vocabulary.standard.phrasings
  /// Terminals that a language has no word for: written «—» in its table.
  static let absent: [Language: Set<Terminal>] = [
    .russian: [.of, .article, .isDone, .long], .english: [.owner, .through, .ahead, .doneOf, .dayNumber, .yearsPlural],
  ]

  @Test(arguments: Language.allCases)
  func noHole(language: Language) {
    let known = Set(Self.phrasings.filter { $0.language == language }.map(\.terminal))
    for terminal in Terminal.allCases where Self.absent[language]?.contains(terminal) != true {
      #expect(known.contains(terminal), "\(terminal) has no phrasing in \(language)")
    }
  }

  /// Whether two conditions on the next word can hold together.
  static func overlap(_ left: Vocabulary.Condition?, _ right: Vocabulary.Condition?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    if left.next == right.next { return left.isNegated == right.isNegated }
    // A number is no period, and neither opens a bracket.
    return left.isNegated || right.isNegated
  }

  @Test(arguments: [Vocabulary.Section.statements, .properties, .expressions, .periods, .numbers, .values, .marks])
  func noPhraseHasTwoRoles(section: Vocabulary.Section) {
    let own = Self.phrasings.filter { $0.section == section }
    for (index, first) in own.enumerated() {
      for second in own[(index + 1)...] where first.words == second.words && first.terminal != second.terminal {
        #expect(
          !Self.overlap(first.condition, second.condition),
          "«\(first.words.joined(separator: " "))» is \(first.terminal) and \(second.terminal)")
      }
    }
  }

  @Test func noWordMixesAlphabets() {
    for phrasing in Self.phrasings {
      for word in phrasing.words {
        #expect(!Letters.isMixed(word), "\(word)")
        let script = Letters.script(of: word)
        #expect(script == nil || script == (phrasing.language == .russian ? .cyrillic : .latin), "\(word)")
      }
    }
  }

  @Test func noPhrasingTwice() {
    var seen: Set<String> = []
    for phrasing in Self.phrasings {
      let key = "\(phrasing.section) \(phrasing.terminal) \(phrasing.language) \(phrasing.words.joined(separator: " "))"
      #expect(seen.insert(key).inserted, "\(key)")
    }
  }

  @Test func everyPhrasingIsFound() {
    // Each phrasing, read back as the words of a line, is matched as its own terminal.
    for phrasing in Self.phrasings where phrasing.section == .statements || phrasing.section == .marks {
      let source = SourceText(name: "t", text: phrasing.words.joined(separator: " "))
      var lexer = Lexer(source, vocabulary: .standard)
      lexer.run()
      let line = lexer.tokens.indices.filter { !lexer.tokens[$0].isTrivia && lexer.tokens[$0].kind != .end }
      let matcher = Matcher(tokens: lexer.tokens, source: source, vocabulary: .standard)
      let match = matcher.match(section: phrasing.section, line, 0)
      #expect(match?.terminal == phrasing.terminal, "\(phrasing.words)")
      #expect(match?.end == line.count)
    }
  }

  @Test func canBeTypedInTheRussianLayout() {
    let missing = Set("#$&|<>[]{}'`~@^")
    for phrasing in Self.phrasings {
      #expect(!phrasing.words.contains { $0.contains { missing.contains($0) } }, "\(phrasing.words)")
    }
  }
}
