import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// The members of a set for each tuple of a frame: tuples of one level more, some of which may not be members.
struct Members {
  let frame: Frame
  /// For each tuple its owner, that of the frame around it or a record; -1 for none, which is no member.
  let outer: Rows
  /// Whether it is a member.
  var verdict: Verdict
  let ownerCount: Int
  /// The owner of each tuple of the frame around.
  let owners: Rows

  /// Those that may be members, where most are not.
  func narrowed() -> Members {
    let open = verdict.fails.inverted
    guard open.population * 4 <= open.count * 3 else { return self }
    let places = Rows.list(open.rows)
    return Members(
      frame: frame.picked(places.array), outer: outer.gathered(places), verdict: verdict.gathered(places),
      ownerCount: ownerCount, owners: owners)
  }
}

extension Evaluator {
  /// The candidates of a set and whether each is a member.
  func members(_ set: SetExpression, _ frame: Frame) -> Members {
    let around = set.depth == 0 && frame.levelCount > 0 ? Frame.root() : frame
    var (outer, rows, sure) = candidates(set, around)
    if case .forward? = set.relation?.steps.last, (set.relation?.steps.count ?? 0) > 1 {
      withoutRepeats(&outer, &rows, &sure)
    }
    let inner = around.adding(rows: rows, outerIndex: outer)
    var verdict = Verdict(holds: sure, fails: BitSet(count: rows.count))
    verdict.formAnd(presence(of: set, rows, inner))
    if let filter = set.filter { verdict.formAnd(evaluate(filter, inner, exceptFor: verdict.fails)) }
    let owners: Rows = around.count == frame.count ? .all(frame.count) : .repeated(0, frame.count)
    return Members(frame: inner, outer: outer, verdict: verdict, ownerCount: around.count, owners: owners)
  }

  /// Which rows are there on this day, or in the days that the set speaks of.
  func presence(of set: SetExpression, _ rows: Rows, _ inner: Frame) -> Verdict {
    let isFuture = set.including.contains(.future)
    if let window = set.window {
      return presence(
        set.table, rows: rows, low: window.low.map { operand($0, inner) },
        high: window.high.map { operand($0, inner) }, isFuture: isFuture)
    }
    if set.including.isEmpty { return presence(set.table).gathered(rows) }
    var isEvent = false
    if case .event = program.tables[set.table].presence { isEvent = true }
    // An event of the past is there anyway.
    var result = presence(
      set.table, rows: rows, low: isEvent || set.including.contains(.ended) ? nil : .day(today),
      high: isFuture ? nil : .day(today), isFuture: isFuture)
    if !set.including.contains(.paused), let paused = program.tables[set.table].paused {
      let whole = Frame(rowCount: data.rowCount(set.table))
      result.formAnd(quietly { evaluate(paused, whole) }.negated.gathered(rows))
    }
    return result
  }

  /// For each tuple the related rows; a candidate reached through a linking row that may not be there is not sure.
  func candidates(_ set: SetExpression, _ frame: Frame) -> (outer: Rows, rows: Rows, sure: BitSet) {
    guard let relation = set.relation else {
      let rowCount = data.rowCount(set.table)
      if frame.count == 1 { return (.repeated(0, rowCount), .all(rowCount), BitSet(count: rowCount, filled: true)) }
      if let (outer, rows) = joined(set, frame) {
        return (.list(outer), .list(rows), BitSet(count: rows.count, filled: true))
      }
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
      return (.list(outer), .list(rows), BitSet(count: rows.count, filled: true))
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
  func follow(_ steps: [Step], from start: Int, _ rows: [Int32]) -> (outer: Rows, rows: Rows, sure: BitSet) {
    follow(steps, from: start, Array(0..<Int32(rows.count)), rows)
  }

  private func follow(
    _ steps: [Step], from start: Int, _ outer: [Int32], _ rows: [Int32]
  ) -> (outer: Rows, rows: Rows, sure: BitSet) {
    var (outer, rows, table) = (outer, rows, start)
    var sure = BitSet(count: rows.count, filled: true)
    for (index, step) in steps.enumerated() {
      (outer, rows, sure, table) = take(step, from: table, outer, rows, sure, isLink: Self.isLink(index, steps))
    }
    return (.list(outer), .list(rows), sure)
  }

  /// «наставник ← пара → наставляемый»: what links two records must be in force; in «наставник ← пара ← встреча» the
  /// meetings of a pair that has ended are its meetings still.
  static func isLink(_ index: Int, _ steps: [Step]) -> Bool {
    if index + 1 < steps.count, case .forward = steps[index + 1] { return true }
    return false
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
      let targets = self.targets(table, column)
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
  private func withoutRepeats(_ outer: inout Rows, _ rows: inout Rows, _ sure: inout BitSet) {
    var seen: [UInt64: Int] = [:]
    var keptOuter: [Int32] = []
    var keptRows: [Int32] = []
    var isSure: [Bool] = []
    for index in 0..<rows.count {
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
    (outer, rows) = (.list(keptOuter), .list(keptRows))
    sure = BitSet(count: isSure.count) { isSure[$0] }
  }
}
