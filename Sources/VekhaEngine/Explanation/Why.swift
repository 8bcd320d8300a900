import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// `vekha why`: the smallest sufficient reason of an answer, or the full tree, and what would have to change.
extension Engine {
  /// At most so many records have their reasons told under one item, rule or indicator.
  private static let mostReasons = 12

  /// Explains an item (by number, name or title), a rule, an indicator, or a record (by its label, a part of it or its
  /// key).
  package func why(_ question: String, asOf today: CivilDay, isFull: Bool = false) -> Explanation {
    if let path = item(named: question) { return explain(path, on: today, isFull) }
    if let rule = rule(named: question) {
      return answering(rule.readsItems, on: today).explain(rule, on: today, isFull)
    }
    if let indicator = indicator(named: question) {
      return answering(indicator.readsItems, on: today).explain(indicator, on: today, isFull)
    }
    let found = records(named: question, on: today)
    switch found.count {
    case 0:
      let names = candidates(on: today) + program.rules.map(\.identity) + program.indicators.map(\.title)
      return .nothing(proposals: Closeness.proposals(for: question, among: names))
    case 1: return explain(found[0].table, found[0].row, on: today, isFull)
    default:
      return .several(sorted(found.map { subject($0.table, $0.row, .pending, on: today, owner: nil) }))
    }
  }

  // MARK: Items

  private func explain(_ path: ItemPath, on today: CivilDay, _ isFull: Bool) -> Explanation {
    let stage = program.stages[path.stage]
    let answer = self.answer(file: "", asOf: today)
    guard let index = path.activity else { return .stage(answer.stages[path.stage]) }
    var info = stage.activities[index]
    if let part = path.part { info = info.parts[part] }
    let state = state(info, path, on: today)
    let activity = self.activity(info, path, on: today)
    var reasons: [Reason] = []
    if let obligation = info.done {
      if let terms = state.subjects {
        reasons = self.reasons(obligation, terms, on: today, isFull)
      } else if let judged = state.judged, let day = state.judgedOn {
        reasons = self.reasons(obligation, judged, on: day, isFull)
      }
    }
    return .activity(activity, stage: answer.stages[path.stage].item, reasons: reasons)
  }

  /// For each subject that decides an obligation, its reason.
  private func reasons(
    _ obligation: Obligation, _ judged: Judged, on day: CivilDay, _ isFull: Bool
  ) -> [Reason] {
    guard let set = obligation.subjects else {
      return recorded(day, nil) { evaluator, frame in _ = evaluator.evaluate(obligation.condition, frame) }
        .map { $0.reason(isFull: isFull) }
    }
    let open = judged.verdict.fails.isEmpty ? judged.verdict.unknown : judged.verdict.fails
    return open.indices.prefix(Self.mostReasons).map { index in
      reason(obligation.condition, set.table, Int(judged.rows[index]), on: day, isFull)
    }
  }

  /// For each subject with a due day of its own that is open.
  private func reasons(
    _ obligation: Obligation, _ terms: TermJudgement, on today: CivilDay, _ isFull: Bool
  ) -> [Reason] {
    guard let set = obligation.subjects else { return [] }
    return terms.subjects.filter { [.broken, .pending, .cannotTell].contains($0.state) }.prefix(Self.mostReasons).map {
      reason(obligation.condition, set.table, Int($0.row), on: today, isFull)
    }
  }

  private func reason(
    _ condition: Condition, _ table: Int, _ row: Int, on day: CivilDay, _ isFull: Bool
  ) -> Reason {
    let steps = recorded(day, row) { evaluator, frame in _ = evaluator.evaluate(condition, frame) }
    var reason =
      steps.first?.reason(isFull: isFull)
      ?? Reason(wording: "", place: nil, outcome: .unknown, cells: [], children: [], label: nil)
    reason.label = describing.label(table, row, evaluator(day))
    return reason
  }

  // MARK: Rules and indicators

