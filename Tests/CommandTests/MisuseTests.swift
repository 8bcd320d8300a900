import Foundation
import Testing

/// Bad input: a located message with its code, nothing printed as if it were an answer, the right exit code.
@Suite struct MisuseTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let files: [String: Data]
    let arguments: [String]
    let code: String
    let status: Int32
    var description: String { name }
  }

  static func text(_ text: String) -> Data { Data(text.utf8) }

  static let head = "план \"П\" на 2024/2025 учебный год\n"
  static let people = "ид;роль;стаж\n1;наставник;5\n2;наставник;7\n"
  static let table = """
    данные люди (человек) из "люди.csv"
      ключ: ид
      ид: текст
      роль: текст

    """

  static let cases: [Case] = [
    Case(name: "no file", files: [:], arguments: ["run", "нет.plan"], code: "VK0901", status: 2),
    Case(name: "a folder", files: [:], arguments: ["run", "."], code: "VK0902", status: 2),
    Case(name: "empty", files: ["п.plan": text(" \n\n")], arguments: ["run", "п.plan"], code: "VK0903", status: 2),
    Case(
      name: "binary", files: ["п.plan": Data([0x50, 0x4B, 0x03, 0x04, 0x00, 0x00, 0x01])],
      arguments: ["run", "п.plan"],
      code: "VK0107", status: 2),
    Case(
      name: "CP1251", files: ["п.plan": Data([0xEF, 0xEB, 0xE0, 0xED, 0x20, 0x22, 0xCF, 0x22, 0x0A])],
      arguments: ["run", "п.plan"], code: "VK0103", status: 2),
    Case(
      name: "a line of 10 MB", files: ["п.plan": text(head + String(repeating: "слово ", count: 1_000_000))],
      arguments: ["run", "п.plan"], code: "VK0108", status: 2),
    Case(
      name: "10,000 brackets",
      files: ["п.plan": text(head + "потребовать: " + String(repeating: "(", count: 10_000) + "\n")],
      arguments: ["run", "п.plan"], code: "VK0210", status: 1),
    Case(
      name: "missing data file",
      files: ["п.plan": text(head + "данные люди из \"люди.csv\"\n"), "люди1.csv": text(people)],
      arguments: ["run", "п.plan"], code: "VK0701", status: 1),
    Case(
      name: "missing column",
      files: ["п.plan": text(head + table + "  школа: текст\n"), "люди.csv": text(people)],
      arguments: ["run", "п.plan"], code: "VK0703", status: 1),
    Case(
      name: "wrong type",
      files: ["п.plan": text(head + table + "отметить людей, где стаж > 3 сентября 2024\n"), "люди.csv": text(people)],
      arguments: ["run", "п.plan"], code: "VK0501", status: 1),
    Case(
      name: "unknown name",
      files: ["п.plan": text(head + table + "отметить людей, где стажж > 3\n"), "люди.csv": text(people)],
      arguments: ["run", "п.plan"], code: "VK0401", status: 1),
    Case(
      name: "circular definitions",
      files: [
        "п.plan": text(
          head + table
            + "определить опыт человека = запас человека + 1\nопределить запас человека = опыт человека + 1\n"
            + "отметить людей, где опыт > 3\n"), "люди.csv": text(people),
      ],
      arguments: ["run", "п.plan"], code: "VK0406", status: 1),
    Case(
      name: "outside of the folder", files: ["п.plan": text(head + "данные люди из \"../люди.csv\"\n")],
      arguments: ["run", "п.plan"], code: "VK0713", status: 1),
    Case(
      name: "unknown module", files: ["п.plan": text(head + "подключить наставничесво\n")],
      arguments: ["run", "п.plan"],
      code: "VK0407", status: 1),
  ]

  @Test(arguments: cases)
  func isTold(misuse: Case) throws {
    try Shell.withFiles(misuse.files) { folder in
      let result = try Shell.run(misuse.arguments, in: folder)
      #expect(result.status == misuse.status, "\(result.error)")
      #expect(result.error.contains(misuse.code), "\(result.error)")
      #expect(result.out.isEmpty)
      #expect(result.error.count < 6000)
      let english = try Shell.run(misuse.arguments + ["--language", "en"], in: folder)
      #expect(english.error.contains(misuse.code))
      #expect(!english.error.contains("ошибка"))
    }
  }

  /// A link to itself can be opened by nobody.
  @Test func anUnreadablePlan() throws {
    try Shell.withFiles([:]) { folder in
      let link = folder.appendingPathComponent("п.plan").path
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: link)
      for (language, word) in [("ru", "VK0904"), ("en", "VK0904")] {
        let result = try Shell.run(["run", "п.plan", "--language", language], in: folder)
        #expect(result.status == 2)
        #expect(result.out.isEmpty)
        #expect(result.error.contains(word), "\(result.error)")
      }
    }
  }

  @Test func wordsOfTheCommandLine() throws {
    func error(_ arguments: [String], _ language: String = "ru_RU.UTF-8") throws -> (String, Int32) {
      let result = try Shell.run(arguments, environment: ["LANG": language])
      #expect(result.out.isEmpty)
      return (result.error, result.status)
    }
    #expect(try error(["rum", "a.plan"]) == ("Команды «rum» нет. Может быть, «run»?\nСправка: vekha --help\n", 2))
    #expect(try error(["run", "a.plan", "--asof", "2024-01-01"]).0.contains("«--as-of»"))
    #expect(try error(["run", "a.plan", "--as-of", "31.02.2024"]).0.contains("не дата"))
    #expect(try error(["run", "a.plan", "--first", "много"]).0.contains("не число записей"))
    #expect(try error(["run", "a.plan", "--first", "-1"]).0.contains("не число записей"))
    #expect(try error(["--as-of", "2024-11-15"]).0.hasPrefix("Не указан файл плана."))
    #expect(try error(["explain", "99999"]).1 == 2)
    #expect(try error(["run"], "en_GB.UTF-8").0.contains("The plan file is not given."))
    #expect(try error(["why", "a.plan"]).1 == 2)
    #expect(try error(["explain", "VK9999"]).1 == 2)
  }

  /// Options may stand before the plan, and a code may be given by its number.
  @Test func theOrderOfWords() throws {
    let folder = ExampleTests.district
    let usual = try Shell.run(["run", "plan.plan", "--as-of", "2024-11-15"], in: folder)
    for words in [
      ["--as-of", "2024-11-15", "plan.plan"], ["--language", "ru", "--as-of", "2024-11-15", "run", "plan.plan"],
    ] {
      let result = try Shell.run(words, in: folder)
      #expect(result.status == usual.status)
      #expect(result.out == usual.out)
    }
    #expect(try Shell.run(["explain", "401"]).out == Shell.run(["explain", "VK0401"]).out)
  }

  /// Nobody is told that nothing is ahead of somebody who is not there, or of days that are past.
  @Test func questionsAboutNothing() throws {
    let plan =
      Self.head + "роль куратор: \"Петрова Анна\"\nмероприятие 1 \"А\"\n  срок: октябрь\n  ответственный: куратор\n"
    try Shell.withFiles(["п.plan": Self.text(plan)]) { folder in
      func ask(_ words: String...) throws -> Shell.Result { try Shell.run(words, in: folder) }
      let wrong = try ask("agenda", "п.plan", "--as-of", "2024-10-20", "--for", "кураторр")
      #expect(wrong.error == "Роли или человека «кураторр» в плане нет. Может быть, «куратор»?\n")
      #expect(wrong.out.isEmpty)
      #expect(wrong.status == 2)
      for owner in ["куратор", "Петрова"] {
        let right = try ask("agenda", "п.plan", "--as-of", "2024-10-20", "--for", owner)
        #expect(right.status == 0)
        #expect(right.out.contains("1 А"), "\(right.error)")
      }
      let past = try ask("forecast", "п.plan", "--as-of", "2025-01-01", "--until", "2024-01-01", "--language", "en")
      #expect(past.error.contains("The day 1 Jan 2024 is before 1 Jan 2025"))
      #expect(past.out.isEmpty)
      #expect(past.status == 2)
    }
  }

  @Test func refusalsOfTheSystemAreTranslated() throws {
    let plan = Self.head + "журнал \"нет/ж.journal\"\nмероприятие 1 \"А\"\n  срок: октябрь\n"
    try Shell.withFiles(["п.plan": Self.text(plan)]) { folder in
      let line = try Shell.run(["log", "п.plan", "10.10.2024 выполнено: 1"], in: folder)
      #expect(line.error.contains("Не записано: такой папки или такого файла нет."), "\(line.error)")
      let english = try Shell.run(["log", "п.plan", "10.10.2024 выполнено: 1", "--language", "en"], in: folder)
      #expect(english.error.contains("Not written: there is no such folder or file."), "\(english.error)")
    }
  }

  @Test func helpInBothLanguages() throws {
    for (language, word) in [("ru_RU.UTF-8", "Как вызывать"), ("en_US.UTF-8", "Usage"), ("de_DE.UTF-8", "Usage")] {
      for arguments in [["--help"], ["help", "run"], ["run", "--help"]] {
        let result = try Shell.run(arguments, environment: ["LANG": language])
        #expect(result.status == 0)
        #expect(result.out.contains(word))
      }
    }
    let bare = try Shell.run([])
    #expect(bare.status == 2)
    #expect(bare.out.contains("vekha run"))
  }

  @Test func colourOnlyWhereWanted() throws {
    let folder = ExampleTests.district
    let plain = try Shell.run(["run", "plan.plan", "--as-of", "2024-11-15"], in: folder)
    #expect(!plain.out.contains("\u{1B}"))
    let forced = try Shell.run(["run", "plan.plan", "--as-of", "2024-11-15", "--color", "always"], in: folder)
    #expect(forced.out.contains("\u{1B}["))
    let refused = try Shell.run(
      ["run", "plan.plan", "--as-of", "2024-11-15"], in: folder, environment: ["NO_COLOR": "1", "FORCE_COLOR": "1"])
    #expect(!refused.out.contains("\u{1B}"))
  }

  @Test func failOnGravity() throws {
    let folder = ExampleTests.district
    let urgent = try Shell.run(["run", "plan.plan", "--as-of", "2024-11-15", "--fail-on", "urgent"], in: folder)
    #expect(urgent.status == 1)
    try Shell.withFiles(["п.plan": Self.text(Self.head)]) { folder in
      let result = try Shell.run(["п.plan", "--as-of", "2024-11-15", "--fail-on", "info"], in: folder)
      #expect(result.status == 0)
    }
  }

  @Test func aMovedBinaryWorks() throws {
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let moved = folder.appendingPathComponent("vekha")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: Shell.vekha), to: moved)
    let result = try Shell.run(
      ["run", "plan.plan", "--as-of", "2024-11-15"], in: ExampleTests.district, command: moved.path)
    #expect(result.status == 0)
    #expect(result.out.contains("7 наставляемых из 83"))
  }
}
