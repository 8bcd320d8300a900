import Testing

/// The type of a column that nobody declared.
@Suite struct InferenceTests {
  private func type(_ cells: [String]) -> String {
    load("x;n\n" + cells.map { $0 + ";строка\n" }.joined()).types.first ?? "no table"
  }

  @Test(arguments: [
    (["2024-09-03", "", "3.9.2024 г."], "date"), (["1", "2,5", "", "1 000"], "number"), (["5 %", "10%"], "number"),
    (["да", "Нет", ""], "flag"), (["+", "-", "+"], "flag"), (["1", "0", "1"], "number"), (["да", "1"], "text"),
    (["007", "8"], "text"), (["0", "0,5"], "number"), (["1234567890123456", "5"], "text"), (["№ 1", "2"], "text"),
    (["2024-09-03", "5"], "text"), (["", ""], "text"), (["31.02.2024", "03.09.2024"], "date"), (["31.02.2024"], "date"),
    (["891312345678", "89130000000"], "number"), (["1,1234567"], "text"),
  ])
  func typeIsWhatAllCellsAre(_ cells: [String], _ expected: String) { #expect(type(cells) == "x: " + expected) }

  @Test func aColumnOfDatesMayHoldAFewSlips() {
    let dates = (1...19).map { "\($0).09.2024" }
    let result = load("d\n" + (dates + ["скоро"]).joined(separator: "\n"))
    #expect(result.types == ["d: date"])
    #expect(result.found == ["unreadableCell 21 [d]: скоро, type.date"])
    #expect(type(dates.dropLast() + ["скоро"]) == "x: text")
    #expect(type(dates + ["скоро", "потом"]) == "x: text")
    #expect(type(dates.dropLast(5) + ["", "", "", "", "", "", "скоро"]) == "x: text")
  }

  @Test func aDeclaredTypeWins() {
    let cells = "x\n007\n2024\n"
    #expect(load(cells, columns: [request("x", type: .text)]).rows == [["007"], ["2024"]])
    #expect(load(cells, columns: [request("x", type: .number)]).rows == [["7"], ["2024"]])
    #expect(load(cells, columns: [request("x", type: .date)]).rows == [["?007"], ["?2024"]])
  }
}
