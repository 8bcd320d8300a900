import VekhaCalendar
import VekhaCheck
import VekhaText

extension Program {
  /// The indicator of another plan's: of the same name, else of the same title.
  package func indicator(like other: IndicatorInfo) -> IndicatorInfo? {
    let name = other.name.map { Letters.fold($0) }
    return indicators.first { name != nil && $0.name.map { Letters.fold($0) } == name }
      ?? indicators.first { Letters.fold($0.title) == Letters.fold(other.title) }
  }
}

extension Engine {
  /// The value of the same indicator in another plan, on the same day of that plan's year; groups are matched by what
  /// they are called. Of that plan's own comparisons nothing is asked.
  func compare(_ indicator: IndicatorInfo, _ answer: inout IndicatorAnswer, on today: CivilDay) {
    guard let file = indicator.comparedWith?.file, let other = comparedEngine(file),
      let there = other.program.indicator(like: indicator),
      let day = Self.day(today, of: program.plan.period, in: other.program.plan.period)
    else { return }
    let before = other.answering(there.readsItems, on: day).answer(there, on: day)
    answer.comparison = IndicatorAnswer.Comparison(
      plan: other.program.plan.title, file: file, asOf: day, value: before.value)
    guard indicator.keys.count == there.keys.count else { return }
    for index in answer.groups.indices {
      let group = before.groups.first { $0.keys == answer.groups[index].keys }
      answer.groups[index].before = group?.value
      answer.groups[index].isNew = group == nil
    }
  }

  /// The day as far into the other period's years as it is into this one's; 29 February becomes the 28th.
  private static func day(_ day: CivilDay, of period: Period, in other: Period) -> CivilDay? {
    let years = other.first.date.year - period.first.date.year
    return Duration(12 * years, .month).after(day)
  }
}
