import VekhaEngine
import VekhaText

/// The answer of `vekha why` as text.
package struct ExplanationText: Sendable {
  let say: Wording
  let style: Style
  let width: Int?

  package init(_ wording: Wording, isColoured: Bool = false, width: Int? = nil) {
    say = wording
    style = Style(isOn: isColoured)
    self.width = width.map { max(40, $0) }
  }

  package func render(_ explanation: Explanation) -> String {
    let lines =
      switch explanation {
      case .record(let subject, let reasons): record(subject, reasons)
      case .activity(let activity, let stage, let reasons): self.activity(activity, stage, reasons)
      case .stage(let stage): self.stage(stage)
      case .rule(let rule, let reasons): self.rule(rule, reasons)
      case .indicator(let indicator, let reasons): self.indicator(indicator, reasons)
      case .several(let subjects):
        [say("why.several")] + subjects.flatMap { wrapped(keyed($0) + ": " + say.place($0.place), 2) }
      case .nothing(let proposals):
        [say("why.nothing")] + (proposals.isEmpty ? [] : [say("diagnostic.maybe", .init(say.choice(proposals)))])
      }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A namesake with the key by which it can be asked for.
  private func keyed(_ subject: SubjectAnswer) -> String {
    guard let key = subject.key, key != subject.label else { return say.subject(subject) }
    return VisibleText.line(key) + " – " + say.subject(subject)
  }

  private func record(_ subject: SubjectAnswer, _ reasons: [RuleReason]) -> [String] {
    var lines = [style(say("why.record", .init(say.subject(subject))), .bold)]
    lines.append(say("why.place", .init(say.place(subject.place))))
    let rules = reasons.filter { !$0.isActivity }
    let activities = reasons.filter(\.isActivity)
    for (key, list) in [("why.rules", rules), ("why.activities", activities)] where !list.isEmpty {
      let shown = list.filter { $0.verdict != .notExamined }
      lines += ["", style(say(key), .bold)]
      for verdict in Self.order { lines += shown.filter { $0.verdict == verdict }.flatMap(self.verdict) }
      if shown.count < list.count { lines.append("  " + say("why.notExamined", .init(list.count - shown.count))) }
    }
    return reasons.isEmpty ? lines + ["", say("why.none")] : lines
  }

  /// What is wrong comes first.
  private static let order: [RuleReason.Verdict] = [
    .found, .broken, .pending, .cannotTell, .notStarted, .paused, .notFound, .metLate, .met, .released,
  ]

  private func verdict(_ reason: RuleReason) -> [String] {
    let isOpen = reason.isActivity && reason.verdict == .pending
    let word = style(say(isOpen ? "verdict.open" : "verdict.\(reason.verdict.rawValue)"), Self.mark(of: reason.verdict))
    var lines = wrapped("\(VisibleText.line(reason.heading)): \(word) (\(say("why.line", .init(reason.line))))", 2)
    if let from = reason.from {
      let key = reason.isActivity ? "why.due" : reason.verdict == .pending ? "why.pendingFrom" : "why.from"
      lines.append("    " + say(key, .init(say.day(from))))
    }
    if let kept = reason.cadence {
      lines.append("    " + say("item.progress", .init(say("progress", .init(kept.held), .init(kept.expected)))))
      let rest = say.cadence(kept)
      if !rest.isEmpty { lines += wrapped(rest, 4) }
    }
    if let message = reason.message { lines += wrapped(say("why.message", .init(VisibleText.line(message))), 4) }
    for blocker in reason.blockers { lines += wrapped(say("why.blocked", .init(say.blocker(blocker, of: ""))), 4) }
    if let tree = reason.reason { lines += ReasonTree(self).lines(tree, depth: 2) }
    return lines + ways(reason)
  }

  /// What would have to change, one way a line.
  private func ways(_ reason: RuleReason) -> [String] {
    if reason.ways.isEmpty { return [] }
    let key = reason.verdict == .notFound ? "why.ways.found" : reason.isActivity ? "why.ways.met" : "why.ways.gone"
    let ways = reason.ways.map { way in
      way.map { change in
        say(change.becomes ? "why.becomes" : "why.ceases", .init(VisibleText.line(change.wording)))
      }.joined(separator: ", ")
    }
    return wrapped(say(key) + " " + ways.joined(separator: "; " + say("why.or") + " "), 4)
  }

  private func rule(_ rule: RuleAnswer, _ reasons: [Reason]) -> [String] {
    var lines = wrapped(say("why.rule", .init(VisibleText.line(rule.heading))), 0).map { style($0, .bold) }
    lines.append("  " + say("why.line", .init(rule.line)))
    lines.append("  " + say("gravity.\(rule.gravity.rawValue)"))
    if rule.isClosed { lines.append("  " + say("why.closed")) }
    if let from = rule.from {
      lines.append("  " + say(rule.isPending ? "why.pendingFrom" : "why.from", .init(say.day(from))))
    }
    if let until = rule.until { lines.append("  " + say("findings.until", .init(say.day(until)))) }
    if let ground = rule.because { lines += wrapped(say.ground(ground), 2) }
    if let advice = rule.advice { lines += wrapped(say("findings.advice", .init(VisibleText.line(advice))), 2) }
    lines += wrapped(
      say(
        "why.rule.counts", .init(rule.found.total), .init(rule.examined), .init(rule.pending.total),
        .init(rule.unknown.total)), 2)
    return lines + tree(reasons)
  }

  private func indicator(_ indicator: IndicatorAnswer, _ reasons: [Reason]) -> [String] {
    let text = AnswerText(say, isColoured: style.isOn, width: width)
    return IndicatorText(text).lines([indicator]) + tree(reasons)
  }

  private func tree(_ reasons: [Reason]) -> [String] {
    if reasons.isEmpty { return [] }
    return ["", style(say("why.reason"), .bold)] + reasons.flatMap { ReasonTree(self).lines($0, depth: 1) }
  }

  private func activity(_ activity: ActivityAnswer, _ stage: ItemAnswer?, _ reasons: [Reason]) -> [String] {
    var lines = item(activity.item, isStage: false)
    if let stage, !(stage.number.isEmpty && stage.title.isEmpty) {
      lines.append("  " + say("why.stage") + ": " + say.heading(stage))
    }
    if !activity.documents.isEmpty {
      lines += wrapped(
        say("item.documents", .init(activity.documents.map(VisibleText.line).joined(separator: ", "))), 2)
    }
    if let place = activity.markPlace {
      let text = (activity.markReason.map { say.quote(VisibleText.line($0)) + ", " } ?? "") + say.place(place)
      lines += wrapped(say("item.mark", .init(text)), 2)
    }
    if let relapse = activity.relapse {
      let text = relapse.since.map { say("item.relapse", .init(say.day($0))) } ?? say("item.relapse.undated")
      lines += wrapped(text + (relapse.progress.map { ": " + say.progress($0) } ?? ""), 2)
    }
    if !activity.unmetNeeds.isEmpty {
      lines += wrapped(
        say("item.needs", .init(activity.unmetNeeds.map(VisibleText.line).joined(separator: "; "))), 2)
    }
    if let kept = activity.cadence { lines += wrapped(say.cadence(kept), 2) }
    if !activity.apart.isEmpty { lines += wrapped(say.apart(activity.apart), 2) }
    if let ground = activity.because { lines += wrapped(say.ground(ground), 2) }
    if let advice = activity.advice { lines += wrapped(say("findings.advice", .init(VisibleText.line(advice))), 2) }
    let common = activity.item.responsible
    lines += subjects("why.open", activity.open, besides: common)
    lines += subjects("why.unknown", activity.unknown, besides: common)
    if !reasons.isEmpty {
      lines += ["", style(say("why.reason"), .bold)] + reasons.flatMap { ReasonTree(self).lines($0, depth: 1) }
    }
    if !activity.parts.isEmpty {
      lines += ["", style(say("why.parts"), .bold)]
      lines += activity.parts.flatMap { wrapped(short($0.item), 2) }
    }
    return lines
  }

  private func stage(_ stage: StageAnswer) -> [String] {
    var lines = item(stage.item, isStage: true)
    if !stage.activities.isEmpty {
      lines += ["", style(say("why.activities"), .bold)]
      lines += stage.activities.flatMap { wrapped(short($0.item), 2) }
    }
    return lines
  }

  private func short(_ item: ItemAnswer) -> String {
    let progress = item.progress.map { ", " + say.progress($0) } ?? ""
    return say.heading(item) + ": " + style(say.state(item, isStage: false), item.state.mark) + progress
  }

  /// Heading, line of the plan, state, dates, progress and people of a stage or an activity.
  private func item(_ item: ItemAnswer, isStage: Bool) -> [String] {
    let title = VisibleText.line(item.title.isEmpty ? item.name ?? "" : item.title)
    let heading =
      isStage
      ? title.isEmpty
        ? item.number.isEmpty ? say("stage.none") : say("stage.untitled", .init(item.number))
        : say("stage.title", .init(item.number), .init(title))
      : say("why.activity", .init(say.heading(item)))
    var lines = wrapped(heading, 0).map { style($0, .bold) }
    lines.append("  " + say("why.line", .init(item.line)))
    lines.append("  " + say("item.state", .init(style(say.state(item, isStage: isStage), item.state.mark))))
    if let wording = item.dueWording { lines += wrapped(say("item.dates", .init(VisibleText.line(wording))), 2) }
    if let start = item.start { lines.append("  " + say("why.start", .init(say.day(start)))) }
    if let due = item.due { lines.append("  " + say("why.due", .init(say.day(due)))) }
    if let progress = item.progress { lines.append("  " + say("item.progress", .init(say.progress(progress)))) }
    if let responsible = item.responsible {
      lines += wrapped(say("item.responsible", .init(say.responsible(responsible))), 2)
    }
    if !item.helpers.isEmpty {
      lines += wrapped(say("item.helpers", .init(item.helpers.map(say.responsible).joined(separator: ", "))), 2)
    }
    return lines
  }

  private func subjects(_ key: String, _ subjects: SubjectList, besides common: Responsible?) -> [String] {
    if subjects.isEmpty { return [] }
    return ["", style(say(key) + ": " + say("count.records", .init(subjects.total)), .bold)]
      + subjects.listed.flatMap { subject -> [String] in
        let blockers = subject.blockers.map { say.blocker($0, of: subject.label) }
        var rest = blockers.isEmpty ? [say.place(subject.place)] : blockers
        if let kept = subject.cadence {
          rest.insert(say("item.progress", .init(say("progress", .init(kept.held), .init(kept.expected)))), at: 0)
        }
        // Who answers for this record, where that is not the same person for all.
        if let person = subject.responsible, person.person != nil, person != common {
          rest.append(say("item.responsible", .init(say.responsible(person))))
        }
        if let due = subject.due { rest.insert(say("why.due", .init(say.day(due))), at: 0) }
        return wrapped(say.subject(subject) + ": " + rest.joined(separator: "; "), 2)
      }
  }

  func wrapped(_ sentence: String, _ indent: Int) -> [String] {
    let first = String(repeating: " ", count: indent)
    return Wrapping.indented(sentence, first: first, next: first + "  ", width: width)
  }

  private static func mark(of verdict: RuleReason.Verdict) -> Style.Mark? {
    switch verdict {
    case .found, .broken: .red
    case .pending, .metLate: .yellow
    case .met: .green
    case .cannotTell: .cyan
    case .notFound, .notExamined, .notStarted, .released, .paused: nil
    }
  }
}

extension Wording {
  /// At most so many stretches of days are listed.
  private static let shownStretches = 4

  /// `прошло 15 дней с 18.10.2024; не считаются 28.10.2024 – 03.11.2024 (7 дней)`.
  func gap(_ gap: GapReading) -> String {
    let passed = self(gap.isOfWorkingDays ? "gap.workingDays" : "gap.days", .init(gap.days), .init(day(gap.since)))
    guard !gap.excluded.isEmpty else { return passed }
    let count = gap.excluded.reduce(0) { $0 + Int($1.last.number - $1.first.number) + 1 }
    let stretches = gap.excluded.prefix(Self.shownStretches).map { stretch in
      stretch.first == stretch.last ? day(stretch.first) : day(stretch.first) + " – " + day(stretch.last)
    }
    let list = stretches.joined(separator: ", ") + (gap.excluded.count > Self.shownStretches ? ", …" : "")
    return passed + "; " + self("gap.excluded", .init(list), .init(count))
  }
}

/// A reason with its parts below it, each step indented.
struct ReasonTree {
  private let text: ExplanationText
  private var say: Wording { text.say }

  init(_ text: ExplanationText) { self.text = text }

  /// `depth` in steps of two columns.
  func lines(_ reason: Reason, depth: Int) -> [String] {
    let label = reason.label.map { VisibleText.line($0) + ": " } ?? ""
    let outcome = text.style(word(reason.outcome), mark(of: reason.outcome))
    let line = reason.place.map { " (" + place($0) + ")" } ?? ""
    var lines = text.wrapped(label + VisibleText.line(reason.wording) + " → " + outcome + line, 2 * depth)
    for cell in reason.cells { lines += text.wrapped(self.cell(cell), 2 * depth + 2) }
    if let gap = reason.gap { lines += text.wrapped(say.gap(gap), 2 * depth + 2) }
    return lines + reason.children.flatMap { self.lines($0, depth: depth + 1) }
  }

  /// The line of the plan, or of the module that defines it.
  private func place(_ span: Span) -> String {
    let name = span.source.name
    guard name.hasPrefix("<") else { return say("why.line", .init(span.line)) }
    return say("place.row", .init(name), .init(span.line))
  }

  private func word(_ outcome: Reason.Outcome) -> String {
    switch outcome {
    case .holds: say("outcome.holds")
    case .fails: say("outcome.fails")
    case .unknown: say("outcome.unknown")
    case .value(let value): VisibleText.line(value)
    }
  }

  private func mark(of outcome: Reason.Outcome) -> Style.Mark? {
    switch outcome {
    case .holds: .green
    case .fails: .red
    case .unknown: .cyan
    case .value: nil
    }
  }

  /// `участники.csv, строка 14, «Дата согласия»: пусто`.
  private func cell(_ cell: CellReading) -> String {
    let file = VisibleText.line(cell.place.file)
    let title = VisibleText.line(cell.place.title)
    let place =
      !cell.place.sheet.isEmpty
      ? say.place(cell.place)
      : title.isEmpty
        ? say("place.row", .init(file), .init(cell.place.line))
        : say("place.cell.short", .init(file), .init(cell.place.line), .init(title))
    guard let value = cell.value else { return place + ": " + say("cell.empty") }
    let shown = Template.Value(VisibleText.short(value))
    return place + ": " + say(cell.isUnreadable ? "cell.unreadable" : "cell.value", shown)
  }
}
