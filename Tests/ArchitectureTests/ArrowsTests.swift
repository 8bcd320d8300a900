import Foundation
import Testing

/// The arrows of ARCHITECTURE.md: what each target may import. Held against the imports in the sources, so that a
/// dependency that nobody uses is no excuse.
@Suite struct ArrowsTests {
  /// Targets in the order of the way; each may import what is listed and nothing else of ours.
  static let allowed: [String: Set<String>] = [
    "VekhaText": [],
    "VekhaCalendar": [],
    "VekhaSyntax": ["VekhaText", "VekhaCalendar"],
    "VekhaTable": ["VekhaText", "VekhaCalendar", "Glibc"],
    "VekhaFormats": ["VekhaCalendar", "CFormats"],
    "VekhaData": ["VekhaFormats", "VekhaTable", "VekhaText", "VekhaCalendar", "Glibc"],
    "VekhaCheck": ["VekhaSyntax", "VekhaTable", "VekhaText", "VekhaCalendar", "CStemmer"],
    "VekhaEngine": ["VekhaCheck", "VekhaTable", "VekhaText", "VekhaCalendar"],
    "VekhaReport": [
      "VekhaEngine", "VekhaCheck", "VekhaSyntax", "VekhaTable", "VekhaText", "VekhaCalendar", "FoundationEssentials",
    ],
    "VekhaKit": [
      "VekhaReport", "VekhaEngine", "VekhaCheck", "VekhaData", "VekhaSyntax", "VekhaTable", "VekhaText",
      "VekhaCalendar",
      "VekhaStandardLibrary",
    ],
    "vekha": [
      "VekhaKit", "VekhaReport", "VekhaEngine", "VekhaSyntax", "VekhaCalendar", "VekhaText", "ArgumentParser", "Glibc",
    ],
  ]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func sources(of folder: String) throws -> [URL] {
    let base = root.appendingPathComponent(folder)
    let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
    return walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
  }

  static func imports(of file: URL) throws -> Set<String> {
    let text = try String(contentsOf: file, encoding: .utf8)
    return Set(
      text.split(separator: "\n").compactMap { line in
        var words = line.split(separator: " ")
        while let first = words.first, first.hasPrefix("@") || first == "internal" || first == "package" {
          words.removeFirst()
        }
        guard words.count >= 2, words[0] == "import" else { return nil }
        return String(words[1])
      })
  }

  @Test(arguments: allowed.keys.sorted())
  func importsOnlyDownwards(target: String) throws {
    let files = try Self.sources(of: "Sources/\(target)")
    #expect(!files.isEmpty)
    for file in files {
      let extra = try Self.imports(of: file).subtracting(Self.allowed[target] ?? [])
      #expect(extra.isEmpty, "\(file.lastPathComponent) imports \(extra.sorted())")
    }
  }

  @Test func everyTargetHasItsArrows() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent("Sources").path)
    let ours = Set(folders.filter { !["CFormats", "CStemmer", "embed-texts"].contains($0) && !$0.hasPrefix(".") })
    #expect(ours == Set(Self.allowed.keys))
  }

  @Test func clocksAndEnvironmentOnlyAbove() throws {
    for target in Self.allowed.keys where target != "vekha" {
      for file in try Self.sources(of: "Sources/\(target)") {
        let text = try String(contentsOf: file, encoding: .utf8)
        for word in ["getenv(", "time(nil)", "localtime", "ProcessInfo", "Date()"] {
          #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
        }
      }
    }
  }

  @Test func onlyDataOpensFiles() throws {
    for target in Self.allowed.keys where target != "VekhaData" {
      for file in try Self.sources(of: "Sources/\(target)") {
        let text = try String(contentsOf: file, encoding: .utf8)
        for word in ["fopen(", "FileManager", "open(path"] {
          #expect(!text.contains(word), "\(file.lastPathComponent) has \(word)")
        }
      }
    }
  }

  @Test func noKeywordsInSources() throws {
    // Words of the Russian vocabulary stand in its table only: sources below the command have no Cyrillic outside of
    // comments, but for letters themselves.
    let letters: Set<String> = ["Letters.swift", "Stemmer.swift", "Describing.swift"]
    for target in ["VekhaSyntax", "VekhaCheck", "VekhaEngine", "VekhaKit", "VekhaTable"] {
      for file in try Self.sources(of: "Sources/\(target)") where !letters.contains(file.lastPathComponent) {
        let text = try String(contentsOf: file, encoding: .utf8)
        for line in text.split(separator: "\n") {
          let code = line.components(separatedBy: "//")[0]
          let isCyrillic = code.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
          #expect(!isCyrillic, "\(file.lastPathComponent): \(line)")
        }
      }
    }
  }

  @Test func filesAreShort() throws {
    for target in Self.allowed.keys {
      for file in try Self.sources(of: "Sources/\(target)") {
        let count = try String(contentsOf: file, encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false
        ).count
        #expect(count <= 900, "\(file.lastPathComponent) has \(count) lines")
      }
    }
  }
}
