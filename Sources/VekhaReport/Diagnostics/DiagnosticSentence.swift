import VekhaText

/// The sentences of a diagnostic, from the catalogue.
package enum DiagnosticSentence {
  /// What was found. Where a text to be put in is empty or was not given, the entry's `title.empty` is used if it
  /// has one.
  package static func title(of diagnostic: Diagnostic, _ say: Wording) -> String {
    guard let entry = say.entry(for: diagnostic.code), let title = entry.texts["title"] else {
      return diagnostic.code.rawValue
    }
    let values = diagnostic.arguments.map(say.value)
    let lacks = Template.holes(of: title).contains { !values.indices.contains($0) || values[$0].text.isEmpty }
    let template = lacks ? entry.texts["title.empty"] ?? title : title
    return Template.fill(template, with: values, in: say.language)
  }

  /// The sentence of a note: of the diagnostic's own entry, else the common one with that key.
  package static func note(_ note: Diagnostic.Note, of diagnostic: Diagnostic, _ say: Wording) -> String {
    let values = note.arguments.map(say.value)
    if let own = say.entry(for: diagnostic.code)?.texts["note.\(note.key)"] {
      return Template.fill(own, with: values, in: say.language)
    }
    return say.has("note.\(note.key)") ? say.phrase("note.\(note.key)", values) : say("note.here")
  }

  package static func fix(_ fix: Diagnostic.Fix, _ say: Wording) -> String {
    let old = VisibleText.short(fix.span.text)
    let new = VisibleText.short(fix.replacement)
    let manner = fix.isSure ? "diagnostic." : "diagnostic.try."
    if old.isEmpty { return say(manner + "insert", .init(new, quoted: say.quote(new))) }
    if new.isEmpty { return say(manner + "remove", .init(old, quoted: say.quote(old))) }
    return say(manner + "replace", .init(old, quoted: say.quote(old)), .init(new, quoted: say.quote(new)))
  }
}

/// Where a diagnostic is, as text.
enum DiagnosticPlace {
  /// `план.plan:12:5`; a cell `участники.csv, строка 5, столбец «Дата»`; a file by its path.
  static func text(_ place: Diagnostic.Place, _ say: Wording) -> String {
    switch place {
    case .source(let span):
      let position = span.source.position(at: span.range.lowerBound)
      return "\(VisibleText.line(span.source.name)):\(position.line):\(position.column)"
    case .cell(let cell): return say.place(cell)
    case .file(let path): return VisibleText.line(path)
    }
  }
}

/// The order of diagnostics, the same for the same set in whatever order they were found.
package enum DiagnosticOrder {
  /// By file, place, then code.
  package static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let keyed = diagnostics.enumerated().map { (key: key($0.element), index: $0.offset, diagnostic: $0.element) }
    return keyed.sorted { left, right in
      if left.key.file != right.key.file { return left.key.file < right.key.file }
      if left.key.line != right.key.line { return left.key.line < right.key.line }
      if left.key.offset != right.key.offset { return left.key.offset < right.key.offset }
      let codes = (left.diagnostic.code.rawValue, right.diagnostic.code.rawValue)
      if codes.0 != codes.1 { return codes.0 < codes.1 }
      if left.key.title != right.key.title { return left.key.title < right.key.title }
      return left.index < right.index
    }.map(\.diagnostic)
  }

  /// The gravest of them, no more than `limit`, in the order they stand in.
  package static func most(grave ordered: [Diagnostic], limit: Int) -> [Diagnostic] {
    if ordered.count <= limit { return ordered }
    let ranked = ordered.indices.sorted { left, right in
      let severities = (ordered[left].severity, ordered[right].severity)
      return severities.0 == severities.1 ? left < right : severities.0 > severities.1
    }
    return ranked.prefix(limit).sorted().map { ordered[$0] }
  }

  private static func key(_ diagnostic: Diagnostic) -> (file: String, line: Int, offset: Int, title: String) {
    switch diagnostic.place {
    case .source(let span):
      (span.source.name, span.line, span.range.lowerBound, "")
    case .cell(let cell): (cell.file, cell.line, 0, cell.title)
    case .file(let path): (path, 0, 0, "")
    }
  }
}
