import VekhaText

/// A line as a person means it: with the deeper lines that go on with it, and the block below.
struct Block {
  /// Indices of the significant tokens.
  var line: [Int]
  let indent: Int
  var children: [Block] = []
}

/// Groups tokens into lines, lines with their continuations, and these into blocks by indentation.
struct BlockBuilder {
  private struct Line {
    let tokens: [Int]
    let indent: Int
  }

  private let tokens: [Token]
  private let source: SourceText
  private let matcher: Matcher
  private var lines: [Line] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Blocks nested deeper than this are refused.
  private static let depthLimit = 64

  init(tokens: [Token], source: SourceText, matcher: Matcher) {
    self.tokens = tokens
    self.source = source
    self.matcher = matcher
    var current: [Int] = []
    var indent = 0
    var isAtStart = true
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .newline, .end:
        if !current.isEmpty { lines.append(Line(tokens: current, indent: indent)) }
        current = []
        indent = 0
        isAtStart = true
      case .space:
        if isAtStart { indent = Self.width(source.bytes[token.range]) }
      case .comment:
        isAtStart = false
      default:
        isAtStart = false
        current.append(index)
      }
    }
  }

  /// Columns of an indentation; a tab goes to the next multiple of four.
  private static func width(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { width, byte in
      byte == 0x09 ? (width / 4 + 1) * 4 : byte & 0xC0 == 0x80 || byte >= 0xEF ? width : width + 1
    }
  }

  mutating func build() -> [Block] {
    var index = 0
    return blocks(from: &index, above: -1, depth: 0)
  }

  private mutating func blocks(from index: inout Int, above: Int, depth: Int) -> [Block] {
    var result: [Block] = []
    var level: Int?
    while index < lines.count, lines[index].indent > above {
      let indent = lines[index].indent
      if let level, indent != level {
        report(.unevenIndent, lines[index])
      } else if level == nil {
        level = indent
      }
      var block = Block(line: lines[index].tokens, indent: indent)
      index += 1
      while index < lines.count, lines[index].indent > indent, continues(block.line, lines[index].tokens) {
        block.line += lines[index].tokens
        index += 1
      }
      if depth < Self.depthLimit {
        block.children = blocks(from: &index, above: indent, depth: depth + 1)
      } else if index < lines.count, lines[index].indent > indent {
        report(.nestingTooDeep, lines[index])
        while index < lines.count, lines[index].indent > indent { index += 1 }
      }
      result.append(block)
    }
    return result
  }

  private mutating func report(_ code: DiagnosticCode, _ line: Line) {
    guard let first = line.tokens.first, let last = line.tokens.last else { return }
    let range = Int(tokens[first].start)..<Int(tokens[last].end)
    diagnostics.append(Diagnostic(code, at: Span(source, range)))
  }

  /// Whether a deeper line goes on with the line above (semantics of lines: property, statement, continuation).
  private func continues(_ above: [Int], _ line: [Int]) -> Bool {
    if matcher.startsProperty(line) || matcher.startsStatement(line) || matcher.opensTestBlock(above) { return false }
    return isOpen(above) || matcher.startsContinuation(line)
  }

  private func isOpen(_ line: [Int]) -> Bool {
    var depth = 0
    for index in line {
      switch tokens[index].kind {
      case .open: depth += 1
      case .close: depth -= 1
      default: break
      }
    }
    if depth > 0 { return true }
    guard let last = line.last else { return false }
    switch tokens[last].kind {
    case .comma, .colon, .plus, .dash, .star, .slash, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      return true
    case .word: return matcher.endsOpen(line)
    default: return false
    }
  }
}
