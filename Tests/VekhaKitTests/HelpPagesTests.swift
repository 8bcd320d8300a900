import Foundation
import Testing
import VekhaKit
import VekhaReport
import VekhaSyntax
import VekhaText

/// `vekha help WORD`: every word of the language has a page in both languages, and what the pages show is so.
@Suite struct HelpPagesTests {
  @Test(arguments: Language.allCases)
  func everyStatementAndPropertyHasAnEntry(language: Language) {
    let entries = HelpPages(language).entries
    let told = entries.flatMap(\.terminals)
    #expect(Set(told).count == told.count, "a word has two entries")
    for phrasing in Vocabulary.standard.phrasings where [.statements, .properties].contains(phrasing.section) {
      #expect(told.contains(phrasing.terminal), "\(phrasing.terminal.rawValue)")
    }
    for phrasing in Vocabulary.standard.phrasings where phrasing.section == .expressions {
      #expect(told.contains(phrasing.terminal) || [.inclusive, .when, .of, .those, .asOf].contains(phrasing.terminal))
    }
    for entry in entries { #expect(!entry.terminals.isEmpty && !entry.meaning.isEmpty && !entry.heading.isEmpty) }
  }

  @Test func bothLanguagesSayTheSame() {
    let russian = HelpPages(.russian).entries
    let english = HelpPages(.english).entries
    #expect(russian.map(\.terminals) == english.map(\.terminals))
    #expect(russian.map(\.heading) == english.map(\.heading))
    #expect(russian.map(\.example.isEmpty) == english.map(\.example.isEmpty))
  }

  @Test func headingsAreThoseOfTheReference() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("docs/language.md"), encoding: .utf8)
    let headings = Set(
      page.components(separatedBy: "\n").filter { $0.hasPrefix("#") }.map { $0.drop { $0 == "#" || $0 == " " } })
    for heading in HelpPages(.english).entries.map(\.heading) + ["Words of one place"] {
      #expect(headings.contains(heading[...]), "\(heading)")
    }
  }

  @Test(arguments: Language.allCases)
  func examplesCheckWithoutErrors(language: Language) throws {
    let pages = HelpPages(language)
    var tried = 0
    for entry in pages.entries where !entry.example.isEmpty {
      tried += 1
      let first = entry.example.prefix { $0 != " " && $0 != "\n" }
      var plan = pages.preamble + entry.example
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: folder) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for file in pages.files {
        try Data(file.text.utf8).write(to: folder.appendingPathComponent(file.name))
      }
      if first == Vocabulary.standard.phrase(.plan, language) { plan = entry.example }
      if first == Vocabulary.standard.phrase(.module, language) {
        try Data(entry.example.utf8).write(to: folder.appendingPathComponent("module.plan"))
        plan = pages.preamble + Vocabulary.standard.phrase(.use, language) + " \"module.plan\"\n"
      }
      let path = folder.appendingPathComponent("plan.plan")
      try Data(plan.utf8).write(to: path)
      var options = Project.Options()
      options.checksTests = true
      let errors = Project(opening: path.path, options: options).diagnostics.filter { $0.severity == .error }
      #expect(errors.isEmpty, "\(entry.terminals[0].rawValue): \(errors.map { ($0.code.rawValue, $0.arguments) })")
    }
    #expect(tried > 60)
  }

  @Test(arguments: Language.allCases)
  func everyPhrasingHasAPage(language: Language) throws {
    let pages = HelpPages(language)
    let say = Wording(language)
    for phrasing in Vocabulary.standard.phrasings where phrasing.section != .articles && phrasing.words != ["—"] {
      let page = pages.text(phrasing.words.joined(separator: " "), say)
      #expect(page?.isEmpty == false, "\(phrasing.words)")
    }
    #expect(pages.text("выполнено, когда", say) != nil)
    #expect(pages.text("небывальщина", say) == nil)
    #expect(HelpPages.proposals(for: "отсрачка", and: []).first == "отсрочка")
  }
}
