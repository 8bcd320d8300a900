import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  func answer(_ indicator: IndicatorInfo, on today: CivilDay) -> IndicatorAnswer {
    var answer = valueAndGroups(indicator, on: today)
    compare(indicator, &answer, on: today)
    if let target = indicator.target { answer.target = judge(target, indicator, answer.value, on: today) }
    return answer
  }

  /// What is the same on a whole stretch of days; the target has a day of its own.
  private func valueAndGroups(_ indicator: IndicatorInfo, on today: CivilDay) -> IndicatorAnswer {
    if !isWalking { return computed(indicator, on: today) }
    let values = [indicator.value] + indicator.keys
    let ids = values.map { -1 - $0.id }
    let reads = self.reads(ids) { DateReads(sets: [], conditions: [], values: values, data) }
    return stretch(ids, reads.stretchStart(today)) { computed(indicator, on: today) }
  }

  private func computed(_ indicator: IndicatorInfo, on today: CivilDay) -> IndicatorAnswer {
    let value = value(indicator.value, on: today)
    var answer = IndicatorAnswer(
      title: indicator.title, line: indicator.span.line, value: value, target: nil, groups: [])
    answer.responsible = indicator.responsible.map { named($0) }
    answer.because = indicator.because.map { ground($0) }
    if !indicator.keys.isEmpty { answer.groups = groups(indicator, on: today) }
    return answer
  }

  private func value(_ value: Value, on day: CivilDay) -> IndicatorValue {
    Self.value(evaluator(day).evaluate(value, .root()), 0, isCount: isCount(value))
  }

  func isCount(_ value: Value) -> Bool {
    if case .count = value.kind { return true }
    return false
  }

  static func value(_ vector: Vector, _ index: Int, isCount: Bool) -> IndicatorValue {
    if vector.ofNobody?.contains(index) == true { return .empty }
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
    case .empty, .unknown, .partial, .date: return nil
    }
  }

  // MARK: Groups

  /// The value for each group of the members; with one key a group is there even where it has none.
  private func groups(_ indicator: IndicatorInfo, on today: CivilDay) -> [IndicatorAnswer.Group] {
    guard let (set, measure) = indicator.value.measured else { return [] }
    let grouping = grouping(set, measure, by: indicator.keys, evaluator(today))
    let labels =
      indicator.keys.count == 1
      ? grouping.domains[0].map { [$0] }
      : grouping.groups.keys.sorted { Self.precedes($0, $1) }
    return labels.map { label in
      IndicatorAnswer.Group(
        label: label.map { $0 ?? "—" }.joined(separator: ", "), value: grouping.value(label), keys: label)
    }
  }

  /// The order of keys' values, those not given last.
  static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
    for (a, b) in zip(left, right) where a != b {
      guard let a, let b else { return a != nil }
      return NameOrder(a) < NameOrder(b)
    }
    return false
  }
}
