import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// What a rule says of its records on a day.
struct RuleFindings {
  var found: [Int32] = []
  var unknown: [Int32] = []
  /// Not findings yet: within their grace, or before their own due day, with the first day on which they would be.
  var pending: [(row: Int32, from: CivilDay)] = []
  /// Since when a record is a finding, where that is known.
  var since: [Int32: CivilDay] = [:]
  /// For a requirement of the plan itself: whether it is broken or cannot be told.
  var planOutcome: Verdict.Outcome?
  var examined = 0
  /// Before the rule's window: whoever is found is not a finding yet.
  var isPending = false
  /// After its window, or while its ground is not in force: it finds nobody.
  var isClosed = false
}

extension Engine {
  func findings(_ rule: RuleInfo, on today: CivilDay) -> RuleFindings {
    var result = RuleFindings()
    let from = begin(rule, on: today)
    if from.map({ today < $0 }) ?? (rule.trigger != nil) { result.isPending = true }
    if let until = rule.until, today > until { result.isClosed = true }
    if let ground = rule.because, !ground.isInForce(on: today) { result.isClosed = true }
    if result.isClosed { return result }
    let isPending = result.isPending
    result = members(rule, on: today)
    result.isPending = result.isPending || isPending
    if rule.grace != nil { spare(rule, from: from, on: today, &result) }
    return result
  }

  /// Whom the rule finds whatever its window and grace; the same on a whole stretch of days, unless records have due
  /// days of their own.
  private func members(_ rule: RuleInfo, on today: CivilDay) -> RuleFindings {
    func make() -> RuleFindings {
      var result = RuleFindings()
      switch rule.kind {
      case .flag: flagged(rule, on: today, &result)
      case .require: required(rule, on: today, &result)
      }
      except(rule, on: today, &result)
      if let active = rule.active { keep(where: active, on: today, &result) }
      return result
    }
    if rule.term != nil || rule.due != nil || !isWalking { return make() }
    let conditions = [rule.condition, rule.exception, rule.active].compactMap { $0 }
    let ids = ([rule.subjects?.id] + conditions.map { $0.id }).compactMap { $0 }
    let reads = self.reads(ids) {
      DateReads(sets: [rule.subjects].compactMap { $0 }, conditions: conditions, values: [], data)
    }
    return stretch(ids, reads.stretchStart(today), make)
  }

  /// The first day of a rule's window; nil for always, and while the fact that it waits for has not come.
  func begin(_ rule: RuleInfo, on today: CivilDay) -> CivilDay? {
    guard let trigger = rule.trigger else { return rule.from }
    guard let day = planDay(trigger, on: today)?.adding(days: 1) else { return nil }
    return max(day, rule.from ?? day)
  }

  private func flagged(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let set = rule.subjects else { return }
    let (sure, perhaps) = population(set, on: today)
    result.found = sure
    result.unknown = perhaps
    let evaluator = evaluator(today)
    let rows = Rows.all(data.rowCount(set.table))
    let present = evaluator.presence(of: set, rows, Frame(rows)).holds
    result.examined = evaluator.membership(set.noun).holds.intersection(present).population
  }

  /// A requirement is judged afresh each day, or on its due day where it has one; who meets it later is not found.
  private func required(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let condition = rule.condition else { return }
    let obligation = Obligation(subjects: rule.subjects, condition: condition)
    if let term = rule.term, rule.subjects != nil {
      take(judge(obligation, term, on: today), &result)
      leave(rule, on: today, &result)
      return
    }
    let due = rule.term.flatMap { planDay($0.due, on: today) } ?? rule.due
    if rule.term != nil, due == nil { result.isPending = true }
    let day = due.map { min($0, today) } ?? today
    if let due, today <= due { result.isPending = true }
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
    if day < today { leave(rule, on: today, &result) }
  }

  /// Who broke it and has left the set since is no open finding; a pause is no leaving.
  private func leave(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let set = rule.subjects else { return }
    let paused = evaluator(today).paused(set.table)
    func stay(_ rows: [Int32]) -> [Int32] {
      if rows.isEmpty { return rows }
      let membership = memberVerdict(set, rows, on: today)
      return rows.indices.filter { !membership.fails.contains($0) || paused.contains(Int(rows[$0])) }.map { rows[$0] }
    }
    result.found = stay(result.found)
    result.unknown = stay(result.unknown)
  }

