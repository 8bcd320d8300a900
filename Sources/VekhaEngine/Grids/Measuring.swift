import VekhaCheck

/// Members counted, those that cannot be told apart.
struct Tally {
  private var met = 0
  private var failed = 0
  private var unknown = 0

  mutating func add(_ member: Verdict.Outcome, _ body: Verdict.Outcome, isShare: Bool) {
    switch (member, body) {
    case (.holds, .holds): met += 1
    case (.holds, .fails): failed += 1
    // Perhaps a member: a count may have it only where the body does not fail.
    default: if isShare || body != .fails { unknown += 1 }
    }
  }

  func value(isShare: Bool) -> IndicatorValue {
    isShare ? .share(met: met, failed: failed, unknown: unknown) : .count(least: met, most: met + unknown)
  }
}

extension Engine {
  /// What a measure is of any of the members, by their tuples.
  func measuring(
    _ measure: Measure, _ members: Members, _ evaluator: Evaluator
  ) -> ([Int32]) -> IndicatorValue {
    let numerator: Condition?
    switch measure {
    case .count: numerator = nil
    case .share(let condition): numerator = condition
    case .aggregate(let aggregate, let member, let isKnownOnly):
      let values = evaluator.memberValues(member, members)
      return { tuples in
        let vector = evaluator.aggregate(aggregate, values, of: tuples, members.verdict, isKnownOnly: isKnownOnly)
        return Self.value(vector, 0, isCount: false)
      }
    }
    let body =
      numerator.map { evaluator.evaluate($0, members.frame) } ?? Verdict(count: members.frame.count, constant: true)
    let isShare = numerator != nil
    return { tuples in
      var tally = Tally()
      for tuple in tuples {
        tally.add(members.verdict.outcome(Int(tuple)), body.outcome(Int(tuple)), isShare: isShare)
      }
      return tally.value(isShare: isShare)
    }
  }

  /// What a measure is of all that the rows of a frame lead to, every record once; nil where one record stands under
  /// two rows with different values.
  func whole(_ set: SetExpression, _ measure: Measure, _ frame: Frame, _ evaluator: Evaluator) -> IndicatorValue? {
    let members = evaluator.members(set, frame)
    let rows = members.frame.rows(members.frame.levelCount - 1)
    switch measure {
    case .count: return whole(members, rows, nil, evaluator)
    case .share(let numerator): return whole(members, rows, numerator, evaluator)
    case .aggregate(_, let member, _):
      let values = evaluator.memberValues(member, members)
      let codes = evaluator.codes(values)
      var chosen: [Int32: Int] = [:]
      for index in 0..<members.frame.count where members.verdict.outcome(index) != .fails {
        guard let known = chosen[rows[index]] else {
          chosen[rows[index]] = index
          continue
        }
        let isSame = values.valid.contains(known) == values.valid.contains(index)
        if !isSame || values.valid.contains(known) && codes[known] != codes[index] { return nil }
        if members.verdict.outcome(index) == .holds { chosen[rows[index]] = index }
      }
      return measuring(measure, members, evaluator)(chosen.values.sorted().map { Int32($0) })
    }
  }

  private func whole(
    _ members: Members, _ rows: [Int32], _ numerator: Condition?, _ evaluator: Evaluator
  ) -> IndicatorValue {
    let body =
      numerator.map { evaluator.evaluate($0, members.frame) } ?? Verdict(count: members.frame.count, constant: true)
    var best: [Int32: (member: Verdict.Outcome, body: Verdict.Outcome)] = [:]
    for index in 0..<members.frame.count where members.verdict.outcome(index) != .fails {
      let found = (member: members.verdict.outcome(index), body: body.outcome(index))
      // The same record under two rows is one; it is sure if it is so under one of them.
      guard let known = best[rows[index]] else {
        best[rows[index]] = found
        continue
      }
      let member = known.member == .holds || found.member == .holds ? Verdict.Outcome.holds : .unknown
      let outcome =
        known.body == .holds || found.body == .holds
        ? Verdict.Outcome.holds
        : known.body == .unknown || found.body == .unknown ? .unknown : .fails
      best[rows[index]] = (member, outcome)
    }
    var tally = Tally()
    for (member, outcome) in best.values { tally.add(member, outcome, isShare: numerator != nil) }
    return tally.value(isShare: numerator != nil)
  }
}
