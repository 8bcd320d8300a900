import Foundation
import Testing
import VekhaCalendar
import VekhaCheck
import VekhaKit
import VekhaText

/// The calendars of the standard library, and those that a plan declares.
@Suite struct CalendarModuleTests {
  private static func open(_ plan: String) throws -> Project {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("п.plan")
    try Data(plan.utf8).write(to: path)
    return Project(opening: path.path)
  }

  private static func calendar(_ name: String) throws -> WorkingCalendar {
    let project = try open("план \"Проба\" на 2024/2025 учебный год\n  календарь: \(name)\n")
    return try #require(project.engine, "\(project.diagnostics)").program.calendar
  }

  private static func day(_ iso: String) throws -> CivilDay { try #require(CivilDay(iso: iso)) }

  /// The days of an oracle by months: which of them are worked.
  private static func oracle(_ name: String) throws -> [(month: Period, worked: [Bool])] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Calendars/\(name).txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: " ")
      let first = try Self.day(parts[0] + "-01")
      return (try #require(Period(month: first.month, of: first.year)), parts[1].map { $0 == "1" })
    }
  }

  /// Every day and every month from 2013 to 2027 against the package `holidays` (Calendars/make-*.py).
  @Test(arguments: [("россия", "russia-days", true), ("england", "england-days", false)])
  func isTheOracleDayByDay(name: String, file: String, moves: Bool) throws {
    let calendar = try Self.calendar(name)
    var compared = 0
    for (month, worked) in try Self.oracle(file) {
      for (offset, isWorked) in worked.enumerated() {
        let day = month.first.adding(days: offset)
        #expect(calendar.isWorked(day) == isWorked, "\(day.iso)")
        compared += 1
      }
      #expect(calendar.workedDays(in: month) == worked.count { $0 }, "\(month.first.iso)")
    }
    #expect(compared == 5478)
    #expect(calendar.movesTerms == moves)
    #expect(!calendar.hasEarlyLeapBirthday)
    #expect(calendar.status(over: Period(try Self.day("2013-01-01"), try Self.day("2027-12-31"))) == .approved)
    #expect(calendar.status(over: Period(try Self.day("2028-01-10"))) == .missing)
  }

  /// Worked rest days, and the worked day whose place each takes: it is as short as that day would have been. On
  /// 24.02.2014 the day off after a Sunday's holiday was worked in place of 03.11.2014, though no rest day.
  private static let exchanged = [
    "2014-02-24": "2014-11-03", "2016-02-20": "2016-02-22", "2018-04-28": "2018-04-30", "2018-06-09": "2018-06-11",
    "2018-12-29": "2018-12-31", "2021-02-20": "2021-02-22", "2022-03-05": "2022-03-07", "2024-04-27": "2024-04-29",
    "2024-11-02": "2024-04-30", "2024-12-28": "2024-12-30", "2025-11-01": "2025-11-03", "2027-02-20": "2027-02-22",
  ]

  /// Russian Labour Code, art. 95: the worked day right before a non-working holiday is shortened. Hours of a week of 40
  /// are those of the published production calendars.
  @Test(arguments: [
    (2013, 1970), (2014, 1970), (2015, 1971), (2016, 1974), (2017, 1973), (2018, 1970), (2019, 1970), (2020, 1979),
    (2021, 1972), (2022, 1973), (2023, 1973), (2024, 1979), (2025, 1972), (2026, 1972), (2027, 1972),
  ])
  func shortenedDaysByTheRule(year: Int, hours: Int) throws {
    let calendar = try Self.calendar("россия")
    let whole = try #require(Period(calendarYear: year))
    let days = (whole.first.number...whole.last.number).map { CivilDay(number: $0) }
    func isBeforeHoliday(_ day: CivilDay) -> Bool {
      let (_, month, date) = day.adding(days: 1).date
      return calendar.holidays.contains(.init(month: month, day: date))
    }
    for day in days {
      let replaced = try Self.exchanged[day.iso].map { try Self.day($0) }
      if calendar.workedDays.contains(day) { #expect(replaced != nil, "\(day.iso)") }
      if let replaced { #expect(calendar.isWorked(day) && calendar.daysOff.contains(replaced), "\(day.iso)") }
      let isShort = calendar.isWorked(day) && isBeforeHoliday(day) || replaced.map(isBeforeHoliday) == true
      #expect(calendar.isOf(.shortened, day) == isShort, "\(day.iso)")
    }
    #expect(calendar.shortenedDays.allSatisfy { calendar.isWorked($0) })
    #expect(
      8 * calendar.workedDays(in: whole)
        - calendar.days(.shortened, after: whole.first.adding(days: -1), to: whole.last) == hours)
  }

  /// The school years of the library: each quarter and holiday, in order, and every worked day in one of them.
  @Test func schoolYears() throws {
    let project = try Self.open("план \"Проба\" с 01.09.2024 по 31.08.2026\n  календарь: россия\n")
    let program = try #require(project.engine, "\(project.diagnostics)").program
    #expect(!project.diagnostics.contains { $0.code == .schoolGap })
    #expect(program.schoolYears.keys.sorted() == [2024, 2025])
    #expect(
      program.holidays.map { $0.first.iso + " " + $0.last.iso } == [
        "2024-10-28 2024-11-04", "2024-12-30 2025-01-12", "2025-03-24 2025-03-31", "2025-05-27 2025-08-31",
        "2025-10-25 2025-11-02", "2025-12-31 2026-01-11", "2026-03-28 2026-04-05", "2026-05-27 2026-08-31",
      ])
    for (year, school) in program.schoolYears {
      #expect(school.status == .provisional)
      let quarters = try (1...4).map { try #require(school.days(of: .quarter($0))) }
      #expect(school.days(of: .half(1)) == Period(quarters[0].first, quarters[1].last))
      for number in try Self.day("\(year)-09-02").number...Self.day("\(year + 1)-08-31").number {
        let day = CivilDay(number: number)
        let parts = (quarters + school.holidays).count { $0.contains(day) }
        #expect(parts == 1 || parts == 0 && !program.calendar.isWorked(day), "\(day.iso)")
      }
    }
  }

  @Test(arguments: [
    (2024, [17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21]), (2025, [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22]),
    (2026, [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]), (2027, [15, 19, 22, 22, 19, 21, 22, 22, 22, 21, 20, 22]),
  ])
  func workedDaysOfMonths(year: Int, expected: [Int]) throws {
    let calendar = try Self.calendar("russia")
    let counts = try (1...12).map { calendar.workedDays(in: try #require(Period(month: $0, of: year))) }
    #expect(counts == expected)
  }

  @Test(arguments: [
    ("2024-10-30", 3, "2024-11-02"), ("2024-09-03", 3, "2024-09-06"), ("2024-12-26", 3, "2025-01-09"),
    ("2025-04-28", 5, "2025-05-07"), ("2025-10-30", 3, "2025-11-05"), ("2025-12-29", 3, "2026-01-13"),
    ("2026-12-28", 3, "2027-01-11"), ("2027-02-18", 3, "2027-02-24"), ("2027-11-02", 3, "2027-11-09"),
    ("2026-04-30", 10, "2026-05-18"), ("2024-11-05", -5, "2024-10-29"), ("2025-05-12", -5, "2025-04-29"),
    ("2026-01-12", -5, "2025-12-24"),
  ])
  func workedDaysAfter(from: String, count: Int, to: String) throws {
    #expect(try Self.calendar("россия").adding(workedDays: count, to: Self.day(from))?.iso == to)
  }

  @Test(arguments: [
    ("2024-11-30", "2024-11-29"), ("2024-12-31", "2024-12-28"), ("2025-05-31", "2025-05-30"),
    ("2025-08-31", "2025-08-29"), ("2025-11-30", "2025-11-28"), ("2025-12-31", "2025-12-30"),
    ("2026-05-31", "2026-05-29"), ("2027-05-31", "2027-05-31"),
  ])
  func lastWorkedDay(ofMonth end: String, expected: String) throws {
    #expect(try Self.calendar("россия").worked(onOrBefore: Self.day(end)).iso == expected)
  }

  @Test func statusOfYears() throws {
    let project = try Self.open(
      """
      plan "Trial" for school year 2024/2025
        calendar: town
      calendar town
        rest days: Sunday
        holidays: 1–2 January, 29 February
      calendar town for 2024
        approved: order "7" of 1 October 2023
        days off: 3 May
        working days: 05.05.2024
      calendar town for 2025
        days off: 10 June
      """)
    let calendar = try #require(project.engine, "\(project.diagnostics)").program.calendar
    #expect(calendar.restDays == [7] && !calendar.movesTerms)
    #expect(calendar.years[2024] == .init(status: .approved, act: "order \"7\" of 1 October 2023"))
    let off = ["2024-01-02", "2024-02-29", "2024-05-03", "2025-06-10", "2025-06-08"]
    for iso in off { #expect(!calendar.isWorked(try Self.day(iso)), "\(iso)") }
    let worked = ["2024-05-05", "2024-06-10", "2025-05-03", "2025-02-28"]
    for iso in worked { #expect(calendar.isWorked(try Self.day(iso)), "\(iso)") }
    func status(_ from: String, _ to: String) throws -> WorkingCalendar.Status {
      calendar.status(over: Period(try Self.day(from), try Self.day(to)))
    }
    #expect(try status("2024-01-01", "2024-12-31") == .approved)
    #expect(try status("2024-12-31", "2025-01-01") == .provisional)
    #expect(try status("2024-12-31", "2026-01-01") == .missing)
    #expect(
      try Self.calendar("россия").status(over: Period(Self.day("2013-01-01"), Self.day("2027-12-31"))) == .approved)
    #expect(try Self.calendar("россия").status(over: Period(Self.day("2028-01-10"))) == .missing)
    #expect(try Self.calendar("будни").status(over: Period(Self.day("2028-01-10"))) == .approved)
  }

  /// What a plan adds to a calendar of the library joins it; without a calendar the week is Monday to Friday.
  @Test func aPlanAddsDays() throws {
    let project = try Self.open(
      """
      план "Проба" на 2024/2025 учебный год
        календарь: россия
      календарь россия на 2024 год
        выходные дни: 3 сентября
      """)
    let calendar = try #require(project.engine, "\(project.diagnostics)").program.calendar
    #expect(!calendar.isWorked(try Self.day("2024-09-03")))
    #expect(calendar.isWorked(try Self.day("2024-11-02")))
    #expect(calendar.years[2024]?.status == .approved)
    let none = try Self.open("план \"Проба\" на 2024/2025 учебный год\n")
    #expect(none.engine?.program.calendar == .mondayToFriday)
  }

  @Test(arguments: [
    ("  календарь: росия\n", DiagnosticCode.unknownCalendar),
    ("календарь росия на 2024 год\n  выходные дни: 3 сентября\n", .unknownCalendar),
    ("календарь школа\n  рабочие дни: 02.11.2024\n", .propertyNotHere),
    ("календарь школа\nкалендарь школа на 2024 год\n  праздники: 8 марта\n", .propertyNotHere),
    ("календарь школа\n  праздники: 08.03.2024\n", .dayOutsideCalendarYear),
    ("календарь школа\nкалендарь школа\n", .duplicateName),
    ("календарь школа\n  выходные: субота\n", .expected),
  ])
  func faults(lines: String, code: DiagnosticCode) throws {
    let project = try Self.open("план \"Проба\" на 2024/2025 учебный год\n" + lines)
    #expect(project.diagnostics.map(\.code) == [code])
    #expect(project.isBlocked)
  }
}
