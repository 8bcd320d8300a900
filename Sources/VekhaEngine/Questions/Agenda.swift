import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// One list by date of what falls due, what is late, what is expected next and of what is to be reminded.
package struct Agenda: Sendable {
  package var plan: PlanHead
  package var asOf: CivilDay
  package var until: CivilDay
  package var entries: [AgendaEntry]
}

package struct AgendaEntry: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// Past its due day and not done.
    case overdue
    /// The first day of its window; of a rule, the first day on which it finds.
    case begins
    case due
    /// A span of a deadline that repeats ends.
    case expected
    /// Records within their grace become findings.
    case finding
    case target
    case reminder
  }

  package var day: CivilDay
  package var kind: Kind
  /// Number and title of an item, heading of a rule, title of an indicator.
  package var heading: String
  package var line: Int
  package var responsible: Responsible?
  /// The records it is about; empty for the whole item.
  package var subjects: [SubjectAnswer]
  /// Of a reminder: the due day it reminds of. Of what is overdue: the day it was due.
  package var due: CivilDay?
}

extension Engine {
  /// Everything from today to the last day, by date, then as in the plan; for one role or person, where one is named.
  package func agenda(file: String, asOf today: CivilDay, until last: CivilDay, for owner: String?) -> Agenda {
    var entries: [AgendaEntry] = []
    for (s, stage) in program.stages.enumerated() {
      let path = ItemPath(stage: s)
      if stage.activities.isEmpty {
        add(stage.item, stageState(stage, s, on: today), nil, path, today, last, &entries)
      }
      for (a, activity) in stage.activities.enumerated() {
        let path = ItemPath(stage: s, activity: a)
        let leaves =
          activity.parts.isEmpty
          ? [(activity, path)]
          : activity.parts.enumerated().map { ($1, ItemPath(stage: s, activity: a, part: $0)) }
        for (leaf, path) in leaves { add(leaf.item, state(leaf, path, on: today), leaf, path, today, last, &entries) }
      }
    }
    for rule in program.rules { add(rule, today, last, &entries) }
    for indicator in program.indicators { add(indicator, today, last, &entries) }
    let own = owner.map { wanted in entries.compactMap { Self.share($0, of: wanted) } } ?? entries
    let order = AgendaEntry.Kind.allCases
    let sorted = own.enumerated().sorted { a, b in
      let left = (a.element.day, order.firstIndex(of: a.element.kind) ?? 0, a.offset)
      let right = (b.element.day, order.firstIndex(of: b.element.kind) ?? 0, b.offset)
      return left < right
    }
    return Agenda(plan: head(file), asOf: today, until: last, entries: sorted.map(\.element))
  }

  private static func `is`(_ responsible: Responsible, _ owner: String) -> Bool {
    let wanted = Letters.fold(owner)
    return Letters.fold(responsible.role) == wanted
      || responsible.person.map { Letters.fold($0).hasPrefix(wanted) } == true
  }

  /// Nil where somebody is a role or a person of the plan, or a record; else the roles and persons that are meant perhaps.
  package func proposals(forOwner owner: String, asOf day: CivilDay) -> [String]? {
    var known = owners()
    func add(_ owner: Owner?) { owner.map { known.append(named($0)) } }
    for rule in program.rules {
      add(rule.responsible)
      add(rule.escalation?.owner)
    }
    for indicator in program.indicators { add(indicator.responsible) }
    if known.contains(where: { Self.is($0, owner) }) { return nil }
    guard case .nothing = why(owner, asOf: day) else { return nil }
    let names = known.map(\.role) + known.compactMap(\.person)
    let near = Closeness.proposals(for: owner, among: names)
    return near.isEmpty ? Array(Set(known.map(\.role)).sorted().prefix(3)) : near
  }

