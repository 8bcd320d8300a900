// VekhaSyntax owns the vocabularies, the lexer, the lossless tree and the parser that never fails. It knows the shape
// of a plan and nothing of its meaning.

import VekhaText

/// What may follow a word for it to have one role rather than another.
package enum NextClass: String, Sendable {
  case period, number, bracket
}

/// All words of the language, of every vocabulary at once: a trie of phrases over folded words.
///
/// The tables are data (`Vocabulary/*.words`), embedded at build time.
package final class Vocabulary: Sendable {
  package enum Section: String, CaseIterable, Sendable {
    /// Words that open a line.
    case statements
    /// Words that open a deeper line and stand before a colon.
    case properties
    /// Words of expressions: a closed list that no name may be.
    case expressions
    /// Words that have their role only where the grammar expects them.
    case contextual
    case periods, numbers, values, marks, articles
    /// What is said and is no word of the language: `said = what to write`.
    case otherwise
  }

  package struct Condition: Sendable, Hashable {
    package let next: NextClass
    package let isNegated: Bool
  }

  struct Entry: Sendable {
    let terminal: Terminal
    let section: Section
    let language: Language
    let condition: Condition?
  }

  package struct Phrasing: Sendable {
    package let terminal: Terminal
    package let section: Section
    package let language: Language
    package let condition: Condition?
    package let words: [String]
  }

  /// Every phrasing of every terminal, for tests, help and proposals.
  package let phrasings: [Phrasing]
  private let otherwise: [(words: [String], proposals: [String])]
  private let symbols: [String: Int32]
  private let edges: [UInt64: Int32]
  private let entries: [[Entry]]
  private let canonical: [Terminal: [Language: String]]

  /// The vocabularies of this build.
  package static let standard = Vocabulary(
    tables: EmbeddedTexts.files.compactMap { file in
      guard let name = file.path.split(separator: "/").last, name.hasSuffix(".words"),
        let language = Language(rawValue: String(name.dropLast(6)))
      else { return nil }
      return (language, file.text.description)
    })

  package init(tables: [(Language, String)]) {
    var symbols: [String: Int32] = [:]
    var edges: [UInt64: Int32] = [:]
    var entries: [[Entry]] = [[]]
    var canonical: [Terminal: [Language: String]] = [:]
    var phrasings: [Phrasing] = []
    var otherwise: [(words: [String], proposals: [String])] = []
    // It is read at every start: nothing is to grow.
    symbols.reserveCapacity(4096)
    edges.reserveCapacity(8192)
    entries.reserveCapacity(8192)
    phrasings.reserveCapacity(8192)
    let terminals = Dictionary(Terminal.allCases.map { ($0.rawValue, $0) }) { first, _ in first }
    for (language, text) in tables {
      let table = WordTable(text, terminals)
      for entry in table.otherwise {
        otherwise += entry.phrases.map { ($0.map { Letters.fold($0) }, entry.proposals) }
      }
      for line in table.lines {
        for (index, words) in line.phrases.enumerated() {
          if index == 0, canonical[line.terminal]?[language] == nil {
            canonical[line.terminal, default: [:]][language] = words.joined(separator: " ")
          }
          let folded = words.map { Letters.fold($0) }
          phrasings.append(
            Phrasing(
              terminal: line.terminal, section: line.section, language: language, condition: line.condition,
              words: folded))
          var node: Int32 = 0
          for word in folded {
            let next = Int32(symbols.count)
            let symbol = symbols[word] ?? next
            if symbol == next { symbols[word] = symbol }
            let edge = UInt64(UInt32(node)) << 32 | UInt64(UInt32(symbol))
            if let target = edges[edge] {
              node = target
            } else {
              entries.append([])
              node = Int32(entries.count - 1)
              edges[edge] = node
            }
          }
          entries[Int(node)].append(
            Entry(
              terminal: line.terminal, section: line.section, language: language, condition: line.condition))
        }
      }
    }
    self.symbols = symbols
    self.edges = edges
    self.entries = entries
    self.canonical = canonical
    self.phrasings = phrasings
    // The longest phrase says most.
    self.otherwise = otherwise.sorted { $0.words.count > $1.words.count }
  }

  /// What to write instead of a phrase that stands in some words and is none of the language.
  package func proposals(insteadOf words: [String]) -> [String] {
    let folded = words.map { Letters.fold($0) }
    return otherwise.first { folded.contains($0.words) }?.proposals ?? []
  }

  /// The number of a folded word, or -1 for a word of no vocabulary.
  package func symbol(of foldedWord: String) -> Int32 { symbols[foldedWord] ?? -1 }

  func next(_ node: Int32, _ symbol: Int32) -> Int32? {
    edges[UInt64(UInt32(node)) << 32 | UInt64(UInt32(symbol))]
  }

  func entries(at node: Int32) -> [Entry] { entries[Int(node)] }

  /// Whether a word is «действующий» in any form: the adjective that says aloud what a noun of states means anyway.
  package func isInForce(_ word: String) -> Bool { isWord(word, .inForce) }

  /// Whether a word is «другой» in any form: of the same kind as a record in scope, without that record.
  package func isAnother(_ word: String) -> Bool { isWord(word, .another) }

  private func isWord(_ word: String, _ terminal: Terminal) -> Bool {
    let symbol = symbol(of: Letters.fold(word))
    guard symbol >= 0, let node = next(0, symbol) else { return false }
    return entries(at: node).contains { $0.terminal == terminal }
  }

  /// Whether a word opens the line of a stage or an activity.
  package func opensItem(_ word: String) -> Bool {
    let symbol = symbol(of: Letters.fold(word))
    guard symbol >= 0, let node = next(0, symbol) else { return false }
    return entries(at: node).contains { $0.terminal == .stage || $0.terminal == .activity }
  }

  /// The number of a numeral: «двух» is 2.
  package func numeral(_ word: String) -> Int? {
    let symbol = symbol(of: Letters.fold(word))
    guard symbol >= 0, let node = next(0, symbol) else { return nil }
    return entries(at: node).first { $0.section == .numbers }?.terminal.numeral
  }

  /// The first phrasing of a terminal, as it is printed.
  package func phrase(_ terminal: Terminal, _ language: Language) -> String {
    canonical[terminal]?[language] ?? canonical[terminal]?[.english] ?? terminal.rawValue
  }

  /// All phrasings of some terminals: what a person may have meant.
  package func words(of terminals: [Terminal]) -> [String] {
    phrasings.filter { terminals.contains($0.terminal) }.map { $0.words.joined(separator: " ") }
  }

  /// All first phrasings of a section in both languages: what a person may have meant.
  package func candidates(in sections: Set<Section>) -> [String] {
    var seen: Set<String> = []
    return phrasings.compactMap { phrasing in
      guard sections.contains(phrasing.section) else { return nil }
      let text = phrasing.words.joined(separator: " ")
      return seen.insert(text).inserted ? text : nil
    }
  }
}
