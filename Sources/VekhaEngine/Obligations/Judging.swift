import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// An obligation on one day: who is under it and what is so of each.
struct Judged {
  /// The subjects' rows; empty for an obligation of the plan itself.
  var rows: [Int32]
  /// One verdict a subject; one for the plan itself.
  var verdict: Verdict
  /// Rows that may be subjects: their membership cannot be told.
  var perhaps: [Int32]
  /// For an obligation of the plan whose condition counts: how many of how many.
  var tally: Progress?
  var isOfPlan: Bool

  var isEmpty: Bool { !isOfPlan && rows.isEmpty && perhaps.isEmpty }

  /// Whether it holds of every subject.
  var outcome: Verdict.Outcome {
    if isOfPlan { return verdict.outcome(0) }
    if !verdict.fails.isEmpty { return .fails }
    return verdict.holds.isFull && perhaps.isEmpty ? .holds : .unknown
  }

  var progress: Progress {
    if let tally { return tally }
    if isOfPlan {
      return Progress(met: verdict.holds.population, total: 1, unknown: verdict.unknown.population)
    }
    return Progress(
      met: verdict.holds.population, total: rows.count + perhaps.count,
      unknown: verdict.unknown.population + perhaps.count)
  }
}

extension Obligation {
  /// The expressions it is made of.
  var ids: [Int] { [subjects?.id ?? -1, condition.id] }
}

extension Engine {
  /// The obligation with the subjects of that day.
  func judge(_ obligation: Obligation, on day: CivilDay) -> Judged {
    stretch(obligation.ids, reads(obligation).stretchStart(day)) {
      guard let set = obligation.subjects else { return judgePlan(obligation.condition, on: day) }
      let (sure, perhaps) = population(set, on: day)
      return judge(obligation.condition, rows: sure, perhaps: perhaps, on: day)
    }
  }

  /// The obligation with subjects that were fixed on another day.
  func judge(_ obligation: Obligation, subjects: Judged, on day: CivilDay) -> Judged {
    guard obligation.subjects != nil else { return judgePlan(obligation.condition, on: day) }
    return judge(obligation.condition, rows: subjects.rows, perhaps: subjects.perhaps, on: day)
  }

  private func judge(_ condition: Condition, rows: [Int32], perhaps: [Int32], on day: CivilDay) -> Judged {
    let verdict = evaluator(day).evaluate(condition, Frame(rows: rows))
    return Judged(rows: rows, verdict: verdict, perhaps: perhaps, tally: nil, isOfPlan: false)
  }

  private func judgePlan(_ condition: Condition, on day: CivilDay) -> Judged {
    let evaluator = evaluator(day)
    let verdict = evaluator.evaluate(condition, .root())
    return Judged(
      rows: [], verdict: verdict, perhaps: [], tally: tally(condition, evaluator), isOfPlan: true)
  }

  /// How many of how many, where the condition is about a part of a set: «не менее 80 % участников».
  private func tally(_ condition: Condition, _ evaluator: Evaluator) -> Progress? {
    guard case .quantified(.part, let set, let body?) = condition.kind else { return nil }
    let members = evaluator.members(set, .root())
    let tally = evaluator.tally(members, evaluator.evaluate(body, members.frame))
    let total = tally.met[0] + tally.failed[0] + tally.unknown[0]
    return Progress(met: Int(tally.met[0]), total: Int(total), unknown: Int(tally.unknown[0]))
  }

  /// The rows of a set on a day, and those of which it cannot be told.
  func population(_ set: SetExpression, on day: CivilDay) -> (sure: [Int32], perhaps: [Int32]) {
    let members = evaluator(day).members(set, .root())
    let rows = members.frame.index(members.frame.levelCount - 1)
    func picked(_ marked: BitSet) -> [Int32] {
      if case .all = rows { return marked.rows }
      return marked.rows.map { rows[Int($0)] }
    }
    return (picked(members.verdict.holds), picked(members.verdict.unknown))
  }

  // MARK: Since when

  /// The first day of the unbroken run of days, ending on `last`, on which the obligation holds of somebody.
  /// Nil where no date says since when.
  func runStart(_ obligation: Obligation, until last: CivilDay) -> CivilDay? {
    let reads = self.reads(obligation)
    guard !reads.isUndated else { return nil }
    var start = last
    for (first, end) in reads.constantRuns(before: last) {
      let judged = judge(obligation, on: end)
      guard judged.outcome == .holds, !judged.isEmpty, obligation.subjects == nil || !judged.rows.isEmpty else {
        return start
      }
      guard let first else { return nil }
      start = first
    }
    return start
  }

  /// The first day after `due`, not later than `today`, on which the obligation holds of its fixed subjects.
  func firstLater(_ obligation: Obligation, _ subjects: Judged, after due: CivilDay, until today: CivilDay) -> CivilDay?
  {
    // Whoever asks day after day goes on where the last question ended.
    scan(obligation.ids + [Int(due.number)], after: due, until: today) { from in
      reads(obligation).changes(from: from, to: today).first {
        judge(obligation, subjects: subjects, on: $0).outcome == .holds
      }
    }
  }
}
