import Foundation
import Testing
import VekhaText

@testable import VekhaEngine
@testable import VekhaReport

@Suite struct CatalogueTests {
  let russian = Catalogue.of(.russian)
  let english = Catalogue.of(.english)

  @Test func bothLanguagesHaveTheSameWordsWithTheSameHoles() {
    #expect(russian.keys == english.keys)
    #expect(russian.keys.count > 150)
    for key in russian.keys {
      #expect(
        Template.holes(of: russian.template(key) ?? "") == Template.holes(of: english.template(key) ?? ""), "\(key)")
    }
  }

  @Test(arguments: DiagnosticCode.allCases) func everyCodeHasItsEntryInBothLanguages(code: DiagnosticCode) throws {
    let entries = try [russian, english].map { try #require($0.entry(for: code)) }
    #expect(entries[0].texts.keys.sorted() == entries[1].texts.keys.sorted())
    for (key, text) in entries[0].texts {
      #expect(Template.holes(of: text) == Template.holes(of: entries[1].texts[key] ?? ""), "\(key)")
      #expect(["title", "title.empty", "about", "explain"].contains(key) || key.hasPrefix("note."), "\(key)")
    }
    for entry in entries {
      #expect(entry.texts["title"]?.isEmpty == false)
      #expect(entry.texts["explain"]?.isEmpty == false)
      #expect(Template.holes(of: entry.texts["explain"] ?? "").isEmpty)
      #expect(!entry.right.plan.isEmpty)
      #expect(
        entry.wrong.plan != entry.right.plan
          || entry.wrong.files.map { $0.name + $0.shown } != entry.right.files.map { $0.name + $0.shown })
      #expect(Set(entry.right.files.map(\.name)).count == entry.right.files.count)
    }
    #expect(entries[0].wrong.isCommand == entries[1].wrong.isCommand)
  }

  /// Two keys with one hash would hide one of them, so would a key that stands twice.
  @Test func everyLineOfTheCatalogueIsFound() {
    for language in Language.allCases {
      let lines = Catalogue.file(of: language).description.split(separator: "\n").prefix { !$0.hasPrefix("[") }
      let written = lines.filter { !$0.hasPrefix("//") }
      #expect(Catalogue.of(language).keys.count == written.count)
      for line in written {
        let parts = line.split(separator: " = ", maxSplits: 1).map(String.init)
        #expect(parts.count == 2 && Catalogue.of(language).template(parts[0]) == parts[1], "\(line)")
      }
    }
  }

  @Test func noBlockIsWithoutACode() {
    for language in Language.allCases {
      let text = Catalogue.file(of: language).description
      let blocks = text.split(separator: "\n").filter { $0.hasPrefix("[") }.map { String($0.dropFirst().dropLast()) }
      #expect(blocks == DiagnosticCode.allCases.map(\.rawValue))
    }
  }

  @Test func everyClosedListHasItsWords() {
    var keys = ActivityState.allCases.map { "state.\($0.rawValue)" }
    keys += SubjectState.allCases.map { "subject.\($0.rawValue)" }
    keys += Gravity.allCases.map { "gravity.\($0.rawValue)" }
    keys += Diagnostic.Severity.allCases.map { "severity.\($0)" }
    keys += ["found", "pending", "not_found", "cannot_tell", "not_examined", "met", "met_late", "broken"].map {
      "verdict.\($0)"
    }
    keys += ["met", "missed", "cannot_tell", "ahead"].map { "target.\($0)" }
    keys += (1...12).map { "month.\($0)" }
    for key in keys { #expect(russian.has(key), "\(key)") }
  }

  /// Every key that stands in the sources is in the catalogue.
  @Test func everyKeyThatIsSaidIsThere() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/VekhaReport")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var found = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /(?:say|self|phrase|verdict)\("([a-zA-Z]+\.[a-zA-Z.]+)"/) {
        found += 1
        #expect(russian.has(String(match.1)), "\(match.1)")
      }
    }
    #expect(found > 50)
  }

  @Test func russianSentencesAreRussianAndEnglishOnesEnglish() throws {
    for code in DiagnosticCode.allCases {
      for (key, text) in try #require(russian.entry(for: code)).texts {
        let mixed = text.split(separator: " ").filter { Letters.isMixed(String($0)) }
        #expect(mixed.isEmpty, "\(code.rawValue) \(key)")
        #expect(text.unicodeScalars.contains { Letters.script($0) == .cyrillic }, "\(code.rawValue) \(key)")
      }
      for (key, text) in try #require(english.entry(for: code)).texts {
        #expect(!text.unicodeScalars.contains { Letters.script($0) == .cyrillic }, "\(code.rawValue) \(key)")
      }
    }
  }

  @Test func examplesMayHoldBytesAndRepetitions() throws {
    #expect(CodeEntry.Example.bytes(of: "a\\xCF\\*3(б)") == [0x61, 0xCF] + Array("ббб".utf8))
    #expect(CodeEntry.Example.bytes(of: "\\*2(\\x28)") == Array("((".utf8))
    #expect(CodeEntry.Example.bytes(of: "a\\-\n") == Array("a".utf8))
    #expect(CodeEntry.Example.bytes(of: "a\\b") == Array("a\\b".utf8))
    let entry = try #require(english.entry(for: .dataNotUTF8))
    #expect(entry.wrong.files[0].name == "courses.csv")
    #expect(entry.wrong.files[0].bytes.contains(0xFF))
    #expect(try #require(russian.entry(for: .sourceEmpty)).wrong.planBytes.isEmpty)
  }

  @Test func templatesFillTheirHoles() {
    #expect(
      Template.fill("{0} {0|пара|пары|пар} из {1q}", with: [2, .init("б", quoted: "«б»")], in: .russian)
        == "2 пары из «б»")
    #expect(Template.fill("{{фио}} {3}", with: [], in: .russian) == "{фио} …")
    #expect(Template.holes(of: "{0} a {12q} {3|x|y}") == [0, 12, 3])
  }

  @Test func pageOfACodeShowsBothExamples() {
    let page = CodePage.text(.dataFileMissing, Wording(.english))
    #expect(
      page == """
        VK0701 (error)
        There is no data file “…”.
        The file is looked for in the folder of the plan. Check its name and put it beside the plan.

        Wrong:
            plan "Mentor school" for school year 2024/2025
            data courses from "courses.csv"

        Right:
            plan "Mentor school" for school year 2024/2025
            data courses from "courses.csv"
          File courses.csv:
            id,title
            c1,First

        """)
  }
}
