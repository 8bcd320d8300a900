import VekhaCheck
import VekhaData
import VekhaSyntax
import VekhaText

/// A line for a journal: understood as if it stood there, then written.
extension Project {
  /// The plan with the line at the end of its journal.
  package static func opening(_ path: String, with entry: Entry, options: Options) -> Project {
    var options = options
    options.entry = entry
    options.entry?.text = plain(entry.text)
    let project = Project(opening: path, options: options)
    guard let seen = project.journalFile?.seen, let last = seen.last, last != 0x0A, project.hasTornEnd else {
      return project
    }
    // The last line was cut off: the new one must not be understood as its end, nor the torn one as a line.
    options.entry?.followsTorn = true
    return Project(opening: path, options: options)
  }

  /// A line is one line.
  private static func plain(_ text: String) -> String {
    text.split { $0.isNewline || $0 == " " || $0 == "\t" || ($0.asciiValue ?? 0x20) < 0x20 }.joined(separator: " ")
  }

  /// Whether the line before the new one is not understood, and so was cut off.
  private var hasTornEnd: Bool {
    guard let addition, addition.range.lowerBound > 0 else { return false }
    let line = addition.source.line(at: addition.range.lowerBound - 1)
    return diagnostics.contains { diagnostic in
      guard case .source(let span) = diagnostic.place, span.source === addition.source else { return false }
      return diagnostic.severity == .error && span.source.line(at: span.range.lowerBound) == line
        || diagnostic.code == .notUTF8 || diagnostic.code == .binaryFile
    }
  }

  /// What is wrong with the new line, or to be noted of it.
  package var entryFaults: [Diagnostic] {
    guard let addition else { return [] }
    return diagnostics.filter { diagnostic in
      guard case .source(let span) = diagnostic.place, span.source === addition.source else { return false }
      return span.range.lowerBound >= addition.range.lowerBound
    }
  }

  /// Writes the line as it is understood to the journal, if that still is as it was read.
  package func writeEntry() -> Result<Void, JournalWriting.Failure> {
    guard let journalFile, let line = loggedLine?.text else { return .failure(.refused("")) }
    let ending = Journal.ending(of: journalFile.seen ?? [], isTorn: options.entry?.followsTorn ?? false)
    return JournalWriting.append(
      ending + Array((line + "\n").utf8), to: journalFile.path, after: journalFile.seen)
  }
}
