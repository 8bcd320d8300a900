import VekhaCalendar
import VekhaCheck
import VekhaData
import VekhaEngine
import VekhaSyntax
import VekhaTable
import VekhaText

/// The tests of a plan or module. Each is a program of its own: the same trees, checked anew with the tables the test
/// gives instead of the plan's files, and asked by the same engine.
package final class PlanTests {
  package let file: String
  fileprivate var prepared: [Prepared] = []
  private let modules: [SyntaxTree]
  private let plan: SyntaxTree
  private let real: [Table?]
  private let language: Language

  fileprivate struct Prepared {
    let name: String
    let span: Span
    let info: TestInfo?
    let program: Program?
    let faults: [Diagnostic]
  }

  /// `checker` is that of the plan with its own data.
  init(_ checker: Checker, _ modules: [SyntaxTree], language: Language) {
    plan = checker.plan
    file = checker.plan.source.name
    self.modules = modules
    self.language = language
    real = checker.attachedTables
    prepared = checker.testNodes.map { prepare($0) }
  }

  /// What is wrong with the tests themselves.
  package var diagnostics: [Diagnostic] { prepared.flatMap(\.faults) }
  package var count: Int { prepared.count }

  private func prepare(_ node: Node) -> Prepared {
    let checker = Checker(plan: plan, modules: modules, itemNames: ModuleLoader.itemNames)
    let span = plan.span(node)
    checker.checkTest(node)
    checker.assumePeriod(of: node)
    var faults: [Diagnostic] = []
    var isGiven: Set<Int> = []
    for given in checker.givenTables(node, like: real) {
      isGiven.insert(given.table)
      let result = given.bytes.isEmpty ? nil : read(given)
      faults += (result?.diagnostics ?? []).compactMap { Self.ofTest($0) }
      checker.attachGiven(
        result?.table, columns: result?.columnIndex ?? [], to: given.table, like: real[given.table], file: file)
    }
    for table in checker.testedTables where !isGiven.contains(table) {
      checker.attachGiven(nil, columns: [], to: table, like: real[table], file: file)
    }
    checker.attachValues()
    var program = checker.program(journals: checker.testJournals(node), isSound: false)
    let info = program.map { checker.testInfo(node, $0) }
    program = program.map { checker.completed($0) }
    let own = checker.diagnostics.filter { Self.lies($0, in: span) }
    // What is wrong with the rest of the plan was said where the plan was checked; a module was checked nowhere else.
    faults += program == nil && own.isEmpty ? checker.diagnostics.filter { $0.severity == .error } : own
    if let program, let info { faults += Engine(program, language: language).faults(of: info) }
    return Prepared(
      name: checker.name(ofTest: node), span: span, info: info, program: program, faults: faults)
  }

  private func read(_ given: GivenTable) -> DataResult {
    DataReader.read(
      given.bytes,
      for: DataSource(
        path: file, file: file, columns: given.columns, span: given.span, keyTitles: given.keyTitles,
        wantsUndeclared: false))
  }

  /// What a file may have, rows of a test may not: a row with too many cells, a key twice. What is in a cell is given on
  /// purpose: what it makes unknown is what the test is about.
  private static func ofTest(_ diagnostic: Diagnostic) -> Diagnostic? {
    if diagnostic.code.isOfCell { return nil }
    var strict = diagnostic
    strict.severity = .error
    return strict
  }

  private static func lies(_ diagnostic: Diagnostic, in span: Span) -> Bool {
    guard case .source(let place) = diagnostic.place, place.source === span.source else { return false }
    return span.range.lowerBound <= place.range.lowerBound && place.range.upperBound <= span.range.upperBound
  }

  // MARK: Running

  /// What came of the tests whose names contain `name`; nil for all. `coverage` notes what they have seen.
  package func run(only name: String? = nil, coverage: Coverage? = nil) -> [TestAnswer] {
    chosen(name).map { test in
      var answer = TestAnswer(name: test.name, line: test.span.line, expectations: [], faults: test.faults)
      guard let program = test.program, let info = test.info, answer.outcome != .broken else { return answer }
      let engine = engine(program, coverage)
      for day in info.days {
        answer.expectations += day.expectations.map { engine.answer($0, on: day.day) }
        engine.cover(on: day.day)
      }
      return answer
    }
  }

  /// Why what a test expects is not so: what the engine of the test says of a record or item it is about.
  package func why(_ test: TestAnswer, _ label: String, asOf day: CivilDay) -> Explanation? {
    guard let program = prepared.first(where: { $0.span.line == test.line })?.program else { return nil }
    return engine(program, nil).why(label, asOf: day)
  }

  private func chosen(_ name: String?) -> [Prepared] {
    guard let name else { return prepared }
    let wanted = Letters.fold(name)
    return prepared.filter { Letters.fold($0.name).contains(wanted) }
  }

  private func engine(_ program: Program, _ coverage: Coverage?) -> Engine {
    let engine = Engine(program, language: language)
    engine.coverage = coverage
    return engine
  }
}

extension Project {
  /// What the tests have seen of the plan, and what its own data show on a day.
  package func coverage(_ tests: Coverage, asOf day: CivilDay) -> CoverageAnswer? {
    guard let program = engine?.program ?? self.tests?.moduleProgram else { return nil }
    var data: Coverage?
    if engine != nil {
      let seen = Coverage()
      let fresh = Engine(program, language: .russian)
      fresh.coverage = seen
      fresh.cover(on: day)
      data = seen
    }
    return CoverageAnswer(program, file: path, tests: tests, data: data, asOf: data == nil ? nil : day)
  }
}

extension PlanTests {
  /// A program of a module: that of any of its tests.
  fileprivate var moduleProgram: Program? { prepared.lazy.compactMap(\.program).first }
}
