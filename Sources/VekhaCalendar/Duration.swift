/// A length of time in one family: days (and weeks), or months (and years). The families do not mix.
package struct Duration: Hashable, Sendable {
  package enum Unit: Hashable, Sendable { case day, workingDay, month, minute }

  package let count: Int
  package let unit: Unit

  package init(_ count: Int, _ unit: Unit) {
    self.count = count
    self.unit = unit
  }

  /// The day that lies this long after `day`; day 0 is not counted, the end is included.
  /// Minutes never touch a date, working days need a calendar: both give nil. So does an end out of the calendar.
  package func after(_ day: CivilDay) -> CivilDay? {
    let end: CivilDay
    switch unit {
    case .day: end = day.adding(days: count)
    case .month: end = day.adding(months: count)
    case .workingDay, .minute: return nil
    }
    return end > .earliest && end < .latest ? end : nil
  }

  package func before(_ day: CivilDay) -> CivilDay? { Duration(-count, unit).after(day) }
}
