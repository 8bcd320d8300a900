import Testing

/// The form of a CSV file: separators, quotes, line ends, encoding.
@Suite struct CSVFormTests {
  @Test(arguments: [";", ",", "\t"])
  func separatorIsTakenFromTheTitles(_ separator: String) {
    let text = ["имя;школа;класс", "Аня;№ 1;7 б"].map { $0.replacing(";", with: separator) }.joined(separator: "\n")
    let result = load(text)
    #expect(result.titles == ["имя", "школа", "класс"])
    #expect(result.rows == [["Аня", "№ 1", "7 б"]])
    #expect(result.found.isEmpty)
  }

  @Test func separatorWithMostDeclaredTitlesWins() {
    let result = load(
      "id;Фамилия, имя, отчество, прозвище\n1;Путрова А., П.", columns: [request("id", type: .text)])
    #expect(result.titles == ["id", "Фамилия, имя, отчество, прозвище"])
    #expect(result.rows == [["1", "Путрова А., П."]])
  }

  @Test func badRowsDoNotChangeTheSeparator() {
    let result = load("a;b\n1,2,3\n4,5,6\n")
    #expect(result.titles == ["a", "b"])
    #expect(result.found == ["raggedRow 2: row.short, 1, 2", "raggedRow 3: row.short, 1, 2"])
  }

  @Test func quotedCellsHoldSeparatorsQuotesAndLineEnds() {
    let result = load("имя;заметка;балл\n\"Аня; старшая\";\"сказала \"\"да\"\"\nи ушла\";5\nБоря;\"\";4\n")
    #expect(result.rows == [["Аня; старшая", "сказала \"да\"\nи ушла", "5"], ["Боря", "–", "4"]])
    #expect(result.table?.rowLines == [2, 4])
    #expect(result.found.isEmpty)
  }

  @Test func quotesInsideACellAreItsText() {
    let result = load("школа;город\nСОШ \"Луч\";Абан\n\"Луч\" СОШ;Ужур\n  \"Заря\"  ;Ужур\n")
    #expect(result.rows == [["СОШ \"Луч\"", "Абан"], ["\"Луч\" СОШ", "Ужур"], ["Заря", "Ужур"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func lineEndsOfAllSystems(_ end: String) {
    let result = load(["a;b", "1;x", "", "2;\"y\"", ";;", "3;z"].joined(separator: end))
    #expect(result.rows == [["1", "x"], ["2", "y"], ["3", "z"]])
    #expect(result.table?.rowLines == [2, 4, 6])
    #expect(result.table?.balance == .init(rowsInFile: 3, loaded: 3, blank: 2))
    #expect(result.found.isEmpty)
  }

  @Test func byteOrderMarkIsNotPartOfTheFirstTitle() {
    let result = load([0xEF, 0xBB, 0xBF] + Array("id;имя\n1;Аня\n".utf8), columns: [request("id", type: .number)])
    #expect(result.titles == ["id", "имя"])
    #expect(result.columnIndex == [0])
    #expect(result.found.isEmpty)
  }

  @Test func blankLinesBeforeTheTitlesAreSkipped() {
    let result = load("\n  \n;;\nid;имя\n1;Аня")
    #expect(result.titles == ["id", "имя"])
    #expect(result.table?.rowLines == [5])
  }

  @Test func aFewLettersTellTheEncoding() {
    let inCP1251: [UInt8] = Array("id;name\r\n1;Ann\r\n2;".utf8) + [0xCF, 0xE5, 0xF2, 0xF0, 0x0A]
    let result = load(inCP1251)
    #expect(result.rows == [["1", "Ann"], ["2", "Петр"]])
    #expect(result.assumptions?.encoding == "windows-1251")
  }

  @Test(
    arguments: [[0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xD0], [0x80], [0x00]] as [[UInt8]])
  func brokenUTF8IsNotLoaded(_ bytes: [UInt8]) {
    let result = load(Array("имя;город\nАня;Абан".utf8) + bytes + Array("\nБоря;Ужур\n".utf8))
    #expect(result.table == nil)
    #expect(result.diagnostics.map(\.code) == [.dataNotUTF8])
  }

  @Test func unclosedQuoteIsToldWhereItOpened() {
    let result = load("имя;заметка\nАня;хорошо\nБоря;\"начал\nи не кончил\nВера;да\n")
    #expect(result.table == nil)
    #expect(result.found == ["unclosedQuote 3 [заметка]: data.csv, 3"])
  }

  @Test func unclosedQuoteInTheTitles() {
    #expect(load("имя;\"заметка\nАня;хорошо\n").found == ["unclosedQuote 1: data.csv, 1"])
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}", " \r\n;;;\r\n"])
  func fileWithoutTitlesIsEmpty(_ text: String) {
    let result = load(text, columns: [request("id", type: .text)])
    #expect(result.table == nil)
    #expect(result.columnIndex == [nil])
    #expect(result.found == ["emptyDataFile file: data.csv"])
  }

  @Test func titlesAloneAreATableWithoutRows() {
    let result = load("id;имя\n")
    #expect(result.titles == ["id", "имя"])
    #expect(result.types == ["id: text", "имя: text"])
    #expect(result.table?.balance == .init(rowsInFile: 0, loaded: 0))
    #expect(result.found.isEmpty)
  }
}
