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
    return Project(opening: path, options: options)
  }

  /// A line is one line.
  private static func plain(_ text: String) -> String {
    text.split { $0.isNewline || $0 == " " || $0 == "\t" || ($0.asciiValue ?? 0x20) < 0x20 }.joined(separator: " ")
  }

  /// What is wrong with the new line or to be noted of it, and of a line before it that is closed as torn.
  package var entryFaults: [Diagnostic] {
    guard let addition else { return [] }
    let isClosing = journalFile?.seen?.last.map { $0 != 0x0A } ?? false
    let line = addition.source.line(at: addition.range.lowerBound)
    return diagnostics.filter { diagnostic in
      guard case .source(let span) = diagnostic.place, span.source === addition.source else { return false }
      if span.range.lowerBound >= addition.range.lowerBound { return true }
      return isClosing && diagnostic.code == .tornLine && addition.source.line(at: span.range.lowerBound) == line - 1
    }
  }

  /// Writes the line as it is understood to the journal, if that still is as it was read.
  package func writeEntry() -> Result<Void, JournalWriting.Failure> {
    guard let journalFile, let line = loggedLine?.text else { return .failure(.refused("")) }
    return JournalWriting.append(
      Journal.ending(of: journalFile.seen ?? []) + Array((line + "\n").utf8), to: journalFile.path,
      after: journalFile.seen)
  }
}
