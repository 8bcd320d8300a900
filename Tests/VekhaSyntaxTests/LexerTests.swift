import Testing
import VekhaText

@testable import VekhaSyntax

@Suite struct LexerTests {
  struct Lexed {
    let tokens: [String]
    let codes: [DiagnosticCode]
  }

  static func lex(_ text: String) -> Lexed {
    let source = SourceText(name: "t", text: text)
    var lexer = Lexer(source, vocabulary: .standard)
    lexer.run()
    let tokens = lexer.tokens.filter { !$0.isTrivia && $0.kind != .end }
      .map { "\($0.kind):\(source.text($0.range))" }
    return Lexed(tokens: tokens, codes: lexer.diagnostics.map(\.code))
  }

  @Test func numbersAndDates() {
    #expect(
      Self.lex("1000 1 000 62.5 5.10 05.09").tokens == [
        "number:1000", "number:1 000", "dotted:62.5", "dotted:5.10", "dotted:05.09",
      ])
    #expect(Self.lex("1 000 000; 12 34").tokens == ["number:1 000 000", "semicolon:;", "number:12", "number:34"])
    #expect(
      Self.lex("2024-09-03 03.09.2024 2024/2025").tokens == [
        "date:2024-09-03", "date:03.09.2024", "years:2024/2025",
      ])
    #expect(Self.lex("4.2а 152-ФЗ").tokens == ["dotted:4.2а", "word:152-ФЗ"])
    #expect(Self.lex("31.04.2025").codes == [.impossibleDate])
    #expect(Self.lex("62,5").codes == [.decimalComma])
    #expect(Self.lex("2, 5").tokens == ["number:2", "comma:,", "number:5"])
  }

  @Test func quotes() {
    #expect(Self.lex("«а «б» в» “г” „д“ \"е\"").tokens == ["text:«а «б» в»", "text:“г”", "text:„д“", "text:\"е\""])
    #expect(Self.lex("\"нет конца").codes == [.unclosedText])
  }

  @Test func hyphensAndRanges() {
    #expect(Self.lex("PRO-наставничество").tokens == ["word:PRO-наставничество"])
    for dash in ["-", "–", "—", " - ", " – "] {
      #expect(Self.lex("апрель\(dash)май").tokens.map { $0.prefix(4) } == ["word", "dash", "word"])
    }
    #expect(Self.lex("а - б").tokens == ["word:а", "dash:-", "word:б"])
  }

  @Test func lookAlikes() {
    let lexed = Self.lex("cентябрь")
    #expect(lexed.codes == [.mixedScripts])
    #expect(Self.lex("сентябрь").codes.isEmpty)
    #expect(Self.lex("№ 5 N 5").tokens == ["numberSign:№", "number:5", "numberSign:N", "number:5"])
    #expect(Self.lex("а § б").codes == [.unknownCharacter])
  }

  static let sources = [
    "", "\n", "план \"П\"\r\n  срок: май\r\n", "план\rэтап\r", "\u{FEFF}план \"П\"\n", "\tсрок: май // да\n",
    "а\u{A0}б\u{202F}в", "((((", "\"", "«", "2024-", "1.", "5.1.", "-", "план план план", "§±", "e\u{301}и\u{306}",
  ]

  @Test(arguments: sources)
  func everyByteIsInOneToken(text: String) {
    let tree = Parser.parse(SourceText(name: "t", text: text)).tree
    TreeChecks.check(tree)
  }
}

/// What every tree keeps: tokens cover the source in order, children lie inside of their parents.
enum TreeChecks {
  static func check(_ tree: SyntaxTree) {
    var end = 0
    for token in tree.tokens {
      #expect(Int(token.start) == end)
      #expect(token.end >= token.start)
      end = Int(token.end)
    }
    #expect(end == tree.source.bytes.count)
    check(tree.root, in: tree.root.tokens)
  }

  private static func check(_ node: Node, in range: Range<Int>) {
    if !node.tokens.isEmpty {
      #expect(node.tokens.lowerBound >= range.lowerBound && node.tokens.upperBound <= range.upperBound, "\(node.kind)")
    }
    for child in node.children { check(child, in: node.tokens.isEmpty ? range : node.tokens) }
  }
}
