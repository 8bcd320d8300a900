import Foundation
import Testing
import VekhaCalendar
import VekhaKit
import VekhaText

@testable import VekhaSyntax

/// The plans of examples/ with one token taken out, opened as a project with their files in place: neither the checker
/// nor an answer crashes, and what is told points into a file.
@Suite struct DamagedPlanTests {
  static let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("examples")

  static let plans: [String] = {
    guard let walk = FileManager.default.enumerator(atPath: examples.path) else { return [] }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".plan") }.sorted()
  }()

  /// Damaged versions of each plan: every token of a short one, samples of a long one.
  static let versions = 40

  @Test func thereArePlans() { #expect(!Self.plans.isEmpty) }

  @Test(arguments: plans)
  func withoutAnyOneToken(name: String) throws {
    let original = Self.examples.appendingPathComponent(name)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: original.deletingLastPathComponent(), to: folder)
    let copy = folder.appendingPathComponent(original.lastPathComponent)
    let source = SourceText(name: name, bytes: Array(try Data(contentsOf: original)))
    let tokens = Parser.parse(source).tree.tokens.filter { !$0.isTrivia && $0.kind != .end }
    let day = try #require(CivilDay(iso: "2025-02-15"))
    var silent = 0
    var tried = 0
    for index in stride(from: 0, to: tokens.count, by: max(1, tokens.count / Self.versions)) {
      var bytes = source.bytes
      bytes.removeSubrange(tokens[index].range)
      try Data(bytes).write(to: copy)
      let project = Project(opening: copy.path)
      tried += 1
      if project.diagnostics.isEmpty { silent += 1 }
      for case .source(let span) in project.diagnostics.map(\.place) {
        #expect(span.range.lowerBound <= span.range.upperBound)
        #expect(span.range.upperBound <= span.source.bytes.count, "\(name) without \(source.text(tokens[index].range))")
      }
      if let engine = project.engine { _ = engine.answer(file: copy.path, asOf: day) }
    }
    #expect(tried >= 10)
    // Most tokens mean something: a plan without one is told of more often than not.
    #expect(silent * 2 < tried, "\(silent) of \(tried) without a word")
  }
}