  private func take(_ judged: TermJudgement, _ result: inout RuleFindings) {
    result.examined = judged.counted.count
    for subject in judged.subjects {
      let next = subject.due?.adding(days: 1)
      switch subject.state {
      case .broken:
        result.found.append(subject.row)
        result.since[subject.row] = next
      case .cannotTell: result.unknown.append(subject.row)
      case .pending: if let next { result.pending.append((subject.row, next)) }
      default: break
      }
    }
  }

  /// `кроме` takes out those for whom it holds; those for whom it is unknown cannot be told.
  private func except(_ rule: RuleInfo, on today: CivilDay, _ result: inout RuleFindings) {
    guard let exception = rule.exception else { return }
    divide(by: exception, isKept: false, on: today, &result)
  }

  /// `действует: пока …` leaves those for whom it holds.
  private func keep(where condition: Condition, on today: CivilDay, _ result: inout RuleFindings) {
    divide(by: condition, isKept: true, on: today, &result)
  }

  private func divide(by condition: Condition, isKept: Bool, on today: CivilDay, _ result: inout RuleFindings) {
    let evaluator = evaluator(today)
    func kept(_ rows: [Int32]) -> (sure: BitSet, unknown: BitSet) {
      let verdict = evaluator.evaluate(condition, Frame(rows: rows))
      return (isKept ? verdict.holds : verdict.fails, verdict.unknown)
    }
    if !result.found.isEmpty {
      let rows = result.found
      let (sure, unknown) = kept(rows)
      result.found = sure.indices.map { rows[$0] }
      result.unknown += unknown.indices.map { rows[$0] }
    }
    if !result.pending.isEmpty {
      let pending = result.pending
      let (sure, unknown) = kept(pending.map(\.row))
      result.pending = sure.union(unknown).indices.map { pending[$0] }
    }
  }

  // MARK: Grace

  /// Who is within the grace is not a finding yet; of whom it cannot be said since when, that cannot be told.
  private func spare(_ rule: RuleInfo, from: CivilDay?, on today: CivilDay, _ result: inout RuleFindings) {
    guard let grace = rule.grace, !result.found.isEmpty else { return }
    let rows = result.found
    let begins = self.begins(rule, grace, rows, on: today)
    // A grace that counts from a date may be long over when the record becomes what the rule finds.
    let members = grace.since == nil ? rows.map { _ in nil } : memberSince(rule, rows, on: today)
    result.found = []
    for (index, (row, begin)) in zip(rows, begins).enumerated() {
      guard let begin else {
        result.unknown.append(row)
        continue
      }
      let first = max(begin, from ?? begin)
      if today < first {
        result.pending.append((row, first))
      } else {
        result.found.append(row)
        result.since[row] = max(first, members[index] ?? first)
      }
    }
  }

  /// The day after each record's grace; nil where its beginning is not known.
  private func begins(_ rule: RuleInfo, _ grace: Grace, _ rows: [Int32], on today: CivilDay) -> [CivilDay?] {
    var starts: [CivilDay?]
    if let since = grace.since {
      let vector = evaluator(today).evaluate(since, Frame(rows: rows))
      guard case .dates(let days) = vector.storage else { return rows.map { _ in nil } }
      starts = rows.indices.map { vector.valid.contains($0) ? CivilDay(number: days[$0]) : nil }
    } else {
      starts = memberSince(rule, rows, on: today)
    }
    return starts.map { start in
      start.flatMap { program.calendar.moved($0, by: grace.duration) }.map { $0.adding(days: 1) }
    }
  }

  /// Since when each record is what the rule finds, by the dates that it reads.
  func memberSince(_ rule: RuleInfo, _ rows: [Int32], on today: CivilDay) -> [CivilDay?] {
    guard let set = rule.subjects else { return rows.map { _ in nil } }
    let condition = rule.condition ?? Condition(id: -1, .constant(true), nil)
    let reads = self.reads(Obligation(subjects: set, condition: condition))
    guard !reads.isUndated else { return rows.map { _ in nil } }
    return firstDays(rows, reads, until: today) { rows, day in
      var verdict = memberVerdict(set, rows, on: day)
      if rule.kind == .require { verdict.formAnd(evaluator(day).evaluate(condition, Frame(rows: rows)).negated) }
      return verdict.holds
    }
  }
}
