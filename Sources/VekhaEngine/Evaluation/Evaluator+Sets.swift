import VekhaCheck
import VekhaTable
import VekhaText

/// Quantifiers, counts and shares of the members of a set.
extension Evaluator {
  func quantified(_ quantifier: Quantifier, _ set: SetExpression, _ body: Condition?, _ frame: Frame) -> Verdict {
    let saved = recorder
    recorder = nil
    let isRecorded = saved != nil && frame.count == 1
    var members =
      (isRecorded ? nil : whole(set, body, frame, isCounted: !quantifier.isExistence)) ?? members(set, frame)
    if !isRecorded, isFree { members = members.narrowed() }
    let inner =
      body.map { evaluate($0, members.frame, exceptFor: members.verdict.fails) }
      ?? Verdict(count: members.frame.count, constant: true)
    recorder = saved
    let result = verdict(quantifier, members, inner).gathered(members.owners)
    if let recorder, isRecorded {
      record(set, body, members, inner, recorder, MemberInterest(quantifier, result.outcome(0)))
    }
    return result
  }

  private func verdict(_ quantifier: Quantifier, _ members: Members, _ body: Verdict) -> Verdict {
    let count = members.ownerCount
    let open = members.verdict.fails.inverted
    if case .every = quantifier {
      let failing = members.verdict.holds.intersection(body.fails)
      let fails = members.owned(failing)
      let unknown = members.owned(open.subtracting(body.holds).subtracting(failing))
      return Verdict(holds: fails.union(unknown).inverted, fails: fails)
    }
    if let isThere = quantifier.existence {
      let met = members.owned(members.verdict.holds.intersection(body.holds))
      var perhaps = open.subtracting(members.verdict.holds).subtracting(body.fails)
      perhaps.formUnion(members.verdict.holds.subtracting(body.holds).subtracting(body.fails))
      let result = Verdict(
        holds: met, fails: perhaps.isEmpty ? met.inverted : met.union(members.owned(perhaps)).inverted)
      return isThere ? result : result.negated
    }
    let tally = tally(members, body)
    var holds = BitSet(count: count)
    var fails = BitSet(count: count)
    for index in 0..<count {
      let outcome: Bool?
      switch quantifier {
      case .count(let comparison, let number):
        let low = Int64(tally.met[index]) * Number.scale
        let high = Int64(tally.met[index] + tally.unknown[index] - tally.outside[index]) * Number.scale
        outcome = Comparing.outcome(comparison, low, high, number.millionths, number.millionths)
      case .part(let comparison, let percent):
        outcome = Comparing.share(
          comparison, met: Int(tally.met[index]), failed: Int(tally.failed[index]), unknown: Int(tally.unknown[index]),
          bound: percent.millionths)
      case .every: outcome = nil
      }
      switch outcome {
      case true?: holds.insert(index)
      case false?: fails.insert(index)
      case nil: break
      }
    }
    return Verdict(holds: holds, fails: fails)
  }

  struct Tally {
    var met: [Int32]
    var failed: [Int32]
    /// Members not told, and those that may not be members.
    var unknown: [Int32]
    /// Of these, those that surely do not meet it: they may belong to a share, never to a count.
    var outside: [Int32]
    /// Whether every member can be told.
    var isExact: Bool
  }

  func tally(_ members: Members, _ body: Verdict) -> Tally {
    let (holds, fails) = (members.verdict.holds, members.verdict.fails)
    let open = fails.inverted
    // Perhaps a member: it makes a count a range only where the body does not fail.
    let perhaps = open.subtracting(holds)
    let untold = holds.subtracting(body.holds).subtracting(body.fails)
    let unknown = perhaps.union(untold)
    return Tally(
      met: members.count(holds.intersection(body.holds)), failed: members.count(holds.intersection(body.fails)),
      unknown: members.count(unknown), outside: members.count(perhaps.intersection(body.fails)),
      isExact: unknown.isEmpty)
  }

