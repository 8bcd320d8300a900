/// The parts of one school year as a calendar declares them. They cannot be computed: each year they are recommended
/// anew, and every school may have its own.
package struct SchoolYear: Sendable, Equatable {
  package enum Part: Hashable, Sendable {
    case quarter(Int)
    case trimester(Int)
    case module(Int)
    case half(Int)
    case autumnHolidays, winterHolidays, springHolidays, summerHolidays
    /// Further holidays of some pupils, within a quarter of the others.
    case extraHolidays

    package var isHoliday: Bool {
      switch self {
      case .quarter, .trimester, .module, .half: false
      default: true
      }
    }
  }

  /// The year in which it begins.
  package let year: Int
  /// `approved` by an act, `provisional` where it is only recommended or nothing is said.
  package var status: WorkingCalendar.Status
  package var parts: [Part: Period]

  package init(year: Int, status: WorkingCalendar.Status) {
    self.year = year
    self.status = status
    parts = [:]
  }

  /// The days of a part. Halves that are not declared are those of the quarters: I–II and III–IV.
  package func days(of part: Part) -> Period? {
    if let days = parts[part] { return days }
    guard case .half(let number) = part, (1...2).contains(number), let first = parts[.quarter(number * 2 - 1)],
      let last = parts[.quarter(number * 2)], first.first <= last.last
    else { return nil }
    return Period(first.first, last.last)
  }

  /// The holidays of all pupils, in order.
  package var holidays: [Period] {
    parts.filter { $0.key.isHoliday && $0.key != .extraHolidays }.map(\.value).sorted { $0.first < $1.first }
  }

  /// The year in which the school year of a day begins: school years begin on 1 September.
  package static func year(of day: CivilDay) -> Int { day.month >= 9 ? day.year : day.year - 1 }
}

/// A span of the calendar, in which a day lies.
package enum CalendarSpan: Hashable, Sendable {
  case week, month, quarter, year, schoolYear

  /// The span of a day, or one so many before or after it.
  package func around(_ day: CivilDay, offset: Int = 0) -> Period {
    func months(_ start: CivilDay?, _ count: Int) -> Period {
      guard let start else { return Period(day) }
      let first = start.adding(months: count * offset)
      return Period(first, max(first, first.adding(months: count).adding(days: -1)))
    }
    let (year, month, _) = day.date
    switch self {
    case .week:
      let monday = day.adding(days: 1 - day.weekday + 7 * offset)
      return Period(monday, monday.adding(days: 6))
    case .month: return months(CivilDay(year: year, month: month, day: 1), 1)
    case .quarter: return months(CivilDay(year: year, month: (month - 1) / 3 * 3 + 1, day: 1), 3)
    case .year: return months(CivilDay(year: year, month: 1, day: 1), 12)
    case .schoolYear: return months(CivilDay(year: SchoolYear.year(of: day), month: 9, day: 1), 12)
    }
  }
}
