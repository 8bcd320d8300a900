import Foundation
import Testing

/// `vekha test` as a user runs it.
@Suite struct PlanTestCommandTests {
  static let plan = """
    план "Проба" на 2024/2025 учебный год
    данные люди (человек) из "люди.csv"
      формы: человек, человека
      ключ: ид
      подпись: фио
      ид: текст
      фио: текст
      стаж: лет
    отметить людей, где стаж < 3 или фио "Юдин"
      имя: новички
    проверка "новичок"
      дано люди
        ид; фио; стаж
        1; Белова; 2
        2; Кедров; 5
      на 01.11.2024: отмечена "Белова", не отмечен "Кедров"
    """
  static let failing = """

    проверка "неверная <&> 1"
      дано люди
        ид; фио; стаж
        1; Белова; 5
      на 01.11.2024: отмечена "Белова"

    """
  static let people = "ид;фио;стаж\n7;Юдин;\n"

  static func files(_ plan: String) -> [String: Data] {
    ["п.plan": Data((plan + "\n").utf8), "люди.csv": Data(people.utf8)]
  }

  @Test func aPassingPlan() throws {
    try Shell.withFiles(Self.files(Self.plan)) { folder in
      let result = try Shell.run(["test", "п.plan"], in: folder)
      #expect(result.status == 0)
      #expect(result.error.isEmpty)
      #expect(result.out == "п.plan\n  верно  новичок\n\n1 проверка, всё верно\n")
      let english = try Shell.run(["test", "п.plan", "--language", "en"], in: folder)
      #expect(english.out == "п.plan\n  passed  новичок\n\n1 test, all passed\n")
    }
  }

