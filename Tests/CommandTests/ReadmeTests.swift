import Foundation
import Testing

/// What the README and the documents show is what the program does.
@Suite struct ReadmeTests {
  static let readme = (try? String(contentsOf: Shell.root.appendingPathComponent("README.md"), encoding: .utf8)) ?? ""

  /// The fenced blocks of a page with the words after the fence.
  static func blocks(_ page: String) -> [(head: String, lines: [String])] {
    var result: [(String, [String])] = []
    var open: (String, [String])?
    for line in page.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        if let block = open {
          result.append(block)
          open = nil
        } else {
          open = (String(line.dropFirst(3)), [])
        }
      } else {
        open?.1.append(line)
      }
    }
    return result
  }

  @Test func theScreenIsReal() throws {
    let block = try #require(Self.blocks(Self.readme).first { $0.head == "text" })
    let command = try #require(Self.blocks(Self.readme).first { $0.lines.first?.contains("swift run") == true })
    let words = try #require(command.lines.first?.components(separatedBy: "vekha ").last?.components(separatedBy: " "))
    let result = try Shell.run(words, environment: ["COLUMNS": "110"])
    #expect(result.status == 0)
    var rest = result.out.components(separatedBy: "\n").map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }[...]
    for part in block.lines.split(separator: "…", omittingEmptySubsequences: true) {
      let lines = Array(part)
      let place = rest.indices.first { start in Array(rest[start...].prefix(lines.count)) == lines }
      guard let place else {
        Issue.record("not in the output: \(lines.first ?? "")")
        return
      }
      rest = rest[(place + lines.count)...]
    }
  }

  @Test func theCommandsWork() throws {
    let folder = ExampleTests.district
    let block = try #require(Self.blocks(Self.readme).first { $0.lines.first?.hasPrefix("vekha plan.plan") == true })
    #expect(block.lines.count == 12)
    for line in block.lines {
      let command = line.components(separatedBy: "  #")[0].trimmingCharacters(in: .whitespaces)
      var words: [String] = []
      for (index, piece) in command.components(separatedBy: "\"").enumerated() {
        words += index % 2 == 1 ? [piece] : piece.split(separator: " ").map(String.init)
      }
      let result = try Shell.run(Array(words.dropFirst()), in: folder)
      #expect(result.status == 0, "\(line): \(result.error)")
      #expect(!result.out.isEmpty)
    }
  }

  /// Every `vekha` block of the documents is a plan that checks without an error.
  @Test func theReferenceIsTrue() throws {
    for page in ["docs/language.md"] {
      let text = try String(contentsOf: Shell.root.appendingPathComponent(page), encoding: .utf8)
      let blocks = Self.blocks(text)
      var files: [String: Data] = [:]
      for block in blocks {
        guard let name = block.head.split(separator: " ").first(where: { $0.hasPrefix("name=") }) else { continue }
        files[String(name.dropFirst(5))] = Data((block.lines.joined(separator: "\n") + "\n").utf8)
      }
      let plans = blocks.filter { $0.head == "vekha" || $0.head.hasPrefix("vekha ") }
      #expect(plans.count >= 8)
      for (index, plan) in plans.enumerated() {
        var all = files
        all["block.plan"] = Data((plan.lines.joined(separator: "\n") + "\n").utf8)
        try Shell.withFiles(all) { folder in
          let result = try Shell.run(["check", "block.plan", "--all"], in: folder)
          #expect(result.status == 0, "\(page), block \(index + 1): \(plan.lines.first ?? "")\n\(result.out)")
        }
      }
    }
  }

  @Test func ciRunsTheTestsOfTheReadme() throws {
    let ci = try String(contentsOf: Shell.root.appendingPathComponent(".ci/run"), encoding: .utf8)
    let block = try #require(Self.blocks(Self.readme).first { $0.lines.first?.contains("swift test") == true })
    #expect(block.lines.count == 1)
    #expect(ci.contains("README.md"))
  }
}
