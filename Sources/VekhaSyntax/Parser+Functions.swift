import VekhaText

extension Parser {
  /// A name and a bracket with no space between: «встреч_в_день(пара, 14 дней)».
  var isAtCall: Bool {
    kind == .word && isOpenBracket(after: at) && !matcher.isReserved(line, at)
  }

  private func isOpenBracket(after index: Int) -> Bool {
    matcher.kind(line, index + 1) == .open && tokens[line[index]].end == tokens[line[index + 1]].start
  }

  mutating func call() -> Node {
    nested { parser in
      let start = parser.at
      var parts = [parser.name()]
      parser.at += 1
      if !parser.take(.close) {
        repeat {
          parts.append(parser.value())
        } while !parser.hasFailed
          && (parser.take(.comma) || parser.take(.semicolon))
        if !parser.take(.close) { parser.closeBracket() }
      }
      return parser.node(.call, from: start, parts)
    }
  }

  /// `определить встреч_в_день(п, дней) = …`: the name with those of its arguments, the value.
  mutating func functionHeading() -> [Node]? {
    guard kind == .word, isOpenBracket(after: at) else { return nil }
    let start = at
    let name = name()
    let bracket = at
    at += 1
    var names: [Node] = []
    repeat { names.append(self.name()) } while !hasFailed && (take(.comma) || take(.semicolon))
    if !take(.close) { closeBracket() }
    let arguments = node(.arguments, from: bracket, names)
    let head = node(.run, from: start, [name, arguments])
    argumentNames = Set(names.map { Letters.fold(span($0).text) })
    defer { argumentNames = [] }
    let aliases = aliases()
    guard take(.equal) else { return [head, expected(.text("="))] + aliases }
    return [head, value()] + aliases
  }

  /// Whether the word here is one of the function's arguments, whatever else it may mean.
  var isAtArgument: Bool {
    !argumentNames.isEmpty && kind == .word && argumentNames.contains(Letters.fold(hereSpan.text))
  }
}
