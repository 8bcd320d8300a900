import VekhaKit
import VekhaReport
import VekhaText

/// What the words of the command line come to, with the frequent mistakes told in the user's language.
enum Invocation {
  case help(String?)
  /// On a word of the language.
  case wordHelp(String)
  case shortHelp
  case command([String])
  case fault(String)

  struct Shape {
    let name: String
    /// Keys of the sentences for missing words, in order.
    let words: [String]
    /// Options with a value, and flags.
    let options: [String]
    let flags: [String]
  }

  private static let common = ["--language", "--color"]

  static let shapes: [Shape] = [
    Shape(
      name: "run", words: ["usage.no-plan"], options: ["--as-of", "--fail-on", "--first"] + common,
      flags: ["--json", "--all", "--allow-outside"]),
    Shape(name: "check", words: ["usage.no-plan"], options: common, flags: ["--json", "--all", "--allow-outside"]),
    Shape(
      name: "data", words: ["usage.no-plan"], options: ["--report"] + common,
      flags: ["--json", "--all", "--allow-outside"]),
    Shape(
      name: "why", words: ["usage.no-plan", "usage.no-question"], options: ["--as-of"] + common,
      flags: ["--full", "--json", "--allow-outside"]),
    Shape(
      name: "agenda", words: ["usage.no-plan"], options: ["--as-of", "--next", "--for"] + common,
      flags: ["--json", "--all", "--allow-outside"]),
    Shape(
      name: "forecast", words: ["usage.no-plan"], options: ["--as-of", "--until"] + common,
      flags: ["--json", "--all", "--allow-outside"]),
    Shape(
      name: "test", words: ["usage.no-plan"], options: ["--only", "--as-of", "--junit"] + common,
      flags: ["--coverage", "--why", "--json", "--allow-outside"]),
    Shape(
      name: "log", words: ["usage.no-plan", "usage.no-fact"], options: ["--date", "--journal"] + common,
      flags: ["--dry-run", "--yes", "--allow-outside"]),
    Shape(name: "doc", words: ["usage.no-plan"], options: common, flags: ["--json", "--allow-outside"]),
    Shape(name: "explain", words: ["usage.no-code"], options: common, flags: []),
  ]

  static func read(_ arguments: [String], _ console: Console) -> Invocation {
    var words = arguments
    if words.isEmpty { return .shortHelp }
    if let special = words.first, special.hasPrefix("--generate-completion") || special == "--experimental-dump-help" {
      return .command(words)
    }
    let name = plain(words[...]).first
    let known = shapes.first { $0.name == name }
    if words.contains("--help") || words.contains("-h") || name == "help" {
      guard name == "help" else { return .help(known?.name) }
      let topic = plain(words.drop { $0 != "help" }.dropFirst())
      guard let first = topic.first else { return .help(nil) }
      return topic.count == 1 && shapes.contains { $0.name == first }
        ? .help(first) : .wordHelp(topic.joined(separator: " "))
    }
    if known == nil {
      if let name, !looksLikePlan(name) { return unknownCommand(name, console) }
      words.insert("run", at: 0)
    } else if let index = words.firstIndex(where: { $0 == name }) {
      words.remove(at: index)
      words.insert(name ?? "run", at: 0)
    }
    let shape = known ?? shapes[0]
    if let fault = fault(in: Array(words.dropFirst()), shape, console.wording) { return .fault(fault) }
    return .command(words)
  }

  /// The options of all commands that a value follows.
  private static let valued = Set(shapes.flatMap(\.options))

  /// The words that are neither options nor their values.
  private static func plain(_ words: ArraySlice<String>) -> [String] {
    var result: [String] = []
    var isValue = false
    for word in words {
      if !isValue, !word.hasPrefix("-") { result.append(word) }
      isValue = !isValue && valued.contains(word)
    }
    return result
  }

  /// A path rather than a command: it has a point, a slash, or stands for standard input.
  private static func looksLikePlan(_ word: String) -> Bool { word.contains(".") || word.contains("/") }

  private static func unknownCommand(_ name: String, _ console: Console) -> Invocation {
    let near = Closeness.proposals(for: name, among: shapes.map(\.name) + ["help"])
    return .fault(with(near, console.wording("usage.no-command", .init(name)), console.wording))
  }

  private static func with(_ near: [String], _ sentence: String, _ say: Wording) -> String {
    near.isEmpty ? sentence : sentence + " " + say("usage.maybe", .init(say.choice(near)))
  }

  private static func fault(in words: [String], _ shape: Shape, _ say: Wording) -> String? {
    var plain: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      guard word.hasPrefix("-"), word != "-" else {
        plain.append(word)
        continue
      }
      if word == "--" {
        plain += words[index...]
        break
      }
      let name = String(word.prefix { $0 != "=" })
      if shape.flags.contains(name) { continue }
      guard shape.options.contains(name) else {
        let near = Closeness.proposals(for: name, among: shape.options + shape.flags)
        return with(near, say("usage.no-option", .init(name)), say)
      }
      var value: String?
      if word.contains("=") {
        value = String(word.dropFirst(name.count + 1))
      } else if index < words.count {
        value = words[index]
        index += 1
      }
      guard let value, !value.isEmpty else { return say("usage.no-value", .init(name)) }
      if let fault = fault(in: value, of: name, say) { return fault }
    }
    if plain.count < shape.words.count { return say(shape.words[plain.count]) }
    if plain.count > shape.words.count { return say("usage.extra", .init(plain[shape.words.count])) }
    return nil
  }

  private static func fault(in value: String, of option: String, _ say: Wording) -> String? {
    let allowed: [String]
    switch option {
    case "--next": return Project.duration(value) == nil ? say("usage.bad-duration", .init(value)) : nil
    case "--as-of", "--until", "--date": return Console.day(value) == nil ? say("usage.bad-date", .init(value)) : nil
    case "--first":
      return Int(value).map { $0 >= 0 } == true ? nil : say("usage.bad-number", .init(value), .init(option))
    case "--report": return value.lowercased().hasSuffix(".xlsx") ? nil : say("usage.bad-report", .init(value))
    case "--language": allowed = ["ru", "en"]
    case "--color": allowed = ["auto", "always", "never"]
    case "--fail-on": allowed = ["urgent", "important", "info"]
    default: return nil
    }
    if allowed.contains(value) { return nil }
    return say("usage.bad-value", .init(value), .init(option), .init(allowed.joined(separator: ", ")))
  }
}
