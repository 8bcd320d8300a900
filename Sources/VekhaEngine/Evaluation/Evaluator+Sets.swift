import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// The members of a set for each tuple of a frame: tuples of one level more, some of which may not be members.
struct Members {
  let frame: Frame
  /// For each tuple, that of the frame around it.
  let outer: [Int32]
  /// Whether it is a member.
  let verdict: Verdict
  /// How many tuples the frame around has.
  let outerCount: Int
}

extension Evaluator {
  /// The candidates of a set and whether each is a member.
  func members(_ set: SetExpression, _ frame: Frame) -> Members {
    let frame = set.depth == 0 && frame.levelCount > 0 ? Frame.root() : frame
    var (outer, rows, sure) = candidates(set, frame)
    if case .forward? = set.relation?.steps.last, (set.relation?.steps.count ?? 0) > 1 {
      withoutRepeats(&outer, &rows, &sure)
    }
    let inner = frame.adding(rows: rows, outerIndex: outer)
    var verdict = Verdict(holds: sure, fails: BitSet(count: rows.count))
    verdict.formAnd(presence(of: set, rows, inner))
    if let filter = set.filter { verdict.formAnd(evaluate(filter, inner, besides: verdict.fails)) }
    return Members(frame: inner, outer: outer, verdict: verdict, outerCount: frame.count)
  }

  /// Which rows are there on this day, or in the days that the set speaks of.
  func presence(of set: SetExpression, _ rows: [Int32], _ inner: Frame) -> Verdict {
    let isFuture = set.including.contains(.future)
    if let window = set.window {
      return presence(
        set.table, rows: rows, low: window.low.map { evaluate($0, inner) },
        high: window.high.map { evaluate($0, inner) }, isFuture: isFuture)
    }
    if set.including.isEmpty { return presence(set.table).gathered(rows) }
    let day = Vector(.dates([today.number]), valid: BitSet(count: 1, filled: true)).broadcast(rows.count)
    var isEvent = false
    if case .event = program.tables[set.table].presence { isEvent = true }
    // An event of the past is there anyway.
    var result = presence(
      set.table, rows: rows, low: isEvent || set.including.contains(.ended) ? nil : day, high: isFuture ? nil : day,
      isFuture: isFuture)
    if !set.including.contains(.paused), let paused = program.tables[set.table].paused {
      let whole = Frame(rowCount: data.rowCount(set.table))
      result.formAnd(quietly { evaluate(paused, whole) }.negated.gathered(rows))
    }
    return result
  }

  /// For each tuple the related rows; a candidate reached through a linking row that may not be there is not sure.
  func candidates(_ set: SetExpression, _ frame: Frame) -> (outer: [Int32], rows: [Int32], sure: BitSet) {
    guard let relation = set.relation else {
      let rowCount = data.rowCount(set.table)
      var outer: [Int32] = []
      var rows: [Int32] = []
      outer.reserveCapacity(rowCount * frame.count)
      rows.reserveCapacity(rowCount * frame.count)
      for tuple in 0..<Int32(frame.count) {
        for row in 0..<Int32(rowCount) {
          outer.append(tuple)
          rows.append(row)
        }
      }
      return (outer, rows, BitSet(count: rows.count, filled: true))
    }
    var outer: [Int32] = []
    var rows: [Int32] = []
    for (tuple, row) in frame.rows(relation.level).enumerated() where row >= 0 {
      outer.append(Int32(tuple))
      rows.append(row)
    }
    return follow(relation.steps, from: relation.start, outer, rows)
  }

  /// The rows that some steps lead to from rows of a table.
  func follow(_ steps: [Step], from start: Int, _ rows: [Int32]) -> (outer: [Int32], rows: [Int32], sure: BitSet) {
    follow(steps, from: start, Array(0..<Int32(rows.count)), rows)
  }

  private func follow(
    _ steps: [Step], from start: Int, _ outer: [Int32], _ rows: [Int32]
  ) -> (outer: [Int32], rows: [Int32], sure: BitSet) {
    var (outer, rows, table) = (outer, rows, start)
    var sure = BitSet(count: rows.count, filled: true)
    for (index, step) in steps.enumerated() {
      // «наставник ← пара → наставляемый»: what links two records must be in force; in «наставник ← пара ← встреча» the
      // meetings of a pair that has ended are its meetings still.
      var isLink = false
      if index + 1 < steps.count, case .forward = steps[index + 1] { isLink = true }
      (outer, rows, sure, table) = take(step, from: table, outer, rows, sure, isLink: isLink)
    }
    return (outer, rows, sure)
  }

  private func take(
    _ step: Step, from table: Int, _ outer: [Int32], _ rows: [Int32], _ sure: BitSet, isLink: Bool
  ) -> ([Int32], [Int32], BitSet, Int) {
    var nextOuter: [Int32] = []
    var nextRows: [Int32] = []
    var isSure: [Bool] = []
    let target: Int
    switch step {
    case .forward(let column, let to):
      target = to
      let targets = targets(table, column)
      for (index, row) in rows.enumerated() where targets[Int(row)] >= 0 {
        nextOuter.append(outer[index])
        nextRows.append(targets[Int(row)])
        isSure.append(sure.contains(index))
      }
    case .backward(let from, let column):
      target = from
      let adjacency = referring(from, column, targetCount: data.rowCount(table))
      let presence = isLink ? self.presence(from) : nil
      for (index, row) in rows.enumerated() {
        for position in adjacency.starts[Int(row)]..<adjacency.starts[Int(row) + 1] {
          let found = adjacency.rows[Int(position)]
          if let presence, presence.fails.contains(Int(found)) { continue }
          nextOuter.append(outer[index])
          nextRows.append(found)
          isSure.append(sure.contains(index) && presence?.holds.contains(Int(found)) != false)
        }
      }
    }
    return (nextOuter, nextRows, BitSet(count: isSure.count) { isSure[$0] }, target)
  }

