import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  /// The evaluator with a recorder on, over one record.
  private func recorded(
    _ day: CivilDay, _ row: Int?, _ body: (Evaluator, Frame) -> Void
  ) -> [Recorder.Step] {
    let evaluator = evaluator(day)
    let recorder = Recorder(describing, evaluator)
    evaluator.recorder = recorder
    body(evaluator, row.map { Frame(rows: [Int32($0)]) } ?? .root())
    evaluator.recorder = nil
    return recorder.steps
  }

  /// Whether a record is in a set, as a recorded condition.
  private func recordMembership(_ set: SetExpression, _ row: Int, _ evaluator: Evaluator, _ frame: Frame) {
    guard let recorder = evaluator.recorder else { return }
    recorder.begin(set.span)
    let present = evaluator.presence(of: set, [Int32(row)], frame)
    evaluator.recordPresence(set.table, row, recorder, isDecisive: !present.holds.contains(0))
    var verdict = present
    if let filter = set.filter { verdict.formAnd(evaluator.evaluate(filter, frame)) }
    recorder.end(verdict.outcome(0), .conjunction)
  }

  func blockers(_ set: SetExpression, _ condition: Condition, _ row: Int, on day: CivilDay) -> [Blocker] {
    let steps = recorded(day, row) { evaluator, frame in
      recordMembership(set, row, evaluator, frame)
      _ = evaluator.evaluate(condition, frame)
    }
    return Recorder.blockers(steps)
  }

  /// What keeps a record's due day from being told.
  func termBlockers(_ due: Deadline, _ row: Int, on day: CivilDay) -> [Blocker] {
    guard case .term(let term, _) = due else { return [] }
    return Recorder.blockers(
      recorded(day, row) { evaluator, frame in
        evaluator.recorder?.begin(term.due.span)
        _ = evaluator.evaluate(term.due, frame)
        evaluator.recorder?.end(.unknown)
      })
  }

  func ruleBlockers(_ rule: RuleInfo, _ row: Int, on today: CivilDay) -> [Blocker] {
    let blockers = Recorder.blockers(ruleSteps(rule, row, on: today))
    guard blockers.isEmpty, let term = rule.term else { return blockers }
    return termBlockers(.term(term, wording: ""), row, on: today)
  }

  private func ruleSteps(_ rule: RuleInfo, _ row: Int, on today: CivilDay) -> [Recorder.Step] {
    let day = rule.due.map { min($0, today) } ?? today
    return recorded(day, row) { evaluator, frame in
      if let set = rule.subjects { recordMembership(set, row, evaluator, frame) }
      if let condition = rule.condition { _ = evaluator.evaluate(condition, frame) }
      if let exception = rule.exception { _ = evaluator.evaluate(exception, frame) }
      if let active = rule.active { _ = evaluator.evaluate(active, frame) }
      if rule.subjects != nil, let due = rule.term?.due { recordValue(due, evaluator, frame) }
      if let since = rule.grace?.since { recordValue(since, evaluator, frame) }
    }
  }

  private func recordValue(_ value: Value, _ evaluator: Evaluator, _ frame: Frame) {
    evaluator.recorder?.begin(value.span)
    evaluator.recorder?.end(value: describing.text(evaluator.evaluate(value, frame)))
  }

  // MARK: Why

  /// Explains a record (by its label, a part of it or its key), an item (by number, name or title).
  package func why(_ question: String, asOf today: CivilDay) -> Explanation {
    if let path = item(named: question) { return explain(path, on: today) }
    let found = records(named: question, on: today)
    switch found.count {
    case 0: return .nothing(proposals: Closeness.proposals(for: question, among: candidates(on: today)))
    case 1: return explain(found[0].table, found[0].row, on: today)
    default:
      return .several(sorted(found.map { subject($0.table, $0.row, .pending, on: today, owner: nil) }))
    }
  }

  private func item(named question: String) -> ItemPath? {
    let wanted = Letters.fold(question)
    func matches(_ item: ItemInfo) -> Bool {
      Letters.fold(item.number) == wanted || item.name.map { Letters.fold($0) == wanted } == true
        || Letters.fold(item.title) == wanted
    }
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() {
        if matches(activity.item) { return ItemPath(stage: s, activity: a) }
        for (p, part) in activity.parts.enumerated() where matches(part.item) {
          return ItemPath(stage: s, activity: a, part: p)
        }
      }
    }
    for (s, stage) in program.stages.enumerated() where matches(stage.item) && !stage.item.number.isEmpty {
      return ItemPath(stage: s)
    }
    return nil
  }

  /// Records whose label begins with the question or has all its words, or whose key it is.
  private func records(named question: String, on today: CivilDay) -> [(table: Int, row: Int)] {
    let words = Letters.fold(question).split(separator: " ").map(String.init)
    let evaluator = evaluator(today)
    var exact: [(Int, Int)] = []
    var close: [(Int, Int)] = []
    // «участники 1»: a key of one table.
    let named = words.count == 2 ? program.tables.firstIndex { Letters.fold($0.name) == words[0] } : nil
    for (table, info) in program.tables.enumerated() where !info.table.file.isEmpty && (named ?? table) == table {
      for row in 0..<info.table.rowCount {
        if let key = data.key(table, row), Letters.fold(key) == (named == nil ? Letters.fold(question) : words[1]) {
          exact.append((table, row))
          continue
        }
        guard !isEvent(table), info.label != nil else { continue }
        let label = Letters.fold(describing.label(table, row, evaluator))
        if label == words.joined(separator: " ") {
          exact.append((table, row))
        } else if !words.isEmpty,
          words.allSatisfy({ word in label.split(separator: " ").contains { $0.hasPrefix(word) } })
        {
          close.append((table, row))
        }
      }
    }
    return (exact.isEmpty ? close : exact).map { (table: $0.0, row: $0.1) }
  }

  private func isEvent(_ table: Int) -> Bool {
    if case .event = program.tables[table].presence { return true }
    return false
  }

  private func candidates(on today: CivilDay) -> [String] {
    let evaluator = evaluator(today)
    var names: [String] = []
    for (table, info) in program.tables.enumerated() where !isEvent(table) && info.label != nil {
      for row in 0..<min(info.table.rowCount, 5000) {
        let label = describing.label(table, row, evaluator)
        names.append(label)
        if let first = label.split(separator: " ").first { names.append(String(first)) }
      }
    }
    return names
  }

  private func explain(_ path: ItemPath, on today: CivilDay) -> Explanation {
    let stage = program.stages[path.stage]
    guard let index = path.activity else {
      return .stage(answer(file: "", asOf: today).stages[path.stage])
    }
    var info = stage.activities[index]
    if let part = path.part { info = info.parts[part] }
    let state = state(info, path, on: today)
    let activity = self.activity(info, path, on: today)
    var reasons: [Reason] = []
    if let obligation = info.done, let judged = state.judged, let day = state.judgedOn {
      reasons = self.reasons(obligation, judged, on: day)
    }
    let answer = self.answer(file: "", asOf: today)
    return .activity(activity, stage: answer.stages[path.stage].item, reasons: reasons)
  }

  /// For each subject that decides an obligation, its reason; at most a dozen.
  private func reasons(_ obligation: Obligation, _ judged: Judged, on day: CivilDay) -> [Reason] {
    guard let set = obligation.subjects else {
      return recorded(day, nil) { evaluator, frame in _ = evaluator.evaluate(obligation.condition, frame) }.map(
        \.reason)
    }
    let open = judged.verdict.fails.isEmpty ? judged.verdict.unknown : judged.verdict.fails
    return open.indices.prefix(12).map { index in
      let row = Int(judged.rows[index])
      let steps = recorded(day, row) { evaluator, frame in _ = evaluator.evaluate(obligation.condition, frame) }
      var reason =
        steps.first?.reason ?? Reason(wording: "", place: nil, outcome: .unknown, cells: [], children: [], label: nil)
      reason.label = describing.label(set.table, row, evaluator(day))
      return reason
    }
  }

  private func explain(_ table: Int, _ row: Int, on today: CivilDay) -> Explanation {
    let record = subject(table, row, .pending, on: today, owner: nil)
    var reasons: [RuleReason] = []
    for rule in program.rules where rule.subjects?.table == table {
      reasons.append(answering(rule.readsItems, on: today).ruleReason(rule, row, on: today))
    }
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() {
        addReason(activity, ItemPath(stage: s, activity: a), table, row, on: today, &reasons)
        for (p, part) in activity.parts.enumerated() {
          addReason(part, ItemPath(stage: s, activity: a, part: p), table, row, on: today, &reasons)
        }
      }
    }
    return .record(record, reasons)
  }

  private func ruleReason(_ rule: RuleInfo, _ row: Int, on today: CivilDay) -> RuleReason {
    let findings = findings(rule, on: today)
    let steps = ruleSteps(rule, row, on: today)
    var verdict = RuleReason.Verdict.notFound
    if findings.found.contains(Int32(row)) { verdict = findings.isPending ? .pending : .found }
    if findings.unknown.contains(Int32(row)) { verdict = .cannotTell }
    if verdict == .notFound, let set = rule.subjects, set.window == nil, !isOne(of: set.noun, set.table, row, on: today)
    {
      verdict = .notExamined
    }
    let children = steps.map(\.reason)
    var reason: Reason?
    if children.count == 1 { reason = children[0] }
    if children.count > 1 {
      let outcome: Reason.Outcome = verdict == .cannotTell ? .unknown : verdict == .notFound ? .fails : .holds
      reason = Reason(
        wording: rule.heading, place: rule.span, outcome: outcome, cells: [], children: children, label: nil)
    }
    return RuleReason(
      heading: rule.heading, isActivity: false, line: rule.span.line, verdict: verdict,
      from: rule.from ?? rule.due.map { $0.adding(days: 1) } ?? findings.since[Int32(row)], reason: reason,
      message: verdict == .found || verdict == .pending ? ruleMessage(rule, row, on: today) : nil,
      blockers: verdict == .cannotTell ? Recorder.blockers(steps) : [])
  }

  /// Whether a record is one of a noun's on a day, or may be.
  func isOne(of noun: Int, _ table: Int, _ row: Int, on day: CivilDay) -> Bool {
    let evaluator = evaluator(day)
    return !evaluator.membership(noun).fails.contains(row) && !evaluator.presence(table).fails.contains(row)
  }

  private func ruleMessage(_ rule: RuleInfo, _ row: Int, on today: CivilDay) -> String? {
    let key = data.key(rule.subjects?.table ?? 0, row)
    let place = data.place(rule.subjects?.table ?? 0, row)
    return ruleAnswer(rule, on: today).found.first { $0.place == place && $0.key == key }?.message
  }

  private func addReason(
    _ info: ActivityInfo, _ path: ItemPath, _ table: Int, _ row: Int, on today: CivilDay, _ reasons: inout [RuleReason]
  ) {
    let state = state(info, path, on: today)
    if let cadence = state.cadence {
      if let reason = cadenceReason(info, cadence, table, row, on: today) { reasons.append(reason) }
      return
    }
    guard let obligation = info.done, obligation.subjects?.table == table else { return }
    if let terms = state.subjects {
      if let reason = termReason(info, obligation, terms, row, on: today) { reasons.append(reason) }
      return
    }
    guard let judged = state.judged, let day = state.judgedOn,
      let index = judged.rows.firstIndex(of: Int32(row))
    else { return }
    let steps = recorded(day, row) { evaluator, frame in _ = evaluator.evaluate(obligation.condition, frame) }
    let verdict: RuleReason.Verdict
    switch judged.verdict.outcome(index) {
    case .holds: verdict = state.state == .doneLate ? .metLate : .met
    case .fails: verdict = info.item.due.window.map { today > $0.last } == true ? .broken : .pending
    case .unknown: verdict = .cannotTell
    }
    reasons.append(
      RuleReason(
        heading: Self.heading(info), isActivity: true, line: info.item.span.line, verdict: verdict,
        from: info.item.due.window?.last, reason: steps.first?.reason,
        message: nil, blockers: verdict == .cannotTell ? Recorder.blockers(steps) : []))
  }

  /// Why a record keeps to a deadline that repeats, or does not; nil for a record that it does not concern.
  private func cadenceReason(
    _ info: ActivityInfo, _ cadence: CadenceJudgement, _ table: Int, _ row: Int, on today: CivilDay
  ) -> RuleReason? {
    guard info.cadenceSubjects?.table == table, let index = cadence.rows.firstIndex(of: Int32(row)) else { return nil }
    let kept = cadence.kept[index]
    let verdict: RuleReason.Verdict
    switch kept.expected == 0 ? true : Self.isNormKept(info.norm, kept.held, kept.missed, kept.unknown) {
    case true?: verdict = kept.expected == 0 ? .pending : .met
    case false?: verdict = .broken
    case nil: verdict = .cannotTell
    }
    let steps = cadenceSteps(info, row, verdict == .broken ? .near : .doubtful, on: today)
    return RuleReason(
      heading: Self.heading(info), isActivity: true, line: info.item.span.line, verdict: verdict, from: kept.next,
      reason: verdict == .met ? nil : steps.first?.reason, message: nil,
      blockers: verdict == .cannotTell ? Recorder.blockers(steps) : [], cadence: kept)
  }

  /// The rows that a repeated deadline counts: those that nearly count, or those of which it cannot be told.
  func cadenceSteps(
    _ info: ActivityInfo, _ row: Int, _ interest: MemberInterest, on today: CivilDay
  ) -> [Recorder.Step] {
    guard let set = info.counts else { return [] }
    return recorded(today, row) { evaluator, frame in
      guard let recorder = evaluator.recorder else { return }
      let members = evaluator.quietly { evaluator.members(set, frame) }
      let every = Verdict(count: members.frame.count, constant: true)
      recorder.begin(set.span)
      evaluator.record(set, nil, members, every, recorder, interest)
      recorder.end(interest == .doubtful ? .unknown : .fails)
    }
  }

  /// Why a record with a due day of its own has met it or not; nil where its term has not begun or does not go on.
  private func termReason(
    _ info: ActivityInfo, _ obligation: Obligation, _ terms: TermJudgement, _ row: Int, on today: CivilDay
  ) -> RuleReason? {
    guard let judged = terms.subjects.first(where: { $0.row == Int32(row) }) else { return nil }
    let verdict: RuleReason.Verdict
    switch judged.state {
    case .met: verdict = .met
    case .metLate: verdict = .metLate
    case .broken: verdict = .broken
    case .pending: verdict = .pending
    case .cannotTell: verdict = .cannotTell
    case .notStarted, .released, .paused: return nil
    }
    let day = judged.due.map { verdict == .metLate ? today : min($0, today) } ?? today
    let steps = recorded(day, row) { evaluator, frame in _ = evaluator.evaluate(obligation.condition, frame) }
    var blockers = verdict == .cannotTell ? Recorder.blockers(steps) : []
    if verdict == .cannotTell, blockers.isEmpty { blockers = termBlockers(info.item.due, row, on: today) }
    return RuleReason(
      heading: Self.heading(info), isActivity: true, line: info.item.span.line, verdict: verdict, from: judged.due,
      reason: steps.first?.reason, message: nil, blockers: blockers)
  }

  private static func heading(_ info: ActivityInfo) -> String {
    info.item.number.isEmpty ? info.item.title : "\(info.item.number) \(info.item.title)"
  }
}
