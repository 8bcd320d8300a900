import VekhaCalendar
import VekhaCheck
import VekhaTable

/// One subject that has a due day of its own.
struct SubjectJudgement {
  var row: Int32
  var state: SubjectState
  /// Nil where the term has not begun, or its day cannot be told.
  var due: CivilDay?
  var metOn: CivilDay?
}

/// Subjects judged each on its own day.
struct TermJudgement {
  var subjects: [SubjectJudgement] = []

  private static let uncounted: Set<SubjectState> = [.notStarted, .released, .paused]

  var counted: [SubjectJudgement] { subjects.filter { !Self.uncounted.contains($0.state) } }

  var progress: Progress {
    let counted = counted
    return Progress(
      met: counted.count { $0.state == .met || $0.state == .metLate }, total: counted.count,
      unknown: counted.count { $0.state == .cannotTell })
  }

  /// The state of the whole: overdue if any is broken, done when all are met.
  func state(isOver: Bool) -> (ActivityState, doneOn: CivilDay?) {
    let states = Set(counted.map(\.state))
    if states.isEmpty {
      if subjects.contains(where: { $0.state == .notStarted || $0.state == .paused }) { return (.ahead, nil) }
      return (isOver ? .notRequired : .ahead, nil)
    }
    if states.contains(.broken) { return (.overdue, nil) }
    if states.contains(.pending) { return (.inProgress, nil) }
    if states.contains(.cannotTell) { return (.noInformation, nil) }
    let days = counted.map(\.metOn)
    let doneOn = days.contains { $0 == nil } ? nil : days.compactMap { $0 }.max()
    return (states.contains(.metLate) ? .doneLate : .done, doneOn)
  }
}

extension Engine {
  /// Each subject on its own due day: who is in the set on that day is judged on it, who left before is released.
  func judge(_ obligation: Obligation, _ term: Term, on today: CivilDay) -> TermJudgement {
    guard let set = obligation.subjects else { return TermJudgement() }
    let evaluator = evaluator(today)
    let count = Int32(data.rowCount(set.table))
    let rows = Array(0..<count)
    let frame = Frame(rows: rows)
    let dues = evaluator.evaluate(term.due, frame)
    let triggers = term.trigger.map { evaluator.evaluate($0, frame) } ?? dues
    guard case .dates(let days) = dues.storage else { return TermJudgement() }
    let membership = memberVerdict(set, rows, on: today)
    let paused = evaluator.paused(set.table)
    var result = TermJudgement()
    var live: [Int32] = []
    var past: [CivilDay: [Int32]] = [:]
    for row in rows {
      let index = Int(row)
      if dues.valid.contains(index) {
        let due = CivilDay(number: days[index])
        if due < today {
          past[due, default: []].append(row)
        } else if !membership.fails.contains(index) {
          live.append(row)
        } else if paused.contains(index) {
          result.subjects.append(SubjectJudgement(row: row, state: .paused, due: due))
        }
      } else if !membership.fails.contains(index) {
        let isEmpty = !triggers.valid.contains(index) && !triggers.unreadable.contains(index)
        result.subjects.append(SubjectJudgement(row: row, state: isEmpty ? .notStarted : .cannotTell))
      }
    }
    result.subjects += judgeLive(obligation, live, membership, days, on: today)
    for (due, rows) in past.sorted(by: { $0.key < $1.key }) {
      result.subjects += judgePast(obligation, rows, due: due, triggers, on: today)
    }
    result.subjects.sort { $0.row < $1.row }
    return result
  }

  /// Whether rows of a set's table are in it on a day.
  func memberVerdict(_ set: SetExpression, _ rows: [Int32], on day: CivilDay) -> Verdict {
    let evaluator = evaluator(day)
    let frame = Frame(rows: rows)
    var verdict = evaluator.presence(of: set, .list(rows), frame)
    if let filter = set.filter { verdict.formAnd(evaluator.evaluate(filter, frame)) }
    return verdict
  }

  private func judgeLive(
    _ obligation: Obligation, _ rows: [Int32], _ membership: Verdict, _ days: [Int32], on today: CivilDay
  ) -> [SubjectJudgement] {
    if rows.isEmpty { return [] }
    let verdict = evaluator(today).evaluate(obligation.condition, Frame(rows: rows))
    let metOn = metOn(obligation, verdict.holds.indices.map { rows[$0] }, by: today)
    return rows.enumerated().map { index, row in
      let due = CivilDay(number: days[Int(row)])
      let isSure = membership.holds.contains(Int(row))
      switch verdict.outcome(index) {
      case .holds where isSure: return SubjectJudgement(row: row, state: .met, due: due, metOn: metOn[row])
      case .fails where isSure: return SubjectJudgement(row: row, state: .pending, due: due)
      default: return SubjectJudgement(row: row, state: .cannotTell, due: due)
      }
    }
  }