  /// The same record reached twice is one member; it is sure if one of the ways is.
  private func withoutRepeats(_ outer: inout [Int32], _ rows: inout [Int32], _ sure: inout BitSet) {
    var seen: [UInt64: Int] = [:]
    var keptOuter: [Int32] = []
    var keptRows: [Int32] = []
    var isSure: [Bool] = []
    for index in rows.indices {
      let key = UInt64(UInt32(bitPattern: outer[index])) << 32 | UInt64(UInt32(bitPattern: rows[index]))
      if let first = seen[key] {
        isSure[first] = isSure[first] || sure.contains(index)
        continue
      }
      seen[key] = keptRows.count
      keptOuter.append(outer[index])
      keptRows.append(rows[index])
      isSure.append(sure.contains(index))
    }
    (outer, rows) = (keptOuter, keptRows)
    sure = BitSet(count: isSure.count) { isSure[$0] }
  }

  // MARK: Quantifiers

  func quantified(_ quantifier: Quantifier, _ set: SetExpression, _ body: Condition?, _ frame: Frame) -> Verdict {
    let saved = recorder
    recorder = nil
    let members = members(set, frame)
    let inner =
      body.map { evaluate($0, members.frame, besides: members.verdict.fails) }
      ?? Verdict(count: members.frame.count, constant: true)
    recorder = saved
    let result = verdict(quantifier, members, inner)
    let spread = members.outerCount == frame.count ? result : result.gathered([Int32](repeating: 0, count: frame.count))
    if let recorder, frame.count == 1 {
      record(set, body, members, inner, recorder, MemberInterest(quantifier, spread.outcome(0)))
    }
    return spread
  }

  private func verdict(_ quantifier: Quantifier, _ members: Members, _ body: Verdict) -> Verdict {
    let count = members.outerCount
    if case .every = quantifier {
      var fails = BitSet(count: count)
      var open = BitSet(count: count)
      for (index, outer) in members.outer.enumerated() {
        if members.verdict.fails.contains(index) || body.holds.contains(index) { continue }
        if members.verdict.holds.contains(index), body.fails.contains(index) {
          fails.insert(Int(outer))
        } else {
          open.insert(Int(outer))
        }
      }
      return Verdict(holds: fails.union(open).inverted, fails: fails)
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
  }

  func tally(_ members: Members, _ body: Verdict) -> Tally {
    var tally = Tally(
      met: [Int32](repeating: 0, count: members.outerCount), failed: [Int32](repeating: 0, count: members.outerCount),
      unknown: [Int32](repeating: 0, count: members.outerCount),
      outside: [Int32](repeating: 0, count: members.outerCount))
    for (index, outer) in members.outer.enumerated() {
      let tuple = Int(outer)
      if members.verdict.fails.contains(index) { continue }
      if !members.verdict.holds.contains(index) {
        // Perhaps not a member: it makes a count a range only where the body does not fail.
        tally.unknown[tuple] += 1
        if body.fails.contains(index) { tally.outside[tuple] += 1 }
      } else if body.holds.contains(index) {
        tally.met[tuple] += 1
      } else if body.fails.contains(index) {
        tally.failed[tuple] += 1
      } else {
        tally.unknown[tuple] += 1
      }
    }
    return tally
  }

  func counted(_ set: SetExpression, _ frame: Frame) -> Vector {
    let saved = recorder
    recorder = nil
    let members = members(set, frame)
    let body = Verdict(count: members.frame.count, constant: true)
    recorder = saved
    let tally = tally(members, body)
    let low = tally.met.map { Int64($0) * Number.scale }
    let isExact = tally.unknown.allSatisfy { $0 == 0 }
    let high = isExact ? nil : zip(tally.met, tally.unknown).map { Int64($0 + $1) * Number.scale }
    let vector = Vector(.numbers(low, upper: high), valid: BitSet(count: members.outerCount, filled: true))
    if let recorder, frame.count == 1 {
      record(set, nil, members, body, recorder, .members)
      if !isExact { record(set, nil, members, body, recorder, .unknown) }
    }
    return members.outerCount == frame.count ? vector : vector.broadcast(frame.count)
  }

  func share(_ set: SetExpression, _ numerator: Condition, _ frame: Frame) -> Vector {
    let saved = recorder
    recorder = nil
    defer { recorder = saved }
    let members = members(set, frame)
    let body = evaluate(numerator, members.frame, besides: members.verdict.fails)
    let tally = tally(members, body)
    let valid = BitSet(count: members.outerCount) { tally.met[$0] + tally.failed[$0] + tally.unknown[$0] > 0 }
    let vector = Vector(
      .shares(met: tally.met, failed: tally.failed, unknown: tally.unknown), valid: valid, unreadable: valid.inverted)
    return members.outerCount == frame.count ? vector : vector.broadcast(frame.count)
  }
}
