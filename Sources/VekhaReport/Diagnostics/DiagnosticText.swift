import VekhaText

/// Diagnostics as a person reads them.
package struct DiagnosticText: Sendable {
  private let say: Wording
  private let style: Style
  /// Columns of the window; in a pipe excerpts keep to 100.
  private let width: Int
  private let limit: Int

  /// At most `limit` diagnostics are shown in full; errors are preferred to warnings.
  package init(_ wording: Wording, isColoured: Bool = false, width: Int? = nil, limit: Int = 20) {
    say = wording
    style = Style(isOn: isColoured)
    self.width = max(40, width ?? 100)
    self.limit = limit
  }

  /// All diagnostics in the order of files and places, then how many are not shown, then the summary line.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let ordered = DiagnosticOrder.sorted(diagnostics)
    let shown = DiagnosticOrder.most(grave: ordered, limit: limit)
    var text = ""
    for diagnostic in shown { text += render(diagnostic) + "\n" }
    let hidden = ordered.count - shown.count
    if hidden > 0 { text += say("count.hidden", .init(hidden)) + "\n" }
    return text + summary(diagnostics) + "\n"
  }

  /// `2 ошибки, 5 предупреждений`.
  package func summary(_ diagnostics: [Diagnostic]) -> String {
    let keys: [(Diagnostic.Severity, String)] = [
      (.error, "count.errors"), (.warning, "count.warnings"), (.note, "count.notes"),
    ]
    let parts = keys.compactMap { severity, key -> String? in
      let count = diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : say(key, .init(count))
    }
    return parts.isEmpty ? say("count.none") : parts.joined(separator: ", ")
  }

  /// One diagnostic: place, severity and code, sentence, excerpt, notes, proposals, fix.
  package func render(_ diagnostic: Diagnostic) -> String {
    let severity = say("severity.\(diagnostic.severity)")
    let head =
      style(DiagnosticPlace.text(diagnostic.place, say), .bold) + ": "
      + style("\(severity) \(diagnostic.code.rawValue)", Self.mark(of: diagnostic.severity)) + ": "
    var lines = [head + DiagnosticSentence.title(of: diagnostic, say)]
    if case .source(let span) = diagnostic.place {
      lines += excerpt(span, before: true, mark: Self.mark(of: diagnostic.severity))
    }
    var last = Self.lineNumber(diagnostic.place)
    for note in diagnostic.notes {
      lines.append(
        "  " + DiagnosticPlace.text(note.place, say) + ": " + DiagnosticSentence.note(note, of: diagnostic, say))
      if case .source(let span) = note.place, Self.lineNumber(note.place) != last {
        lines += excerpt(span, before: false, mark: .cyan)
      }
      last = Self.lineNumber(note.place)
    }
    if let fix = diagnostic.fix { lines.append("  " + DiagnosticSentence.fix(fix, say)) }
    let proposals = diagnostic.proposals.filter { $0 != diagnostic.fix?.replacement }
    if !proposals.isEmpty {
      lines.append("  " + say("diagnostic.maybe", .init(say.choice(Array(proposals.prefix(3))))))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func excerpt(_ span: Span, before: Bool, mark: Style.Mark) -> [String] {
    let source = span.source
    let line = source.line(at: span.range.lowerBound)
    let number = String(line + 1)
    let gutter = number.count + 2
    let room = width - gutter - 3
    var lines: [String] = []
    if before, line > 0 {
      let above = Excerpt(source, line: line - 1, underlining: nil, width: room)
      if !above.text.isEmpty { lines.append(self.line(String(line), gutter, above.text)) }
    }
    let excerpt = Excerpt(source, line: line, underlining: span.range, width: room)
    lines.append(self.line(number, gutter, excerpt.text))
    let indent = excerpt.underline.prefix { $0 == " " }
    lines.append(
      self.line("", gutter, indent + style(String(excerpt.underline.dropFirst(indent.count)), mark)))
    return lines
  }

  private func line(_ number: String, _ gutter: Int, _ text: String) -> String {
    let bar = String(repeating: " ", count: gutter - number.count) + number + " |"
    return style(bar, .dim) + (text.isEmpty ? "" : " " + text)
  }

  private static func mark(of severity: Diagnostic.Severity) -> Style.Mark {
    switch severity {
    case .error: .boldRed
    case .warning: .yellow
    case .note: .cyan
    }
  }

  private static func lineNumber(_ place: Diagnostic.Place) -> Int? {
    if case .source(let span) = place { return span.line }
    return nil
  }
}
