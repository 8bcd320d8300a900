/// A stretch of days, both ends included.
package struct Period: Hashable, Sendable {
  package let first: CivilDay
  package let last: CivilDay

  /// `last` must not lie before `first`.
  package init(_ first: CivilDay, _ last: CivilDay) {
    precondition(first <= last)
    self.first = first
    self.last = last
  }

  package init(_ day: CivilDay) { self.init(day, day) }

  /// A month of a year; nil where the year is out of range.
  package init?(month: Int, of year: Int) {
    guard let first = CivilDay(year: year, month: month, day: 1) else { return nil }
    self.init(first, first.adding(days: CivilDay.days(in: month, of: year) - 1))
  }

  /// A school year, from 1 September to 31 August: the widest reading, which a calendar module may narrow.
  package init?(schoolYearFrom year: Int) {
    guard let first = CivilDay(year: year, month: 9, day: 1), let last = CivilDay(year: year + 1, month: 8, day: 31)
    else { return nil }
    self.init(first, last)
  }

  package init?(calendarYear year: Int) {
    guard let first = CivilDay(year: year, month: 1, day: 1), let last = CivilDay(year: year, month: 12, day: 31)
    else { return nil }
    self.init(first, last)
  }

  package func contains(_ day: CivilDay) -> Bool { first <= day && day <= last }

  package func overlaps(_ other: Period) -> Bool { first <= other.last && other.first <= last }

  /// Whether `other` begins on the day after this ends.
  package func adjoins(_ other: Period) -> Bool { last.adding(days: 1) == other.first }
}
