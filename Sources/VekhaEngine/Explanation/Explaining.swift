import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  /// The evaluator with a recorder on, over one record.
  func recorded(
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
    let present = evaluator.presence(of: set, .list([Int32(row)]), frame)
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

  func ruleSteps(_ rule: RuleInfo, _ row: Int, on today: CivilDay) -> [Recorder.Step] {
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
}
