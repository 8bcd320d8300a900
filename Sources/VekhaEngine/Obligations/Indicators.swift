import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  func answer(_ indicator: IndicatorInfo, on today: CivilDay) -> IndicatorAnswer {
    let value = value(indicator.value, on: today)
    var answer = IndicatorAnswer(
      title: indicator.title, line: indicator.span.line, value: value, target: nil, groups: [])
    if let target = indicator.target { answer.target = judge(target, indicator, value, on: today) }
    if let group = indicator.group { answer.groups = groups(indicator, by: group, on: today) }
    return answer
  }

  private func value(_ value: Value, on day: CivilDay) -> IndicatorValue {
    Self.value(evaluator(day).evaluate(value, .root()), 0, isCount: isCount(value))
  }

  private func isCount(_ value: Value) -> Bool {
    if case .count = value.kind { return true }
    return false
  }

  private static func value(_ vector: Vector, _ index: Int, isCount: Bool) -> IndicatorValue {
    switch vector.storage {
    case .shares(let met, let failed, let unknown):
      return .share(met: Int(met[index]), failed: Int(failed[index]), unknown: Int(unknown[index]))
    case .numbers(let low, let high):
      guard vector.valid.contains(index) else {
        guard let leftOut = vector.leftOut?[index], leftOut > 0 else { return .unknown }
        return .partial(Number(millionths: low[index]), leftOut: Int(leftOut))
      }
      if isCount {
        return .count(least: Int(low[index] / Number.scale), most: Int((high ?? low)[index] / Number.scale))
      }
      return .number(Number(millionths: low[index]))
    case .dates(let dates): return vector.valid.contains(index) ? .date(CivilDay(number: dates[index])) : .unknown
    default: return .unknown
    }
  }

  /// On and after the target's day it is judged on that day; before, it is ahead unless it has been reached.
  private func judge(
    _ target: TargetInfo, _ indicator: IndicatorInfo, _ value: IndicatorValue, on today: CivilDay
  ) -> IndicatorAnswer.Target {
    var answer = IndicatorAnswer.Target(
      comparison: target.comparison.rawValue, number: target.number, isPercent: target.isPercent, by: target.day,
      wording: target.wording, verdict: .cannotTell, judged: nil)
    var judged = value
    if let day = target.day, today > day {
      judged = self.value(indicator.value, on: day)
      answer.judged = judged
    }
    let outcome = Self.compare(judged, target)
    switch outcome {
    case true?: answer.verdict = .met
    case false?: answer.verdict = target.day.map { today < $0 } == true ? .ahead : .missed
    case nil: answer.verdict = .cannotTell
    }
    return answer
  }

  private static func compare(_ value: IndicatorValue, _ target: TargetInfo) -> Bool? {
    let bound = target.number.millionths
    switch value {
    case .share(let met, let failed, let unknown):
      return Comparing.share(target.comparison, met: met, failed: failed, unknown: unknown, bound: bound)
    case .count(let least, let most):
      return Comparing.outcome(
        target.comparison, Int64(least) * Number.scale, Int64(most) * Number.scale, bound, bound)
    case .number(let number):
      return Comparing.outcome(target.comparison, number.millionths, number.millionths, bound, bound)
    case .unknown, .partial, .date: return nil
    }
  }

  // MARK: Groups

  /// The value for each group of the members; a group of records is there even where it has none.
  private func groups(_ indicator: IndicatorInfo, by key: Value, on today: CivilDay) -> [IndicatorAnswer.Group] {
    let set: SetExpression
    let numerator: Condition?
    switch indicator.value.kind {
    case .share(let whole, let condition): (set, numerator) = (whole, condition)
    case .count(let counted): (set, numerator) = (counted, nil)
    default: return []
    }
    let evaluator = evaluator(today)
    let members = evaluator.members(set, .root())
    let body =
      numerator.map { evaluator.evaluate($0, members.frame) } ?? Verdict(count: members.frame.count, constant: true)
    let keys = evaluator.evaluate(key, members.frame)
    var tallies: [String: (met: Int, failed: Int, unknown: Int)] = [:]
    if case .record(let path) = key.kind {
      var there = evaluator.presence(path.table)
      if let noun = noun(at: path) { there.formAnd(evaluator.membership(noun)) }
      for row in there.holds.indices {
        tallies[describing.label(path.table, row, evaluator)] = (0, 0, 0)
      }
    }
    for index in 0..<members.frame.count where !members.verdict.fails.contains(index) {
      let label = groupLabel(key, keys, index, evaluator)
      var tally = tallies[label] ?? (0, 0, 0)
      switch (members.verdict.outcome(index), body.outcome(index)) {
      case (.holds, .holds): tally.met += 1
      case (.holds, .fails): tally.failed += 1
      default: tally.unknown += 1
      }
      tallies[label] = tally
    }
    return tallies.sorted { NameOrder($0.key) < NameOrder($1.key) }.map { label, tally in
      let value: IndicatorValue =
        numerator == nil
        ? .count(least: tally.met, most: tally.met + tally.unknown)
        : .share(met: tally.met, failed: tally.failed, unknown: tally.unknown)
      return IndicatorAnswer.Group(label: label, value: value)
    }
  }

  /// The noun that the last reference of a path leads to, which may be a set within its table.
  private func noun(at path: RecordPath) -> Int? {
    guard let last = path.steps.last else { return nil }
    let table = path.steps.dropLast().last?.target ?? path.start
    return program.tables[table].references.first { $0.column == last.column }?.noun
  }

  private func groupLabel(_ key: Value, _ keys: Vector, _ index: Int, _ evaluator: Evaluator) -> String {
    if case .records(let rows) = keys.storage, case .record(let path) = key.kind, rows[index] >= 0 {
      return describing.label(path.table, Int(rows[index]), evaluator)
    }
    return describing.text(keys, index) ?? "—"
  }
}
