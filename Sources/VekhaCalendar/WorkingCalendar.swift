/// Which days are worked: rest days of the week, holidays of every year, and what the decree of a single year moves.
///
/// Transfers cannot be computed, only declared: a year that nobody has declared is `missing`, one that is announced
/// and not decreed is `provisional`, and whoever counts working days over it must say so.
package struct WorkingCalendar: Sendable, Equatable {
  package enum Status: Sendable, Equatable {
    case approved, provisional, missing
  }

  package struct Year: Sendable, Equatable {
    package var status: Status
    /// The decree by which it was approved, as worded.
    package var act: String?

    package init(status: Status, act: String?) {
      self.status = status
      self.act = act
    }
  }

  /// What kind of day a day is: a shortened day is worked, too.
  package enum DayKind: Sendable { case worked, off, shortened }

  package struct MonthDay: Hashable, Sendable {
    package let month: Int
    package let day: Int

    package init(month: Int, day: Int) {
      self.month = month
      self.day = day
    }
  }

  package var name: String
  /// 1 Monday … 7 Sunday.
  package var restDays: Set<Int>
  /// Days off in every year.
  package var holidays: Set<MonthDay>
  /// Further days off of single years, and rest days that are worked.
  package var daysOff: Set<CivilDay>
  package var workedDays: Set<CivilDay>
  /// Worked days that are an hour shorter.
  package var shortenedDays: Set<CivilDay>
  package var years: [Int: Year]
  /// Whether a term counted from a fact that ends on a day off ends on the next working day (Russian Civil Code,
  /// art. 193).
  package var movesTerms: Bool
  /// Whether a person born on 29 February has the birthday of a common year on 28 February; else on 1 March.
  package var hasEarlyLeapBirthday: Bool

  package init(name: String, restDays: Set<Int> = [6, 7]) {
    self.name = name
    self.restDays = restDays
    holidays = []
    daysOff = []
    workedDays = []
    shortenedDays = []
    years = [:]
    movesTerms = false
    hasEarlyLeapBirthday = false
  }

  /// Monday to Friday, no holidays, every year: what holds where a plan names no calendar.
  package static let mondayToFriday = WorkingCalendar(name: "")

  package func isWorked(_ day: CivilDay) -> Bool {
    if workedDays.contains(day) { return true }
    if daysOff.contains(day) || restDays.contains(day.weekday) { return false }
    if holidays.isEmpty { return true }
    let (_, month, date) = day.date
    return !holidays.contains(MonthDay(month: month, day: date))
  }

  package func isOf(_ kind: DayKind, _ day: CivilDay) -> Bool {
    switch kind {
    case .worked: isWorked(day)
    case .off: !isWorked(day)
    case .shortened: shortenedDays.contains(day) && isWorked(day)
    }
  }

  /// How many days of a kind there are after `start` up to `end`; negative where that is the earlier.
  package func days(_ kind: DayKind, after start: CivilDay, to end: CivilDay) -> Int {
    if end < start { return -days(kind, after: end, to: start) }
    return (start.number..<end.number).count { isOf(kind, CivilDay(number: $0 + 1)) }
  }

  /// The `count`-th worked day after `day` (before it, for a negative count); `day` itself is not counted. Nil where
  /// that lies out of the calendar.
  package func adding(workedDays count: Int, to day: CivilDay) -> CivilDay? {
    let step = count < 0 ? -1 : 1
    var left = abs(count)
    var day = day
    while left > 0 {
      day = day.adding(days: step)
      if day == .earliest || day == .latest { return nil }
      if isWorked(day) { left -= 1 }
    }
    return day
  }

  /// The day itself where it is worked, else the next that is.
  package func worked(onOrAfter day: CivilDay) -> CivilDay {
    isWorked(day) ? day : adding(workedDays: 1, to: day) ?? day
  }

  /// The day itself where it is worked, else the last before it that is.
  package func worked(onOrBefore day: CivilDay) -> CivilDay {
    isWorked(day) ? day : adding(workedDays: -1, to: day) ?? day
  }

  /// The weakest status of the years that a period touches. A calendar of neither holidays nor years waits for no
  /// decree, so nothing of it can be missing.
  package func status(over period: Period) -> Status {
    if years.isEmpty && holidays.isEmpty { return .approved }
    let touched = (period.first.year...period.last.year).map { years[$0]?.status ?? .missing }
    return touched.contains(.missing) ? .missing : touched.contains(.provisional) ? .provisional : .approved
  }

  /// How many days of a period are worked.
  package func workedDays(in period: Period) -> Int {
    (period.first.number...period.last.number).count { isWorked(CivilDay(number: $0)) }
  }
}

extension WorkingCalendar {
  /// The day that lies so long after `day` (before it, for a negative length): `day` itself is not counted, the end is
  /// included. Nil for minutes and where that lies out of the calendar.
  package func moved(_ day: CivilDay, by duration: Duration) -> CivilDay? {
    duration.unit == .workingDay ? adding(workedDays: duration.count, to: day) : duration.after(day)
  }

  /// As `moved`, where some days do not count. Months pass by the calendar, whatever lies in them.
  package func moved(_ day: CivilDay, by duration: Duration, excluding isExcluded: (CivilDay) -> Bool) -> CivilDay? {
    guard duration.unit == .day || duration.unit == .workingDay else { return moved(day, by: duration) }
    let step = duration.count < 0 ? -1 : 1
    var left = abs(duration.count)
    var day = day
    while left > 0 {
      day = day.adding(days: step)
      if day == .earliest || day == .latest { return nil }
      if !isExcluded(day), duration.unit == .day || isWorked(day) { left -= 1 }
    }
    return day
  }
}
