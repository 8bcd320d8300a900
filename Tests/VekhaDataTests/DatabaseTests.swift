import Glibc
import TestSupport
import Testing
import VekhaData
import VekhaTable
import VekhaText

/// Databases of SQLite are read and left as they are.
@Suite struct DatabaseTests {
  @Test(arguments: ["", "PRAGMA journal_mode = WAL;"])
  func nothingIsMadeBesideADatabase(_ mode: String) {
    let folder = TemporaryFolder()
    let bytes = TestDatabase.bytes(mode + "CREATE TABLE т (код TEXT); INSERT INTO т VALUES ('у1');")
    let file = folder.write("а.db", bytes)
    #expect(!bytes.isEmpty && bytes[18] == (mode.isEmpty ? 1 : 2))
    let source = DataSource(
      path: "а.db", file: file, columns: [], span: Span(plan, 0..<12), keyTitles: [], wantsUndeclared: true)
    #expect(DataReader.read(source).rows == [["у1"]])
    #expect(FileReading.names(in: folder.path) == ["а.db"])
    #expect(FileReading.bytes(of: file) == .success(bytes))
  }

  @Test func aViewIsATable() {
    let bytes = TestDatabase.bytes(
      "CREATE TABLE т (код TEXT, н INTEGER); INSERT INTO т VALUES ('у1', 9007199254740993); "
        + "CREATE VIEW \"в \"\"и\"\" д\" AS SELECT код AS \"Код участника\", н FROM т;")
    let result = load(bytes, name: "а.db", columns: [request("Код участника", type: .text)])
    #expect(result.rows == [["у1", "9007199254740993"]])
    #expect(result.titles == ["Код участника", "н"])
  }

  @Test func aQueryThatNeverEndsIsStopped() {
    let folder = TemporaryFolder()
    let file = folder.write("а.db", TestDatabase.bytes("CREATE TABLE т (код TEXT);"))
    let endless = "WITH RECURSIVE н(а) AS (SELECT 1 UNION ALL SELECT а + 1 FROM н) SELECT а FROM н"
    let source = DataSource(
      path: "а.db", file: file, columns: [], span: Span(plan, 0..<12), keyTitles: [], wantsUndeclared: true,
      part: DataPart(.query, endless, at: Span(plan, 0..<12)))
    let result = DataReader.read(source)
    #expect(result.table == nil)
    #expect(result.diagnostics.map(\.code) == [.beyondLimits])
  }
}
