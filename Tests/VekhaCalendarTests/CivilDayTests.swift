import Testing
import VekhaCalendar

/// The calendar against vectors of Python's `datetime` and `dateutil`, and against counting on one's fingers.
@Suite struct CivilDayTests {
  /// Days since 1970-01-01, the date, the weekday from Monday.
  private static let days: [(Int32, String, Int)] = [
    (-719162, "0001-01-01", 1),
    (-135081, "1600-02-29", 2),
    (-98557, "1700-02-28", 7),
    (-25568, "1899-12-31", 7),
    (-25509, "1900-02-28", 3),
    (-25508, "1900-03-01", 4),
    (-1, "1969-12-31", 3),
    (0, "1970-01-01", 4),
    (11016, "2000-02-29", 2),
    (19782, "2024-02-29", 4),
    (19969, "2024-09-03", 2),
    (20239, "2025-05-31", 6),
    (47540, "2100-02-28", 7),
    (47541, "2100-03-01", 1),
    (2932896, "9999-12-31", 5),
    (16878, "2016-03-18", 5),
    (-5795, "1954-02-19", 5),
    (26183, "2041-09-08", 7),
    (-19239, "1917-04-30", 1),
    (-16073, "1925-12-30", 3),
    (44672, "2092-04-22", 2),
    (-13230, "1933-10-12", 4),
    (22364, "2031-03-26", 3),
    (-17965, "1920-10-25", 1),
    (40943, "2082-02-05", 4),
    (2573, "1977-01-17", 1),
    (-20653, "1913-06-16", 1),
    (-14302, "1930-11-05", 3),
    (31271, "2055-08-14", 6),
    (29243, "2050-01-24", 1),
    (-16411, "1925-01-26", 1),
    (5977, "1986-05-14", 3),
    (-13678, "1932-07-21", 4),
    (46659, "2097-09-30", 1),
    (30075, "2052-05-05", 7),
    (-17820, "1921-03-19", 6),
    (-9341, "1944-06-05", 1),
    (3693, "1980-02-11", 1),
    (-17459, "1922-03-15", 3),
    (26426, "2042-05-09", 5),
  ]

  /// A day, months, the day so many months later.
  private static let months: [(String, Int, String)] = [
    ("2024-01-31", 1, "2024-02-29"),
    ("2024-01-31", -1, "2023-12-31"),
    ("2024-01-31", 6, "2024-07-31"),
    ("2024-01-31", 12, "2025-01-31"),
    ("2024-01-31", -12, "2023-01-31"),
    ("2024-01-31", 13, "2025-02-28"),
    ("2024-01-31", 48, "2028-01-31"),
    ("2023-01-31", 1, "2023-02-28"),
    ("2023-01-31", -1, "2022-12-31"),
    ("2023-01-31", 6, "2023-07-31"),
    ("2023-01-31", 12, "2024-01-31"),
    ("2023-01-31", -12, "2022-01-31"),
    ("2023-01-31", 13, "2024-02-29"),
    ("2023-01-31", 48, "2027-01-31"),
    ("2024-02-29", 1, "2024-03-29"),
    ("2024-02-29", -1, "2024-01-29"),
    ("2024-02-29", 6, "2024-08-29"),
    ("2024-02-29", 12, "2025-02-28"),
    ("2024-02-29", -12, "2023-02-28"),
    ("2024-02-29", 13, "2025-03-29"),
    ("2024-02-29", 48, "2028-02-29"),
    ("2024-08-31", 1, "2024-09-30"),
    ("2024-08-31", -1, "2024-07-31"),
    ("2024-08-31", 6, "2025-02-28"),
    ("2024-08-31", 12, "2025-08-31"),
    ("2024-08-31", -12, "2023-08-31"),
    ("2024-08-31", 13, "2025-09-30"),
    ("2024-08-31", 48, "2028-08-31"),
    ("2024-12-30", 1, "2025-01-30"),
    ("2024-12-30", -1, "2024-11-30"),
    ("2024-12-30", 6, "2025-06-30"),
    ("2024-12-30", 12, "2025-12-30"),
    ("2024-12-30", -12, "2023-12-30"),
    ("2024-12-30", 13, "2026-01-30"),
    ("2024-12-30", 48, "2028-12-30"),
    ("2025-03-31", 1, "2025-04-30"),
    ("2025-03-31", -1, "2025-02-28"),
    ("2025-03-31", 6, "2025-09-30"),
    ("2025-03-31", 12, "2026-03-31"),
    ("2025-03-31", -12, "2024-03-31"),
    ("2025-03-31", 13, "2026-04-30"),
    ("2025-03-31", 48, "2029-03-31"),
    ("1999-10-15", 1, "1999-11-15"),
    ("1999-10-15", -1, "1999-09-15"),
    ("1999-10-15", 6, "2000-04-15"),
    ("1999-10-15", 12, "2000-10-15"),
    ("1999-10-15", -12, "1998-10-15"),
    ("1999-10-15", 13, "2000-11-15"),
    ("1999-10-15", 48, "2003-10-15"),
  ]

