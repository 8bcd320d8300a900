import Foundation
import Testing

/// The tutorials and guides, followed literally in an empty folder: files are made, lines are added, commands are run, and each
/// answers what the page shows. `UPDATE_EXPECTED=1` writes the answers into the page, for a person to read.
@Suite struct TutorialTests {
  @Test(arguments: [
    "tutorial-ru", "tutorial-en", "guides/calendars-ru", "guides/calendars-en", "guides/journal-ru",
    "guides/journal-en", "data", "guides/data-ru",
  ])
  func canBeFollowed(name: String) throws {
    let page = Shell.root.appendingPathComponent("docs/\(name).md")
    let language = String(name.suffix(2))
    var lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let isUpdating = ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil
    var commands = 0
    var index = 0
    while index < lines.count {
      guard lines[index].hasPrefix("```"), let end = lines[(index + 1)...].firstIndex(of: "```") else {
        index += 1
        continue
      }
      let head = lines[index].dropFirst(3).components(separatedBy: " ")
      let body = Array(lines[(index + 1)..<end])
      index = end + 1
      switch head[0] {
      case "file", "add":
        let file = folder.appendingPathComponent(
          String(head.dropFirst().joined(separator: " ").dropFirst("name=".count)))
        let before = head[0] == "add" ? try String(contentsOf: file, encoding: .utf8) : ""
        #expect(head[0] == "add" || !FileManager.default.fileExists(atPath: file.path))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((before + body.joined(separator: "\n") + "\n").utf8).write(to: file)
      case "sh":
        commands += 1
        let shown = try #require(lines[index...].firstIndex(of: "```text"), "\(body)")
        let shownEnd = try #require(lines[(shown + 1)...].firstIndex(of: "```"))
        let answer = try Self.answer(body, in: folder, language: language)
        if isUpdating {
          lines.replaceSubrange((shown + 1)..<shownEnd, with: answer)
          index = shown + answer.count + 2
        } else {
          #expect(Array(lines[(shown + 1)..<shownEnd]) == answer, "\(body)")
          index = shownEnd + 1
        }
      default: Issue.record("line \(index): a block of no kind: \(head)")
      }
    }
    #expect(commands >= (name.hasPrefix("tutorial") ? 10 : 3))
    if isUpdating { try Data(lines.joined(separator: "\n").utf8).write(to: page) }
  }

  /// What a command prints, line by line, without spaces at their ends.
  private static func answer(_ body: [String], in folder: URL, language: String) throws -> [String] {
    let line = try #require(body.count == 1 ? body.first : nil, "one command a block")
    var words: [String] = []
    for (index, piece) in line.components(separatedBy: "\"").enumerated() {
      words += index % 2 == 1 ? [piece] : piece.split(separator: " ").map(String.init)
    }
    #expect(words.first == "vekha")
    let locale = language == "ru" ? "ru_RU.UTF-8" : "en_US.UTF-8"
    let result = try Shell.run(
      Array(words.dropFirst()), in: folder, environment: ["COLUMNS": "100", "LANG": locale, "LC_ALL": locale])
    // A plan with a fault is only shown to `check`, a line with one to `log`.
    #expect(result.status == 0 || words.contains("check") || words.contains("log"), "\(line): \(result.error)")
    var lines = (result.out + result.error).components(separatedBy: "\n").map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}
