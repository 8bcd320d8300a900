import Foundation
import Testing
import VekhaCalendar
import VekhaCheck
import VekhaEngine
import VekhaKit
import VekhaReport

/// Rules that ask about the plan's own items are explained by what they were judged on.
@Suite struct GridTests {
  private func project(_ files: [String: String]) throws -> (Project, URL) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    return (Project(opening: folder.appendingPathComponent("p.plan").path), folder)
  }

  @Test func whyOfARuleAboutFindings() throws {
    let (project, folder) = try project([
      "p.plan": """
      plan "Trial" for school year 2024/2025
      data clubs from "clubs.csv"
        forms: club
        key: id
        label: name
        id: text
        name: text
      data members from "members.csv"
        forms: member
        key: id
        label: called
        id: text
        called: text
        club: clubs by club
        paid: fact date
      flag members without paid
      flag clubs with a finding

      """,
      "clubs.csv": "id,name\nc1,Chess\nc2,Choir\n",
      "members.csv": "id,called,club,paid\n1,Bob,c1,\n2,Cyd,c2,2024-09-05\n",
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    let engine = try #require(project.engine)
    let day = try #require(CivilDay(iso: "2024-10-01"))
    for (name, verdict) in [("Chess", RuleReason.Verdict.found), ("Choir", .notFound)] {
      guard case .record(_, let reasons) = engine.why(name, asOf: day) else {
        Issue.record("\(name) is no record")
        continue
      }
      #expect(reasons.map(\.verdict) == [verdict], "\(name)")
    }
  }

  /// A group of nobody, one that cannot be told and one that leaves members out are three different things to read.
  @Test func aggregatesByGroupsInBothReports() throws {
    let (project, folder) = try project([
      "p.plan": """
      plan "Trial" for school year 2024/2025
      data clubs from "clubs.csv"
        key: name
        label: name
        name: text
      data lessons (lesson) from "lessons.csv" dated held
        forms: lessons, lesson
        club: clubs by club
        held: date
        minutes: minutes
      indicator "Typical" = median over lessons: minutes
        by: club
      show median over lessons: minutes by club

      """,
      "clubs.csv": "name\nChess\nChoir\nDance\nDrama\n",
      "lessons.csv": """
      club,held,minutes
      Chess,2024-09-02,30
      Chess,2024-09-09,45
      Choir,2024-09-03,60
      Choir,2024-09-10,
      Drama,2024-09-04,

      """,
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    let day = try #require(CivilDay(iso: "2024-10-01"))
    let answer = try #require(project.engine).answer(file: "p.plan", asOf: day)

    let text = AnswerText(Wording(.english), width: 100).render(answer).split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    let groups = [
      "Chess 37.5", "Choir 60 (not known and left out: 1)", "Dance no records", "Drama cannot tell",
    ]
    for line in groups { #expect(text.filter { $0 == line }.count == 2, "\(line)") }
    #expect(text.contains("Typical: 45 (not known and left out: 2)"))
    #expect(text.contains("Total 45 (not known and left out: 2)"))

    let json = try #require(
      JSONSerialization.jsonObject(with: Data(JSONText.text(answer).utf8)) as? [String: Any])
    func kinds(_ values: [Any?]) -> [String] {
      values.map { value in
        guard let value = value as? [String: Any], let kind = value["kind"] as? String else { return "?" }
        let parts = [value["number"] as? Double, value["left_out"] as? Double].compactMap { $0.map { " \($0)" } }
        return kind + parts.joined()
      }
    }
    let expected = ["number 37.5", "partial 60.0 1.0", "empty", "unknown"]
    let indicator = try #require((json["indicators"] as? [[String: Any]])?.first)
    #expect(kinds((indicator["groups"] as? [[String: Any]] ?? []).map { $0["value"] }) == expected)
    let grid = try #require((json["grids"] as? [[String: Any]])?.first)
    #expect(kinds((grid["rows"] as? [[[String: Any]]] ?? []).map { $0.last?["value"] }) == expected)
    #expect(kinds([(grid["total"] as? [[String: Any]])?.last?["value"]]) == ["partial 45.0 2.0"])
  }

  /// The codes that conditions about items may name are those that the engine gives.
  @Test func codesAreThoseOfTheEngine() {
    #expect(ItemTable.activities.codes(.state) == ActivityState.allCases.map(\.rawValue))
    #expect(ItemTable.stages.codes(.state) == ItemTable.activities.codes(.state))
    #expect(ItemTable.findings.codes(.severity) == Gravity.allCases.map(\.rawValue))
    for code in ItemTable.indicators.codes(.state) { #expect(IndicatorAnswer.Verdict(rawValue: code) != nil) }
  }

  /// An answer about items does not depend on what was asked before it.
  @Test func answersAboutItemsOfSeveralDays() throws {
    let (project, folder) = try project([
      "p.plan": """
      plan "Trial" for school year 2024/2025
      journal "j.journal"
      activity 1 "Order"
        due: September
        responsible: "Ann"
      indicator "Late" = count of overdue activities
        target: at most 0 by 1 October
      show count of overdue activities

      """,
      "j.journal": "15.11.2024 done: 1\n",
    ])
    defer { try? FileManager.default.removeItem(at: folder) }
    let engine = try #require(project.engine)
    func late(_ iso: String) throws -> (IndicatorAnswer, GridCell) {
      let answer = engine.answer(file: "p.plan", asOf: try #require(CivilDay(iso: iso)))
      return (answer.indicators[0], answer.grids[0].rows[0][0])
    }
    for _ in 0..<2 {
      let november = try late("2024-11-01")
      #expect(november.0.value == .count(least: 1, most: 1))
      #expect(november.1 == .value(.count(least: 1, most: 1)))
      let december = try late("2024-12-01")
      #expect(december.0.value == .count(least: 0, most: 0))
      #expect(december.0.target?.judged == .count(least: 1, most: 1))
      #expect(december.0.target?.verdict == .missed)
      #expect(try late("2024-09-15").1 == .value(.count(least: 0, most: 0)))
    }
  }
}
