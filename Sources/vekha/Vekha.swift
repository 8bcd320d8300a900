// The command `vekha`: one file a subcommand. Arguments are swift-argument-parser's, help and the frequent mistakes are
// said in the user's language by a thin layer over its command tree.

import ArgumentParser
import Glibc
import VekhaKit
import VekhaReport
import VekhaText

@main
enum Vekha {
  static func main() {
    // `vekha … | head` ends quietly.
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow any more is told, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  static func run(_ arguments: [String]) -> ExitStatus {
    let console = Console(arguments)
    switch Invocation.read(arguments, console) {
    case .help(let command):
      console.out(Help.text(command, console.wording))
      return .answered
    case .wordHelp(let topic): return Help.word(topic, console)
    case .shortHelp:
      console.out(Help.text(nil, console.wording))
      return .usage
    case .fault(let sentence):
      console.error(sentence + "\n" + console.wording("usage.help") + "\n")
      return .usage
    case .command(let rewritten):
      do {
        let command = try Root.parseAsRoot(rewritten)
        guard let subcommand = command as? any Subcommand else {
          return fallback(rewritten, console)
        }
        return try subcommand.run(console)
      } catch let status as ExitStatus {
        return status
      } catch {
        // Completion scripts and whatever the layer above did not foresee.
        let message = Root.fullMessage(for: error)
        if Root.exitCode(for: error) == .success {
          console.out(message + "\n")
          return .answered
        }
        console.error(message + "\n")
        return .usage
      }
    }
  }

  private static func fallback(_ arguments: [String], _ console: Console) -> ExitStatus {
    console.out(Help.text(nil, console.wording))
    return .usage
  }
}

/// 0 answered, 1 the plan or the findings are at fault, 2 usage or unreadable input, 3 our fault.
enum ExitStatus: Int32, Error {
  case answered = 0, atFault = 1, usage = 2, internalFault = 3
}

extension ExitStatus { var code: Int32 { rawValue } }

/// A subcommand: runs on a console and says how it ended.
protocol Subcommand: ParsableCommand {
  func run(_ console: Console) throws -> ExitStatus
}

extension Subcommand {
  mutating func run() throws { throw CleanExit.helpRequest() }
}

struct Root: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vekha",
    subcommands: [
      RunCommand.self, CheckCommand.self, DataCommand.self, WhyCommand.self, AgendaCommand.self, ForecastCommand.self,
      TestCommand.self, LogCommand.self, DocCommand.self, ExplainCommand.self,
    ])
}
