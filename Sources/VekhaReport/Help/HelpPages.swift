import VekhaSyntax
import VekhaText

/// What `vekha help WORD` says of some words of the language that belong together.
package struct HelpEntry: Sendable {
  package var terminals: [Terminal] = []
  /// What the words are for, in a sentence or two.
  package var meaning = ""
  /// How they are written, a line each.
  package var forms: [String] = []
  /// The heading of docs/language.md under which they are documented.
  package var heading = ""
  /// Lines of a plan; empty where none can be shown.
  package var example = ""
}

/// The help on the words of the language, in one language of the reader: `Help/*.help`.
package struct HelpPages: Sendable {
  package private(set) var entries: [HelpEntry] = []
  /// The lines that an example stands after when it is tried, and the files beside it.
  package private(set) var preamble = ""
  package private(set) var files: [(name: String, text: String)] = []

  package init(_ language: Language) {
    let path = "Help/\(language.rawValue).help"
    let text = EmbeddedTexts.files.first { $0.path == path }?.text.description ?? ""
    var head: String?
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("["), line.hasSuffix("]") {
        if let head { add(head, lines) }
        head = String(line.dropFirst().dropLast())
        lines = []
      } else {
        lines.append(line)
      }
    }
    if let head { add(head, lines) }
  }

  private mutating func add(_ head: String, _ lines: [Substring]) {
    func joined(_ lines: [Substring]) -> String {
      let filled = lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed()
      return filled.map { $0 + "\n" }.joined()
    }
    if head == "preamble" {
      preamble = joined(lines)
    } else if head.hasPrefix("file ") {
      files.append((String(head.dropFirst(5)), joined(lines)))
    } else {
      var entry = HelpEntry()
      entry.terminals = head.split(separator: ",").compactMap { word in
        Terminal(rawValue: String(word.drop { $0 == " " }))
      }
      var example: [Substring] = []
      for line in lines {
        switch line.prefix(2) {
        case "= ": entry.meaning = String(line.dropFirst(2))
        case "> ": entry.forms.append(String(line.dropFirst(2)))
        case "@ ": entry.heading = String(line.dropFirst(2))
        default: example.append(line)
        }
      }
      entry.example = joined(example)
      entries.append(entry)
    }
  }

  // MARK: A topic

  /// The words of the vocabulary that a topic is: one of their phrasings as a person writes it, commas left out.
  package static func terminals(of topic: String) -> [Terminal] {
    let words = folded(topic)
    var seen: Set<Terminal> = []
    return Vocabulary.standard.phrasings.filter { $0.words == words && $0.section != .articles }.map(\.terminal)
      .filter { seen.insert($0).inserted }
  }

  private static func folded(_ topic: String) -> [String] {
    topic.split { $0 == " " || $0 == "," || $0 == ":" }.map { Letters.fold(String($0)) }
  }

  /// What a person may have meant by a topic that is no word of the language.
  package static func proposals(for topic: String, and others: [String]) -> [String] {
    let sections = Set(Vocabulary.Section.allCases).subtracting([.articles])
    let known = Vocabulary.standard.candidates(in: sections) + others
    return Closeness.proposals(for: folded(topic).joined(separator: " "), among: known)
  }

  /// The page on a topic; nil where it is no word of the language.
  package func text(_ topic: String, _ say: Wording, isColoured: Bool = false, width: Int? = nil) -> String? {
    let terminals = Self.terminals(of: topic)
    if terminals.isEmpty { return nil }
    let style = Style(isOn: isColoured)
    var told: Set<Int> = []
    var parts: [String] = []
    for terminal in terminals {
      if let index = entries.firstIndex(where: { $0.terminals.contains(terminal) }) {
        guard told.insert(index).inserted else { continue }
        let own = entries[index].terminals.filter { terminals.contains($0) }
        parts.append(page(entries[index], own, say, style, width ?? 100))
      } else {
        let bare = HelpEntry(terminals: [terminal], meaning: say("help.bare"), heading: "Words of one place")
        parts.append(page(bare, [terminal], say, style, width ?? 100))
      }
    }
    return parts.joined(separator: "\n")
  }

  private func page(_ entry: HelpEntry, _ asked: [Terminal], _ say: Wording, _ style: Style, _ width: Int) -> String {
    var lines: [String] = []
    for terminal in asked {
      let names = [say.language, say.language == .russian ? .english : .russian]
        .map { Vocabulary.standard.phrase(terminal, $0) }.filter { $0 != "—" }
      let name = names.count > 1 ? "\(names[0]) (\(names[1]))" : names.first ?? terminal.rawValue
      lines.append(style(name, .bold) + " – " + kind(of: terminal, say))
    }
    lines += Wrapping.lines(entry.meaning, width: width)
    if !entry.forms.isEmpty { lines += ["", style(say("help.forms"), .bold)] + entry.forms.map { "    " + $0 } }
    if !entry.example.isEmpty {
      let example = entry.example.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      lines += ["", style(say("help.example"), .bold)] + example.map { $0.isEmpty ? "" : "    " + $0 }
    }
    lines.append("")
    for terminal in asked {
      for language in [Language.russian, .english] {
        let phrasings = Self.phrasings(terminal, language)
        if phrasings.isEmpty { continue }
        let sentence = say("help.words.\(language.rawValue)", .init(phrasings.joined(separator: "; ")))
        lines += Wrapping.indented(sentence, first: "", next: "  ", width: width)
      }
    }
    lines.append(say("help.more", .init(entry.heading)))
    return lines.map { $0 + "\n" }.joined()
  }

  /// What a word is: a statement, a property and of what, a word of conditions, of one place, …
  private func kind(of terminal: Terminal, _ say: Wording) -> String {
    let sections = Vocabulary.Section.allCases.filter { section in
      Vocabulary.standard.phrasings.contains { $0.terminal == terminal && $0.section == section }
    }
    return sections.map { section in
      guard section == .properties else { return say("help.section.\(section.rawValue)") }
      let owners = Terminal.allCases.filter { Parser.properties(of: $0).contains(terminal) }
      let names = owners.map { Vocabulary.standard.phrase($0, say.language) }.joined(separator: ", ")
      return owners.isEmpty ? say("help.section.properties") : say("help.property", .init(names))
    }.joined(separator: "; ")
  }

  private static func phrasings(_ terminal: Terminal, _ language: Language) -> [String] {
    var seen: Set<String> = []
    return Vocabulary.standard.phrasings.filter { $0.terminal == terminal && $0.language == language }
      .map { $0.words.joined(separator: " ") }.filter { $0 != "—" && seen.insert($0).inserted }
  }
}
