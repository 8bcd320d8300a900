import Foundation
import TestSupport
import Testing
import VekhaData
import VekhaTable
import VekhaText

/// Files that were damaged at random: none stops the reader, none loses a row in silence.
@Suite struct DamagedFileTests {
  private static let table =
    "Код;ФИО;Часов;Начало\nу1;\"Иванов; Пётр\";4,5;03.09.2024\nу2;Ёлкина;;31.02.2024\nИтого;;4,5;\nу1;Ким;x\n"

  private static let book = TestWorkbook(
    "[Лист 1]\n\nКод;ФИО;Часов;Начало\nу1;Иванов;4.5;@45538\n!у2;Ёлкина;=B1;@45538.5\nИтого;;4.5\n;;#N/A\nmerge A1:D1\n[Х, hidden]\nа\n"
  )

  static let files: [(name: String, bytes: [UInt8])] = [
    ("т.csv", Array(table.utf8)),
    ("т1251.csv", [UInt8](table.data(using: .windowsCP1251) ?? Data())),
    ("т16.csv", [UInt8](table.data(using: .utf16) ?? Data())),
    ("т.xlsx", book.bytes),
    (
      "т.json",
      Array("[{\"Код\": \"у1\", \"а\": {\"б\": [1, 2.5, null]}, \"в\": true},\n {\"Код\": \"у2\", \"в\": [{}]}]\n".utf8)
    ),
    ("т.jsonl", Array("{\"Код\": \"у1\", \"а\": 1}\n{\"Код\": \"у2\"}\n{\"Код\": \"у3\", \"а\": [1]}\n".utf8)),
    (
      "т.db",
      TestDatabase.bytes(
        "CREATE TABLE т (Код TEXT, а REAL); INSERT INTO т VALUES ('у1', 1), ('у2', 'x'), (NULL, x'00');")
    ),
  ]

  private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.insert(contentsOf: (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }, at: place)
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  /// Read as a whole, and in small blocks by several threads.
  private func check(_ name: String, _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let folder = TemporaryFolder()
    let source = DataSource(
      path: name, file: folder.write(name, bytes), columns: [request("Часов", type: .number, required: false)],
      span: Span(plan, 0..<12), keyTitles: ["Код"], wantsUndeclared: true)
    withExtendedLifetime(folder) {
      hold(DataReader.read(source), sourceLocation)
      let opened = DataReader.open(source, threshold: 0)
      guard let large = opened.pending else { return hold(opened, sourceLocation) }
      var grain = LargeFile.Grain()
      (grain.block, grain.part) = (64, 40)
      hold(large.load(nil, grain: grain), sourceLocation)
    }
  }

  private func hold(_ result: DataResult, _ sourceLocation: SourceLocation) {
    guard let table = result.table else {
      #expect(result.diagnostics.contains { $0.severity == .error }, sourceLocation: sourceLocation)
      return
    }
    let balance = table.balance
    #expect(balance.rowsInFile == balance.loaded + balance.listed, sourceLocation: sourceLocation)
    #expect(balance.loaded == table.rowCount, sourceLocation: sourceLocation)
    #expect(table.columns.allSatisfy { $0.present.count == table.rowCount }, sourceLocation: sourceLocation)
    #expect(result.assumptions?.balance == balance, sourceLocation: sourceLocation)
    for column in table.columns { for row in 0..<table.rowCount { _ = column.cell(row) } }
  }

  @Test(arguments: files.map(\.name), 1...40)
  func damagedFilesAreReadOrRefused(_ name: String, _ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) &* 7919)
    let file = try #require(Self.files.first { $0.name == name })
    check(name, file.bytes)
    for _ in 0..<5 { check(name, damaged(file.bytes, &random)) }
  }

  /// The zip is sound, a part of it is not.
  @Test(arguments: 1...120)
  func damagedPartsOfWorkbooks(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &* 104_729)
    var book = Self.book
    let names = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
    let name = names.randomElement(using: &random) ?? ""
    guard let part = Self.book.part(name) else { return }
    book.parts = [(name, damaged(part, &random))]
    check("т.xlsx", book.bytes)
  }

  @Test(arguments: ["т.csv", "т.xlsx", "т.json", "т.jsonl", "т.db", "т.tsv"], 1...20)
  func randomBytes(_ name: String, _ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = Int.random(in: 0...4000, using: &random)
    var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    // The beginning of each kind, and then anything.
    let heads = ["", "PK\u{3}\u{4}", "SQLite format 3\0", "[{\"", "{\"a\":1}\n{", "Код;ФИО\n", "\u{FEFF}"]
    bytes.insert(contentsOf: (heads.randomElement(using: &random) ?? "").utf8, at: 0)
    check(name, bytes)
  }

  @Test func truncatedWorkbooksAreRefused() {
    let bytes = Self.book.bytes
    for end in stride(from: 0, to: bytes.count, by: 97) {
      let result = load(Array(bytes[..<end]), name: "т.xlsx")
      #expect(result.table == nil)
      #expect(result.diagnostics.contains { $0.severity == .error })
    }
  }
}