  /// What of an entry concerns a role or a person: all of it, some of its records, or nothing.
  private static func share(_ entry: AgendaEntry, of owner: String) -> AgendaEntry? {
    func isOwn(_ responsible: Responsible?) -> Bool { responsible.map { Self.is($0, owner) } ?? false }
    if entry.subjects.isEmpty || entry.subjects.allSatisfy({ $0.responsible == entry.responsible }) {
      return isOwn(entry.responsible) ? entry : nil
    }
    var result = entry
    result.subjects = entry.subjects.filter { isOwn($0.responsible) }
    return result.subjects.isEmpty ? nil : result
  }

  // MARK: Items

  private static let settled: Set<ActivityState> = [.done, .doneLate, .cancelled, .notRequired, .notFulfilled]

  private func add(
    _ item: ItemInfo, _ state: ItemJudgement, _ activity: ActivityInfo?, _ path: ItemPath, _ today: CivilDay,
    _ last: CivilDay, _ entries: inout [AgendaEntry]
  ) {
    func entry(_ kind: AgendaEntry.Kind, _ day: CivilDay, _ subjects: [SubjectAnswer] = [], due: CivilDay? = nil) {
      entries.append(
        AgendaEntry(
          day: day, kind: kind, heading: item.number.isEmpty ? item.title : "\(item.number) \(item.title)",
          line: item.span.line, responsible: item.responsible.map { named($0) }, subjects: subjects, due: due))
    }
    let isOpen = !Self.settled.contains(state.state)
    var dues: [(day: CivilDay, subjects: [SubjectAnswer])] = []
    if let activity, let terms = state.subjects {
      let open = openSubjects(activity, state, on: today).open.listed
      let broken = open.filter { $0.state == .broken }
      if !broken.isEmpty { entry(.overdue, today, broken, due: broken.compactMap(\.due).min()) }
      dues = Dictionary(grouping: open.filter { $0.due != nil }, by: { $0.due ?? today }).map { ($0, $1) }
      _ = terms
      for (day, subjects) in dues.sorted(by: { $0.day < $1.day }) where day >= today && day <= last {
        entry(.due, day, subjects)
      }
    } else if let activity, let cadence = state.cadence, case .cadence = item.due {
      addCadence(activity, cadence, today, last, entry)
    } else if isOpen {
      let windows: [Period]
      if case .occurrences(let all, _) = item.due { windows = all } else { windows = state.window.map { [$0] } ?? [] }
      for window in windows {
        if window.first > today, window.first <= last, window.first < window.last { entry(.begins, window.first) }
        if window.last >= today {
          dues.append((window.last, []))
          if window.last <= last { entry(.due, window.last) }
        }
      }
      if state.state == .overdue {
        let late = windows.map(\.last).filter { $0 < today }.max()
        entry(.overdue, today, due: late)
        if let late { dues.append((late, [])) }
      }
    }
    guard isOpen, let ladder = item.reminders ?? program.reminders else { return }
    let about = Reminded(
      heading: item.number.isEmpty ? item.title : "\(item.number) \(item.title)", line: item.span.line,
      owner: item.responsible)
    for (due, subjects) in dues { addReminders(ladder, due, subjects, about, today, last, &entries) }
  }

  /// What a reminder is of.
  private struct Reminded {
    let heading: String
    let line: Int
    let owner: Owner?
  }

  private func addCadence(
    _ activity: ActivityInfo, _ cadence: CadenceJudgement, _ today: CivilDay, _ last: CivilDay,
    _ entry: (AgendaEntry.Kind, CivilDay, [SubjectAnswer], CivilDay?) -> Void
  ) {
    guard let set = activity.cadenceSubjects else {
      if let next = cadence.kept.first?.next, next <= last { entry(.expected, max(next, today), [], nil) }
      return
    }
    var byDay: [CivilDay: [SubjectAnswer]] = [:]
    for (row, kept) in zip(cadence.rows, cadence.kept) {
      guard let next = kept.next, next <= last else { continue }
      var answer = subject(set.table, Int(row), .pending, on: today, owner: activity.item.responsible)
      answer.cadence = kept
      answer.due = next
      byDay[max(next, today), default: []].append(answer)
    }
    for (day, subjects) in byDay.sorted(by: { $0.key < $1.key }) { entry(.expected, day, sorted(subjects), nil) }
  }

