import Testing
import VekhaText

@testable import VekhaSyntax

/// The nodes of a tree stand in the order of the text and do not overlap, in every plan of the repository and in texts
/// that are no plans.
@Suite struct NodeOrderTests {
  /// Pairs of neighbours that are out of order, as `parent: child, child`.
  static func disorder(_ node: Node) -> [String] {
    var result: [String] = []
    // An alias and the window of a rule are the last parts of their statement, wherever they stand.
    let children = node.children.filter { !$0.tokens.isEmpty && $0.kind != .alias && $0.kind != .window }
    for (left, right) in zip(children, children.dropFirst()) where left.tokens.upperBound > right.tokens.lowerBound {
      result.append("\(node.kind): \(left.kind) \(left.tokens), \(right.kind) \(right.tokens)")
    }
    return result + node.children.flatMap(disorder)
  }

  @Test(arguments: ParserTests.plans.map(\.name))
  func ofPlans(name: String) throws {
    let plan = try #require(ParserTests.plans.first { $0.name == name })
    #expect(Self.disorder(Parser.parse(SourceText(name: name, text: plan.text)).tree.root).isEmpty)
  }

  static let broken = [
    "план\n  срок: ((\n    )\n", "отметить , где и или\n", "этап 1\n\tэтап 2\n  этап 3\n",
    "plan \"A\" for\n  due: by\n",
    "отметить людей с с с без без\n", "показатель \"П\" = доля доля среди среди\n  цель: не менее\n",
    "require: every every a, by by\n", "после октября после октября отметить людей после октября после\n",
  ]

  @Test(arguments: broken)
  func ofTextsThatAreNoPlans(text: String) {
    let result = Parser.parse(SourceText(name: "t", text: text))
    TreeChecks.check(result.tree)
    #expect(Self.disorder(result.tree.root).isEmpty)
    #expect(!result.diagnostics.isEmpty)
  }

  /// A mark, an indentation or a kind of line end changes the bytes of a tree, never its shape.
  @Test func lineEndsAndTabsMeanTheSame() throws {
    let plain = "план \"П\" на 2024/2025 учебный год\nэтап 1 \"А\"\n  срок: май\n  ответственный: к\n"
    func shape(_ node: Node) -> String { "\(node.kind)(\(node.children.map(shape).joined(separator: " ")))" }
    let expected = Parser.parse(SourceText(name: "t", text: plain))
    #expect(expected.diagnostics.isEmpty)
    let variants = [
      plain.replacing("\n", with: "\r\n"), plain.replacing("\n", with: "\r"), plain.replacing("  ", with: "\t"),
      "\u{FEFF}" + plain,
    ]
    for variant in variants {
      let parsed = Parser.parse(SourceText(name: "t", text: variant))
      #expect(parsed.diagnostics.isEmpty)
      #expect(shape(parsed.tree.root) == shape(expected.tree.root), "\(variant.debugDescription)")
      TreeChecks.check(parsed.tree)
    }
  }
}