  private func explain(_ rule: RuleInfo, on today: CivilDay, _ isFull: Bool) -> Explanation {
    let findings = findings(rule, on: today)
    var reasons: [Reason] = []
    if let set = rule.subjects {
      let rows = findings.found.isEmpty ? findings.unknown : findings.found
      reasons = rows.prefix(Self.mostReasons).compactMap { row in
        var reason = whole(rule, ruleSteps(rule, Int(row), on: today), .found, isFull)
        reason?.label = describing.label(set.table, Int(row), evaluator(today))
        return reason
      }
    } else if let condition = rule.condition {
      reasons = recorded(today, nil) { evaluator, frame in _ = evaluator.evaluate(condition, frame) }
        .map { $0.reason(isFull: isFull) }
    }
    return .rule(ruleAnswer(rule, on: today), reasons: reasons)
  }

  private func explain(_ indicator: IndicatorInfo, on today: CivilDay, _ isFull: Bool) -> Explanation {
    let answer = answer(indicator, on: today)
    guard case .share(let set, let numerator) = indicator.value.kind else {
      let steps = recorded(today, nil) { evaluator, frame in
        evaluator.recorder?.begin(indicator.value.span)
        _ = evaluator.evaluate(indicator.value, frame)
        evaluator.recorder?.end(.unknown)
      }
      let parts = steps.flatMap(\.children).prefix(Self.mostReasons).map { $0.reason(isFull: isFull) }
      return .indicator(answer, reasons: Array(parts))
    }
    let evaluator = evaluator(today)
    let members = evaluator.members(set, .root())
    let body = evaluator.evaluate(numerator, members.frame)
    let rows = members.frame.rows(members.frame.levelCount - 1)
    let open = members.verdict.fails.inverted.subtracting(body.holds.intersection(members.verdict.holds))
    return .indicator(
      answer,
      reasons: open.indices.prefix(Self.mostReasons).map {
        reason(numerator, set.table, Int(rows[$0]), on: today, isFull)
      })
  }

  // MARK: Records

