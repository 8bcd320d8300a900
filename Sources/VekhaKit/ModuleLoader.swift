import VekhaData
import VekhaStandardLibrary
import VekhaSyntax
import VekhaText

/// Finds the modules a plan uses, each once, those used by a module before it.
struct ModuleLoader {
  private(set) var trees: [SyntaxTree] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether every module was found; without one, its names are unknown for that reason alone.
  private(set) var isComplete = true
  private let folder: String
  private let allowsOutside: Bool
  private var seen: Set<String> = []

  init(folder: String, allowsOutside: Bool) {
    self.folder = folder
    self.allowsOutside = allowsOutside
  }

  mutating func load(usedBy tree: SyntaxTree) {
    for node in tree.root.children where node.kind == .statement && node.terminal == .use {
      guard let name = node.part(0) else { continue }
      let span = tree.span(name)
      guard let source = name.kind == .text ? file(tree.content(name), span) : embedded(tree.text(name), span) else {
        isComplete = false
        continue
      }
      guard seen.insert(source.name).inserted else { continue }
      let parsed = Parser.parse(source)
      diagnostics += parsed.diagnostics
      load(usedBy: parsed.tree)
      trees.append(parsed.tree)
    }
  }

  /// A file of the user's own, beside the plan.
  private mutating func file(_ path: String, _ span: Span) -> SourceText? {
    guard case .file(let file) = FileReading.locate(path, from: folder, allowOutside: allowsOutside) else {
      diagnostics.append(Diagnostic(.outsideFolder, at: span, [.text(path)]))
      return nil
    }
    switch FileReading.bytes(of: file) {
    case .success(let bytes): return SourceText(name: path, bytes: bytes)
    case .failure(.missing):
      let near = FileReading.names(in: FileReading.folder(of: file))
      diagnostics.append(
        Diagnostic(
          .dataFileMissing, at: span, [.text(path), .text(FileReading.folder(of: file))],
          proposals: Closeness.proposals(for: path, among: near)))
    case .failure(.folder):
      diagnostics.append(Diagnostic(.dataFileUnreadable, at: span, [.text(path), .word("file.folder")]))
    case .failure(.unreadable(let reason)):
      diagnostics.append(Diagnostic(.dataFileUnreadable, at: span, [.text(path), .text(reason)]))
    }
    return nil
  }

  private mutating func embedded(_ name: String, _ span: Span) -> SourceText? {
    let wanted = Letters.fold(name)
    let all = Self.modules
    if let module = all.first(where: { $0.names.contains(wanted) }) {
      return SourceText(name: "<stdlib>/" + module.path, bytes: Array(module.text.description.utf8))
    }
    let names = all.flatMap(\.names)
    diagnostics.append(
      Diagnostic(
        .unknownModule, at: span, [.text(name), .list(names.map(Argument.text))],
        proposals: Closeness.proposals(for: name, among: names)))
    return nil
  }

  /// The embedded modules by the names in their first line: `модуль наставничество (mentoring)`.
  private static var modules: [(path: String, names: [String], text: StaticString)] {
    StandardLibrary.modules.map { path, text in
      let line = text.description.prefix { $0 != "\n" }
      let words = line.split { " (),".contains($0) }.dropFirst().map { Letters.fold(String($0)) }
      return (path, words, text)
    }
  }
}
