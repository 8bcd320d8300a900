import VekhaStandardLibrary
import VekhaSyntax
import VekhaText

/// Finds the modules a plan uses, each once, those used by a module before it.
struct ModuleLoader {
  private(set) var trees: [SyntaxTree] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether every module was found; without one, its names are unknown for that reason alone.
  private(set) var isComplete = true
  private let folder: PlanFolder
  private var seen: Set<String> = []

  init(folder: PlanFolder) { self.folder = folder }

  mutating func load(usedBy tree: SyntaxTree) {
    for node in tree.root.children where node.kind == .statement && node.terminal == .use {
      guard let name = node.part(0) else { continue }
      let span = tree.span(name)
      let source =
        name.kind == .text
        ? folder.source(tree.content(name), at: span, &diagnostics) : embedded(tree.text(name), span)
      guard let source else {
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

  /// The embedded module of the calendar that the plan names, unless the plan or a module it uses declares it.
  mutating func loadCalendar(of plan: SyntaxTree) {
    let heads = plan.root.children.filter { $0.kind == .statement && $0.terminal == .plan }
    guard let word = heads.first?.property(.calendar)?.part(0) else { return }
    let name = Letters.fold(plan.text(word))
    let declared = ([plan] + trees).flatMap { Self.calendars(in: $0) }
    if declared.contains(name) { return }
    var names = declared
    for module in Self.modules {
      let parsed = Parser.parse(Self.source(module))
      let calendars = Self.calendars(in: parsed.tree)
      names += calendars
      guard calendars.contains(name), seen.insert(parsed.tree.source.name).inserted else { continue }
      diagnostics += parsed.diagnostics
      trees.append(parsed.tree)
      return
    }
    diagnostics.append(
      Diagnostic(
        .unknownCalendar, at: plan.span(word), [.text(plan.text(word)), .list(names.map(Argument.text))],
        proposals: Closeness.proposals(for: plan.text(word), among: names)))
  }

  /// The names of the calendars that a file declares.
  private static func calendars(in tree: SyntaxTree) -> [String] {
    tree.root.children.filter { $0.kind == .statement && $0.terminal == .calendar && $0.part(1) == nil }
      .flatMap { node in ([node.part(0)].compactMap { $0 } + node.all(.alias)).map { Letters.fold(tree.text($0)) } }
  }

  private static func source(_ module: (path: String, names: [String], text: StaticString)) -> SourceText {
    SourceText(name: "<stdlib>/" + module.path, bytes: Array(module.text.description.utf8))
  }

  private mutating func embedded(_ name: String, _ span: Span) -> SourceText? {
    let wanted = Letters.fold(name)
    let all = Self.modules
    if let module = all.first(where: { $0.names.contains(wanted) }) {
      return Self.source(module)
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
    StandardLibrary.modules.filter { $0.path != itemsPath }.map { path, text in
      let line = text.description.prefix { $0 != "\n" }
      let words = line.split { " (),".contains($0) }.dropFirst().map { Letters.fold(String($0)) }
      return (path, words, text)
    }
  }

  // MARK: The plan's own items

  private static let itemsPath = "plan-items.plan"

  /// The names of the plan's own items as tables, which are there without being asked for.
  static let itemNames: SyntaxTree? = StandardLibrary.modules.first { $0.path == itemsPath }.map { module in
    Parser.parse(SourceText(name: "<stdlib>/" + module.path, bytes: Array(module.text.description.utf8))).tree
  }
}
