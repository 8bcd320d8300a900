import Testing
import VekhaText

/// Titles of the file against the columns that a plan declares.
@Suite struct TitleTests {
  @Test func titlesMatchWithoutCaseYoAndPunctuation() {
    let result = load(
      "  ДАТА   РОЖДЕНИЯ ;Учёба (класс)\n03.09.2010;7\n",
      columns: [request("дата_рождения", type: .date), request("учеба_класс", type: .number)])
    #expect(result.columnIndex == [0, 1])
    #expect(result.titles == ["ДАТА РОЖДЕНИЯ", "Учёба (класс)"])
    #expect(result.rows == [["2010-09-03", "7"]])
    #expect(result.found.isEmpty)
  }

  @Test func anyOfTheUsualTitlesWillDo() {
    let result = load(
      "ФИО,birth date\nАня,2010-09-03\n",
      columns: [
        request("birth_date", "Дата рождения", type: .date), request("full_name", "ФИО", type: .text),
      ])
    #expect(result.columnIndex == [1, 0])
    #expect(result.types == ["ФИО: text", "birth date: date"])
  }

  @Test func missingColumnIsToldWithNearTitles() {
    let result = load(
      "id;Дата рожденья;школа\n1;03.09.2010;№ 1\n",
      columns: [request("id", type: .text), request("дата_рождения", type: .date)])
    #expect(result.columnIndex == [0, nil])
    #expect(result.rows == [["1", "2010-09-03", "№ 1"]])
    #expect(result.found == ["columnMissing plan: дата_рождения, data.csv, (id Дата рожденья школа)"])
    #expect(result.diagnostics.first?.proposals == ["Дата рожденья"])
  }

  @Test func lettersOfTheOtherAlphabetAreRecognised() {
    let result = load("cтаж;имя\n3;Аня\n", columns: [request("стаж", type: .number)])
    #expect(result.diagnostics.first?.proposals == ["cтаж"])
  }

  @Test func offeredColumnMayBeAbsent() {
    let result = load("id\n1\n", columns: [request("телефон", type: .text, required: false)])
    #expect(result.columnIndex == [nil])
    #expect(result.found.isEmpty)
  }

  @Test func missingKeyColumnIsToldOnce() {
    let declared = [request("код", type: .text)]
    #expect(load("имя\nАня\n", key: ["код"]).found == ["columnMissing plan: код, data.csv, (имя)"])
    #expect(load("имя\nАня\n", columns: declared, key: ["код"]).diagnostics.count == 1)
  }

  @Test func undeclaredColumnsOnlyWhenAskedFor() {
    let result = load(
      "a;id;b;c\n1;k;2;3\n", columns: [request("c", type: .number)], key: ["id"], undeclared: false)
    #expect(result.titles == ["id", "c"])
    #expect(result.columnIndex == [1])
    #expect(result.rows == [["k", "3"]])
  }

  @Test func twoRequestsMayReadOneColumn() {
    let result = load(
      "начало\n03.09.2024\nвчера\n",
      columns: [
        request("начало", type: .date), request("начало", type: .text), request("Начало", type: .date),
      ])
    #expect(result.columnIndex == [0, 1, 0])
    #expect(result.rows == [["2024-09-03", "03.09.2024"], ["?вчера", "вчера"]])
  }

  @Test func duplicateTitleKeepsTheFirst() {
    let result = load("id;Имя;имя\n1;Аня;Анна\n", columns: [request("имя", type: .text)])
    #expect(result.columnIndex == [1])
    #expect(result.rows == [["1", "Аня", "Анна"]])
    #expect(result.found == ["badTitle 1 [имя]: title.duplicate, имя, 3, 2"])
    #expect(result.diagnostics.first?.severity == .warning)
  }

  @Test func columnWithoutTitleMattersOnlyWithCells() {
    let quiet = load("id;имя;;\n1;Аня;;\n2;Боря\n")
    #expect(quiet.titles == ["id", "имя"])
    #expect(quiet.found == ["raggedRow 3: row.short, 2, 4"])
    let told = load("id;;имя\n1;x;Аня\n")
    #expect(told.rows == [["1", "Аня"]])
    #expect(told.found == ["badTitle 1: title.empty, , 2"])
  }
}
