import Foundation
import Testing
import VekhaCalendar

/// Month arithmetic against python-dateutil on 2000 days (Vectors/make-months.py).
@Suite struct MonthArithmeticTests {
  @Test func agreesWithDateutil() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/months.txt")
    var justified = 0
    var compared = 0
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: " ").map(String.init)
      let start = try #require(CivilDay(iso: parts[0]))
      let other = try #require(CivilDay(iso: parts[3]))
      #expect(start.adding(months: try #require(Int(parts[1]))).iso == parts[2], "\(line)")
      let whole = try #require(Int(parts[4]))
      // A person born on the 31st is not a month older on the 30th, the last day of a shorter month: here the month is
      // whole on the first day after it, while dateutil takes the last day for the same day.
      if other.day < start.day, other.adding(days: 1).day == 1 {
        #expect(other.wholeMonths(since: start) == whole - 1, "\(line)")
        justified += 1
      } else {
        #expect(other.wholeMonths(since: start) == whole, "\(line)")
      }
      compared += 1
    }
    #expect(compared == 2000 && justified > 20)
  }
}
