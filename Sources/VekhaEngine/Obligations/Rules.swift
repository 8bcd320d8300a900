import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// What a rule says of its records on a day.
struct RuleFindings {
  var found: [Int32] = []
  var unknown: [Int32] = []
  /// For a requirement of the plan itself: whether it is broken or cannot be told.
  var planOutcome: Verdict.Outcome?
  var examined = 0
  var isPending = false
  var isClosed = false
}

extension Engine {
  func findings(_ rule: RuleInfo, on today: CivilDay) -> RuleFindings {
    var result = RuleFindings()
    if let from = rule.from, today < from { result.isPending = true }
    if let until = rule.until, today > until {
      result.isClosed = true
      return result
    }
    switch rule.kind {
    case .flag: flagged(rule, on: today, &result)
    case .require: required(rule, on: today, &result)
    }
    except(rule, on: today, &result)
    return result
  }

  private func flagged(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let set = rule.subjects else { return }
    let (sure, perhaps) = population(set, on: today)
    result.found = sure
    result.unknown = perhaps
    let evaluator = evaluator(today)
    let present = evaluator.presence(set.table).holds
    result.examined = evaluator.membership(set.noun).holds.intersection(present).population
  }

  /// A requirement is judged afresh each day, or on its due day where it has one; who meets it later is not found.
  private func required(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let condition = rule.condition else { return }
    let obligation = Obligation(subjects: rule.subjects, condition: condition)
    let day = rule.due.map { min($0, today) } ?? today
    if let due = rule.due, today <= due { result.isPending = true }
    let judged = judge(obligation, on: day)
    let now = day == today ? judged : judge(obligation, subjects: judged, on: today)
    if judged.isOfPlan {
      let then = judged.verdict.outcome(0)
      result.planOutcome = then == .holds || now.verdict.outcome(0) == .holds ? .holds : then
      result.examined = 1
      return
    }
    result.examined = judged.rows.count
    for (index, row) in judged.rows.enumerated() where now.verdict.outcome(index) != .holds {
      switch judged.verdict.outcome(index) {
      case .fails: result.found.append(row)
      case .unknown: result.unknown.append(row)
      case .holds: break
      }
    }
    result.unknown += judged.perhaps
  }

  /// `кроме` takes out those for whom it holds; those for whom it is unknown cannot be told.
  private func except(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let exception = rule.exception, !result.found.isEmpty else { return }
    let verdict = evaluator(today).evaluate(exception, Frame(rows: result.found))
    let rows = result.found
    result.found = verdict.fails.indices.map { rows[$0] }
    result.unknown += verdict.unknown.indices.map { rows[$0] }
  }
}
