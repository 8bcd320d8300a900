import Testing
import VekhaCalendar

@Suite struct PeriodTests {
  private func shown(_ period: Period?) -> String { period.map { "\($0.first.iso) \($0.last.iso)" } ?? "nil" }

  @Test func namedPeriods() {
    #expect(shown(Period(month: 9, of: 2024)) == "2024-09-01 2024-09-30")
    #expect(shown(Period(month: 2, of: 2024)) == "2024-02-01 2024-02-29")
    #expect(shown(Period(schoolYearFrom: 2024)) == "2024-09-01 2025-08-31")
    #expect(shown(Period(calendarYear: 2025)) == "2025-01-01 2025-12-31")
    #expect(shown(Period(month: 13, of: 2024)) == "nil")
    #expect(shown(Period(schoolYearFrom: 9999)) == "nil")
    #expect(shown(Period(calendarYear: 0)) == "nil")
  }

  @Test func bothEndsBelongToAPeriod() throws {
    let april = try #require(Period(month: 4, of: 2025))
    let may = try #require(Period(month: 5, of: 2025))
    let june = try #require(Period(month: 6, of: 2025))
    #expect(april.contains(april.first) && april.contains(april.last))
    #expect(!april.contains(may.first))
    #expect(april.adjoins(may) && !april.adjoins(june) && !may.adjoins(april))
    #expect(!april.overlaps(may) && april.overlaps(Period(april.last, june.first)))
    #expect(may.overlaps(Period(may.first)))
  }

  @Test func durationsOfBothFamilies() throws {
    let day = try #require(CivilDay(iso: "2024-01-31"))
    #expect(Duration(14, .day).after(day)?.iso == "2024-02-14")
    #expect(Duration(1, .month).after(day)?.iso == "2024-02-29")
    #expect(Duration(2, .month).before(day)?.iso == "2023-11-30")
    #expect(Duration(3, .workingDay).after(day) == nil)
    #expect(Duration(40, .minute).before(day) == nil)
  }
}
