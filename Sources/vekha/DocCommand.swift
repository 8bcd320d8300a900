import ArgumentParser
import VekhaKit
import VekhaReport

struct DocCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "doc")

  @OptionGroup var options: PlanOptions

  func run(_ console: Console) throws -> ExitStatus {
    let project = options.open(console)
    if let refusal = project.refusal(console) { return refusal }
    guard let engine = project.engine, let names = project.names else { return .internalFault }
    let head = engine.head(options.plan)
    if options.json {
      console.out(try JSONText.text(names, of: head) + "\n")
    } else {
      let text = NamesText(console.wording, isColoured: console.isColoured, width: console.width)
      console.out(text.render(names, of: head))
    }
    return .answered
  }
}
