import Foundation
import Testing

/// Data files as offices make them, each with what is to come of it. `UPDATE_EXPECTED=1` rewrites the outcomes; a person
/// reads the difference.
@Suite struct IntakeCorpusTests {
  static let corpus = CorpusTests.corpus.appendingPathComponent("intake")

  static let cases: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: corpus.path)) ?? []).filter { $0.hasSuffix(".table") }
    .sorted()

  @Test func thereAreManyNastyFiles() { #expect(Self.cases.count >= 50) }

  @Test(arguments: cases)
  func outcome(name: String) throws {
    let path = Self.corpus.appendingPathComponent(name)
    let nasty = IntakeCase(try String(contentsOf: path, encoding: .utf8))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for shown in nasty.files {
      let file = folder.appendingPathComponent(shown.name)
      let bytes = nasty.bytes(shown)
      #expect(!bytes.isEmpty || nasty.settings["empty"] != nil, "the encoding lacks a letter of the file")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    let answer = nasty.answer(folder.path)
    if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil {
      let text = nasty.head.joined(separator: "\n") + "\n--- outcome\n" + answer.joined(separator: "\n") + "\n"
      try text.write(to: path, atomically: true, encoding: .utf8)
    } else {
      #expect(answer == nasty.outcome)
    }
  }
}
