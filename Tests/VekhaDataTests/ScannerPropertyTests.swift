import TestSupport
import Testing
import VekhaTable

/// The scanner against writers and splitters that are simple enough to be right.
@Suite struct ScannerPropertyTests {
  private static let pieces = ["w", "ж", "й", " ", ";", ",", "\"", "\n", "\r\n", "12", "ф ы", "«»", "🙂"]

  private func normal(_ text: String) -> String {
    let spaces = text.split { $0 == " " || $0.isNewline }
    var result = ""
    for (index, word) in spaces.enumerated() {
      if index > 0 {
        let between = text[spaces[index - 1].endIndex..<word.startIndex]
        result += between.contains(where: \.isNewline) ? "\n" : " "
      }
      result += word
    }
    return result
  }

  @Test(arguments: 1...120)
  func whatIsWrittenIsRead(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let width = Int.random(in: 2...5, using: &random)
    let separator = [";", ",", "\t"].randomElement(using: &random) ?? ";"
    let end = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
    var text = (0..<width).map { "c\($0)" }.joined(separator: separator) + end
    var expected: [[String]] = []
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let row = (0..<width).map { _ in
        let count = Int.random(in: 0...4, using: &random)
        return (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
      }
      let written = row.map { cell in
        let needs = cell.contains { $0 == "\"" || $0.isNewline || String($0) == separator }
        return needs || Bool.random(using: &random) ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }
      text += written.joined(separator: separator) + end
      let cells = row.map(normal)
      if cells.contains(where: { !$0.isEmpty }) { expected.append(cells.map { $0.isEmpty ? "–" : $0 }) }
    }
    let columns = (0..<width).map { request("c\($0)", type: ColumnType.text) }
    let result = load(text, columns: columns)
    #expect(result.rows == expected)
    #expect(result.found.isEmpty)
  }

  @Test(arguments: 1...120)
  func linesWithoutQuotesAreSplitAsTheyStand(_ seed: Int) {
    var random = SeededGenerator(seed: 1000 + UInt64(seed))
    var text = "c0;c1;c2\n"
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      text += ["x", "б", ";", ";", "\n", "\n", " ", "7"].randomElement(using: &random) ?? ""
    }
    var expected: [[String]] = []
    var lines = RowLines()
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().dropFirst() {
      var cells = line.split(separator: ";", omittingEmptySubsequences: false).map { normal(String($0)) }
      if cells.allSatisfy(\.isEmpty) || cells.dropFirst(3).contains(where: { !$0.isEmpty }) { continue }
      while cells.count < 3 { cells.append("") }
      expected.append(cells.prefix(3).map { $0.isEmpty ? "–" : $0 })
      lines.append(Int32(index + 1))
    }
    let result = load(text, columns: (0..<3).map { request("c\($0)", type: ColumnType.text) })
    #expect(result.rows == expected)
    #expect(result.table?.rowLines == lines)
  }

  @Test(arguments: 1...200)
  func anyBytesGiveATableOrAReason(_ seed: Int) {
    var random = SeededGenerator(seed: 5000 + UInt64(seed))
    let alphabet = Array("a1.-%;,\"\"\n\r\t г00да+".utf8) + [0xC2, 0xA0, 0xE2, 0x80, 0xAF, 0xCC, 0x86, 0xD0, 0xB8]
    let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0x3B }
    let result = load(bytes, key: ["a"])
    #expect(result.table != nil || result.diagnostics.count == 1)
    if let table = result.table { #expect(table.columns.allSatisfy { $0.present.count == table.rowCount }) }
  }
}
