import VekhaText

/// The page of a diagnostic code: `vekha explain VK0401`.
package enum CodePage {
  /// What the code says, why, and a wrong and a right example; holes of the sentence are shown as `…`.
  package static func text(_ code: DiagnosticCode, _ say: Wording, isColoured: Bool = false, width: Int? = nil)
    -> String
  {
    let style = Style(isOn: isColoured)
    guard let entry = say.entry(for: code) else { return code.rawValue + "\n" }
    let title = entry.texts["about"] ?? entry.texts["title.empty"] ?? entry.texts["title"] ?? ""
    var text = style(code.rawValue, .bold) + " (" + say("severity.\(code.severity)") + ")\n"
    let sentences = [title, entry.texts["explain"] ?? ""].map { Template.fill($0, with: [], in: say.language) }
    for sentence in sentences {
      text += Wrapping.lines(sentence, width: width ?? 100).joined(separator: "\n") + "\n"
    }
    text += example(entry.wrong, heading: style(say("explain.wrong"), .red), say)
    return text + example(entry.right, heading: style(say("explain.right"), .green), say)
  }

  private static func example(_ example: CodeEntry.Example, heading: String, _ say: Wording) -> String {
    var text = "\n" + heading + "\n" + indented(example.plan)
    for file in example.files {
      text += "  " + say("explain.file", .init(file.name)) + "\n" + indented(file.shown)
    }
    return text
  }

  private static func indented(_ block: String) -> String {
    if block.isEmpty { return "" }
    return block.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
  }
}
