import Foundation
import Testing
import VekhaData

/// One line more at the end of a journal; earlier bytes are never written again.
@Suite struct JournalWritingTests {
  private let before = Array("10.10.2024 выполнено: 1\n".utf8)
  private let line = Array("11.10.2024 выполнено: 2\n".utf8)

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func appendsAfterWhatWasRead() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("a.journal")
      try Data(before).write(to: file)
      try JournalWriting.append(line, to: file.path, after: before).get()
      #expect(try Data(contentsOf: file) == Data(before + line))
    }
  }

  @Test func makesAFileThatIsNotThere() throws {
    try withFolder { folder in
      let file = folder.appendingPathComponent("a.journal")
      try JournalWriting.append(line, to: file.path, after: nil).get()
      #expect(try Data(contentsOf: file) == Data(line))
    }
  }

  @Test func refusesAFileThatHasChanged() throws {
    let others: [[UInt8]] = [[], Array(before.dropLast()), before + [0x0A], [0x31, 0x31] + before.dropFirst(2)]
    for other in others {
      try withFolder { folder in
        let file = folder.appendingPathComponent("a.journal")
        try Data(other).write(to: file)
        let result = JournalWriting.append(line, to: file.path, after: before)
        #expect(throws: JournalWriting.Failure.changed) { try result.get() }
        #expect(try Data(contentsOf: file) == Data(other))
      }
    }
  }

  @Test func refusesWhatCannotBeOpened() throws {
    try withFolder { folder in
      let result = JournalWriting.append(line, to: folder.appendingPathComponent("no/a.journal").path, after: nil)
      guard case .failure(.refused(let reason)) = result else {
        Issue.record("written")
        return
      }
      #expect(!reason.isEmpty)
    }
  }

  /// Whoever loses the race reads again; no line is lost and none stands twice.
  @Test func manyWritersAtOnce() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.journal").path
    try Data(before).write(to: URL(fileURLWithPath: path))
    let (writers, lines) = (4, 25)
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<writers {
        group.addTask {
          for number in 0..<lines {
            while case .success(let seen) = FileReading.bytes(of: path),
              JournalWriting.append(Array("\(writer) \(number)\n".utf8), to: path, after: seen) == .failure(.changed)
            {}
          }
        }
      }
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix(String(decoding: before, as: UTF8.self)))
    let found = text.split(separator: "\n").dropFirst().map(String.init)
    #expect(found.count == writers * lines)
    for writer in 0..<writers {
      #expect(found.filter { $0.hasPrefix("\(writer) ") } == (0..<lines).map { "\(writer) \($0)" })
    }
  }
}

extension Result where Success == Void, Failure == JournalWriting.Failure {
  fileprivate static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.success, .success): true
    case (.failure(let left), .failure(let right)): left == right
    default: false
    }
  }
}
