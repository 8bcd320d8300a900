import TestSupport
import Testing
import VekhaData
import VekhaFormats
import VekhaTable
import VekhaText

/// What is inside of workbooks, part by part.
@Suite struct WorkbookTests {
  private func book(_ xml: String) -> TestWorkbook { TestWorkbook([TestWorkbook.Sheet("Л", xml: xml)]) }

  private func rows(_ rows: String...) -> String {
    let made = rows.enumerated().map { "<row r=\"\($0 + 1)\">\($1)</row>" }
    return "<sheetData>" + made.joined() + "</sheetData>"
  }

  private let titles = "<c t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\"><is><t>b</t></is></c>"

  private func load(_ book: TestWorkbook) -> DataResult { VekhaDataTests.load(book.bytes, name: "к.xlsx") }

  @Test func sharedTextsAreJoinedOfTheirRuns() {
    var book = book(rows(titles, "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>", "<c t=\"s\"><v>9</v></c>"))
    book.sharedStrings =
      "<si><r><t>Ива</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">нов </t></r><rPh sb=\"0\" eb=\"1\"><t>イ</t></rPh></si>"
      + "<si><t>а_x000D_б &amp; &lt;</t></si>"
    let result = load(book)
    #expect(result.rows == [["Иванов", "а\nб & <"], ["?9", "–"]])
    #expect(result.found == ["spreadsheetError 3 [a]: 9, excel.other"])
  }

  @Test func datesAreCountedFrom1900OrFrom1904() {
    let cells = rows(titles, "<c s=\"1\"><v>45538</v></c><c s=\"1\"><v>61</v></c>")
    #expect(load(book(cells)).rows == [["2024-09-03", "1900-03-01"]])
    var from1904 = book(cells)
    from1904.startsIn1904 = true
    #expect(load(from1904).rows == [["2028-09-04", "1904-03-02"]])
  }

  @Test(arguments: [
    ("dd.mm.yyyy", "45538", "2024-09-03"), ("[$-419]d mmmm yyyy \"г.\"", "45538", "2024-09-03"),
    ("#,##0.00", "45538", "45538"), ("0%", "0.625", "62.5"), ("00000", "42", "00042"), ("@", "42", "42"),
    ("\"день \"0", "7", "7"), ("[Red]0.0", "1.5", "1.5"), ("General", "1E-3", "0.001"),
    ("General", "0.30000000000000004", "0.3"), ("General", "89131234567", "89131234567"),
  ])
  func formatsTellWhatANumberIs(_ format: String, _ number: String, _ expected: String) {
    var book = book(rows(titles, "<c s=\"3\"><v>\(number)</v></c>"))
    book.formats = [format]
    #expect(load(book).rows.first?.first == expected)
  }

  @Test func savedValuesOfFormulasAreTaken() {
    let cells = rows(
      titles, "<c><f>1+1</f><v>2</v></c><c t=\"str\"><f>A1</f><v>да</v></c>",
      "<c t=\"b\"><f>TRUE()</f><v>1</v></c><c><f>B1</f></c>")
    let result = load(book(cells))
    #expect(result.found == ["formulaWithoutValue 3 [b]: =B1"])
    #expect(result.table?.rowCount == 2)
  }

  @Test func cellsMayLackTheirAddresses() {
    let cells =
      "<sheetData><row>\(titles)</row><row><c r=\"B2\"><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>"
    #expect(load(book(cells)).rows == [["–", "5"], ["6", "–"]])
  }

  @Test func strictWorkbooksAndPrefixesAreRead() {
    var strict = book(rows(titles, "<c><v>1</v></c><c t=\"d\"><v>2024-09-03T00:00:00</v></c>"))
    strict.namespace = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    strict.relationNamespace = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    #expect(load(strict).rows == [["1", "2024-09-03"]])
  }

  @Test func hiddenColumnsAreTold() {
    let xml =
      "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>" + rows(titles, "<c><v>1</v></c><c><v>2</v></c>")
    #expect(load(book(xml)).diagnostics.map(\.code) == [.hiddenParts])
  }

  // MARK: What is refused

  private func refusal(_ bytes: [UInt8]) -> [String] {
    let result = VekhaDataTests.load(bytes, name: "к.xlsx")
    #expect(result.table == nil)
    return result.found
  }

  @Test func entitiesAreRefused() {
    let laughs =
      "<!DOCTYPE x [<!ENTITY a \"ha\">" + (1..<20).map { "<!ENTITY a\($0) \"&a\($0 - 1);&a\($0 - 1);\">" }.joined()
      + "]>"
    var book = book(rows(titles))
    let xml =
      "<?xml version=\"1.0\"?>\(laughs)<worksheet><sheetData><row><c t=\"str\"><v>&a19;</v></c></row></sheetData></worksheet>"
    book.parts = [("xl/worksheets/sheet1.xml", Array(xml.utf8))]
    #expect(refusal(book.bytes) == ["brokenFile file: к.xlsx, xml.doctype, <!DOCTYPE …>"])
  }

  @Test(arguments: [
    ("<row r=\"99999999\"><c><v>1</v></c></row>", "beyondLimits 99999999: к.xlsx, limit.rows, 1048576"),
    ("<row r=\"1\"><c r=\"XXXX1\"><v>1</v></c></row>", "beyondLimits 1: к.xlsx, limit.columns, 16384"),
    (String(repeating: "<x>", count: 300), "beyondLimits file: к.xlsx, limit.depth, 200"),
  ])
  func whatIsBeyondLimitsIsRefused(_ xml: String, _ expected: String) {
    #expect(refusal(book("<sheetData>" + xml + "</sheetData>").bytes) == [expected])
  }

  @Test func aBombIsRefusedBeforeItIsUnpacked() {
    let head = "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>"
    var book = book("")
    book.parts = [("xl/worksheets/sheet1.xml", [])]
    let bytes = book.bytes(deflating: "xl/worksheets/sheet1.xml", Deflate.repeated(head, "0", count: 1 << 27))
    #expect(bytes.count < 1 << 20)
    #expect(refusal(bytes) == ["beyondLimits file: к.xlsx, limit.cell, 1048576"])
  }

  @Test func partsThatAreNotThereAreTold() {
    var book = book(rows(titles))
    book.parts = [("xl/workbook.xml", Array("<workbook>".utf8))]
    #expect(refusal(book.bytes).first?.hasPrefix("brokenFile") == true)
    #expect(
      refusal(ZipWriter.archive([("[Content_Types].xml", [])])).first?.hasPrefix(
        "brokenFile file: к.xlsx, part.missing") == true)
  }
}
