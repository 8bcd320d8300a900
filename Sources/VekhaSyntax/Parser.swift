import VekhaText

/// What came of reading one source: a tree of all its bytes, and what is wrong with it.
package struct ParseResult: Sendable {
  package let tree: SyntaxTree
  package let diagnostics: [Diagnostic]
}

/// Tokens to tree, by recursive descent over one line at a time. Never fails: what is not understood is a node of
/// kind `junk` with a diagnostic, and reading goes on at the next line.
package struct Parser {
  let source: SourceText
  let vocabulary: Vocabulary
  let tokens: [Token]
  let matcher: Matcher
  var diagnostics: [Diagnostic] = []
  /// The significant tokens of the line being read.
  var line: [Int] = []
  var at = 0
  /// Only the first fault of a line is told: what follows it is guesswork.
  var hasFailed = false
  var depth = 0
  /// Where a comma closed the innermost `где`; -1 for nowhere.
  var closedWhereAt = -1
  var openWheres = 0
  /// The bytes of tables in the text: their cells are read as data, not as words of the language.
  var givenRows: [Range<Int>] = []
  /// Options of the line at which a name or a noun phrase ends, although they could belong to it elsewhere.
  var options: Set<Terminal> = []
  /// The arguments of the function being defined, folded.
  var argumentNames: Set<String> = []

  /// Expressions nested deeper than this are refused.
  static let depthLimit = 60
  /// A longer line is no plan, and messages about it could not be read.
  static let lineLimit = 100_000

  private init(_ source: SourceText, vocabulary: Vocabulary, tokens: [Token], diagnostics: [Diagnostic]) {
    self.source = source
    self.vocabulary = vocabulary
    self.tokens = tokens
    self.diagnostics = diagnostics
    matcher = Matcher(tokens: tokens, source: source, vocabulary: vocabulary)
  }

  /// Reads a plan or a module.
  package static func parse(_ source: SourceText, vocabulary: Vocabulary = .standard) -> ParseResult {
    read(source, vocabulary) { parser, blocks in blocks.map { parser.statement($0, inside: nil) } }
  }

  /// Reads one expression that stands inside a text of `source`, such as a hole of a message.
  package static func parseValue(
    in source: SourceText, _ range: Range<Int>, vocabulary: Vocabulary = .standard
  ) -> ParseResult {
    var lexer = Lexer(source, vocabulary: vocabulary, range: range)
    lexer.run()
    var parser = Parser(source, vocabulary: vocabulary, tokens: lexer.tokens, diagnostics: lexer.diagnostics)
    parser.enter(lexer.tokens.indices.filter { !lexer.tokens[$0].isTrivia && lexer.tokens[$0].kind != .end })
    let value = parser.value()
    parser.finish()
    let root = Node(.file, 0..<lexer.tokens.count, [value])
    return ParseResult(
      tree: SyntaxTree(source: source, tokens: lexer.tokens, root: root), diagnostics: parser.diagnostics)
  }

  private static func read(
    _ source: SourceText, _ vocabulary: Vocabulary, _ body: (inout Parser, [Block]) -> [Node]
  ) -> ParseResult {
    if let fault = fault(of: source) {
      let tokens = [Token(.unknown, 0, source.bytes.count), Token(.end, source.bytes.count, source.bytes.count)]
      let tree = SyntaxTree(source: source, tokens: tokens, root: Node(.file, 0..<2))
      return ParseResult(tree: tree, diagnostics: [fault])
    }
    var lexer = Lexer(source, vocabulary: vocabulary)
    lexer.run()
    var parser = Parser(source, vocabulary: vocabulary, tokens: lexer.tokens, diagnostics: lexer.diagnostics)
    var builder = BlockBuilder(tokens: lexer.tokens, source: source, matcher: parser.matcher)
    let blocks = builder.build()
    parser.diagnostics += builder.diagnostics
    let nodes = body(&parser, blocks)
    let tree = SyntaxTree(source: source, tokens: lexer.tokens, root: Node(.file, 0..<lexer.tokens.count, nodes))
    return ParseResult(tree: tree, diagnostics: parser.diagnostics.filter { !parser.isOfGivenCell($0) })
  }

  /// Why a file is not text at all.
  static func fault(of source: SourceText) -> Diagnostic? {
    if let zero = source.bytes.firstIndex(of: 0) {
      return Diagnostic(.binaryFile, at: Span(source, zero..<zero + 1))
    }
    if let bad = UTF8Check.firstInvalid(source.bytes) {
      return Diagnostic(.notUTF8, at: Span(source, bad..<bad + 1), [.number(Int(source.bytes[bad]))])
    }
    for line in source.lineStarts.indices where source.lineRange(line).count > lineLimit {
      let start = source.lineStarts[line]
      return Diagnostic(.lineTooLong, at: Span(source, start..<start + 1), [.number(lineLimit)])
    }
    return nil
  }

  // MARK: The line

  mutating func enter(_ line: [Int]) {
    self.line = line
    at = 0
    hasFailed = false
    depth = 0
    closedWhereAt = -1
    openWheres = 0
    options = []
  }

  var isAtOption: Bool { !options.isEmpty && peek(options) != nil }

  var kind: Token.Kind { matcher.kind(line, at) }
  func kind(_ offset: Int) -> Token.Kind { matcher.kind(line, at + offset) }
  var isAtEnd: Bool { at >= line.count }

  /// Token index of the position in the line; past the end, that after the last.
  func tokenIndex(_ position: Int) -> Int {
    if position < line.count { return line[position] }
    return (line.last ?? -1) + 1
  }

  /// A node from `start` (a position in the line) to here. Mutating, so that children read in the call count.
  mutating func node(_ kind: NodeKind, from start: Int, terminal: Terminal? = nil, _ children: [Node] = []) -> Node {
    let first = tokenIndex(start)
    let end = at > start ? line[at - 1] + 1 : first
    return Node(kind, first..<end, terminal: terminal, children)
  }

  func missing() -> Node {
    let index = tokenIndex(at)
    return Node(.missing, index..<index)
  }

  mutating func take(_ kind: Token.Kind) -> Bool {
    guard self.kind == kind else { return false }
    at += 1
    return true
  }

  mutating func take(_ expected: Terminal...) -> Terminal? {
    guard let match = matcher.match(Set(expected), line, at) else { return nil }
    at = match.end
    return match.terminal
  }

  func peek(_ expected: Terminal...) -> Matcher.Match? { matcher.match(Set(expected), line, at) }
  func peek(_ expected: Set<Terminal>) -> Matcher.Match? { matcher.match(expected, line, at) }

  /// The span from here to the end of the token here; at the end of the line, an empty one after the last token.
  var hereSpan: Span {
    if at < line.count { return Span(source, tokens[line[at]].range) }
    let end = line.last.map { Int(tokens[$0].end) } ?? 0
    return Span(source, end..<end)
  }

  func span(_ node: Node) -> Span {
    guard !node.tokens.isEmpty else { return hereSpan }
    return Span(source, Int(tokens[node.tokens.lowerBound].start)..<Int(tokens[node.tokens.upperBound - 1].end))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if hasFailed { return }
    hasFailed = true
    let words = line.filter { tokens[$0].kind == .word }.map {
      source.text(Int(tokens[$0].start)..<Int(tokens[$0].end))
    }
    let instead = Self.ofWords.contains(diagnostic.code) ? vocabulary.proposals(insteadOf: words) : []
    var told = diagnostic
    if !instead.isEmpty { told.proposals = instead }
    diagnostics.append(told)
  }

  /// Faults that come of words the language does not have.
  private static let ofWords: Set<DiagnosticCode> = [.notUnderstood, .expected, .unknownStatement, .unknownProperty]

  /// Reports that something else was expected here, and gives a missing node.
  mutating func expected(_ what: Argument) -> Node {
    report(Diagnostic(.expected, at: hereSpan, [what, .text(hereSpan.text)]))
    return missing()
  }

  /// Reports what is left of the line and takes it.
  @discardableResult mutating func finish() -> Node? {
    guard !isAtEnd else { return nil }
    let start = at
    let span = Span(source, Int(tokens[line[at]].start)..<Int(tokens[line[line.count - 1]].end))
    var proposals: [String] = []
    if kind == .word {
      let candidates = vocabulary.candidates(in: [.expressions, .periods])
      proposals = Closeness.proposals(for: hereSpan.text, among: candidates)
    } else if kind == .comma, matcher.match([.with, .without], line, at + 1) != nil {
      // «с парой, со стажем …»: qualifiers are joined.
      let rest = Span(source, Int(tokens[line[at + 1]].start)..<span.range.upperBound).text
      let language: Language = Letters.script(of: rest) == .latin ? .english : .russian
      proposals = ["\(vocabulary.phrase(.and, language)) \(rest)"]
    }
    if kind == .close {
      report(Diagnostic(.unclosedBracket, at: hereSpan, [.text(hereSpan.text)]))
    } else {
      report(Diagnostic(.notUnderstood, at: span, [.text(span.text)], proposals: proposals))
    }
    at = line.count
    return node(.junk, from: start)
  }

  /// Runs `body` one level deeper, or gives a missing node with a diagnostic at the limit.
  mutating func nested(_ body: (inout Parser) -> Node) -> Node {
    guard depth < Self.depthLimit else {
      report(Diagnostic(.nestingTooDeep, at: hereSpan, [.number(Self.depthLimit)]))
      at = line.count
      return missing()
    }
    depth += 1
    let result = body(&self)
    depth -= 1
    return result
  }
}

/// Strict UTF-8, as Unicode 15 table 3-7 defines it.
package enum UTF8Check {
  /// The index of the first byte that does not belong to well-formed UTF-8.
  package static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 { index += 1; continue }
      let length: Int
      var low: UInt8 = 0x80
      var high: UInt8 = 0xBF
      switch first {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, low) = (3, 0xA0)
      case 0xED: (length, high) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, low) = (4, 0x90)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, high) = (4, 0x8F)
      default: return index
      }
      guard index + length <= bytes.count, (low...high).contains(bytes[index + 1]) else { return index }
      for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return index }
      index += length
    }
    return nil
  }
}
