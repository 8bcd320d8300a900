import VekhaCalendar
import VekhaEngine
import VekhaText

/// The answers of `vekha agenda` and `vekha forecast` as text: a list by date.
package struct AgendaText: Sendable {
  let say: Wording
  let style: Style
  let width: Int?
  /// How many records are named in one entry; nil for all.
  let limit: Int?

  package init(_ wording: Wording, isColoured: Bool = false, width: Int? = nil, limit: Int? = 10) {
    say = wording
    style = Style(isOn: isColoured)
    self.width = width.map { max(40, $0) }
    self.limit = limit
  }

  package func render(_ agenda: Agenda) -> String {
    var lines = head(agenda.plan, say("agenda.head", .init(say.day(agenda.asOf)), .init(say.day(agenda.until))))
    if agenda.entries.isEmpty { return text(lines + [say("agenda.none")]) }
    var day: CivilDay?
    for entry in agenda.entries {
      if entry.day != day {
        if day != nil { lines.append("") }
        lines.append(style(dated(entry.day, agenda.asOf), .bold))
        day = entry.day
      }
      lines += self.entry(entry)
    }
    return text(lines)
  }

  package func render(_ forecast: Forecast) -> String {
    var lines = head(
      forecast.plan, say("forecast.head", .init(say.day(forecast.asOf)), .init(say.day(forecast.until))))
    if forecast.changes.isEmpty { return text(lines + [say("forecast.none")]) }
    var day: CivilDay?
    for change in forecast.changes {
      if change.day != day {
        if day != nil { lines.append("") }
        lines.append(style(dated(change.day, forecast.asOf), .bold))
        day = change.day
      }
      lines += self.change(change)
    }
    return text(lines)
  }

  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  private func head(_ plan: PlanHead, _ sentence: String) -> [String] {
    Wrapping.lines(VisibleText.line(plan.title), width: width ?? 100).map { style($0, .bold) } + [sentence, ""]
  }

  /// `12.05.2025, понедельник, через 3 дня`.
  private func dated(_ day: CivilDay, _ today: CivilDay) -> String {
    let distance = Int(day.number - today.number)
    let weekday = say("weekday.\(day.weekday)")
    return distance == 0
      ? say("agenda.today", .init(say.day(day)), .init(weekday))
      : say("agenda.day", .init(say.day(day)), .init(weekday), .init(distance))
  }

  private func entry(_ entry: AgendaEntry) -> [String] {
    var sentence = say("agenda.\(entry.kind.rawValue)", .init(VisibleText.line(entry.heading)))
    if let due = entry.due { sentence += " (" + say("why.due", .init(say.day(due))) + ")" }
    if !entry.subjects.isEmpty { sentence += ": " + say("count.records", .init(entry.subjects.count)) }
    if let responsible = entry.responsible { sentence += " – " + say.responsible(responsible) }
    let mark: Style.Mark? = entry.kind == .overdue ? .red : entry.kind == .finding ? .yellow : nil
    return wrapped(sentence, 2).map { style($0, mark) } + named(entry.subjects)
  }

  private func change(_ change: ForecastChange) -> [String] {
    let heading = Template.Value(VisibleText.line(change.heading))
    switch change.kind {
    case .state(let from, let to):
      let words = [from, to].map { Template.Value(say("state.\($0.rawValue)")) }
      return wrapped(say("forecast.state", heading, words[0], words[1]), 2).map { style($0, to.mark) }
    case .found(let subjects):
      return wrapped(say("forecast.found", heading, .init(subjects.count)), 2) + named(subjects)
    case .cleared(let count): return wrapped(say("forecast.cleared", heading, .init(count)), 2)
    case .broken(let subjects):
      return wrapped(say("forecast.broken", heading, .init(subjects.count)), 2).map { style($0, .red) }
        + named(subjects)
    case .target(let verdict):
      return wrapped(say("forecast.target", heading, .init(say("target.\(verdict.rawValue)"))), 2)
    }
  }

  private func named(_ subjects: [SubjectAnswer]) -> [String] {
    let shown = limit.map { subjects.prefix($0) } ?? subjects[...]
    var lines = shown.flatMap { subject in wrapped(say.subject(subject) + kept(subject), 4) }
    if shown.count < subjects.count { lines.append("    " + say("count.more", .init(subjects.count - shown.count))) }
    return lines
  }

  /// How a record keeps to a deadline that repeats.
  private func kept(_ subject: SubjectAnswer) -> String {
    guard let kept = subject.cadence, kept.expected > 0 else { return "" }
    return ": " + say("progress", .init(kept.held), .init(kept.expected))
  }

  private func wrapped(_ sentence: String, _ indent: Int) -> [String] {
    let first = String(repeating: " ", count: indent)
    return Wrapping.indented(sentence, first: first, next: first + "  ", width: width)
  }
}
