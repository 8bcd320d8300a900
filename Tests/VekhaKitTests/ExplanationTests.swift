import Foundation
import Testing
import VekhaCalendar
import VekhaEngine
import VekhaKit
import VekhaText

/// An explanation is the evaluator over one record with a recorder on: it never disagrees with the answer for all.
@Suite struct ExplanationTests {
  /// One a test: an engine keeps what it has computed and belongs to one thread.
  let project: Project = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Project(opening: root.appendingPathComponent("examples/tyukhtet-2024-2025/plan.plan").path)
  }()

  static func keys(_ subjects: [SubjectAnswer]) -> Set<String> { Set(subjects.compactMap(\.key)) }

  @Test(arguments: ["2024-10-31", "2024-11-15", "2025-06-15"], ["м", "п"])
  func agreesWithTheAnswerForAll(day: String, prefix: String) throws {
    let engine = try #require(project.engine)
    let today = try #require(CivilDay(iso: day))
    let answer = engine.answer(file: "plan.plan", asOf: today)
    var compared = 0
    for number in stride(from: 1, through: 90, by: 4) {
      let digits = String(number)
      let key = prefix + String(repeating: "0", count: 3 - digits.count) + digits
      guard case .record(let record, let reasons) = engine.why(key, asOf: today) else { continue }
      #expect(record.key == key)
      for reason in reasons where !reason.isActivity {
        let rule = try #require(answer.rules.first { $0.line == reason.line })
        let isFound = Self.keys(rule.found.listed).contains(key)
        let isUnknown = Self.keys(rule.unknown.listed).contains(key)
        let verdict = isUnknown ? "cannot_tell" : isFound ? (rule.isPending ? "pending" : "found") : "not_found"
        let told = reason.verdict == .notExamined ? "not_found" : reason.verdict.rawValue
        #expect(told == verdict || rule.isPending && told == "cannot_tell", "\(day) \(key) \(rule.name)")
        // The recorded condition of a flag without exceptions came out as the bulk run did.
        if rule.kind == .flag, let tree = reason.reason, tree.wording != rule.heading {
          let outcome: Reason.Outcome = isUnknown || told == "cannot_tell" ? .unknown : isFound ? .holds : .fails
          #expect(tree.outcome == outcome, "\(day) \(key) \(rule.name)")
        }
        compared += 1
      }
    }
    #expect(compared > 50)
  }

  /// What cannot be told names at least one cell that blocks it.
  @Test(arguments: ["2024-10-31", "2024-11-15", "2025-06-15"])
  func everyUnknownNamesACell(day: String) throws {
    let engine = try #require(project.engine)
    let answer = engine.answer(file: "plan.plan", asOf: try #require(CivilDay(iso: day)))
    let unknown =
      answer.rules.flatMap(\.unknown.listed)
      + answer.stages.flatMap(\.activities).flatMap { [$0] + $0.parts }.flatMap(\.unknown.listed)
    #expect(!unknown.isEmpty)
    for subject in unknown { #expect(!subject.blockers.isEmpty, "\(subject.label)") }
  }
}