  @Test func aFailureShowsBothAndWhere() throws {
    try Shell.withFiles(Self.files(Self.plan + Self.failing)) { folder in
      let result = try Shell.run(["test", "п.plan"], in: folder)
      #expect(result.status == 1)
      #expect(
        result.out == """
          п.plan
            верно  новичок
            неверно  неверная <&> 1
              строка 21, на 01.11.2024
                ожидалось: отмечена "Белова"
                на деле: замечаний нет
              почему: vekha test п.plan --only "неверная <&> 1" --why

          2 проверки, неверно: 1

          """)
      let only = try Shell.run(["test", "п.plan", "--only", "НОВИЧ"], in: folder)
      #expect(only.status == 0)
      #expect(!only.out.contains("неверная"))
      let why = try Shell.run(["test", "п.plan", "--why"], in: folder)
      #expect(why.status == 1)
      #expect(why.out.contains("Запись: Белова"))
      #expect(why.out.contains("стаж < 3 → нет"))
      #expect(why.out.contains("п.plan, строка 20, «стаж»: 5"))
    }
  }

  @Test func jsonHasItsSchema() throws {
    try Shell.withFiles(Self.files(Self.plan + Self.failing)) { folder in
      let result = try Shell.run(["test", "п.plan", "--json", "--coverage", "--as-of", "2024-11-15"], in: folder)
      #expect(result.status == 1)
      let answer = try Shell.json(result.out)
      #expect(answer["schema"] as? String == "vekha.test")
      #expect((answer["passed"] as? NSNumber)?.intValue == 1)
      #expect((answer["failed"] as? NSNumber)?.intValue == 1)
      #expect((answer["broken"] as? NSNumber)?.intValue == 0)
      let files = try #require(answer["files"] as? [[String: Any]])
      let tests = try #require(files.first?["tests"] as? [[String: Any]])
      #expect(tests.map { $0["outcome"] as? String } == ["passed", "failed"])
      let expectation = try #require((tests[1]["expectations"] as? [[String: Any]])?.first)
      #expect(expectation["as_of"] as? String == "2024-11-01")
      #expect(expectation["is_met"] as? Bool == false)
      #expect((expectation["got"] as? [String: Any])?["kind"] as? String == "findings")
      let coverage = try #require(files.first?["coverage"] as? [String: Any])
      let part = try #require((coverage["parts"] as? [[String: Any]])?.first)
      #expect(part["kind"] as? String == "rule")
      #expect(part["tests"] as? [String] == ["holds", "fails"])
      let branches = try #require(part["branches"] as? [[String: Any]])
      let experience = try #require(branches.first { $0["wording"] as? String == "стаж < 3" })
      #expect(experience["tests"] as? [String] == ["holds", "fails"])
      #expect(experience["data"] as? [String] == ["unknown"])
      let name = try #require(branches.first { $0["wording"] as? String == "фио \"Юдин\"" })
      #expect(name["tests"] as? [String] == ["fails"])
      #expect(name["data"] as? [String] == ["holds"])
    }
  }

  @Test func coverageNamesTheGaps() throws {
    try Shell.withFiles(Self.files(Self.plan)) { folder in
      let result = try Shell.run(["test", "п.plan", "--coverage", "--as-of", "2024-11-15"], in: folder)
      #expect(result.status == 0)
      #expect(result.out.contains("в проверках не бывает «да»: фио \"Юдин\""))
      #expect(result.out.contains("в данных не бывает «нет»: стаж < 3"))
      #expect(result.out.contains("в данных бывает «неизвестно», в проверках нет: стаж < 3"))
      let plain = try Shell.run(["test", "п.plan"], in: folder)
      #expect(!plain.out.contains("не бывает"))
    }
  }

  @Test func junitIsXML() throws {
    try Shell.withFiles(Self.files(Self.plan + Self.failing)) { folder in
      let result = try Shell.run(["test", "п.plan", "--junit", "итог.xml"], in: folder)
      #expect(result.status == 1)
      let bytes = try Data(contentsOf: folder.appendingPathComponent("итог.xml"))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vekha\" tests=\"2\""))
      #expect(text.contains("name=\"неверная &lt;&amp;&gt; 1\""))
      #expect(text.contains("failures=\"1\" errors=\"0\""))
      #expect(text.contains("<failure message=\"отмечена &quot;Белова&quot;\">"))
      let checked = try Self.xmlFault(bytes)
      #expect(checked == nil, "\(checked ?? "")")
      let refused = try Shell.run(["test", "п.plan", "--junit", "нет/такой/папки.xml"], in: folder)
      #expect(refused.status == 2)
      #expect(refused.error.contains("не записан"))
    }
  }

  /// What a reader of XML finds wrong with the elements; nil where nothing.
  static func xmlFault(_ bytes: Data) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sys, xml.etree.ElementTree as E
      root = E.parse(sys.stdin.buffer).getroot()
      assert root.tag == 'testsuites', root.tag
      cases = root.findall('testsuite/testcase')
      assert len(cases) == int(root.get('tests')), len(cases)
      assert len(root.findall('testsuite/testcase/failure')) == int(root.get('failures'))
      assert all(c.get('name') and c.get('classname') for c in cases)
      """,
    ]
    let input = Pipe()
    let error = Pipe()
    process.standardInput = input
    process.standardError = error
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: bytes)
    try input.fileHandleForWriting.close()
    let told = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : String(decoding: told, as: UTF8.self)
  }

  @Test func aFolderIsSearched() throws {
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let inner = folder.appendingPathComponent("год/внутри")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    for (name, data) in Self.files(Self.plan) { try data.write(to: inner.appendingPathComponent(name)) }
    try Data("план \"Без проверок\" на 2024/2025 учебный год\n".utf8).write(
      to: folder.appendingPathComponent("другой.plan"))
    try Data("план\n".utf8).write(to: folder.appendingPathComponent("черновик.plan"))
    let result = try Shell.run(["test", "год", "--json"], in: folder)
    #expect(result.status == 0)
    let files = try #require(try Shell.json(result.out)["files"] as? [[String: Any]])
    #expect(files.map { $0["file"] as? String } == ["год/внутри/п.plan"])
    #expect(try Shell.run(["test", "."], in: folder).status == 0)
    // A plan with tests that is not understood is no success.
    try Data((Self.plan + "\nплан\n").utf8).write(to: inner.appendingPathComponent("сломан.plan"))
    let broken = try Shell.run(["test", "год"], in: folder)
    #expect(broken.status == 1)
    #expect(broken.error.contains("сломан.plan"))
    #expect(broken.out.contains("верно  новичок"))
    let alone = try Shell.run(["test", "год/внутри/сломан.plan"], in: folder)
    #expect(alone.status == 1)
    #expect(alone.out.isEmpty)
  }

  @Test func nothingToTestIsSaid() throws {
    try Shell.withFiles(["п.plan": Data("план \"П\" на 2024/2025 учебный год\n".utf8)]) { folder in
      let result = try Shell.run(["test", "п.plan"], in: folder)
      #expect(result.status == 2)
      #expect(result.error == "В п.plan нет проверок.\n")
      #expect(try Shell.run(["test", "нет.plan"], in: folder).status == 2)
      #expect(try Shell.run(["test", "п.plan", "--only", "x"], in: folder).status == 2)
      let wrong = try Shell.run(["test", "п.plan", "--covrage"], in: folder)
      #expect(wrong.error.contains("«--coverage»"))
    }
  }

  /// A fault of a test is its own: the plan answers all the same, and the other tests run.
  @Test func aBrokenTestBreaksNothingElse() throws {
    let plan =
      Self.plan + "\nпроверка \"с ошибкой\"\n  дано люди\n    ид; фио\n    1; Белова\n"
      + "  на 01.11.2024: отмечена \"Белоба\"\n"
    try Shell.withFiles(Self.files(plan)) { folder in
      let result = try Shell.run(["test", "п.plan"], in: folder)
      #expect(result.status == 1)
      #expect(result.out.contains("верно  новичок"))
      #expect(result.out.contains("не запущена  с ошибкой"))
      #expect(result.out.contains("VK1103"))
      #expect(result.out.contains("«Белова»"))
      #expect(try Shell.run(["run", "п.plan", "--as-of", "2024-11-01"], in: folder).status == 0)
      #expect(try Shell.run(["check", "п.plan"], in: folder).status == 1)
    }
  }

  @Test func theStandardLibraryPassesItsTests() throws {
    let result = try Shell.run(["test", "stdlib", "--json"])
    #expect(result.status == 0, "\(result.out)\(result.error)")
    let answer = try Shell.json(result.out)
    #expect(((answer["passed"] as? NSNumber)?.intValue ?? 0) >= 8)
    #expect((answer["files"] as? [[String: Any]])?.count == 2)
  }

  /// The tests shown in the reference pass.
  @Test func theTestsOfTheReferencePass() throws {
    let page = try String(contentsOf: Shell.root.appendingPathComponent("docs/language.md"), encoding: .utf8)
    let blocks = ReadmeTests.blocks(page)
    var files: [String: Data] = [:]
    for block in blocks {
      guard let name = block.head.split(separator: " ").first(where: { $0.hasPrefix("name=") }) else { continue }
      files[String(name.dropFirst(5))] = Data((block.lines.joined(separator: "\n") + "\n").utf8)
    }
    let plans = blocks.filter { block in
      block.head.hasPrefix("vekha ") && block.lines.contains { $0.hasPrefix("проверка \"") || $0.hasPrefix("test \"") }
    }
    #expect(plans.count >= 2)
    for plan in plans {
      files["block.plan"] = Data((plan.lines.joined(separator: "\n") + "\n").utf8)
      try Shell.withFiles(files) { folder in
        let result = try Shell.run(["test", "block.plan", "--language", "en"], in: folder)
        #expect(result.status == 0, "\(result.out)\(result.error)")
      }
    }
  }

  /// Tests need no data of the plan's own.
  @Test func aPlanWithoutItsData() throws {
    try Shell.withFiles(["п.plan": Data((Self.plan + "\n").utf8)]) { folder in
      let result = try Shell.run(["test", "п.plan", "--coverage"], in: folder)
      #expect(result.status == 0, "\(result.error)")
      #expect(result.out.contains("верно  новичок"))
      #expect(!result.out.contains("Данные на"))
      #expect(try Shell.run(["run", "п.plan"], in: folder).status == 1)
    }
  }

  /// A case of a condition is a record it decides of: not those that are no members, nor those decided before it.
  @Test func coverageCountsCases() throws {
    let plan = """
      план "Проба" на 2024/2025 учебный год
      данные люди (человек) из "люди.csv"
        формы: человек, человека
        подпись: фио
        фио: текст
        роль: текст
        стаж: лет
      определить ученики = люди, где роль "ученик"
        формы: ученик, ученика, учеников
      отметить учеников, где стаж < 3
        имя: новички
      показатель "Опытные" = доля учеников, где стаж > 10
      определить старожилы = люди, где роль "учитель" и стаж > 15
        формы: старожил, старожила, старожилов
      отметить старожилов
        имя: старожилы
      проверка "новичок"
        дано люди
          фио; роль; стаж
          Белова; ученик; 2
          Кедров; учитель; 20
        на 01.11.2024: отмечена "Белова"

      """
    let files = ["п.plan": Data(plan.utf8), "люди.csv": Data("фио;роль;стаж\nБелова;ученик;2\n".utf8)]
    try Shell.withFiles(files) { folder in
      let result = try Shell.run(["test", "п.plan", "--coverage", "--json", "--as-of", "2024-11-01"], in: folder)
      let file = try #require((try Shell.json(result.out)["files"] as? [[String: Any]])?.first)
      let parts = try #require((file["coverage"] as? [String: Any])?["parts"] as? [[String: Any]])
      func seen(_ wording: String) -> [String]? {
        parts.flatMap { $0["branches"] as? [[String: Any]] ?? [] }.first { $0["wording"] as? String == wording }?[
          "tests"] as? [String]
      }
      #expect(seen("стаж < 3") == ["holds"])
      #expect(seen("стаж > 10") == ["fails"])
      #expect(seen("роль \"ученик\"") == ["holds", "fails"])
      // A definition used by another set is counted over its whole table, once the operands before have not decided.
      #expect(seen("роль \"учитель\"") == ["holds", "fails"])
      #expect(seen("стаж > 15") == ["holds"])
      #expect(parts.map { $0["kind"] as? String } == ["definition", "rule", "indicator", "definition", "rule"])
    }
  }

  @Test func helpIsThere() throws {
    let russian = try Shell.run(["test", "--help"])
    #expect(russian.status == 0)
    for word in ["vekha test ПЛАН|ПАПКА", "--only", "--junit", "--coverage", "--why", "проверки плана"] {
      #expect(russian.out.contains(word), "\(word)")
    }
    let english = try Shell.run(["help", "test", "--language", "en"])
    #expect(english.out.contains("vekha test PLAN|FOLDER"))
    #expect(english.out.contains("explain every difference"))
  }
}
