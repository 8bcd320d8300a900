import ArgumentParser
import VekhaEngine
import VekhaKit
import VekhaReport
import VekhaSyntax

struct WhyCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "why")

  @OptionGroup var options: PlanOptions

  @ArgumentParser.Argument(help: "A surname, a key, or the number or title of an item.")
  var question: String

  @OptionGroup var date: DayOption

  @Flag(help: "The full tree of reasons.")
  var full = false

  /// «этап 5» asks for item 5.
  private var subject: String {
    let words = question.split(separator: " ")
    guard words.count > 1, let first = words.first,
      Vocabulary.standard.opensItem(String(first))
    else { return question }
    return words.dropFirst().joined(separator: " ")
  }

  func run(_ console: Console) throws -> ExitStatus {
    try options.answering(console) { _, engine in
      let day = date.day
      let explanation = engine.why(subject, asOf: day, isFull: full)
      if options.json {
        console.out(try JSONText.text(explanation) + "\n")
      } else {
        console.out(console.wording("why.as-of", .init(console.wording.day(day))) + "\n")
        let text = ExplanationText(console.wording, isColoured: console.isColoured, width: console.width)
        console.out(text.render(explanation))
      }
      if case .nothing = explanation { return .atFault }
      return .answered
    }
  }
}
