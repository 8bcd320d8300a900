import ArgumentParser
import VekhaCalendar
import VekhaEngine
import VekhaKit
import VekhaReport
import VekhaText

struct TestCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "test")

  @OptionGroup var options: PlanOptions

  @Option(help: "Only tests whose names contain this.")
  var only: String?

  @Option(help: "The file for JUnit's XML.", completion: .file(extensions: ["xml"]))
  var junit: String?

  @Option(help: "The date of the plan's own data for coverage.")
  var asOf: String?

  @Flag(help: "What the tests and the data have seen of the plan.")
  var coverage = false

  @Flag(help: "Explain each failure.")
  var why = false

  func run(_ console: Console) throws -> ExitStatus {
    let plans = TestSearch.plans(at: options.plan)
    let isFolder = plans != [options.plan]
    var answers: [TestFileAnswer] = []
    var tests: [String: PlanTests] = [:]
    var faults: [Diagnostic] = []
    for path in plans {
      let project = project(at: path, console)
      guard let found = project.tests else {
        let blocking = project.diagnostics.filter { $0.severity == .error && $0.code.isBlocking }
        // Of a folder, only plans with tests are asked.
        if !isFolder || TestSearch.hasTests(path) { faults += blocking.isEmpty ? project.faultsWithoutPlan : blocking }
        if !isFolder, !project.isReadable { return unread(faults, console) }
        continue
      }
      tests[path] = found
      answers.append(answer(path, project, found))
    }
    answers.removeAll(where: \.tests.isEmpty)
    if !faults.isEmpty { console.error(faultText(faults, console)) }
    if answers.isEmpty, faults.isEmpty {
      console.error(console.wording("test.none", .init(options.plan)) + "\n")
      return .usage
    }
    if let junit, let reason = TestSearch.write(JUnit.text(answers, console.wording), to: junit) {
      console.error(console.wording("test.noJUnit", .init(junit), .init(reason)) + "\n")
      return .usage
    }
    if !answers.isEmpty || options.json { try show(answers, tests, console) }
    let isPassed = answers.flatMap(\.tests).allSatisfy { $0.outcome == .passed }
    return isPassed && faults.isEmpty ? .answered : .atFault
  }

  private func project(at path: String, _ console: Console) -> Project {
    var projectOptions = Project.Options()
    projectOptions.language = console.wording.language
    projectOptions.allowsOutside = options.allowOutside
    projectOptions.isForTests = true
    return Project(opening: path, options: projectOptions)
  }

  private func answer(_ path: String, _ project: Project, _ tests: PlanTests) -> TestFileAnswer {
    let seen = coverage ? Coverage() : nil
    let answers = tests.run(only: only, coverage: seen)
    let day = asOf.flatMap(Console.day) ?? Console.today()
    return TestFileAnswer(
      file: path, tests: answers, coverage: seen.flatMap { project.coverage($0, asOf: day) })
  }

  private func show(_ answers: [TestFileAnswer], _ tests: [String: PlanTests], _ console: Console) throws {
    if options.json {
      console.out(try JSONText.text(answers, console.wording))
      return
    }
    let text = TestText(console.wording, isColoured: console.isColoured, width: console.width)
    guard why else { return console.out(text.render(answers)) }
    console.out(text.render(answers) { tests[$0.file]?.why($1, $2, asOf: $3) })
  }

  private func faultText(_ faults: [Diagnostic], _ console: Console) -> String {
    DiagnosticText(console.wording, isColoured: console.isColouredError, width: console.width).render(faults)
  }

  private func unread(_ faults: [Diagnostic], _ console: Console) -> ExitStatus {
    console.error(faultText(faults, console))
    return .usage
  }
}

extension Project {
  /// What forbids the tests of a plan where nothing blocks its answer: nothing, if it has none.
  fileprivate var faultsWithoutPlan: [Diagnostic] { isBlocked ? diagnostics.filter { $0.severity == .error } : [] }
}
