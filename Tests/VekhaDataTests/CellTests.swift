import Testing
import VekhaTable

/// From the text of a cell to its value.
@Suite struct CellTests {
  private func read(_ cell: String, as type: ColumnType) -> String {
    load("x;y\n\(cell);1\n", columns: [request("x", type: type)]).rows.first?.first ?? "no row"
  }

  @Test(arguments: [
    ("2024-09-03", "2024-09-03"), ("03.09.2024", "2024-09-03"), ("3.9.2024", "2024-09-03"), ("3.09.2024", "2024-09-03"),
    ("03.9.2024", "2024-09-03"), ("03.09.2024 г.", "2024-09-03"), ("03.09.2024г.", "2024-09-03"),
    ("3.9.2024\u{A0}г", "2024-09-03"), (" 29.02.2024 ", "2024-02-29"), ("31.02.2024", "?31.02.2024"),
    ("29.02.2023", "?29.02.2023"), ("2024-13-01", "?2024-13-01"), ("2024-9-3", "2024-09-03"),
    ("03.09.24", "2024-09-03"),
    ("03.09.20245", "?03.09.20245"), ("3..92024", "?3..92024"), ("03/09/2024", "2024-09-03"),
    ("сентябрь", "?сентябрь"),
    ("2024-09-03x", "?2024-09-03x"), ("2O24-09-03", "?2O24-09-03"), ("0000-01-01", "?0000-01-01"),
    ("45538", "2024-09-03"),
    ("2024-09-:3", "?2024-09-:3"), ("2024-0:-03", "?2024-0:-03"),
    ("202:-09-03", "?202:-09-03"), ("", "–"),
  ])
  func dates(_ cell: String, _ expected: String) { #expect(read(cell, as: .date) == expected) }

  @Test(arguments: [
    ("1000", "1000"), ("1 000", "1000"), ("1\u{A0}000", "1000"), ("1\u{202F}234\u{2009}567,5", "1234567.5"),
    ("12 34", "?12 34"), ("1234 567", "?1234 567"), ("1 0000", "?1 0000"), ("1  000", "?1  000"), ("62,5", "62.5"),
    ("62.5", "62.5"), ("-0,5", "-0.5"), ("−7", "-7"), ("- 7", "?- 7"), ("+7", "?+7"), ("62,5 %", "62.5"), ("5%", "5"),
    ("%", "?%"), ("0,000001", "0.000001"), ("0.0000001", "?0.0000001"), ("0,50000000", "0.5"), ("5,", "?5,"),
    (",5", "?,5"), ("1,2,3", "?1,2,3"), ("9223372036854,775807", "9223372036854.775807"),
    ("9223372036854,775808", "?9223372036854,775808"), ("99999999999999999999", "?99999999999999999999"), ("007", "7"),
    ("5 ч", "?5 ч"), ("1e5", "?1e5"), ("Infinity", "?Infinity"), ("", "–"),
  ])
  func numbers(_ cell: String, _ expected: String) { #expect(read(cell, as: .number) == expected) }

  @Test(arguments: [
    ("да", "yes"), ("Да", "yes"), ("ДА", "yes"), ("дА", "yes"), ("нет", "no"), ("Нет", "no"), ("yes", "yes"),
    ("NO", "no"), ("True", "yes"), ("false", "no"), ("+", "yes"), ("-", "no"), ("1", "yes"), ("0", "no"), ("2", "?2"),
    ("ага", "?ага"), ("неизвестно", "?неизвестно"), ("", "–"),
  ])
  func flags(_ cell: String, _ expected: String) { #expect(read(cell, as: .flag) == expected) }

  @Test func textsAreTrimmedCollapsedAndShared() {
    let result = load("имя;n\n  Аня \t Петрова ;1\nАня\u{A0}Петрова;2\n\"Аня \n Петрова\";3\nАня Петрова;4\n")
    #expect(result.rows.map(\.first) == ["Аня Петрова", "Аня Петрова", "Аня\nПетрова", "Аня Петрова"])
    guard case .texts(let codes, let dictionary)? = result.table?.columns[0].values else {
      Issue.record("not a column of texts")
      return
    }
    #expect(codes == [0, 0, 1, 0])
    #expect(Array(dictionary) == ["Аня Петрова", "Аня\nПетрова"])
  }

  @Test func lettersInTwoPiecesAreTheSameTexts() {
    let result = load(
      "имя\nЙорк\nИ\u{306}орк\nЁлка\nЕ\u{308}лка\nчай\nчаи\u{306}\nлёд\nле\u{308}д\ncafé\ncafe\u{301}\ncafé\n")
    guard case .texts(let codes, let dictionary)? = result.table?.columns[0].values else {
      Issue.record("not a column of texts")
      return
    }
    #expect(codes == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4])
    #expect(dictionary.map { $0.unicodeScalars.count } == [4, 4, 3, 3, 4])
  }

  @Test func manyDistinctTextsKeepTheirCodes() {
    let names = (0..<9000).map { "имя \($0 * $0 % 7919) \(String(repeating: "я", count: $0 % 7 + 1))" }
    let result = load("n\n" + names.joined(separator: "\n"))
    #expect(result.rows.map { $0[0] } == names)
    guard case .texts(_, let dictionary)? = result.table?.columns[0].values else {
      Issue.record("not a column of texts")
      return
    }
    #expect(dictionary.count == Set(names).count)
  }

  @Test func unreadableCellPointsToItsDeclaration() {
    let result = load("id;дата\n1;31.02.2024\n", columns: [request("дата", type: .date)])
    #expect(result.found == ["impossibleDay 2 [дата]: 31.02.2024, day.february29"])
    #expect(result.diagnostics.first?.notes.map(\.key) == ["declared"])
    #expect(load("x\nя\n", columns: [request("x", type: .number)]).found == ["unreadableCell 2 [x]: я, type.number"])
    #expect(load("x\nя\n", columns: [request("x", type: .flag)]).found == ["unreadableCell 2 [x]: я, type.flag"])
  }
}