  private func judgePast(
    _ obligation: Obligation, _ rows: [Int32], due: CivilDay, _ triggers: Vector, on today: CivilDay
  ) -> [SubjectJudgement] {
    guard let set = obligation.subjects else { return [] }
    let membership = memberVerdict(set, rows, on: due)
    let paused = (then: evaluator(due).paused(set.table), now: evaluator(today).paused(set.table))
    let verdict = evaluator(due).evaluate(obligation.condition, Frame(rows: rows))
    let met = rows.indices.filter { membership.holds.contains($0) && verdict.holds.contains($0) }
    let metOn = metOn(obligation, met.map { rows[$0] }, by: due)
    var result: [SubjectJudgement] = []
    var late: [Int32] = []
    for (index, row) in rows.enumerated() {
      switch (membership.outcome(index), verdict.outcome(index)) {
      case (.fails, _) where paused.then.contains(Int(row)):
        let isPaused = paused.now.contains(Int(row))
        result.append(SubjectJudgement(row: row, state: isPaused ? .paused : .released, due: due))
      case (.fails, _):
        if wasMember(set, row, triggers) { result.append(SubjectJudgement(row: row, state: .released, due: due)) }
      case (.holds, .holds):
        result.append(SubjectJudgement(row: row, state: .met, due: due, metOn: metOn[row]))
      case (.holds, .fails): late.append(row)
      default: result.append(SubjectJudgement(row: row, state: .cannotTell, due: due))
      }
    }
    return result + judgeLate(obligation, late, due: due, on: today)
  }

  /// Whether a record that is not in the set on its due day was in it when its term began.
  private func wasMember(_ set: SetExpression, _ row: Int32, _ triggers: Vector) -> Bool {
    guard triggers.valid.contains(Int(row)), case .dates(let days) = triggers.storage else { return false }
    return memberVerdict(set, [row], on: CivilDay(number: days[Int(row)])).holds.contains(0)
  }

  /// Since when each record has met it, as known on its due day, or before it today.
  private func metOn(_ obligation: Obligation, _ rows: [Int32], by day: CivilDay) -> [Int32: CivilDay] {
    let reads = self.reads(obligation)
    guard !rows.isEmpty, !reads.isUndated, !reads.isDaily else { return [:] }
    let days = firstDays(rows, reads, until: day) { rows, day in
      evaluator(day).evaluate(obligation.condition, Frame(rows: rows)).holds
    }
    return Dictionary(zip(rows, days).compactMap { row, day in day.map { (row, $0) } }) { first, _ in first }
  }

  /// Who failed on the due day: met late on the first later day on which it holds, else broken.
  private func judgeLate(
    _ obligation: Obligation, _ rows: [Int32], due: CivilDay, on today: CivilDay
  ) -> [SubjectJudgement] {
    var left = rows
    var result: [SubjectJudgement] = []
    let reads = self.reads(obligation)
    for day in reads.changes(from: due.adding(days: 1), to: today) where !left.isEmpty {
      let verdict = evaluator(day).evaluate(obligation.condition, Frame(rows: left))
      let met = verdict.holds
      for index in met.indices {
        let state: SubjectState = reads.isUndated ? .met : .metLate
        result.append(
          SubjectJudgement(row: left[index], state: state, due: due, metOn: reads.isUndated ? nil : day))
      }
      left = left.indices.filter { !met.contains($0) }.map { left[$0] }
    }
    return result + left.map { SubjectJudgement(row: $0, state: .broken, due: due) }
  }

  // MARK: Since when

  /// For each row, the first day of the unbroken run of days, ending on `last`, on which it is among those that the
  /// body gives; nil where it has always been, and where it is not among them on `last`.
  func firstDays(
    _ rows: [Int32], _ reads: DateReads, until last: CivilDay, _ body: ([Int32], CivilDay) -> BitSet
  ) -> [CivilDay?] {
    var result = [CivilDay?](repeating: nil, count: rows.count)
    var left = Array(rows.indices)
    var start: CivilDay?
    for (first, end) in reads.constantRuns(before: last) {
      if left.isEmpty { break }
      let holding = body(left.map { rows[$0] }, end)
      var kept: [Int] = []
      for (index, place) in left.enumerated() {
        if holding.contains(index) { kept.append(place) } else { result[place] = start }
      }
      left = kept
      start = first
    }
    return result
  }
}
