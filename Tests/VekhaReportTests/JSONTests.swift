import Foundation
import Testing

@testable import VekhaEngine
@testable import VekhaReport

@Suite struct JSONTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Every key of a tree with the path of objects to it; elements of arrays count together.
  private func keys(_ value: Any, _ path: String = "") -> Set<String> {
    if let object = value as? [String: Any] {
      return object.reduce(into: []) { $0.formUnion(keys($1.value, path + "." + $1.key).union([path + "." + $1.key])) }
    }
    if let array = value as? [Any] { return array.reduce(into: []) { $0.formUnion(keys($1, path)) } }
    return []
  }

  @Test func statusHasExactlyTheseKeys() throws {
    let answer = try object(JSONText.text(Sample.answer))
    #expect(answer["schema"] as? String == "vekha.status")
    #expect(answer["version"] as? Int == 1)
    #expect(answer["as_of"] as? String == "2024-11-15")
    #expect(
      Set(answer.keys) == [
        "schema", "version", "as_of", "plan", "tables", "stages", "rules", "indicators", "grids", "contradictions",
      ])
    let item = [
      "number", "is_number_written", "title", "due_wording", "due", "state", "done_on", "progress", "progress.met",
      "progress.total", "progress.unknown", "responsible", "responsible.role", "responsible.person", "helpers", "line",
    ]
    let stage = Set(item + ["activities"]).subtracting([
      "done_on", "progress", "progress.met", "progress.total", "progress.unknown",
    ])
    let stages = try #require(answer["stages"] as? [[String: Any]])
    #expect(Set(stages.flatMap(\.keys)) == stage.filter { !$0.contains(".") })
    let activities = keys(stages.map { $0["activities"] as Any })
    #expect(Set(item.map { "." + $0 }).isSubset(of: activities))
    for key in [
      "documents", "mark", "mark.reason", "mark.place", "relapse", "relapse.since", "open", "unknown", "parts",
      "unmet_needs",
    ] { #expect(activities.contains("." + key), "\(key)") }
    let rules = keys(answer["rules"] as Any)
    for key in [
      "kind", "name", "heading", "severity", "line", "from", "is_pending", "because", "responsible", "found",
      "unknown", "examined", "found.label", "found.key", "found.context", "found.place", "found.place.file",
      "found.place.line", "found.state", "found.blockers", "found.message", "found.responsible", "found.since",
      "unknown.blockers.cause", "unknown.blockers.text", "unknown.blockers.place.column", "unknown.blockers.label",
    ] { #expect(rules.contains("." + key), "\(key)") }
  }

  @Test func everyKeyIsDescribed() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/json.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    var all = keys(try object(JSONText.text(Sample.answer))).union(keys(try object(JSONText.text(Sample.explanation))))
    let stage = Sample.answer.stages[1]
    let others: [Explanation] = [
      .activity(stage.activities[0], stage: stage.item, reasons: []), .stage(stage), .several([Sample.badBirth]),
      .nothing(proposals: []),
    ]
    for other in others { all.formUnion(keys(try object(JSONText.text(other)))) }
    for line in try JSONText.lines(DiagnosticTests.diagnostics, Wording(.english)).split(separator: "\n") {
      all.formUnion(keys(try object(String(line))))
    }
    for key in Set(all.compactMap { $0.split(separator: ".").last }) {
      #expect(text.contains("`\(key)`"), "\(key)")
      #expect(key.allSatisfy { $0.isLowercase || $0 == "_" }, "\(key)")
    }
    let words =
      ActivityState.allCases.map(\.rawValue) + SubjectState.allCases.map(\.rawValue) + Gravity.allCases.map(\.rawValue)
    for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
  }

  @Test func valuesAreNumbersAndDaysAreISO() throws {
    let text = try JSONText.text(Sample.answer)
    let answer = try object(text)
    let indicators = try #require(answer["indicators"] as? [[String: Any]])
    let share = try #require(indicators[0]["value"] as? [String: Any])
    #expect(share["kind"] as? String == "share")
    #expect(share["percent"] as? Double == 62.5)
    #expect(share["of"] as? Int == 40)
    #expect(text.contains("\"number\" : 2.333333\n"))
    #expect(text.contains("\"number\" : 70.5,"))
    let range = try #require(indicators[2]["value"] as? [String: Any])
    #expect(range["least"] as? Int == 40 && range["most"] as? Int == 42)
    let empty = try #require((indicators[0]["groups"] as? [[String: Any]])?[1]["value"] as? [String: Any])
    #expect(empty["percent"] == nil)
  }

  @Test func sameAnswerSameBytes() throws {
    let first = try JSONText.text(Sample.answer)
    for _ in 1...5 { #expect(try JSONText.text(Sample.answer) == first) }
  }

  @Test func explanationSaysItsKind() throws {
    let record = try object(JSONText.text(Sample.explanation))
    #expect(record["schema"] as? String == "vekha.why")
    #expect(record["kind"] as? String == "record")
    let verdicts = try #require(record["verdicts"] as? [[String: Any]])
    #expect(verdicts.map { $0["verdict"] as? String } == ["found", "pending", "cannot_tell"])
    let reason = try #require(verdicts[0]["reason"] as? [String: Any])
    #expect(reason["outcome"] as? String == "holds")
    #expect((reason["cells"] as? [[String: Any]])?.first?["state"] as? String == "missing")
    #expect(try object(JSONText.text(.nothing(proposals: ["Орлов"])))["proposals"] as? [String] == ["Орлов"])
  }
}
