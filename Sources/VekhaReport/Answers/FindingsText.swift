import VekhaEngine

/// Findings by rule, rules that are not in force yet, contradictions of the journal, and what cannot be told.
struct FindingsText {
  private let text: AnswerText
  private var say: Wording { text.say }
  private var style: Style { text.style }

  init(_ text: AnswerText) { self.text = text }

  func findings(_ rules: [RuleAnswer]) -> [String] {
    let active = rules.filter { !$0.isPending && !$0.isClosed }
    if active.isEmpty { return [] }
    let found = Self.ordered(active.filter { !$0.found.isEmpty })
    let clean = active.count - found.count
    if found.isEmpty { return [style(say("findings.none"), .bold), say("findings.clean", .init(clean))] }
    var lines = [style(say("findings.title", .init(found.reduce(0) { $0 + $1.found.total })), .bold)]
    for rule in found {
      lines.append("")
      lines += heading(rule, count: count(rule))
      lines += records(rule)
    }
    return clean == 0 ? lines : lines + ["", say("findings.clean", .init(clean))]
  }

  /// «7 наставляемых из 83», or «7 записей» where the noun's forms are not declared.
  private func count(_ rule: RuleAnswer) -> String {
    let number = rule.found.total
    if let noun = Agreement.form(rule.counted, for: number, in: say.language) {
      return rule.examined < number
        ? "\(number) \(noun)" : say("count.nounOf", .init(number), .init(noun), .init(rule.examined))
    }
    return rule.examined < number
      ? say("count.records", .init(number)) : say("count.recordsOf", .init(number), .init(rule.examined))
  }

  func pending(_ rules: [RuleAnswer]) -> [String] {
    let pending = Self.ordered(rules.filter { $0.isPending && !$0.found.isEmpty })
    if pending.isEmpty { return [] }
    var lines = [style(say("pending.title"), .bold)]
    for rule in pending {
      lines.append("")
      let count = Template.Value(rule.found.total)
      let line = rule.from.map { say("pending.line", .init(say.day($0)), count) } ?? say("pending.undated", count)
      lines += heading(rule, count: nil)
      lines += wrapped(line)
      lines += records(rule)
    }
    return lines
  }

  /// Records within their grace, or before their own due day.
  func waiting(_ rules: [RuleAnswer]) -> [String] {
    let waiting = Self.ordered(rules.filter { !$0.isPending && !$0.pending.isEmpty })
    if waiting.isEmpty { return [] }
    var lines = [style(say("waiting.title", .init(waiting.reduce(0) { $0 + $1.pending.total })), .bold)]
    for rule in waiting {
      lines += [""] + wrapped(VisibleText.line(rule.heading), indent: 0)
      lines += limited(rule.pending) { subject in
        say.subject(subject) + (subject.due.map { " – " + say("item.due", .init(say.day($0))) } ?? "")
      }
    }
    return lines
  }

  func contradictions(_ contradictions: [Contradiction]) -> [String] {
    if contradictions.isEmpty { return [] }
    var lines = [style(say("contradictions.title", .init(contradictions.count)), .bold)]
    for contradiction in contradictions {
      let item = Template.Value(VisibleText.line(contradiction.item))
      let mark = Template.Value(say("mark.\(contradiction.mark)"))
      let sentence =
        contradiction.progress.map { say("contradiction.progress", item, mark, .init(say.progress($0))) }
        ?? say("contradiction.line", item, mark)
      lines += wrapped(say.place(contradiction.place) + ": " + sentence)
    }
    return lines
  }

  /// Records of rules in force and of activities of which nothing can be said, with the cells that are in the way.
  func unknown(_ answer: Answer) -> [String] {
    var groups: [(heading: String, subjects: SubjectList)] = []
    for stage in answer.stages {
      for activity in stage.activities.flatMap({ [$0] + $0.parts }) {
        groups.append((say.heading(activity.item), activity.unknown))
      }
    }
    for rule in Self.ordered(answer.rules) where !rule.isPending {
      groups.append((VisibleText.line(rule.heading), rule.unknown))
    }
    groups.removeAll { $0.subjects.isEmpty }
    if groups.isEmpty { return [] }
    var lines = [style(say("unknown.title", .init(groups.reduce(0) { $0 + $1.subjects.total })), .bold)]
    for group in groups {
      lines.append("")
      lines += wrapped(group.heading + ": " + say("count.records", .init(group.subjects.total)), indent: 0)
      lines += limited(group.subjects) { subject in
        let blockers = subject.blockers.map { say.blocker($0, of: subject.label) }
        return say.subject(subject) + (blockers.isEmpty ? "" : ": " + blockers.joined(separator: "; "))
      }
    }
    return lines
  }

  private static func ordered(_ rules: [RuleAnswer]) -> [RuleAnswer] {
    rules.enumerated().sorted { ($0.element.gravity, $0.offset) < ($1.element.gravity, $1.offset) }.map(\.element)
  }

  private func heading(_ rule: RuleAnswer, count: String?) -> [String] {
    let gravity = say("gravity.\(rule.gravity.rawValue)")
    let rest = VisibleText.line(rule.heading) + (count.map { ": " + $0 } ?? "")
    var lines = Wrapping.indented(gravity + ". " + rest, first: "", next: "  ", width: text.width)
    if let first = lines.first, first.hasPrefix(gravity) {
      lines[0] = style(gravity, rule.gravity.mark) + first.dropFirst(gravity.count)
    }
    if let because = rule.because { lines += wrapped(say.ground(because)) }
    if let advice = rule.advice { lines += wrapped(say("findings.advice", .init(VisibleText.line(advice)))) }
    if let common = rule.commonResponsible {
      lines += wrapped(say("item.responsible", .init(say.responsible(common))))
    }
    return lines
  }

  private func records(_ rule: RuleAnswer) -> [String] {
    let isCommon = rule.commonResponsible != nil
    return limited(rule.found) { subject in
      var sentence = subject.message.map(VisibleText.line) ?? say.subject(subject)
      if !rule.isPending, let since = subject.since {
        sentence += " – " + say("findings.since", .init(say.day(since)))
      }
      if subject.isEscalated { sentence += ", " + say("findings.escalated") }
      guard !isCommon, let responsible = subject.responsible ?? rule.responsible else { return sentence }
      return sentence + " – " + say("item.responsible", .init(say.responsible(responsible)))
    }
  }

  private func limited(_ subjects: SubjectList, _ sentence: (SubjectAnswer) -> String) -> [String] {
    let shown = text.limit.map { subjects.listed.prefix(max(0, $0)) } ?? subjects.listed[...]
    var lines = shown.flatMap { wrapped(sentence($0), indent: 4) }
    if shown.count < subjects.total { lines.append("    " + say("count.more", .init(subjects.total - shown.count))) }
    return lines
  }

  private func wrapped(_ sentence: String, indent: Int = 2) -> [String] {
    let first = String(repeating: " ", count: indent)
    return Wrapping.indented(sentence, first: first, next: first + "  ", width: text.width)
  }
}