  func counted(_ set: SetExpression, _ frame: Frame) -> Vector {
    let saved = recorder
    recorder = nil
    let isRecorded = saved != nil && frame.count == 1
    if !isRecorded, let known = plainCount(set, frame) {
      recorder = saved
      return known
    }
    let members = (isRecorded ? nil : whole(set, nil, frame, isCounted: true)) ?? members(set, frame)
    let body = Verdict(count: members.frame.count, constant: true)
    recorder = saved
    let tally = tally(members, body)
    let vector = Self.counts(tally)
    if let recorder, isRecorded {
      record(set, nil, members, body, recorder, .members)
      if !tally.isExact { record(set, nil, members, body, recorder, .unknown) }
    }
    return vector.gathered(members.owners)
  }

  private static func counts(_ tally: Tally) -> Vector {
    let low = Kernels.map(tally.met) { Int64($0) &* Number.scale }
    let high = tally.isExact ? nil : zip(tally.met, tally.unknown).map { Int64($0 + $1) * Number.scale }
    return Vector(.numbers(low, upper: high), valid: BitSet(count: tally.met.count, filled: true))
  }

  /// The count of all rows that refer to each record, taken once a day whoever asks; nil for any other set.
  private func plainCount(_ set: SetExpression, _ frame: Frame) -> Vector? {
    guard set.filter == nil, set.window == nil, set.including.isEmpty, let relation = set.relation,
      case .backward? = relation.steps.first, relation.level == set.depth - 1, frame.levelCount == set.depth
    else { return nil }
    let owners = frame.index(relation.level)
    let ownerCount = data.rowCount(relation.start)
    guard frame.count * 4 >= ownerCount, owners.present.isFull else { return nil }
    let key = WayKey(start: relation.start, steps: relation.steps)
    if let known = plainCounts[key] { return known.gathered(owners) }
    let all = Frame(level: relation.level, .all(ownerCount))
    guard let members = whole(set, nil, all, isCounted: true) else { return nil }
    let made = Self.counts(tally(members, Verdict(count: members.frame.count, constant: true)))
    plainCounts[key] = made
    return made.gathered(owners)
  }

  func share(_ set: SetExpression, _ numerator: Condition, _ frame: Frame) -> Vector {
    let saved = recorder
    recorder = nil
    defer { recorder = saved }
    let members = whole(set, numerator, frame, isCounted: true) ?? members(set, frame)
    let body = evaluate(numerator, members.frame, exceptFor: members.verdict.fails)
    let tally = tally(members, body)
    let valid = BitSet(count: members.ownerCount) { tally.met[$0] + tally.failed[$0] + tally.unknown[$0] > 0 }
    let vector = Vector(
      .shares(met: tally.met, failed: tally.failed, unknown: tally.unknown), valid: valid, unreadable: valid.inverted)
    return vector.gathered(members.owners)
  }
}

extension Members {
  /// The owners of the marked tuples.
  func owned(_ marked: BitSet) -> BitSet {
    switch outer {
    case .list(let owners): return marked.scattered(owners, count: ownerCount)
    case .all: return marked
    case .repeated(let owner, _):
      var result = BitSet(count: ownerCount)
      if owner >= 0, !marked.isEmpty { result.insert(Int(owner)) }
      return result
    }
  }

  /// How many of the marked tuples each owner has.
  func count(_ marked: BitSet) -> [Int32] {
    switch outer {
    case .list(let owners):
      return marked.isEmpty
        ? [Int32](repeating: 0, count: ownerCount) : Kernels.count(marked, owners, ownerCount: ownerCount)
    case .all: return (0..<ownerCount).map { marked.contains($0) ? 1 : 0 }
    case .repeated(let owner, _):
      var result = [Int32](repeating: 0, count: ownerCount)
      if owner >= 0 { result[Int(owner)] = Int32(marked.population) }
      return result
    }
  }
}

extension Quantifier {
  /// Whether it asks for one at all, or for none; nil where it matters how many.
  var existence: Bool? {
    switch self {
    case .count(.atLeast, Number(millionths: Number.scale)), .count(.more, Number(millionths: 0)): true
    case .count(.equal, Number(millionths: 0)), .count(.less, Number(millionths: Number.scale)): false
    default: nil
    }
  }

  /// Whether it is all the same if a member is counted twice.
  var isExistence: Bool {
    if case .every = self { return true }
    return existence != nil
  }
}
