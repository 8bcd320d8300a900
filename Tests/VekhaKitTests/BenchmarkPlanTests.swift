import Foundation
import Testing
import VekhaCalendar
import VekhaEngine
import VekhaKit
import VekhaTable

/// The twelve rules and four indicators of the benchmarks over 300 participants, as counted by the Python script that
/// Tests/Benchmarks/compare.py uses (and by DuckDB): enough records for the ways of many records, not of a few.
@Suite struct BenchmarkPlanTests {
  private static let benchmarks = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Benchmarks")
  private static let day = CivilDay(iso: "2024-11-15") ?? .earliest

  /// The plan beside its data, opened; `threshold`: from how many bytes on a file is large.
  private static func project(threshold: Int?) throws -> Project {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.copyItem(at: benchmarks.appendingPathComponent("small"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = folder.appendingPathComponent("mentoring.plan")
    try FileManager.default.copyItem(at: benchmarks.appendingPathComponent("mentoring.plan"), to: plan)
    var options = Project.Options()
    if let threshold { options.largeFiles = threshold }
    return Project(opening: plan.path, options: options)
  }

  @Test(arguments: [nil, 1])
  func answersAreThoseThatWereCounted(threshold: Int?) throws {
    let project = try Self.project(threshold: threshold)
    #expect(project.diagnostics.isEmpty)
    let engine = try #require(project.engine)
    let answer = engine.answer(file: "mentoring.plan", asOf: Self.day, first: 20)
    var lines = try (1...12).map { number -> String in
      let rule = try #require(answer.rules.first { $0.name == "R\(number)" })
      #expect(rule.unknown.isEmpty)
      return "R\(number)\t\(rule.found.total)\t" + rule.found.listed.compactMap(\.key).joined(separator: "|")
    }
    func indicator(_ title: String) throws -> IndicatorAnswer {
      try #require(answer.indicators.first { $0.title == title })
    }
    func share(_ value: IndicatorValue) -> String {
      guard case .share(let met, let failed, 0) = value else { return "\(value)" }
      return "\(met)\t\(met + failed)\t\(met * 10000 / (met + failed))"
    }
    func whole(_ title: String) throws -> Int {
      switch try indicator(title).value {
      case .number(let number): Int(number.millionths / Number.scale)
      case .count(let least, let most) where least == most: least
      default: -1
      }
    }
    lines.append("I1\tcoverage\t" + share(try indicator("I1").value))
    for group in try indicator("I2").groups { lines.append("I2\t\(group.label)\t" + share(group.value)) }
    for (role, title) in [("наставляемый", "mentees"), ("наставник", "mentors")] {
      let (sum, count) = (try whole("I3, sum of \(title)"), try whole("I3, number of \(title)"))
      lines.append("I3\t\(role)\t\(sum)\t\(count)\t\(sum * 10000 / count)")
      let mean = Number(sum).flatMap { sum in Number(count).flatMap { sum.divided(by: $0) } }
      #expect(try indicator("I3, \(title)").value == mean.map { .number($0) })
    }
    let numbers = try ["pairs", "least", "median", "greatest"].map { String(try whole("I4, " + $0)) }
    lines.append("I4\tmeetings\t" + numbers.joined(separator: "\t"))
    let counted = try String(contentsOf: Self.benchmarks.appendingPathComponent("small/answer.txt"), encoding: .utf8)
    #expect(lines == counted.split(separator: "\n").map(String.init))
  }

  /// The first records of a list are those with which the whole list begins.
  @Test func firstRecordsAreTheBeginning() throws {
    let engine = try #require(try Self.project(threshold: nil).engine)
    for index in engine.program.rules.indices {
      let all = engine.answer(rule: index, asOf: Self.day).found
      #expect(all.total == all.listed.count && all.total > 0)
      for number in [0, 1, 5, all.total - 1, all.total, all.total + 1] {
        let first = engine.answer(rule: index, asOf: Self.day, first: number).found
        #expect(first.total == all.total)
        #expect(first.listed.map(\.key) == all.listed.prefix(number).map(\.key), "\(index) \(number)")
      }
    }
  }

  /// Each record alone, with its reasons, is judged as all of them together.
  @Test func reasonsAgreeWithTheAnswer() throws {
    let engine = try #require(try Self.project(threshold: nil).engine)
    let answer = engine.answer(file: "mentoring.plan", asOf: Self.day)
    var compared = 0
    for key in ["m0000009", "m0000018", "m0000061", "m0000090", "t0000003", "t0000012", "p0000001", "p0000008"] {
      guard case .record(_, let reasons) = engine.why(key, asOf: Self.day) else {
        Issue.record("\(key) is not found")
        continue
      }
      for reason in reasons {
        let rule = try #require(answer.rules.first { $0.line == reason.line })
        #expect((reason.verdict == .found) == rule.found.listed.contains { $0.key == key }, "\(key) \(rule.name)")
        compared += 1
      }
    }
    #expect(compared >= 40)
  }
}
