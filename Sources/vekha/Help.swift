import VekhaReport

/// Help in the user's language, made from the shapes of the commands.
enum Help {
  static func text(_ command: String?, _ say: Wording) -> String {
    guard let command, let shape = Invocation.shapes.first(where: { $0.name == command }) else { return overview(say) }
    var text = say("command.\(command)") + "\n\n"
    text += say("command.usage") + "\n  " + say("command.usage.\(command)") + "\n\n"
    text += say("command.examples") + "\n  " + say("command.example.\(command)") + "\n\n"
    text += say("command.options") + "\n"
    let rows = (shape.options + shape.flags + ["--help"]).map { ($0, say("option.\($0.dropFirst(2))")) }
    return text + table(rows)
  }

  /// On a word of the language; what was meant, where there is no such word.
  static func word(_ topic: String, _ console: Console) -> ExitStatus {
    let say = console.wording
    let pages = HelpPages(say.language)
    if let text = pages.text(topic, say, isColoured: console.isColoured, width: console.width) {
      console.out(text)
      return .answered
    }
    let near = HelpPages.proposals(for: topic, and: Invocation.shapes.map(\.name))
    var sentence = say("help.unknown", .init(topic))
    if !near.isEmpty { sentence += " " + say("usage.maybe", .init(say.choice(near))) }
    console.error(sentence + "\n" + say("usage.help") + "\n")
    return .usage
  }

  private static func overview(_ say: Wording) -> String {
    var text = say("command.about") + "\n\n" + say("command.usage") + "\n"
    for shape in Invocation.shapes { text += "  " + say("command.usage.\(shape.name)") + "\n" }
    text += "\n" + say("command.examples") + "\n"
    for shape in Invocation.shapes { text += "  " + say("command.example.\(shape.name)") + "\n" }
    text += "\n" + say("command.commands") + "\n"
    let rows = (Invocation.shapes.map(\.name) + ["help"]).map { ($0, say("command.\($0)")) }
    return text + table(rows) + "\n" + say("command.more") + "\n"
  }

  private static func table(_ rows: [(String, String)]) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { "  " + $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 + "\n" }.joined()
  }
}
