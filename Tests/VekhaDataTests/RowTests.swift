import TestSupport
import Testing
import VekhaData
import VekhaText

/// Every row that is not blank is loaded or set aside with a word about it.
@Suite struct RowTests {
  @Test func shortRowIsLoadedWithMissingCells() {
    let result = load("id;имя;балл\n1;Аня\n2;Боря;4\n")
    #expect(result.rows == [["1", "Аня", "–"], ["2", "Боря", "4"]])
    #expect(result.found == ["raggedRow 2: row.short, 2, 3"])
    #expect(result.table?.balance == .init(rowsInFile: 2, loaded: 2))
  }

  @Test func longRowIsSetAsideUnlessTheRestIsEmpty() {
    let result = load("id;имя\n1;Аня;;\n2;Боря;лишнее;\n3;Вера\n")
    #expect(result.rows == [["1", "Аня"], ["3", "Вера"]])
    #expect(result.table?.rowLines == [2, 4])
    #expect(result.found == ["raggedRow 3: row.long, 3, 2"])
    #expect(result.table?.balance == .init(rowsInFile: 3, loaded: 2))
  }

  @Test func emptyKeyIsToldAndLoaded() {
    let result = load("код;имя\n;Аня\nk1;Боря\n", key: ["код"])
    #expect(result.rows == [["–", "Аня"], ["k1", "Боря"]])
    #expect(result.found == ["missingKey 2 [код]: код"])
  }

  @Test func repeatedKeyIsSetAsideAndShowsTheFirst() {
    let result = load("код;имя\nk 1;Аня\nk2;Боря\n k\u{A0} 1 ;Вера\n", key: ["код"])
    #expect(result.rows == [["k 1", "Аня"], ["k2", "Боря"]])
    #expect(result.found == ["duplicateKey 4 [код]: k 1, код, 2"])
    #expect(result.table?.balance == .init(rowsInFile: 3, loaded: 2))
    guard case .cell(let first)? = result.diagnostics.first?.notes.first?.place else {
      Issue.record("the first row is not noted")
      return
    }
    #expect(first == CellPlace(file: "data.csv", line: 2, title: "код"))
  }

  @Test func findingsComeInTheOrderOfLines() {
    let result = load(
      "id;дата\n1;вчера\n2\n3;03.09.2024\n3;04.09.2024\n", columns: [request("дата", type: .date)], key: ["id"])
    #expect(
      result.found == [
        "unreadableCell 2 [дата]: вчера, type.date", "raggedRow 3: row.short, 1, 2", "duplicateKey 5 [id]: 3, id, 4",
      ])
  }

  @Test(arguments: 1...60)
  func loadedAndSetAsideMakeAllRows(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let width = Int.random(in: 1...4, using: &random)
    let words = ["", "", "1", "2", "x", "03.09.2024", "\"a;b\"", "\"\"", "1 000", " ", "да"]
    var lines = [(0..<width).map { "t\($0)" }.joined(separator: ";") + ";"]
    var filled = 0
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let count = Int.random(in: 1...width + 2, using: &random)
      let cells = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
      if cells.contains(where: { !["", " ", "\"\""].contains($0) }) { filled += 1 }
      lines.append(cells.joined(separator: ";"))
    }
    let result = load(lines.joined(separator: "\n"), key: ["t0"])
    let setAside = result.diagnostics.count { diagnostic in
      diagnostic.code == .duplicateKey
        || (diagnostic.code == .raggedRow && diagnostic.arguments.first == .word("row.long"))
    }
    #expect(result.table?.balance.rowsInFile == filled)
    #expect(result.table?.balance.loaded == result.table?.rowCount)
    #expect((result.table?.rowCount ?? 0) + setAside == filled)
  }
}
