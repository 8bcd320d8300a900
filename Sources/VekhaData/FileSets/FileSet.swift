import VekhaTable
import VekhaText

/// Several files of one form as one table.
struct FileSet {
  private let source: DataSource
  private let pattern: FilePattern
  private var diagnostics: [Diagnostic] = []

  static func read(_ source: DataSource) -> DataResult {
    var set = FileSet(source: source, pattern: FilePattern(source))
    let files = set.files()
    guard !files.isEmpty else {
      let near = FileReading.names(in: FileReading.folder(of: set.pattern.opened(source.path)))
      return DataResult(
        failed: source,
        Diagnostic(
          .noFileFits, at: source.span,
          [.text(source.path), .text(set.pattern.writtenFolder.isEmpty ? "." : set.pattern.writtenFolder)],
          proposals: Array(near.filter { DataFormat.promised(by: $0) != nil }.prefix(3)))
      ).adding(set.diagnostics)
    }
    let results = files.map { DataReader.readFile(source.with(path: $0, file: set.pattern.opened($0))) }
    var union = TableUnion(source, results)
    if !union.unclear.isEmpty {
      // A column that nobody declared is of one type in one file and of another in the next: it is text.
      let asText = union.requestsAsText()
      let again = source.with(columns: asText)
      union = TableUnion(
        again, files.map { DataReader.readFile(again.with(path: $0, file: set.pattern.opened($0))) })
    }
    return union.result(requests: source.columns.count).adding(set.diagnostics)
  }

  private init(source: DataSource, pattern: FilePattern) {
    self.source = source
    self.pattern = pattern
  }

  /// The files that fit and lie where the pattern looks; a link to elsewhere is told and left out.
  private mutating func files() -> [String] {
    let folder = pattern.folder
    var files: [String] = []
    for file in pattern.files() {
      let opened = pattern.opened(file)
      let inside = opened.hasPrefix(folder + "/") ? String(opened.dropFirst(folder.count + 1)) : opened
      switch FileReading.locate(inside, from: folder == "." ? "" : folder, allowOutside: false) {
      case .file: files.append(file)
      case .outsideFolder: diagnostics.append(Diagnostic(.outsideFolder, at: source.span, [.text(file)]))
      }
    }
    return files
  }
}
