import Foundation
import Testing

/// What befalls a journal in use: the power goes off, the disk is full, two people write at once.
@Suite struct JournalSafetyTests {
  private static func day(_ number: Int) -> String {
    "\(number % 28 + 1 < 10 ? "0" : "")\(number % 28 + 1).\(["10", "11", "12"][number / 28 % 3]).2024"
  }

  private func start(_ fact: String, in folder: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Shell.vekha)
    process.arguments = ["log", "п.plan", fact]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Killed at a random moment, a line is there whole or not at all; what was acknowledged is there once.
  /// VEKHA_APPENDS says how many times; a few by default.
  @Test func killedAtAnyMoment() throws {
    let count = ProcessInfo.processInfo.environment["VEKHA_APPENDS"].flatMap(Int.init) ?? 40
    try Shell.withFiles(LogCommandTests.files()) { folder in
      let begun = Date()
      try start("01.09.2024 встретились: п1, минут 1", in: folder).waitUntilExit()
      let usual = Date().timeIntervalSince(begun)
      var text = try LogCommandTests.journal(folder)
      var acknowledged: [String] = []
      var random = SystemRandomNumberGenerator()
      for number in 0..<count {
        let fact = "\(Self.day(number)) встретились: п1, минут \(20 + number)"
        let process = try start(fact, in: folder)
        usleep(UInt32.random(in: 0...UInt32(usual * 1.3 * 1_000_000), using: &random))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let now = try LogCommandTests.journal(folder)
        #expect(now == text || now == text + fact + "\n", "\(now.suffix(200))")
        if process.terminationReason == .exit, process.terminationStatus == 0 { acknowledged.append(fact) }
        text = now
      }
      let lines = text.split(separator: "\n").map(String.init)
      for fact in acknowledged { #expect(lines.filter { $0 == fact }.count == 1) }
      #expect(Set(lines).count == lines.count)
      let check = try Shell.run(["check", "п.plan"], in: folder)
      #expect(check.status == 0 && !check.out.contains("VK081"), "\(check.out)")
    }
  }

  @Test func twoWritersAtOnce() throws {
    try Shell.withFiles(LogCommandTests.files()) { folder in
      let facts = (0..<8).map { number in
        (1...2).map { "\(Self.day(number)) встретились: п1, минут \(100 * $0 + number)" }
      }
      for pair in facts {
        let running = try pair.map { try start($0, in: folder) }
        for process in running {
          process.waitUntilExit()
          #expect(process.terminationStatus == 0)
        }
      }
      let text = try LogCommandTests.journal(folder)
      #expect(text.hasPrefix(LogCommandTests.first))
      let lines = text.split(separator: "\n").dropFirst().map(String.init)
      #expect(lines.sorted() == facts.joined().sorted())
    }
  }

  /// The file may grow to 1024 bytes, as if the disk were full there: in the middle of the line, and before it.
  @Test(arguments: [1024, 1000, 970])
  func fullDisk(size: Int) throws {
    let comment = "// " + String(repeating: "x", count: size - LogCommandTests.first.utf8.count - 4) + "\n"
    let before = LogCommandTests.first + comment
    try #require(before.utf8.count == size)
    try Shell.withFiles(LogCommandTests.files(journal: before)) { folder in
      let script = "ulimit -f 1; exec \"$0\" log п.plan '12.10.2024 встретились: Агеева – Ольхина, минут 40'"
      let result = try Shell.run(["-c", script, Shell.vekha], in: folder, command: "/bin/bash")
      #expect(result.status == 2)
      #expect(result.error.contains("Не записано") && result.error.contains("остался как был"), "\(result.error)")
      #expect(try LogCommandTests.journal(folder) == before)
    }
  }

  /// Cut off after any byte, the last line is told and left out, and the next one is written after it.
  @Test func aTornLineIsLeftOut() throws {
    let last = "12.10.2024 выполнено: 10, \"форум прошёл\""
    let whole = Array((LogCommandTests.first + last + "\n").utf8)
    let cuts = stride(from: LogCommandTests.first.utf8.count + 1, through: whole.count - 1, by: 5)
    for cut in Array(cuts) + [whole.count - 1] {
      for tail in [[], [UInt8](repeating: 0, count: 7)] {
        let torn = Array(whole[..<cut]) + tail
        var files = LogCommandTests.files()
        files["ж.journal"] = Data(torn)
        try Shell.withFiles(files) { folder in
          let check = try Shell.run(["check", "п.plan"], in: folder)
          #expect(check.status == 0, "\(cut)")
          #expect(check.out.contains("VK0811") || check.out.contains("VK0812"), "\(cut): \(check.out)")
          let next = try Shell.run(["log", "п.plan", "13.10.2024 встретились: п1"], in: folder)
          #expect(next.status == 0 && next.error.contains("VK0811"), "\(cut): \(next.error)")
          let now = Array(try Data(contentsOf: folder.appendingPathComponent("ж.journal")))
          #expect(Array(now.prefix(torn.count)) == torn)
          #expect(String(decoding: now, as: UTF8.self).hasSuffix("\n13.10.2024 встретились: п1\n"))
          let why = try Shell.run(["run", "п.plan", "--as-of", "2025-05-05", "--json"], in: folder)
          let answer = try Shell.json(why.out)
          #expect(!"\(answer)".contains("2024-10-12"), "\(cut)")
        }
      }
    }
  }

  /// The order of lines means nothing.
  @Test func shuffledLinesAnswerAlike() throws {
    let lines = [
      "10.10.2024 выполнено: 1", "12.10.2024 встретились: Агеева – Ольхина, минут 40",
      "01.11.2024 вступила: Новикова Анна",
      "05.11.2024 пара создана: Новикова – Кедров", "06.11.2024 встретились: Новикова – Кедров, минут 30",
      "07.11.2024 отозвать: 06.11.2024 встретились: Новикова – Кедров, минут 30",
      "08.11.2024 встретились: п1, минут 45",
      "09.11.2024 приостановлена: п1, с 10.11.2024", "19.11.2024 возобновлена: п1", "01.12.2024 расстались: п1",
    ]
    let question =
      "показатель \"Минут\" = сумма минут встреч\nпоказатель \"Пар\" = число пар\nотметить пары без встреч\n"
    var answers: Set<String> = []
    for turn in 0..<4 {
      var files = LogCommandTests.files(
        journal: (turn == 0 ? lines : turn == 1 ? lines.reversed() : lines.shuffled()).map { $0 + "\n" }.joined())
      files["п.plan"] = Data((LogCommandTests.plan + question).utf8)
      try Shell.withFiles(files) { folder in
        for day in ["2024-11-06", "2024-11-15", "2024-12-02"] {
          let run = try Shell.run(["run", "п.plan", "--as-of", day], in: folder)
          #expect(run.status == 0, "\(run.error)")
          answers.insert(run.out)
        }
      }
    }
    #expect(answers.count == 3)
  }
}
