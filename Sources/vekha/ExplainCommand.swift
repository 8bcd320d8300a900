import ArgumentParser
import VekhaKit
import VekhaReport
import VekhaText

struct ExplainCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "explain")

  @ArgumentParser.Argument(help: "A message code.", completion: .list(DiagnosticCode.allCases.map(\.rawValue)))
  var code: String

  @Option(help: "Language of messages.", completion: .list(["ru", "en"]))
  var language: String?

  @Option(help: "Colour.", completion: .list(["auto", "always", "never"]))
  var color: String?

  func run(_ console: Console) throws -> ExitStatus {
    let isNumber = !code.isEmpty && code.allSatisfy { $0.isASCII && $0.isNumber }
    let written = isNumber ? "VK" + String(repeating: "0", count: max(0, 4 - code.count)) + code : code.uppercased()
    guard let found = DiagnosticCode(rawValue: written) else {
      let near = Closeness.proposals(for: code.uppercased(), among: DiagnosticCode.allCases.map(\.rawValue))
      var sentence = console.wording("explain.unknown", .init(code))
      if !near.isEmpty { sentence += " " + console.wording("usage.maybe", .init(console.wording.choice(near))) }
      console.error(sentence + "\n")
      return .usage
    }
    console.out(
      CodePage.text(found, console.wording, isColoured: console.isColoured, width: console.width))
    return .answered
  }
}