  private func explain(_ table: Int, _ row: Int, on today: CivilDay, _ isFull: Bool) -> Explanation {
    let record = subject(table, row, .pending, on: today, owner: nil)
    var reasons: [RuleReason] = []
    for rule in program.rules where rule.subjects?.table == table {
      reasons.append(answering(rule.readsItems, on: today).ruleReason(rule, row, on: today, isFull))
    }
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() {
        let path = ItemPath(stage: s, activity: a)
        reasons += activityReason(activity, path, table, row, on: today, isFull).map { [$0] } ?? []
        for (p, part) in activity.parts.enumerated() {
          let path = ItemPath(stage: s, activity: a, part: p)
          reasons += activityReason(part, path, table, row, on: today, isFull).map { [$0] } ?? []
        }
      }
    }
    return .record(record, reasons)
  }

  private func ruleReason(_ rule: RuleInfo, _ row: Int, on today: CivilDay, _ isFull: Bool) -> RuleReason {
    let findings = findings(rule, on: today)
    let steps = ruleSteps(rule, row, on: today)
    var verdict = RuleReason.Verdict.notFound
    let waiting = findings.pending.first { $0.row == row }
    if waiting != nil { verdict = .pending }
    if findings.found.contains(Int32(row)) { verdict = findings.isPending ? .pending : .found }
    if findings.unknown.contains(Int32(row)) { verdict = .cannotTell }
    if verdict == .notFound, let set = rule.subjects, set.window == nil,
      !isOne(of: set.noun, set.table, row, on: today)
    {
      verdict = .notExamined
    }
    var result = RuleReason(
      heading: rule.heading, isActivity: false, line: rule.span.line, verdict: verdict,
      from: waiting?.from ?? findings.since[Int32(row)] ?? begin(rule, on: today)
        ?? rule.due.map { $0.adding(days: 1) },
      reason: whole(rule, steps, verdict, isFull),
      message: verdict == .found || verdict == .pending ? ruleMessage(rule, row, on: today) : nil,
      blockers: verdict == .cannotTell ? ruleBlockers(rule, row, on: today) : [])
    result.ways = ways(rule, steps, verdict)
    return result
  }

  /// The steps of a rule for a record as one reason.
  private func whole(
    _ rule: RuleInfo, _ steps: [Recorder.Step], _ verdict: RuleReason.Verdict, _ isFull: Bool
  ) -> Reason? {
    if steps.count < 2 { return steps.first?.reason(isFull: isFull) }
    let outcome: Reason.Outcome = verdict == .cannotTell ? .unknown : verdict == .notFound ? .fails : .holds
    return Reason(
      wording: rule.heading, place: rule.span, outcome: outcome, cells: [],
      children: steps.map { $0.reason(isFull: isFull) }, label: nil)
  }

  /// What would have to change for a finding not to be one, or for a record that is none to be one.
  private func ways(_ rule: RuleInfo, _ steps: [Recorder.Step], _ verdict: RuleReason.Verdict) -> [[Change]] {
    guard let membership = steps.first, [.found, .pending, .notFound].contains(verdict) else { return [] }
    let isFound = verdict != .notFound
    var ways: [[Change]]
    if rule.kind == .require, steps.count > 1 {
      ways = steps[1].ways(to: isFound)
    } else {
      ways = membership.ways(to: !isFound)
    }
    if isFound, rule.exception != nil {
      let index = rule.condition == nil ? 1 : 2
      if steps.indices.contains(index) { ways += steps[index].ways(to: true) }
    }
    return ways.filter { !$0.isEmpty }
  }

  private func ruleMessage(_ rule: RuleInfo, _ row: Int, on today: CivilDay) -> String? {
    let key = data.key(rule.subjects?.table ?? 0, row)
    let place = data.place(rule.subjects?.table ?? 0, row)
    return ruleAnswer(rule, on: today).found.listed.first { $0.place == place && $0.key == key }?.message
  }

  private func activityReason(
    _ info: ActivityInfo, _ path: ItemPath, _ table: Int, _ row: Int, on today: CivilDay, _ isFull: Bool
  ) -> RuleReason? {
    let state = state(info, path, on: today)
    let number = info.item.number
    func reason(_ verdict: RuleReason.Verdict, _ from: CivilDay?, _ steps: [Recorder.Step]) -> RuleReason {
      var result = RuleReason(
        heading: number.isEmpty ? info.item.title : "\(number) \(info.item.title)", isActivity: true,
        line: info.item.span.line, verdict: verdict, from: from, reason: steps.first?.reason(isFull: isFull),
        message: nil, blockers: verdict == .cannotTell ? Recorder.blockers(steps) : [])
      if verdict == .broken || verdict == .pending, let step = steps.first {
        result.ways = step.ways(to: true).filter { !$0.isEmpty }
      }
      return result
    }
    func steps(_ condition: Condition, on day: CivilDay) -> [Recorder.Step] {
      recorded(day, row) { evaluator, frame in _ = evaluator.evaluate(condition, frame) }
    }
    if let cadence = state.cadence, info.cadenceSubjects?.table == table {
      guard let index = cadence.rows.firstIndex(of: Int32(row)) else { return nil }
      let kept = cadence.kept[index]
      let isKept = Self.isNormKept(info.norm, kept.held, kept.missed, kept.unknown)
      let verdict: RuleReason.Verdict =
        kept.expected == 0 ? .pending : isKept == false ? .broken : isKept == true ? .met : .cannotTell
      let steps =
        verdict == .met ? [] : cadenceSteps(info, row, verdict == .cannotTell ? .doubtful : .near, on: today)
      var result = reason(verdict, kept.next, steps)
      result.ways = []
      result.cadence = kept
      return result
    }
    guard let obligation = info.done, obligation.subjects?.table == table else { return nil }
    if let terms = state.subjects {
      guard let judged = terms.subjects.first(where: { $0.row == row }) else { return nil }
      let verdict: RuleReason.Verdict =
        switch judged.state {
        case .notStarted: .notStarted
        case .pending: .pending
        case .met: .met
        case .metLate: .metLate
        case .broken: .broken
        case .released: .released
        case .paused: .paused
        case .cannotTell: .cannotTell
        }
      var result = reason(verdict, judged.due, steps(obligation.condition, on: today))
      if verdict == .cannotTell, result.blockers.isEmpty {
        result.blockers = termBlockers(info.item.due, row, on: today)
      }
      return result
    }
    guard let judged = state.judged, let day = state.judgedOn, let index = judged.rows.firstIndex(of: Int32(row)) else {
      return nil
    }
    let verdict: RuleReason.Verdict
    switch judged.verdict.outcome(index) {
    case .holds: verdict = state.state == .doneLate ? .metLate : .met
    case .fails: verdict = state.window.map { today > $0.last } == true ? .broken : .pending
    case .unknown: verdict = .cannotTell
    }
    return reason(verdict, state.window?.last, steps(obligation.condition, on: day))
  }
}
