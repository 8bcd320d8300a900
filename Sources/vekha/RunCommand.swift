import ArgumentParser
import VekhaCalendar
import VekhaEngine
import VekhaKit
import VekhaReport
import VekhaText

/// What commands over a plan have in common.
struct PlanOptions: ParsableArguments {
  @ArgumentParser.Argument(help: "The plan file.", completion: .file(extensions: ["plan"]))
  var plan: String

  @Option(help: "Language of messages.", completion: .list(["ru", "en"]))
  var language: String?

  @Option(help: "Colour.", completion: .list(["auto", "always", "never"]))
  var color: String?

  @Flag(help: "Answer in JSON.")
  var json = false

  @Flag(help: "Allow data outside of the plan's folder.")
  var allowOutside = false

  /// `checksTests`: whether faults of the plan's tests are wanted too; `readsAllColumns`: whether columns are that the
  /// plan does not read.
  func open(_ console: Console, checksTests: Bool = false, readsAllColumns: Bool = false) -> Project {
    var options = Project.Options()
    options.language = console.wording.language
    options.allowsOutside = allowOutside
    options.checksTests = checksTests
    options.readsAllColumns = readsAllColumns
    return Project(opening: plan, options: options)
  }
}

/// The day a question is asked of.
struct DayOption: ParsableArguments {
  @Option(help: "The date of the answer.")
  var asOf: String?

  /// As asked, else today.
  var day: CivilDay { asOf.flatMap(Console.day) ?? Console.today() }
}

extension PlanOptions {
  /// Runs `body` with the engine of the plan; without one, says why there is none.
  func answering(_ console: Console, _ body: (Project, Engine) throws -> ExitStatus) throws -> ExitStatus {
    let project = open(console)
    if let refusal = project.refusal(console) { return refusal }
    guard let engine = project.engine else { return .internalFault }
    return try body(project, engine)
  }
}

extension Project {
  /// Prints why there is no answer, and gives the status for it; nil where there is one.
  func refusal(_ console: Console) -> ExitStatus? {
    guard isBlocked else { return nil }
    let text = DiagnosticText(console.wording, isColoured: console.isColouredError, width: console.width)
    let blocking = diagnostics.filter { $0.severity == .error && $0.code.isBlocking }
    console.error(text.render(blocking.isEmpty ? diagnostics : blocking))
    if !isReadable { return .usage }
    console.error(console.wording("run.blocked") + "\n")
    return .atFault
  }
}

struct RunCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "run")

  @OptionGroup var options: PlanOptions

  @OptionGroup var date: DayOption

  @Option(help: "Exit code 1 where there are findings this grave.", completion: .list(["urgent", "important", "info"]))
  var failOn: String?

  @Flag(help: "Show all records.")
  var all = false

  @Option(help: "Show so many records a list.")
  var first: Int?

  func run(_ console: Console) throws -> ExitStatus {
    try options.answering(console) { project, engine in
      let answer = engine.answer(file: options.plan, asOf: date.day, first: first ?? (all || options.json ? nil : 10))
      if options.json {
        console.out(try JSONText.text(answer) + "\n")
      } else {
        let text = AnswerText(
          console.wording, isColoured: console.isColoured, width: console.width, limit: first ?? (all ? nil : 10))
        console.out(text.render(answer))
      }
      if !project.diagnostics.isEmpty {
        console.error(
          console.wording("run.faults", .init(project.diagnostics.count), .init(options.plan)) + "\n")
      }
      return fails(answer) ? .atFault : .answered
    }
  }

  private func fails(_ answer: Answer) -> Bool {
    guard let failOn, let level = Gravity(rawValue: failOn) else { return false }
    return answer.rules.contains { !$0.isPending && $0.gravity <= level && !$0.found.isEmpty }
  }
}
