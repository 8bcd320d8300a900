import ArgumentParser
import Glibc
import VekhaCalendar
import VekhaKit
import VekhaReport
import VekhaText

/// One line more in the journal of a plan.
struct LogCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "log")

  @OptionGroup var options: PlanOptions

  @ArgumentParser.Argument(help: "The fact: what happened, a colon, to whom.")
  var fact: String

  @Option(help: "The day of the fact; today without it.")
  var date: String?

  @Option(help: "Which journal, where the plan names several.", completion: .file(extensions: ["journal"]))
  var journal: String?

  @Flag(help: "Show the line and write nothing.")
  var dryRun = false

  @Flag(help: "Write without asking.")
  var yes = false

  /// At most so often is a line understood anew because another writer was faster.
  private static let attempts = 200

  func run(_ console: Console) throws -> ExitStatus {
    let say = console.wording
    if let fault = usageFault(say) {
      console.error(fault + "\n" + say("usage.help") + "\n")
      return .usage
    }
    var project = open(console)
    if let refusal = refusal(project, console) { return refusal }
    guard let shown = project.loggedLine, let file = project.journalFile else { return .internalFault }
    console.out(LoggedText(say).text(shown))
    if shown.isKnown {
      console.out(say(shown.isRevoked ? "log.revoked" : "log.known", .init(file.name)) + "\n")
      return .atFault
    }
    if dryRun {
      console.out(say("log.dry") + "\n")
      return .answered
    }
    if !yes, isatty(STDIN_FILENO) == 1, !isConfirmed(file.name, console) {
      console.out(say("log.declined") + "\n")
      return .atFault
    }
    for _ in 0..<Self.attempts {
      switch project.writeEntry() {
      case .success:
        console.out(say("log.written", .init(file.name)) + "\n")
        return .answered
      case .failure(.changed):
        // Another writer was faster: what was shown must still be what the line says.
        project = open(console)
        if let refusal = refusal(project, console) { return refusal }
        guard let line = project.loggedLine, line == shown else {
          console.error(say("log.changed", .init(file.name)) + "\n")
          return .atFault
        }
      case .failure(.refused(let reason)):
        console.error(say("log.refused", .init(file.name), .init(say.reason(reason))) + "\n")
        return .usage
      case .failure(.torn(let reason)):
        console.error(say("log.torn", .init(file.name), .init(say.reason(reason))) + "\n")
        return .usage
      }
    }
    console.error(say("log.changed", .init(file.name)) + "\n")
    return .atFault
  }

  /// The day that the fact begins with as typed, which may be none.
  private var writtenDay: String? {
    fact.split { $0.isWhitespace }.first.map(String.init).flatMap { word in
      let isLike = word.contains { $0 == "." || $0 == "-" || $0 == "/" } && word.first.map(\.isNumber) == true
      return isLike && word.allSatisfy { $0.isNumber || ".-/".contains($0) } ? word : nil
    }
  }

  private func usageFault(_ say: Wording) -> String? {
    if fact.allSatisfy(\.isWhitespace) { return say("usage.no-fact") }
    guard let written = writtenDay else { return nil }
    guard let day = Console.day(written) else { return say("usage.bad-date", .init(written)) }
    if let date, Console.day(date) != day { return say("usage.two-dates", .init(written), .init(date)) }
    return nil
  }

  /// The line as typed, after its day.
  private func line(_ say: Wording) -> String {
    if writtenDay != nil { return fact }
    let day = date.flatMap(Console.day) ?? Console.today()
    let (year, month, number) = day.date
    let written = say.language == .russian ? DateWording.text(year: year, month: month, day: number, .russian) : day.iso
    return written + " " + fact
  }

  private func open(_ console: Console) -> Project {
    var chosen = Project.Options()
    chosen.language = console.wording.language
    chosen.allowsOutside = options.allowOutside
    chosen.checksTests = false
    return Project.opening(
      options.plan, with: .init(text: line(console.wording), journal: journal), options: chosen)
  }

  /// Why the line cannot be written; what is only to be noted of it is said and is no reason.
  private func refusal(_ project: Project, _ console: Console) -> ExitStatus? {
    let say = console.wording
    let text = DiagnosticText(say, isColoured: console.isColouredError, width: console.width)
    if !project.isReadable { return project.refusal(console) }
    let faults = project.entryFaults
    let isFaulty = faults.contains { $0.severity == .error }
    if project.addition != nil, isFaulty || project.loggedLine != nil {
      if !faults.isEmpty { console.error(text.render(faults)) }
      if isFaulty { console.error(say("log.faulty") + "\n") }
      return isFaulty ? .atFault : nil
    }
    if project.addition == nil, !project.isBlocked {
      console.error(journal.map { say("log.no-such-journal", .init($0)) } ?? say("log.no-journal"))
      console.error("\n")
      return .atFault
    }
    return project.refusal(console) ?? .internalFault
  }

  private func isConfirmed(_ file: String, _ console: Console) -> Bool {
    console.out(console.wording("log.ask", .init(file)) + " ")
    let answer = Letters.fold(readLine() ?? "")
    return console.wording("log.yes").split(separator: " ").contains { $0 == answer }
  }
}
