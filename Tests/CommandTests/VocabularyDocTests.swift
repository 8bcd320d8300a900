import Foundation
import Testing

/// The tables of words in the reference are the vocabularies of the program.
@Suite struct VocabularyDocTests {
  @Test(arguments: ["ru", "en"])
  func everyTerminalOfExpressionsIsListed(language: String) throws {
    let page = try String(contentsOf: Shell.root.appendingPathComponent("docs/language.md"), encoding: .utf8)
    let table = try String(
      contentsOf: Shell.root.appendingPathComponent("Sources/VekhaSyntax/Vocabulary/\(language).words"), encoding: .utf8
    )
    var section = ""
    var count = 0
    for line in table.components(separatedBy: "\n") where !line.isEmpty && !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = line
        continue
      }
      guard section == "[expressions]", let colon = line.firstIndex(of: ":") else { continue }
      let head = line[..<colon].split(separator: " ")[0]
      let words = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      if words == "—" { continue }
      count += 1
      let row = page.components(separatedBy: "\n").first { $0.hasPrefix("| `\(head)`") && $0.contains(words) }
      #expect(row != nil, "\(head): \(words)")
    }
    #expect(count > 50)
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