  // MARK: Reminders

  /// The steps of a ladder that fall into the days asked about; on a day off, on the working day before.
  private func addReminders(
    _ ladder: Ladder, _ due: CivilDay, _ subjects: [SubjectAnswer], _ about: Reminded, _ today: CivilDay,
    _ last: CivilDay, _ entries: inout [AgendaEntry]
  ) {
    let calendar = program.calendar
    var days: Set<CivilDay> = []
    for step in ladder.steps {
      switch step {
      case .onDue: days.insert(calendar.worked(onOrBefore: due))
      case .before(let duration):
        let back = Duration(-duration.count, duration.unit)
        if let day = calendar.moved(due, by: back) { days.insert(calendar.worked(onOrBefore: day)) }
      case .thereafter(let duration):
        var count = 1
        while let day = calendar.moved(due, by: Duration(duration.count * count, duration.unit)), day <= last {
          days.insert(calendar.worked(onOrBefore: day))
          count += 1
        }
      }
    }
    let isOwn = ladder.recipients.isEmpty || ladder.includesResponsible
    let recipients = (isOwn ? [about.owner].compactMap { $0 } : []) + ladder.recipients
    for day in days.sorted() where day >= today && day <= last {
      for recipient in recipients.isEmpty ? [nil] : recipients.map(Optional.some) {
        entries.append(
          AgendaEntry(
            day: day, kind: .reminder, heading: about.heading, line: about.line,
            responsible: recipient.map { named($0) },
            subjects: ladder.recipients.isEmpty ? subjects : [], due: due))
      }
    }
  }

  // MARK: Rules and indicators

  private func add(_ rule: RuleInfo, _ today: CivilDay, _ last: CivilDay, _ entries: inout [AgendaEntry]) {
    let answer = answering(rule.readsItems, on: today).ruleAnswer(rule, on: today)
    func entry(_ kind: AgendaEntry.Kind, _ day: CivilDay, _ subjects: [SubjectAnswer]) {
      entries.append(
        AgendaEntry(
          day: day, kind: kind, heading: rule.heading, line: rule.span.line, responsible: answer.responsible,
          subjects: subjects, due: nil))
    }
    if answer.isPending, let from = answer.from, from > today, from <= last {
      entry(.begins, from, answer.found.listed)
    }
    let waiting = Dictionary(grouping: answer.pending.listed, by: { $0.due ?? today })
    for (due, subjects) in waiting.sorted(by: { $0.key < $1.key }) where due.adding(days: 1) <= last {
      entry(.finding, due.adding(days: 1), sorted(subjects))
    }
    guard let ladder = rule.reminders else { return }
    let about = Reminded(heading: rule.heading, line: rule.span.line, owner: rule.responsible)
    for (due, subjects) in waiting.sorted(by: { $0.key < $1.key }) {
      addReminders(ladder, due, sorted(subjects), about, today, last, &entries)
    }
    if let due = rule.due, answer.isPending, !answer.found.isEmpty {
      addReminders(ladder, due, answer.found.listed, about, today, last, &entries)
    }
    let late = Dictionary(grouping: answer.found.listed.filter { $0.since != nil }, by: { $0.since ?? today })
    for (since, subjects) in late.sorted(by: { $0.key < $1.key }) where !answer.isPending {
      addReminders(ladder, since.adding(days: -1), sorted(subjects), about, today, last, &entries)
    }
  }

  private func add(_ indicator: IndicatorInfo, _ today: CivilDay, _ last: CivilDay, _ entries: inout [AgendaEntry]) {
    let answer = answering(indicator.readsItems, on: today).answer(indicator, on: today)
    guard let target = answer.target, target.verdict != .met, let day = target.by, day >= today, day <= last else {
      return
    }
    entries.append(
      AgendaEntry(
        day: day, kind: .target, heading: indicator.title, line: indicator.span.line,
        responsible: indicator.responsible.map { named($0) }, subjects: [], due: nil))
  }
}
