import VekhaText

extension FileReading {
  /// What to say of a file that a plan names and that was not read: `path` as written, `file` as opened.
  package static func diagnostic(for failure: Failure, of path: String, opened file: String, at span: Span)
    -> Diagnostic
  {
    switch failure {
    case .missing:
      let folder = folder(of: file)
      let near = Closeness.proposals(for: name(of: path), among: names(in: folder))
      let written = path.dropLast(name(of: path).count)
      return Diagnostic(
        .dataFileMissing, at: span, [.text(path), .text(folder)], proposals: near.map { written + $0 })
    case .folder:
      return Diagnostic(.dataFileUnreadable, at: span, [.text(path), .word("file.folder")])
    case .unreadable(let reason):
      return Diagnostic(.dataFileUnreadable, at: span, [.text(path), .refusal(reason)])
    }
  }
}
