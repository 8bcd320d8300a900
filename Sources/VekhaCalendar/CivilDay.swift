// VekhaCalendar owns every rule of time: the civil day, the period, durations, the school year. It imports nothing
// and knows no clock, no time of day and no zone.

/// A day of the proleptic Gregorian calendar, as the number of days since 1970-01-01.
///
/// Conversion after H. Hinnant, "chrono-compatible low-level date algorithms".
package struct CivilDay: Hashable, Comparable, Sendable {
  package let number: Int32

  package init(number: Int32) { self.number = number }

  /// The day of that date, or nil where the month has no such day or the year is not in 1…9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else {
      return nil
    }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Year, month (1…12) and day of the month.
  package var date: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
  }

  package var year: Int { date.year }
  package var month: Int { date.month }
  package var day: Int { date.day }

  /// 1 Monday … 7 Sunday (ISO 8601).
  package var weekday: Int { ((Int(number) % 7 + 7) + 3) % 7 + 1 }

  package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  package static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  package static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

  /// The first and the last day that has a written form: 1 January 1 and 31 December 9999.
  package static let earliest = CivilDay(number: -719_162)
  package static let latest = CivilDay(number: 2_932_896)

  /// The day so many days later (earlier); beyond `earliest` and `latest` it is these.
  package func adding(days: Int) -> CivilDay {
    let (sum, overflow) = Int(number).addingReportingOverflow(days)
    if overflow { return days < 0 ? .earliest : .latest }
    return CivilDay(number: Int32(min(max(sum, Int(Self.earliest.number)), Int(Self.latest.number))))
  }

  /// The same day of a later (earlier) month, or that month's last day (Russian Civil Code, art. 192); beyond
  /// `earliest` and `latest` it is these.
  package func adding(months: Int) -> CivilDay {
    let (year, month, day) = date
    // No more months lie between the ends of the calendar, and the sum below must not overflow.
    if !(-120_000...120_000).contains(months) { return months < 0 ? .earliest : .latest }
    let index = year * 12 + (month - 1) + months
    let newYear = index >= 0 ? index / 12 : (index - 11) / 12
    let newMonth = index - newYear * 12 + 1
    let clamped = min(day, Self.days(in: newMonth, of: newYear))
    return CivilDay(year: newYear, month: newMonth, day: clamped) ?? (months < 0 ? .earliest : .latest)
  }

  /// Whole months from `start` to this day; negative if it is earlier. A month is whole when the same day of the
  /// month is reached; from a day that the last month lacks, on the first day of the month after it.
  package func wholeMonths(since start: CivilDay) -> Int {
    if self < start { return -start.wholeMonths(since: self) }
    let (year, month, day) = date
    let (startYear, startMonth, startDay) = start.date
    let months = (year - startYear) * 12 + month - startMonth
    return day < startDay ? months - 1 : months
  }

  /// Whole years from `start` to this day. Born on 29 February: the year is full on 1 March of a common year.
  package func wholeYears(since start: CivilDay) -> Int {
    let months = wholeMonths(since: start)
    return months >= 0 ? months / 12 : -((-months) / 12)
  }

  /// Whole years since a day, which for someone born on 29 February are full on 28 February of a common year where
  /// the calendar says so.
  package func wholeYears(since start: CivilDay, isLeapBirthdayEarly: Bool) -> Int {
    let years = wholeYears(since: start)
    let (year, month, day) = date
    let (startYear, startMonth, startDay) = start.date
    guard isLeapBirthdayEarly, startMonth == 2, startDay == 29, month == 2, day == 28, !Self.isLeap(year),
      year > startYear
    else { return years }
    return years + 1
  }

  /// How many years (months, weeks from Monday) of the calendar began after `start` up to this day.
  package func changes(of unit: CalendarSpan, since start: CivilDay) -> Int {
    let (year, month, _) = date
    let (startYear, startMonth, _) = start.date
    switch unit {
    case .week:
      return Int(adding(days: 1 - weekday).number - start.adding(days: 1 - start.weekday).number) / 7
    case .month: return (year - startYear) * 12 + month - startMonth
    case .quarter: return (year - startYear) * 4 + (month - 1) / 3 - (startMonth - 1) / 3
    case .year: return year - startYear
    case .schoolYear: return SchoolYear.year(of: self) - SchoolYear.year(of: start)
    }
  }

  /// `2024-09-03`.
  package var iso: String {
    let (year, month, day) = date
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// `03.09.2024`.
  package var dotted: String {
    let (year, month, day) = date
    return "\(Self.padded(day, 2)).\(Self.padded(month, 2)).\(Self.padded(year, 4))"
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The day written as `2024-09-03`, or nil.
  package init?(iso text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }), parts.count == 3, parts[0].count == 4,
      parts[1].count == 2, parts[2].count == 2, let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
