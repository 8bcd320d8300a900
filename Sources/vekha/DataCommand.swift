import ArgumentParser
import VekhaKit
import VekhaReport
import VekhaText

/// What the data files of a plan hold, and what is wrong with them.
struct DataCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "data")

  @OptionGroup var options: PlanOptions

  @Option(help: "Write the faults to this workbook.", completion: .file(extensions: ["xlsx"]))
  var report: String?

  @Flag(help: "Show all messages.")
  var all = false

  func run(_ console: Console) throws -> ExitStatus {
    let project = options.open(console, readsAllColumns: true)
    if !project.isReadable { return project.refusal(console) ?? .usage }
    let faults = project.dataFaults
    if options.json {
      console.out(try JSONText.text(project.tableSummaries, faults, console.wording))
    } else {
      let tables = DataText(console.wording, isColoured: console.isColoured, width: console.width)
      let text = DiagnosticText(
        console.wording, isColoured: console.isColoured, width: console.width, limit: all ? .max : 20)
      console.out(tables.render(project.tableSummaries) + "\n" + text.render(faults))
    }
    if let report {
      let sheets = FaultSheets(faults, project.sheets(of: faults), console.wording).made
      if let (key, detail) = project.write(sheets, to: report) {
        let reason = console.wording(key) + (detail.isEmpty ? "" : ": " + console.wording.reason(detail))
        console.error(console.wording("data.noReport", .init(report), .init(reason)) + "\n")
        return .usage
      }
      if !options.json { console.out(console.wording("data.report", .init(report)) + "\n") }
    }
    return faults.contains { $0.severity == .error } ? .atFault : .answered
  }
}
