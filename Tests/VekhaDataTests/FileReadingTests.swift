import Testing
import VekhaData
import VekhaText

@Suite struct FileReadingTests {
  private func read(_ path: String, in folder: TemporaryFolder) -> DataResult {
    DataReader.read(
      DataSource(
        path: path, file: folder.path + "/" + path, columns: [], span: Span(plan, 0..<12), keyTitles: [],
        wantsUndeclared: true))
  }

  @Test func wholeFilesAreRead() throws {
    let folder = TemporaryFolder()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(FileReading.bytes(of: folder.write("big", bytes)) == .success(bytes))
    #expect(FileReading.bytes(of: folder.write("empty", "")) == .success([]))
  }

  @Test func whatCannotBeReadIsTold() {
    let folder = TemporaryFolder()
    folder.write("file", "x")
    #expect(FileReading.bytes(of: folder.path + "/none") == .failure(.missing))
    #expect(FileReading.bytes(of: folder.path + "/file/none") == .failure(.missing))
    #expect(FileReading.bytes(of: folder.path) == .failure(.folder))
    folder.link("loop", to: "loop")
    guard case .failure(.unreadable(let reason)) = FileReading.bytes(of: folder.path + "/loop") else {
      Issue.record("a link to itself was read")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test func missingDataFileComesWithNearNames() {
    let folder = TemporaryFolder()
    folder.makeFolder("школы")
    for name in ["участники.csv", "пары.csv", ".участник.csv"] { folder.write("школы/" + name, "a") }
    let result = read("школы/участник.csv", in: folder)
    #expect(result.table == nil)
    #expect(result.found == ["dataFileMissing plan: школы/участник.csv, \(folder.path)/школы"])
    #expect(result.diagnostics.first?.proposals == ["школы/участники.csv"])
    #expect(FileReading.names(in: folder.path + "/школы") == ["пары.csv", "участники.csv"])
  }

  @Test func formatIsChosenByTheEnding() {
    let folder = TemporaryFolder()
    for name in ["a.csv", "a.TXT", "a.tsv"] {
      folder.write(name, "x;y\n1;2\n")
      #expect(read(name, in: folder).rows == [["1", "2"]])
    }
    let known = "(.csv .txt .tsv .xlsx .xlsm .json .jsonl .ndjson .db .sqlite .sqlite3)"
    folder.write("a.dat", "x;y\n1;2\n")
    folder.write("csv", "x;y\n1;2\n")
    #expect(read("a.dat", in: folder).found == ["unknownDataFormat plan: a.dat, dat, \(known)"])
    #expect(read("csv", in: folder).found == ["unknownDataFormat plan: csv, , \(known)"])
  }

  @Test func folderInPlaceOfAFile() {
    let folder = TemporaryFolder()
    folder.makeFolder("a.csv")
    #expect(read("a.csv", in: folder).found == ["dataFileUnreadable plan: a.csv, file.folder"])
  }

  @Test func pathsStayInTheFolderOfThePlan() {
    let outside = TemporaryFolder()
    outside.write("secret.csv", "a")
    let folder = TemporaryFolder()
    folder.makeFolder("in")
    folder.write("a.csv", "a")
    folder.write("in/b.csv", "b")
    folder.link("out.csv", to: outside.path + "/secret.csv")
    folder.link("out", to: outside.path)
    folder.link("near.csv", to: "in/b.csv")
    func inside(_ path: String) -> Bool {
      FileReading.locate(path, from: folder.path, allowOutside: false) == .file(folder.path + "/" + path)
    }
    for path in ["a.csv", "./a.csv", "in/b.csv", "in/../a.csv", "near.csv", "none.csv", "none/none.csv"] {
      #expect(inside(path), "\(path)")
    }
    let escapes = ["../a.csv", "in/../../a.csv", "/etc/passwd", "out.csv", "out/secret.csv", "out/none.csv"]
    for path in escapes {
      #expect(FileReading.locate(path, from: folder.path, allowOutside: false) == .outsideFolder, "\(path)")
    }
    #expect(FileReading.locate("../a.csv", from: "plans", allowOutside: true) == .file("plans/../a.csv"))
    #expect(FileReading.locate("/x.csv", from: "plans", allowOutside: true) == .file("/x.csv"))
    #expect(FileReading.locate("x.csv", from: "", allowOutside: true) == .file("./x.csv"))
  }
}
