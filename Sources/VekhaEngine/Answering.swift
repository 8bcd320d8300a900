import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  /// The state of the plan on a day; with `first`, lists of records hold only so many each, with their whole numbers.
  package func answer(file: String, asOf today: CivilDay, first: Int? = nil) -> Answer {
    ask(of: today)
    return Answer(
      plan: head(file), asOf: today, tables: tableAnswers(today), stages: stageAnswers(today, first: first),
      rules: ruleAnswers(today, first: first),
      indicators: program.indicators.map { answering($0.readsItems, on: today).answer($0, on: today) },
      grids: program.grids.map { grid in
        let day = grid.day ?? today
        return answering(grid.readsItems, on: day).answer(grid, on: day, asked: today)
      }, contradictions: contradictions(today))
  }

  package func head(_ file: String) -> PlanHead {
    let plan = program.plan
    return PlanHead(title: plan.title, file: file, period: plan.period, periodWording: plan.periodWording)
  }

  private func tableAnswers(_ today: CivilDay) -> [TableAnswer] {
    program.tables.indices.filter { !program.tables[$0].table.file.isEmpty }.map { index in
      let info = program.tables[index]
      return TableAnswer(
        name: describing.name(program.nouns[info.noun]), file: info.table.file,
        rowsInFile: info.table.balance.rowsInFile + info.rowsTold,
        rowsLoaded: info.table.balance.loaded + info.rowsTold,
        rowsPresent: evaluator(today).presence(index).holds.population)
    }
  }

  // MARK: Items

  func stageAnswers(_ today: CivilDay, first: Int? = nil) -> [StageAnswer] {
    program.stages.enumerated().map { index, stage in
      let state = stageState(stage, index, on: today)
      return StageAnswer(
        item: item(stage.item, state),
        activities: stage.activities.enumerated().map { activity, info in
          self.activity(info, ItemPath(stage: index, activity: activity), on: today, first: first)
        })
    }
  }

  private func item(_ info: ItemInfo, _ state: ItemJudgement) -> ItemAnswer {
    ItemAnswer(
      number: info.number, isNumberWritten: info.isNumberWritten, name: info.name, title: info.title,
      dueWording: info.due.wording, start: state.window?.first, due: state.window?.last, state: state.state,
      doneOn: state.doneOn, progress: state.progress, responsible: info.responsible.map { named($0) },
      helpers: info.helpers.map { named($0) }, line: info.span.line)
  }

  func named(_ owner: Owner) -> Responsible {
    switch owner {
    case .role(let name, let person): Responsible(role: name, person: person)
    case .record(let role, _): Responsible(role: role, person: nil)
    case .wording(let words): Responsible(role: words, person: nil)
    }
  }

  func activity(_ info: ActivityInfo, _ path: ItemPath, on today: CivilDay, first: Int? = nil) -> ActivityAnswer {
    let state = state(info, path, on: today)
    let (open, unknown) = openSubjects(info, state, on: today, first: first)
    var answer = ActivityAnswer(
      item: item(info.item, state), documents: info.documents, markReason: state.mark?.reason,
      markPlace: state.mark.map { CellPlace(file: $0.span.source.name, line: $0.span.line, title: "") },
      relapse: state.relapse, open: open, unknown: unknown,
      parts: info.parts.enumerated().map { index, part in
        activity(part, ItemPath(stage: path.stage, activity: path.activity, part: index), on: today, first: first)
      }, unmetNeeds: unmetNeeds(info.item, state, on: today))
    answer.because = info.because.map { ground($0) }
    answer.advice = info.advice
    answer.isOptional = info.item.isOptional
    if let kept = state.cadence?.kept, state.state != .ahead { answer.cadence = Self.together(kept) }
    if let subjects = state.subjects, let set = info.done?.subjects {
      let apart = subjects.subjects.filter { [.notStarted, .paused, .released].contains($0.state) }
      answer.apart = sorted(
        apart.map {
          subject($0, set.table, info, on: today)
        })
    }
    return answer
  }

  func ground(_ ground: Ground) -> GroundAnswer {
    GroundAnswer(wording: ground.wording, force: ground.force?.rawValue, from: ground.from, until: ground.until)
  }

  /// The cadence of all subjects together; next is the earliest.
  private static func together(_ kept: [CadenceKept]) -> CadenceKept? {
    guard var whole = kept.first else { return nil }
    for one in kept.dropFirst() {
      whole.held += one.held
      whole.missed += one.missed
      whole.unknown += one.unknown
      whole.firstMissed = [whole.firstMissed, one.firstMissed].compactMap { $0 }.min()
      whole.last = [whole.last, one.last].compactMap { $0 }.max()
      whole.gap = [whole.gap, one.gap].compactMap { $0 }.max()
      whole.next = [whole.next, one.next].compactMap { $0 }.min()
    }
    return whole
  }

  private func subject(
    _ judged: SubjectJudgement, _ table: Int, _ info: ActivityInfo, on today: CivilDay
  ) -> SubjectAnswer {
    var answer = subject(table, Int(judged.row), judged.state, on: today, owner: info.item.responsible)
    answer.due = judged.due
    answer.since = judged.state == .broken ? judged.due?.adding(days: 1) : judged.metOn
    return answer
  }

  /// Subjects with due days of their own that are open, and those of which it cannot be told.
  private func openTerms(
    _ info: ActivityInfo, _ terms: TermJudgement, on today: CivilDay, first: Int?
  ) -> (open: SubjectList, unknown: SubjectList) {
    guard let obligation = info.done, let set = obligation.subjects else { return (.init(), .init()) }
    let open = terms.subjects.filter { $0.state == .broken || $0.state == .pending }
    let unknown = terms.subjects.filter { $0.state == .cannotTell }
    return (
      list(set.table, open.map(\.row), first: first, on: today) { subject(open[$0], set.table, info, on: today) },
      list(set.table, unknown.map(\.row), first: first, on: today) { index in
        let judged = unknown[index]
        var answer = subject(judged, set.table, info, on: today)
        let day = judged.due.map { min($0, today) } ?? today
        answer.blockers = blockers(set, obligation.condition, Int(judged.row), on: day)
        if answer.blockers.isEmpty { answer.blockers = termBlockers(info.item.due, Int(judged.row), on: today) }
        return answer
      }
    )
  }

  /// Subjects that missed a span, or of which a span cannot be told.
  private func openCadence(
    _ info: ActivityInfo, _ cadence: CadenceJudgement, on today: CivilDay, first: Int?
  ) -> (open: SubjectList, unknown: SubjectList) {
    guard let set = info.cadenceSubjects else { return (.init(), .init()) }
    let verdicts = cadence.kept.map { kept in
      kept.expected == 0 ? true : Self.isNormKept(info.norm, kept.held, kept.missed, kept.unknown)
    }
    func listed(_ verdict: Bool?) -> SubjectList {
      let indices = cadence.rows.indices.filter { verdicts[$0] == verdict }
      return list(set.table, indices.map { cadence.rows[$0] }, first: first, on: today) { position in
        let (row, kept) = (cadence.rows[indices[position]], cadence.kept[indices[position]])
        var answer = subject(
          set.table, Int(row), verdict == false ? .broken : .cannotTell, on: today, owner: info.item.responsible)
        answer.cadence = kept
        answer.since = kept.firstMissed.map { $0.adding(days: 1) }
        answer.due = kept.next
        if verdict == nil { answer.blockers = Recorder.blockers(cadenceSteps(info, Int(row), .doubtful, on: today)) }
        return answer
      }
    }
    return (listed(false), listed(nil))
  }

  func openSubjects(
    _ info: ActivityInfo, _ state: ItemJudgement, on today: CivilDay, first: Int? = nil
  ) -> (open: SubjectList, unknown: SubjectList) {
    if [.cancelled, .notRequired].contains(state.state) { return (.init(), .init()) }
    if let terms = state.subjects { return openTerms(info, terms, on: today, first: first) }
    if let cadence = state.cadence, state.state != .ahead {
      return openCadence(info, cadence, on: today, first: first)
    }
    guard let obligation = info.done, let set = obligation.subjects, let judged = state.judged,
      let day = state.judgedOn,
      [.inProgress, .overdue, .noInformation, .ahead, .notFulfilled].contains(state.state)
    else { return (.init(), .init()) }
    let isLate = state.window.map { today > $0.last } ?? false
    let open = judged.verdict.fails.rows.map { judged.rows[Int($0)] }
    let unknown = judged.verdict.unknown.rows.map { judged.rows[Int($0)] } + judged.perhaps
    return (
      list(set.table, open, first: first, on: day) {
        subject(set.table, Int(open[$0]), isLate ? .broken : .pending, on: day, owner: info.item.responsible)
      },
      list(set.table, unknown, first: first, on: day) {
        var answer = subject(set.table, Int(unknown[$0]), .cannotTell, on: day, owner: info.item.responsible)
        answer.blockers = blockers(set, obligation.condition, Int(unknown[$0]), on: day)
        return answer
      }
    )
  }

  private func unmetNeeds(_ item: ItemInfo, _ state: ItemJudgement, on today: CivilDay) -> [String] {
    guard let doneOn = state.doneOn else { return [] }
    return item.needs.compactMap { path in
      guard let (info, needed) = itemState(path, on: today) else { return nil }
      if let other = needed.doneOn, other <= doneOn { return nil }
      if needed.state == .done, needed.doneOn == nil { return nil }
      return info.number.isEmpty ? info.title : "\(info.number) \(info.title)"
    }
  }

  func itemState(_ path: ItemPath, on today: CivilDay) -> (ItemInfo, ItemJudgement)? {
    let stage = program.stages[path.stage]
    guard let index = path.activity else { return (stage.item, stageState(stage, path.stage, on: today)) }
    let activity = stage.activities[index]
    guard let part = path.part else { return (activity.item, state(activity, path, on: today)) }
    return (activity.parts[part].item, state(activity.parts[part], path, on: today))
  }

  private func contradictions(_ today: CivilDay) -> [Contradiction] {
    var result: [Contradiction] = []
    func visit(_ info: ActivityInfo, _ path: ItemPath) {
      let state = state(info, path, on: today)
      if let mark = state.contradiction {
        result.append(
          Contradiction(
            place: CellPlace(file: mark.span.source.name, line: mark.span.line, title: ""),
            item: info.item.number.isEmpty ? info.item.title : info.item.number, mark: mark.kind.rawValue,
            progress: state.progress))
      }
      for (index, part) in info.parts.enumerated() {
        visit(part, ItemPath(stage: path.stage, activity: path.activity, part: index))
      }
    }
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() { visit(activity, ItemPath(stage: s, activity: a)) }
    }
    return result
  }

  // MARK: Rules

  private func ruleAnswers(_ today: CivilDay, first: Int?) -> [RuleAnswer] {
    let ordered = program.rules.enumerated().sorted { left, right in
      left.element.gravity == right.element.gravity
        ? left.offset < right.offset : left.element.gravity < right.element.gravity
    }
    return ordered.map { answering($0.element.readsItems, on: today).ruleAnswer($0.element, on: today, first: first) }
  }

  /// One rule or indicator of the plan, by its place among them.
  package func answer(rule index: Int, asOf today: CivilDay, first: Int? = nil) -> RuleAnswer {
    ask(of: today)
    return answering(program.rules[index].readsItems, on: today).ruleAnswer(
      program.rules[index], on: today, first: first)
  }

  package func answer(indicator index: Int, asOf today: CivilDay) -> IndicatorAnswer {
    ask(of: today)
    let indicator = program.indicators[index]
    return answering(indicator.readsItems, on: today).answer(indicator, on: today)
  }

  /// With `first`, lists of records hold only so many.
  func ruleAnswer(_ rule: RuleInfo, on today: CivilDay, first: Int? = nil) -> RuleAnswer {
    let findings = findings(rule, on: today)
    var answer = RuleAnswer(
      kind: rule.kind == .flag ? .flag : .require, name: rule.identity, heading: rule.heading,
      gravity: Gravity.allCases[rule.gravity], line: rule.span.line,
      from: begin(rule, on: today) ?? rule.due.map { $0.adding(days: 1) },
      until: rule.until, isPending: findings.isPending, because: rule.because.map { ground($0) },
      responsible: rule.responsible.map { named($0) }, found: .init(), unknown: .init(), examined: findings.examined)
    answer.counted = counted(rule.subjects?.noun)
    answer.advice = rule.advice
    answer.isClosed = findings.isClosed
    if let set = rule.subjects {
      list(rule, set, findings, on: today, first: first, &answer)
    } else if let outcome = findings.planOutcome {
      let place = CellPlace(file: rule.span.source.name, line: rule.span.line, title: "")
      var plan = SubjectAnswer(
        label: program.plan.title, key: nil, context: nil, place: place, state: findings.isPending ? .pending : .broken,
        blockers: [], message: message(rule, nil, on: today), responsible: answer.responsible, since: nil)
      answer.commonResponsible = answer.responsible
      if outcome == .fails { answer.found = .init([plan]) }
      if outcome == .unknown {
        plan.state = .cannotTell
        answer.unknown = .init([plan])
      }
    }
    return answer
  }

  private func list(
    _ rule: RuleInfo, _ set: SetExpression, _ findings: RuleFindings, on today: CivilDay, first: Int?,
    _ answer: inout RuleAnswer
  ) {
    // Who answers for a record may depend on it; then all are looked at.
    var isAlike = rule.escalation == nil
    if case .record? = rule.responsible { isAlike = false }
    let state: SubjectState = findings.isPending ? .pending : .broken
    answer.found = list(set.table, findings.found, first: isAlike ? first : nil, on: today) { index in
      let row = findings.found[index]
      let begin = findings.since[row] ?? escalationStart(rule, row, on: today)
      let isLong = isEscalated(rule, begin, on: today)
      let owner = isLong ? rule.escalation?.owner : rule.responsible
      var found = subject(set.table, Int(row), state, on: today, owner: owner)
      found.message = message(rule, Int(row), on: today)
      found.since = begin
      found.isEscalated = isLong
      return found
    }
    let responsibles = Set(answer.found.listed.map { $0.responsible ?? answer.responsible })
    if isAlike {
      answer.commonResponsible = answer.responsible
    } else if responsibles.count == 1 {
      answer.commonResponsible = responsibles.first ?? nil
    }
    if let first, answer.found.listed.count > first {
      answer.found = SubjectList(listed: Array(answer.found.listed.prefix(max(0, first))), total: answer.found.total)
    }
    answer.pending = list(set.table, findings.pending.map(\.row), first: first, on: today) { index in
      let (row, from) = findings.pending[index]
      var pending = subject(set.table, Int(row), .pending, on: today, owner: rule.responsible)
      pending.due = from.adding(days: -1)
      return pending
    }
    // Before its window a rule has nobody it could not tell of.
    if findings.isPending { return }
    answer.unknown = list(set.table, findings.unknown, first: first, on: today) { index in
      let row = Int(findings.unknown[index])
      var unknown = subject(set.table, row, .cannotTell, on: today, owner: rule.responsible)
      unknown.blockers = ruleBlockers(rule, row, on: today)
      return unknown
    }
  }

  /// Since when a record is a finding, asked only where something depends on it.
  private func escalationStart(_ rule: RuleInfo, _ row: Int32, on today: CivilDay) -> CivilDay? {
    guard rule.escalation != nil else { return nil }
    guard let since = memberSince(rule, [row], on: today)[0] else { return begin(rule, on: today) }
    return max(since, begin(rule, on: today) ?? since)
  }

  private func isEscalated(_ rule: RuleInfo, _ begin: CivilDay?, on today: CivilDay) -> Bool {
    guard let escalation = rule.escalation, let begin,
      let end = program.calendar.moved(begin, by: escalation.after)
    else { return false }
    return today > end
  }

  /// The forms of a noun after a number, in the language of the answer.
  func counted(_ noun: Int?) -> [String] {
    guard let noun else { return [] }
    let script: Letters.Script = describing.language == .russian ? .cyrillic : .latin
    return program.nouns[noun].counted.filter { Letters.script(of: $0) == script }
  }

  private func message(_ rule: RuleInfo, _ row: Int?, on today: CivilDay) -> String? {
    guard !rule.message.isEmpty else { return nil }
    let evaluator = evaluator(today)
    let frame = row.map { Frame(rows: [Int32($0)]) } ?? .root()
    return rule.message.map { part in
      switch part {
      case .text(let text): text
      case .value(let value): describing.text(evaluator.evaluate(value, frame)) ?? "—"
      }
    }.joined()
  }

  // MARK: Records

  func subject(_ table: Int, _ row: Int, _ state: SubjectState, on day: CivilDay, owner: Owner?) -> SubjectAnswer {
    let evaluator = evaluator(day)
    var responsible = owner.map { named($0) }
    if case .record(let role, let value)? = owner {
      let person = describing.text(evaluator.evaluate(value, Frame(rows: [Int32(row)])))
      responsible = Responsible(role: role, person: person)
    }
    return SubjectAnswer(
      label: describing.label(table, row, evaluator), key: data.key(table, row),
      context: describing.context(table, row, evaluator), place: data.place(table, row), state: state, blockers: [],
      message: nil, responsible: responsible, since: nil)
  }

  func sorted(_ subjects: [SubjectAnswer]) -> [SubjectAnswer] {
    let keys = subjects.map { NameOrder($0.label) }
    return subjects.indices.sorted { a, b in
      if keys[a] == keys[b] { return (subjects[a].key ?? "") < (subjects[b].key ?? "") }
      return keys[a] < keys[b]
    }.map { subjects[$0] }
  }
}
