// VekhaKit is the façade a program embeds: the search for modules, the loading of files, the way of a plan from text
// to answers. Only here and above are the clock and the environment known.

import VekhaCalendar
import VekhaCheck
import VekhaData
import VekhaEngine
import VekhaStandardLibrary
import VekhaSyntax
import VekhaTable
import VekhaText

/// A plan with everything it names: modules, data, journal; and what is wrong with any of them.
package final class Project {
  /// How a project is opened.
  package struct Options {
    /// The language of values put into sentences.
    package var language = Language.russian
    /// Whether data may lie outside of the plan's folder.
    package var allowsOutside = false
    /// Whether the tests of the plan are checked too; who only wants an answer leaves them.
    package var checksTests = true
    /// From how many bytes on only the columns of a file that the plan reads are loaded.
    package var largeFiles = LargeFile.usualThreshold
    /// Whether the columns that the plan does not read are looked at too.
    package var readsAllColumns = false
    /// Whether only the tests are asked: then a module may be opened, and a plan whose data are not there.
    package var isForTests = false
    /// A line that is to be written to a journal: the plan is opened as if it stood there.
    package var entry: Entry?
    /// Whether the plans that indicators are compared with are opened; those plans open none themselves.
    var followsComparisons = true
    package init() {}
  }

  /// A line for a journal, and which of them where the plan names several.
  package struct Entry {
    package var text: String
    package var journal: String?
    package init(text: String, journal: String?) {
      self.text = text
      self.journal = journal
    }
  }

  /// A journal as it was read; `seen` is nil where there is no such file yet.
  package struct JournalFile {
    package let name: String
    package let path: String
    package let seen: [UInt8]?
  }

  package let path: String
  package private(set) var diagnostics: [Diagnostic] = []
  /// Whether the plan file itself could be read.
  package private(set) var isReadable = true
  /// Nil where faults of the plan or of its files forbid an answer.
  package private(set) var engine: Engine?
  /// The tests of the plan or module; nil where it was not understood.
  package private(set) var tests: PlanTests?
  /// What the plan and its modules name; nil where it was not understood.
  package var names: PlanNames? { engine.flatMap { engine in checker.map { $0.names(of: engine.program) } } }
  /// What came of reading each data file, in the order of the plan.
  package private(set) var loaded: [LoadedData] = []
  private var checker: Checker?
  /// The journal that the line is for, and where the line would stand.
  package private(set) var journalFile: JournalFile?
  package private(set) var addition: Span?
  /// What the line would say; nil where it was not understood.
  package var loggedLine: LoggedLine? { checker?.loggedLine }
  let options: Options
  /// Large files whose rows are read when it is known what the plan needs.
  private var pending: [(table: Int, loaded: Int, LargeFile)] = []
  private let folder: PlanFolder

  package init(opening path: String, options: Options = Options()) {
    self.path = path
    self.options = options
    folder = PlanFolder(path: FileReading.folder(of: path), allowsOutside: options.allowsOutside)
    guard let source = readPlan() else {
      isReadable = false
      return
    }
    load(source)
  }

  /// Whether something forbids an answer.
  package var isBlocked: Bool { engine == nil }

  // MARK: The plan

  private func readPlan() -> SourceText? {
    switch FileReading.bytes(of: path) {
    case .success(let bytes):
      let source = SourceText(name: path, bytes: bytes)
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
        diagnostics.append(Diagnostic(.sourceEmpty, .file(path), [.text(path)]))
        return nil
      }
      return source
    case .failure(.missing):
      let name = FileReading.name(of: path)
      let near = FileReading.names(in: folder.path).filter { $0.hasSuffix(".plan") }
      diagnostics.append(
        Diagnostic(
          .sourceMissing, .file(path), [.text(path)], proposals: Closeness.proposals(for: name, among: near)))
    case .failure(.folder):
      let plans = FileReading.names(in: path).filter { $0.hasSuffix(".plan") }.sorted().map { path + "/" + $0 }
      diagnostics.append(
        Diagnostic(.sourceIsFolder, .file(path), [.text(path)], proposals: Array(plans.prefix(3))))
    case .failure(.unreadable(let reason)):
      diagnostics.append(Diagnostic(.sourceUnreadable, .file(path), [.text(path), .refusal(reason)]))
    }
    return nil
  }

  private func load(_ source: SourceText) {
    let parsed = Parser.parse(source)
    diagnostics += parsed.diagnostics
    if parsed.diagnostics.contains(where: { [.notUTF8, .binaryFile, .lineTooLong].contains($0.code) }) {
      isReadable = false
      return
    }
    var modules = ModuleLoader(folder: folder)
    modules.load(usedBy: parsed.tree)
    modules.loadCalendar(of: parsed.tree)
    diagnostics += modules.diagnostics
    let checker = Checker(plan: parsed.tree, modules: modules.trees, itemNames: ModuleLoader.itemNames)
    self.checker = checker
    let wantsTests = options.checksTests && !checker.testNodes.isEmpty
    if options.isForTests, checker.isModule {
      if diagnostics.contains(where: { $0.severity == .error && $0.code.isBlocking }) { return }
      if wantsTests { takeTests(PlanTests(checker, modules.trees, language: options.language)) }
      return
    }
    let journals = readJournals(parsed.tree)
    readTables(checker, told: journals ?? [])
    if let addition { checker.watched = addition }
    let isSound = !diagnostics.contains { $0.severity == .error && $0.code.isBlocking }
    let program = checker.program(journals: journals, isSound: isSound)
    diagnostics += modules.isComplete ? checker.diagnostics : checker.diagnostics.filter { !$0.code.isOfNames }
    let rows = readRows(checker, program)
    let blocking = diagnostics.filter { $0.severity == .error && $0.code.isBlocking }
    guard var program, blocking.isEmpty else {
      let isForWantOfData = !blocking.isEmpty && blocking.allSatisfy(\.code.isOfData)
      if options.isForTests, wantsTests, isForWantOfData {
        takeTests(PlanTests(checker, modules.trees, language: options.language))
      }
      return
    }
    for (table, loaded) in rows { program.tables[table].table = loaded }
    let engine = Engine(program, language: options.language)
    diagnostics += engine.diagnostics
    if options.followsComparisons { openCompared(engine) }
    self.engine = engine
    if wantsTests { takeTests(PlanTests(checker, modules.trees, language: options.language)) }
  }

  private func takeTests(_ tests: PlanTests) {
    self.tests = tests
    diagnostics += tests.diagnostics
  }

  /// Opens the plans that indicators are compared with, each once.
  private func openCompared(_ engine: Engine) {
    var options = self.options
    options.followsComparisons = false
    var faulty: Set<String> = []
    for indicator in engine.program.indicators {
      guard let (name, span) = indicator.comparedWith, !faulty.contains(name) else { continue }
      if engine.comparedEngines[name] == nil {
        guard let file = folder.file(name, at: span, &diagnostics) else { continue }
        let project = Project(opening: file, options: options)
        guard let other = project.engine else {
          faulty.insert(name)
          diagnostics.append(
            Diagnostic(.comparedPlanFaulty, at: span, [.text(name), .number(project.diagnostics.count)]))
          continue
        }
        engine.comparedEngines[name] = other
      }
      if let other = engine.comparedEngines[name], other.program.indicator(like: indicator) == nil {
        let wanted = indicator.name ?? indicator.title
        diagnostics.append(
          Diagnostic(
            .comparedIndicatorMissing, at: span, [.text(name), .text(wanted)],
            proposals: Closeness.proposals(
              for: wanted, among: other.program.indicators.flatMap { [$0.name, $0.title].compactMap { $0 } })))
      }
    }
  }

  private func readTables(_ checker: Checker, told journals: [Journal]) {
    for request in checker.dataRequests {
      guard let file = folder.file(request.path, at: request.span, &diagnostics) else { continue }
      let encoding = request.encoding.flatMap { TextEncoding(named: $0.name) }
      if let named = request.encoding, encoding == nil {
        let known = TextEncoding.allCases.map { Argument.text($0.rawValue) }
        diagnostics.append(Diagnostic(.unknownEncoding, at: named.span, [.text(named.name), .list(known)]))
        continue
      }
      let source = DataSource(
        path: request.path, file: file, columns: request.columns, span: request.span, keyTitles: request.keyTitles,
        wantsUndeclared: !request.hasOnePerKey, part: request.part, encoding: encoding,
        hasOnePerKey: request.hasOnePerKey)
      var result = DataReader.open(source, threshold: options.largeFiles)
      // Records of which the journal speaks are wanted by their names at once.
      if let rows = result.pending, checker.tablesTold(by: journals).contains(request.table) {
        diagnostics += result.diagnostics
        result = rows.load(nil)
      }
      let isKnownFile = loaded.contains { $0.request.path == request.path }
      diagnostics += isKnownFile ? Self.new(result.diagnostics, diagnostics) : result.diagnostics
      loaded.append(LoadedData(request: request, source: source, result: result))
      guard let table = result.table else { continue }
      checker.attach(table, columns: result.columnIndex, isPending: result.pending != nil, to: request.table)
      if let rows = result.pending { pending.append((request.table, loaded.count - 1, rows)) }
    }
    checker.attachValues()
  }

  /// Reads the rows of large files: of a plan that can answer the columns it needs, else all, so that all faults are told
  /// at once.
  private func readRows(_ checker: Checker, _ program: Program?) -> [(table: Int, Table)] {
    var tables: [(table: Int, Table)] = []
    for (index, place, file) in pending {
      let told = checker.diagnostics.count
      let needed = options.readsAllColumns ? nil : program.map { $0.columnsRead[index] ?? [] }
      let result = file.load(needed)
      diagnostics += result.diagnostics
      loaded[place] = LoadedData(
        request: loaded[place].request, source: loaded[place].source, result: result)
      guard let table = result.table else { continue }
      tables.append((index, table))
      checker.attachRows(table, to: index)
      diagnostics += checker.diagnostics[told...]
    }
    pending = []
    return tables + checker.attachValues()
  }

  /// The journals of the plan; nil where it names none.
  private func readJournals(_ plan: SyntaxTree) -> [Journal]? {
    let nodes = plan.root.children.filter { $0.kind == .statement && $0.terminal == .journal }
    let named = nodes.compactMap { $0.part(0) }
    if named.isEmpty { return nil }
    return named.compactMap { node in
      let name = plan.content(node)
      guard let file = folder.file(name, at: plan.span(node), &diagnostics) else { return nil }
      let isChosen = options.entry.map { ($0.journal ?? plan.content(named[0])) == name } ?? false
      let source: SourceText
      switch FileReading.bytes(of: file) {
      case .success(let bytes):
        if isChosen { journalFile = JournalFile(name: name, path: file, seen: bytes) }
        source = SourceText(name: name, bytes: bytes)
      case .failure(.missing) where isChosen:
        journalFile = JournalFile(name: name, path: file, seen: nil)
        source = SourceText(name: name, bytes: [])
      case .failure(let failure):
        diagnostics.append(
          FileReading.diagnostic(for: failure, of: name, opened: file, at: plan.span(node)))
        return nil
      }
      guard isChosen, let entry = options.entry else { return Journal(source) }
      let ending = Journal.ending(of: source.bytes)
      let longer = SourceText(name: name, bytes: source.bytes + ending + Array((entry.text + "\n").utf8))
      addition = Span(longer, source.bytes.count + ending.count..<longer.bytes.count)
      return Journal(longer)
    }
  }
}
