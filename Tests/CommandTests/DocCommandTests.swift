import Foundation
import Testing

/// `vekha doc`: what a plan names, with the lines that speak of it.
@Suite struct DocCommandTests {
  static func names() throws -> [String: Any] {
    let result = try Shell.run(["doc", "plan.plan", "--json"], in: ExampleTests.district)
    #expect(result.status == 0)
    return try Shell.json(result.out)
  }

  static func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  @Test func fieldsKnowTheLinesThatSpeakOfThem() throws {
    let names = try Self.names()
    #expect(names["schema"] as? String == "vekha.names")
    #expect(names["modules"] as? [String] == ["наставничество", "россия"])
    let participants = try #require(Self.list(names["tables"]).first { $0["name"] as? String == "участники" })
    #expect(participants["in_force_from"] as? String == "дата_внесения")
    #expect(participants["rows"] as? Int == 141)
    let fields = Self.list(participants["fields"])
    let experience = try #require(fields.first { $0["name"] as? String == "стаж" })
    #expect(experience["type"] as? String == "years")
    #expect(experience["column"] as? String == "Стаж, лет")
    #expect(experience["aliases"] as? [String] == ["experience"])
    let plan = try String(contentsOf: ExampleTests.district.appendingPathComponent("plan.plan"), encoding: .utf8)
      .components(separatedBy: "\n")
    let spoken = plan.indices.filter { plan[$0].contains("стаж") && !plan[$0].contains("имя:") }.map { $0 + 1 }
      .filter { !plan[$0 - 1].hasPrefix("//") }
    #expect((experience["lines"] as? [Int])?.isEmpty == false)
    for line in experience["lines"] as? [Int] ?? [] { #expect(spoken.contains(line), "\(line)") }
    let school = try #require(fields.first { $0["name"] as? String == "школа" })
    #expect(school["target"] as? String == "школы")
  }

  @Test func definitionsItemsAndWays() throws {
    let names = try Self.names()
    let definitions = Self.list(names["definitions"])
    let kinds = Dictionary(grouping: definitions) { $0["kind"] as? String ?? "" }.mapValues {
      Set($0.compactMap { $0["name"] as? String })
    }
    #expect(kinds["set"]?.contains("молодые_специалисты") == true)
    #expect(kinds["adjective"]?.contains("наставляемый обеспечен") == true)
    #expect(kinds["field"]?.contains("нагрузка наставника") == true)
    #expect(Self.list(names["items"]).first { $0["number"] as? String == "5.1" }?["name"] as? String == "формирование")
    #expect(Self.list(names["rules"]).count == 18)
    let ways = { (from: String, to: String) -> [[String]]? in
      Self.list(names["relations"]).first { $0["from"] as? String == from && $0["to"] as? String == to }?["ways"]
        as? [[String]]
    }
    #expect(ways("наставники", "наставляемые") == [["пары", "наставник", "наставляемый"]])
    #expect(ways("участники", "пары")?.count == 2)
  }

  @Test func textInBothLanguages() throws {
    let russian = try Shell.run(["doc", "plan.plan", "--language", "ru"], in: ExampleTests.district)
    #expect(russian.out.contains("\nНаборы\n") && russian.out.contains("путей несколько, выбирает «как …»"))
    let english = try Shell.run(["doc", "induction.plan", "--language", "en"], in: ExampleTests.induction)
    #expect(english.status == 0)
    #expect(english.out.contains("\nSets\n  novices = teachers where "))
  }
}
