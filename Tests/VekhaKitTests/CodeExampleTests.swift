import Foundation
import TestSupport
import Testing
import VekhaKit
import VekhaReport
import VekhaText

/// `vekha explain CODE` shows a wrong and a right example: the wrong one is told by that code, the right one is not.
@Suite struct CodeExampleTests {
  struct Example: Sendable, CustomStringConvertible {
    let code: DiagnosticCode
    let language: Language
    var description: String { "\(code.rawValue) \(language.rawValue)" }
  }

  static let examples = DiagnosticCode.allCases.flatMap { code in
    Language.allCases.map { Example(code: code, language: $0) }
  }

  /// Codes of the command line, whose examples are commands (Tests/CommandTests runs them).
  static func diagnostics(_ example: CodeEntry.Example) throws -> [Diagnostic] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in example.files {
      let path = folder.appendingPathComponent(file.name)
      try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      let isWorkbook = file.name.hasSuffix(".xlsx")
      try Data(isWorkbook ? TestWorkbook(file.shown).bytes : file.bytes).write(to: path)
    }
    let plan = folder.appendingPathComponent("план.plan")
    try Data(example.planBytes).write(to: plan)
    let project = Project(opening: plan.path)
    return project.diagnostics + project.similarRecords
  }

  @Test(arguments: examples)
  func isTrue(example: Example) throws {
    let entry = try #require(Catalogue.of(example.language).entry(for: example.code))
    if entry.wrong.isCommand { return }
    let wrong = try Self.diagnostics(entry.wrong)
    #expect(wrong.contains { $0.code == example.code }, "wrong: \(wrong.map(\.code.rawValue))")
    let right = try Self.diagnostics(entry.right)
    #expect(!right.contains { $0.code == example.code }, "right: \(right.map(\.code.rawValue))")
    let blocking = right.filter { $0.severity == .error && $0.code.isBlocking }
    #expect(blocking.isEmpty, "right: \(blocking.map { ($0.code.rawValue, $0.arguments) })")
  }
}