  private func day(_ iso: String) throws -> CivilDay { try #require(CivilDay(iso: iso)) }

  @Test func numbersDatesAndWeekdays() throws {
    for (number, iso, weekday) in Self.days {
      let day = try day(iso)
      #expect(day.number == number)
      #expect(CivilDay(number: number).iso == iso)
      #expect(day.weekday == weekday, "\(iso)")
    }
    #expect(CivilDay.earliest.iso == "0001-01-01")
    #expect(CivilDay.latest.iso == "9999-12-31")
  }

  @Test func everyDayOfTwoHundredYears() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var number = try day("1900-01-01").number
    var weekday = 1
    for year in 1900...2100 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      #expect(CivilDay.isLeap(year) == isLeap)
      for month in 1...12 {
        let length = lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
        #expect(CivilDay.days(in: month, of: year) == length)
        #expect(CivilDay(year: year, month: month, day: length + 1) == nil)
        for day in 1...length {
          let civil = CivilDay(number: number)
          if civil.date != (year, month, day) || CivilDay(year: year, month: month, day: day) != civil
            || civil.weekday != weekday
          {
            Issue.record("\(year)-\(month)-\(day) is \(civil.iso)")
          }
          number += 1
          weekday = weekday % 7 + 1
        }
      }
    }
  }

  @Test func monthsEndOnTheLastDayWhereTheDayIsLacking() throws {
    for (start, count, end) in Self.months {
      #expect(try day(start).adding(months: count).iso == end, "\(start) \(count)")
    }
  }

  @Test func sumsStayInTheCalendar() throws {
    let day = try day("2024-09-03")
    #expect(day.adding(days: .max) == .latest)
    #expect(day.adding(days: .min) == .earliest)
    #expect(day.adding(days: 99_999_999_999) == .latest)
    #expect(day.adding(months: .max) == .latest)
    #expect(day.adding(months: -30_000) == .earliest)
    #expect(day.adding(months: 12 * 7975).iso == "9999-09-03")
    #expect(Duration(99_999_999_999, .day).after(day) == nil)
    #expect(Duration(1_000_000, .month).before(day) == nil)
  }

  /// How many months have been reached: that day of the month, or the first after it.
  private func counted(from start: CivilDay, to end: CivilDay) -> Int {
    var count = 0
    var (year, month, _) = start.date
    while true {
      month += 1
      if month > 12 { (year, month) = (year + 1, 1) }
      let length = CivilDay.days(in: month, of: year)
      let excess = start.day > length ? 1 : 0
      guard let reached = CivilDay(year: year, month: month, day: min(start.day, length))?.adding(days: excess),
        reached <= end
      else { return count }
      count += 1
    }
  }

  @Test func wholeMonthsAndYears() throws {
    let starts = ["2024-01-31", "2024-02-29", "2023-12-30", "2024-09-03", "2023-03-01"]
    for start in try starts.map(day) {
      for distance in 0..<1500 {
        let end = start.adding(days: distance)
        let months = counted(from: start, to: end)
        if end.wholeMonths(since: start) != months || start.wholeMonths(since: end) != -months
          || end.wholeYears(since: start) != months / 12
        {
          Issue.record("\(start.iso) … \(end.iso)")
        }
      }
    }
    let born = try day("2008-02-29")
    #expect(try day("2025-02-28").wholeYears(since: born) == 16)
    #expect(try day("2025-03-01").wholeYears(since: born) == 17)
  }

  @Test func writtenForms() throws {
    #expect(try day("0024-09-03").dotted == "03.09.0024")
    for text in ["", "2024-9-03", "2024-02-30", "24-09-03", "+024-09-03", "2024-09-03-", "2024-13-01", "0000-01-01"] {
      #expect(CivilDay(iso: text) == nil, "\(text)")
    }
  }
}
