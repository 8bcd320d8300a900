import ArgumentParser
import VekhaKit
import VekhaReport
import VekhaText

struct CheckCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "check")

  @OptionGroup var options: PlanOptions

  @Flag(help: "Show all messages.")
  var all = false

  func run(_ console: Console) throws -> ExitStatus {
    let project = options.open(console, checksTests: true, readsAllColumns: true)
    let hasErrors = project.diagnostics.contains { $0.severity == .error }
    if options.json {
      console.out(try JSONText.lines(project.diagnostics, console.wording))
    } else {
      let text = DiagnosticText(
        console.wording, isColoured: console.isColoured, width: console.width, limit: all ? .max : 20)
      console.out(text.render(project.diagnostics))
    }
    if !project.isReadable { return .usage }
    return hasErrors ? .atFault : .answered
  }
}
