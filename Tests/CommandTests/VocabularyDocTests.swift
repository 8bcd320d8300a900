import Foundation
import Testing

/// The tables of words in the reference are the vocabularies of the program.
@Suite struct VocabularyDocTests {
  private static let page =
    (try? String(contentsOf: Shell.root.appendingPathComponent("docs/language.md"), encoding: .utf8)) ?? ""

  /// The lines of a vocabulary: section, word, phrasings.
  private static func lines(_ language: String) throws -> [(section: String, word: String, phrasings: String)] {
    let file = Shell.root.appendingPathComponent("Sources/VekhaSyntax/Vocabulary/\(language).words")
    var section = ""
    var result: [(String, String, String)] = []
    for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    where !line.isEmpty && !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
        continue
      }
      // What is said otherwise is no word of the language.
      guard section != "otherwise", let colon = line.firstIndex(of: ":") else { continue }
      let word = String(line[..<colon].split(separator: " ")[0])
      result.append((section, word, line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)))
    }
    return result
  }

  /// Each row of the tables of words, under the heading of its section.
  private static let rows: [String: [String]] = {
    let headings = [
      "## Words of statements and properties": "statements properties", "## Reserved words": "expressions",
      "## Words of one place": "contextual values marks periods numbers",
    ]
    var result: [String: [String]] = [:]
    var sections: [String] = []
    for line in page.components(separatedBy: "\n") {
      if line.hasPrefix("## ") { sections = headings[line]?.components(separatedBy: " ") ?? [] }
      if line.hasPrefix("| `") { for section in sections { result[section, default: []].append(line) } }
    }
    return result
  }()

  @Test(arguments: ["ru", "en"])
  func everyWordIsListed(language: String) throws {
    var count = 0
    for line in try Self.lines(language) where line.phrasings != "—" && line.section != "articles" {
      count += 1
      let row = Self.rows[line.section]?.first { row in
        let cells = row.components(separatedBy: " | ")
        let cell = cells.count == 3 ? cells[language == "ru" ? 1 : 2] : ""
        return row.hasPrefix("| `\(line.word)` ") && cell.contains(line.phrasings)
      }
      #expect(row != nil, "\(line.section) \(line.word): \(line.phrasings)")
    }
    #expect(count > 250)
  }

  /// The grammar at the end of the reference names every word of the language, and no word that is not there.
  @Test func theGrammarNamesEveryWord() throws {
    let grammar = try #require(ReadmeTests.blocks(Self.page).first { $0.head == "ebnf" }).lines.joined(separator: "\n")
    let words = Set(try Self.lines("ru").map(\.word))
    let isCapital = { (character: Character) in
      ("A"..."Z").contains(character) || ("0"..."9").contains(character) || character == "_"
    }
    let named = Set(
      grammar.split { !isCapital($0) }.map { $0.lowercased() }.filter { $0.contains { $0.isLetter } })
    let classes: Set<String> = ["newline", "indent"]
    #expect(named.subtracting(words).subtracting(classes).sorted() == [])
    // Months, days of the week and numerals are named by their first and last.
    let ranges = words.filter { word in ["month", "weekday", "number", "ordinal"].contains { isRanged(word, $0) } }
    let unnamed = words.subtracting(named).subtracting(ranges).subtracting(["article"])
    #expect(unnamed.sorted() == [])
  }

  /// `month7` of `month`.
  private func isRanged(_ word: String, _ kind: String) -> Bool {
    word.hasPrefix(kind) && Int(word.dropFirst(kind.count)) != nil
  }

  /// Every title under which a module finds a column is in the page on the standard library.
  @Test func titlesOfModulesAreListed() throws {
    let page = try String(
      contentsOf: Shell.root.appendingPathComponent("docs/standard-library.md"), encoding: .utf8)
    let module = try String(contentsOf: Shell.root.appendingPathComponent("stdlib/mentoring.plan"), encoding: .utf8)
    let fields = module.components(separatedBy: "определить")[0]
    let titles = fields.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    #expect(titles.count > 80)
    for title in titles { #expect(page.contains("«\(title)»"), "\(title)") }
  }
}
