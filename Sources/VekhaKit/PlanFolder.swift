import VekhaData
import VekhaText

/// The folder of a plan: where the files that the plan names are looked for.
struct PlanFolder {
  let path: String
  /// Whether a named file may lie outside.
  let allowsOutside: Bool

  /// The path to open for a file named in the plan; nil, and said why, where it leaves the folder.
  func file(_ name: String, at span: Span, _ diagnostics: inout [Diagnostic]) -> String? {
    switch FileReading.locate(name, from: path, allowOutside: allowsOutside) {
    case .file(let file): return file
    case .outsideFolder:
      diagnostics.append(Diagnostic(.outsideFolder, at: span, [.text(name)]))
      return nil
    }
  }

  /// The text of a file named in the plan; nil, and said why, where it cannot be read.
  func source(_ name: String, at span: Span, _ diagnostics: inout [Diagnostic]) -> SourceText? {
    guard let file = file(name, at: span, &diagnostics) else { return nil }
    switch FileReading.bytes(of: file) {
    case .success(let bytes): return SourceText(name: name, bytes: bytes)
    case .failure(let failure):
      diagnostics.append(FileReading.diagnostic(for: failure, of: name, opened: file, at: span))
      return nil
    }
  }
}
