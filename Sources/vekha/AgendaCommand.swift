import ArgumentParser
import VekhaCalendar
import VekhaKit
import VekhaReport

struct AgendaCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "agenda")

  @OptionGroup var options: PlanOptions

  @OptionGroup var date: DayOption

  @Option(help: "How far ahead, such as “14 days”.")
  var next: String?

  @Option(name: .customLong("for"), help: "Only what concerns a role or a person.")
  var owner: String?

  @Flag(help: "Show all records.")
  var all = false

  func run(_ console: Console) throws -> ExitStatus {
    try options.answering(console) { _, engine in
      let today = date.day
      let length = next.flatMap { Project.duration($0) } ?? Duration(14, .day)
      let last = length.after(today) ?? today
      if let owner, let near = engine.proposals(forOwner: owner, asOf: today) {
        var sentence = console.wording("usage.no-owner", .init(owner))
        if !near.isEmpty { sentence += " " + console.wording("usage.maybe", .init(console.wording.choice(near))) }
        console.error(sentence + "\n")
        return .usage
      }
      let agenda = engine.agenda(file: options.plan, asOf: today, until: last, for: owner)
      if options.json {
        console.out(try JSONText.text(agenda) + "\n")
      } else {
        let text = AgendaText(
          console.wording, isColoured: console.isColoured, width: console.width, limit: all ? nil : 10)
        console.out(text.render(agenda))
      }
      return .answered
    }
  }
}

struct ForecastCommand: Subcommand {
  static let configuration = CommandConfiguration(commandName: "forecast")

  @OptionGroup var options: PlanOptions

  @OptionGroup var date: DayOption

  @Option(help: "The last day looked at.")
  var until: String?

  @Flag(help: "Show all records.")
  var all = false

  func run(_ console: Console) throws -> ExitStatus {
    try options.answering(console) { _, engine in
      let today = date.day
      if let until, let last = Console.day(until), last < today {
        let say = console.wording
        console.error(say("usage.until-before", .init(say.day(last)), .init(say.day(today))) + "\n")
        return .usage
      }
      let forecast = engine.forecast(file: options.plan, asOf: today, until: until.flatMap(Console.day))
      if options.json {
        console.out(try JSONText.text(forecast) + "\n")
      } else {
        let text = AgendaText(
          console.wording, isColoured: console.isColoured, width: console.width, limit: all ? nil : 10)
        console.out(text.render(forecast))
      }
      return .answered
    }
  }
}
