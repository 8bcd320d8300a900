import Foundation
import Testing
import VekhaText

@testable import VekhaSyntax

@Suite struct ParserTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every plan of the repository: files, and those inside of the corpus' cases.
  static let plans: [(name: String, text: String)] = {
    var result: [(String, String)] = []
    for folder in ["examples", "stdlib", "Tests"] {
      guard let walk = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path) else {
        continue
      }
      for case let path as String in walk where path.hasSuffix(".plan") || path.hasSuffix(".case") {
        let file = root.appendingPathComponent(folder).appendingPathComponent(path)
        guard var text = try? String(contentsOf: file, encoding: .utf8) else { continue }
        if path.hasSuffix(".case") {
          guard let start = text.range(of: ".plan\n") else { continue }
          text = String(text[start.upperBound...])
          if let end = text.range(of: "\n--- ") { text = String(text[..<end.lowerBound]) + "\n" }
        }
        result.append((path, text))
      }
    }
    return result.sorted { $0.0 < $1.0 }
  }()

  @Test func thereArePlans() { #expect(Self.plans.count >= 60) }

  @Test(arguments: plans.map(\.name))
  func printsBackByteForByte(name: String) throws {
    let plan = try #require(Self.plans.first { $0.name == name })
    TreeChecks.check(Parser.parse(SourceText(name: name, text: plan.text)).tree)
  }

  /// Removing any one token: no crash, no lost byte; some diagnostic, or a plan that is still valid.
  @Test(arguments: plans.map(\.name))
  func withoutAnyOneToken(name: String) throws {
    let plan = try #require(Self.plans.first { $0.name == name })
    let source = SourceText(name: name, text: plan.text)
    let tokens = Parser.parse(source).tree.tokens.filter { !$0.isTrivia && $0.kind != .end }
    // Long files by samples, so that the suite stays short; each token of the small ones.
    let step = max(1, tokens.count / 120)
    for index in stride(from: 0, to: tokens.count, by: step) {
      var bytes = source.bytes
      bytes.removeSubrange(tokens[index].range)
      TreeChecks.check(Parser.parse(SourceText(name: name, bytes: bytes)).tree)
    }
  }

  static func codes(_ text: String) -> [DiagnosticCode] {
    Parser.parse(SourceText(name: "t", text: text)).diagnostics.map(\.code)
  }

  @Test func recoversAtTheNextPropertyAndStatement() {
    let result = Parser.parse(
      SourceText(
        name: "t",
        text: """
          план "П" на 2024/2025 учебный год
          этап 1 "А"
            срок: ((
            ответственный: куратор
          чтото
          этап 2 "Б"
            срок: май
          """))
    #expect(result.diagnostics.map(\.code) == [.expected, .unknownStatement])
    let stages = result.tree.root.children.filter { $0.terminal == .stage }
    #expect(stages.count == 2)
    #expect(stages[0].property(.responsible) != nil)
    #expect(stages[1].property(.due) != nil)
  }

  @Test func depthIsLimited() {
    let brackets = String(repeating: "(", count: 10_000)
    #expect(Self.codes("потребовать: \(brackets)а\n").contains(.nestingTooDeep))
    #expect(Self.codes("отметить а, где " + String(repeating: "не ", count: 5_000) + "б\n").contains(.nestingTooDeep))
    let indented = (0..<200).map { String(repeating: " ", count: $0) + "этап \($0) \"Э\"\n" }.joined()
    #expect(Self.codes(indented).contains(.nestingTooDeep))
  }

  @Test func linesTooLongAreRefused() {
    #expect(Self.codes("план " + String(repeating: "а", count: 200_000)) == [.lineTooLong])
  }

  @Test func wrongBytes() {
    let source = SourceText(name: "t", bytes: Array("план ".utf8) + [0xCF, 0xEB] + Array("\n".utf8))
    #expect(Parser.parse(source).diagnostics.map(\.code) == [.notUTF8])
    #expect(Parser.parse(SourceText(name: "t", bytes: [0x50, 0, 0x51])).diagnostics.map(\.code) == [.binaryFile])
    for bad: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]] {
      #expect(UTF8Check.firstInvalid(bad) == 0)
    }
    #expect(UTF8Check.firstInvalid(Array("дa€😀".utf8)) == nil)
  }

  @Test func wordsOfTheOtherLayout() {
    let result = Parser.parse(SourceText(name: "t", text: "gkfy \"П\"\n"))
    #expect(result.diagnostics.map(\.code) == [.unknownStatement])
    #expect(result.diagnostics[0].proposals.first == "план")
  }
}
