import Foundation
import Testing

/// `Tests/Corpus/rules.index` names every rule of the language with the cases that fail without it.
@Suite struct RuleIndexTests {
  struct Rule {
    var line: Int
    var number: String
    var says: String
    var cases: [String]
  }

  static let lines: [String] = {
    let file = CorpusTests.corpus.appendingPathComponent("rules.index")
    return ((try? String(contentsOf: file, encoding: .utf8)) ?? "").components(separatedBy: "\n")
  }()

  static let rules: [Rule] = lines.enumerated().compactMap { index, line in
    guard !line.hasPrefix("#"), let colon = line.firstRange(of: ": ") else { return nil }
    let sides = line[colon.upperBound...].components(separatedBy: " = ")
    return Rule(
      line: index + 1, number: String(line[..<colon.lowerBound]), says: sides[0],
      cases: sides.count == 2 ? sides[1].components(separatedBy: ", ") : [])
  }

  @Test func everyRuleHasItsCases() {
    #expect(Self.rules.count > 120)
    let known = Set(CorpusTests.cases.map { String($0.dropLast(".case".count)) })
    for rule in Self.rules {
      #expect(!rule.cases.isEmpty, "line \(rule.line): no case of \(rule.number) \(rule.says)")
      for name in rule.cases { #expect(known.contains(name), "line \(rule.line): no case \(name)") }
    }
  }

  /// What is no rule is the heading of a part, and each part has rules.
  @Test func everyLineIsRead() {
    let headings = Self.lines.filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.contains(": ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(headings == (1...13).map(String.init))
    for heading in headings {
      let numbers = Self.rules.map(\.number).filter { $0 == heading || $0.hasPrefix(heading + ".") }
      #expect(!numbers.isEmpty, "part \(heading)")
      // Within a part no number is left out.
      let second = Set(numbers.compactMap { $0.split(separator: ".").dropFirst().first.flatMap { Int($0) } })
      #expect(second.isEmpty || second == Set(1...(second.max() ?? 1)), "part \(heading)")
    }
    #expect(Set(Self.rules.map { $0.number + $0.says }).count == Self.rules.count)
  }

  /// A case that was written for a rule is named by it.
  @Test func casesOfRulesAreNamed() {
    let named = Set(Self.rules.flatMap(\.cases))
    let folders = ["semantics/", "attachment/", "unknown/", "presence/"]
    for name in CorpusTests.cases.map({ String($0.dropLast(".case".count)) })
    where folders.contains(where: name.hasPrefix) && !named.contains(name) {
      Issue.record("\(name) is named by no rule")
    }
  }
}
