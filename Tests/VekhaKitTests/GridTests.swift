import Foundation
import Testing
import VekhaCalendar
import VekhaCheck
import VekhaEngine
import VekhaKit

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
