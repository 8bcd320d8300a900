import Foundation
import Testing
import VekhaEngine
import VekhaKit
import VekhaText

@testable import VekhaSyntax

/// The plans of the corpus that have tests, with one token taken out: nothing crashes, what is told points into the
/// file, and a test that runs has an answer to each of its expectations.
@Suite struct DamagedTestsTests {
  static let cases = CorpusTests.cases.filter { $0.hasPrefix("tests/good/") }

  @Test(arguments: cases)
  func withoutAnyOneToken(name: String) throws {
    let text = try String(contentsOf: CorpusTests.corpus.appendingPathComponent(name), encoding: .utf8)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var plan = ""
    for block in CorpusTests.blocks(text) where !["check", "test"].contains(block.head) {
      let content = block.lines.joined(separator: "\n") + "\n"
      try Data(content.utf8).write(to: folder.appendingPathComponent(block.head))
      if block.head.hasSuffix(".plan") { plan = block.head }
    }
    let path = folder.appendingPathComponent(plan)
    let source = SourceText(name: plan, bytes: Array(try Data(contentsOf: path)))
    let tree = Parser.parse(source).tree
    let first = try #require(tree.root.children.first { $0.kind == .statement && $0.terminal == .test })
    let tokens = tree.tokens[first.tokens.lowerBound...].filter { !$0.isTrivia && $0.kind != .end }
    var told = 0
    for token in tokens {
      var bytes = source.bytes
      bytes.removeSubrange(token.range)
      try Data(bytes).write(to: path)
      var options = Project.Options()
      options.isForTests = true
      let project = Project(opening: path.path, options: options)
      let errors = project.diagnostics.filter { $0.severity == .error && !$0.code.rawValue.hasPrefix("VK10") }
      for case .source(let span) in project.diagnostics.map(\.place) {
        #expect(span.range.upperBound <= span.source.bytes.count, "\(name) without \(source.text(token.range))")
      }
      guard let tests = project.tests else {
        // A plan is refused with a reason only.
        #expect(!errors.isEmpty, "\(name) without \(source.text(token.range))")
        told += 1
        continue
      }
      let answers = tests.run(coverage: Coverage())
      if answers.contains(where: { $0.outcome != .passed }) { told += 1 }
      for answer in answers where answer.outcome != .broken { #expect(!answer.expectations.isEmpty) }
    }
    // A test says something: without one of its tokens it is another, or none.
    #expect(told * 2 > tokens.count, "\(told) of \(tokens.count)")
  }
}
