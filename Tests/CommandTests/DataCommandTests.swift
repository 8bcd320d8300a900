import Foundation
import Testing

/// `vekha data`: files of a plan, and what is wrong with them.
@Suite struct DataCommandTests {
  private static let plan = """
    план "Проба" на 2024/2025 учебный год
    данные люди (человек) из "люди.csv"
      ключ: код
      подпись: фио
      код: текст
      фио: текст = "ФИО"
      начало: дата = "Начало"
      часов: число = "Часов"

    """

  private static let files: [String: Data] = [
    "п.plan": Data(plan.utf8),
    "люди.csv": Data(
      "Список;;;\nкод;ФИО;Начало;Часов\n007;Иванов;31.09.2024;2O\n8;=1+1;;\n007;Ким;;\nИтого;;;3\n".utf8),
  ]

  @Test func theReportHoldsEveryFaultAndTheFileItself() throws {
    try Shell.withFiles(Self.files) { folder in
      let made = try Shell.run(["data", "п.plan", "--report", "замечания.xlsx"], in: folder)
      #expect(made.status == 0)
      #expect(made.out.hasSuffix("Замечания записаны в «замечания.xlsx».\n"))
      // The report is read back as data.
      let back = """
        plan "Report" for school year 2024/2025
        data faults from "замечания.xlsx", sheet "Замечания"
        data people (person) from "замечания.xlsx", sheet "люди"
          code: text = "код"
          name: text = "ФИО"

        """
      try Data(back.utf8).write(to: folder.appendingPathComponent("back.plan"))
      let read = try Shell.json(try Shell.run(["data", "back.plan", "--json"], in: folder).out)
      let tables = try #require(read["tables"] as? [[String: Any]])
      let samples = tables.map { table in
        (table["fields"] as? [[String: Any]] ?? []).reduce(into: [String: [String]]()) { found, field in
          found[field["column_title"] as? String ?? ""] = field["samples"] as? [String]
        }
      }
      #expect(tables.map { $0["rows"] as? Int } == [4, 3])
      #expect(samples[0]["Код"] == ["VK0704", "VK0724", "VK0706"])
      #expect(samples[0]["Место"] == ["строка 3", "строка 5", "строка 6"])
      #expect(samples[0]["Значение"] == ["2O", "31.09.2024", "007"])
      #expect(samples[0]["Предложение"] == ["20"])
      #expect(samples[1]["код"] == ["007", "8"])
      #expect(samples[1]["ФИО"] == ["Иванов", "=1+1", "Ким"])
      let bytes = try Data(contentsOf: folder.appendingPathComponent("замечания.xlsx"))
      #expect(bytes.range(of: Data("xl/comments1.xml".utf8)) != nil)
      #expect(bytes.range(of: Data("<f>".utf8)) == nil)
    }
  }

  @Test func noFileOfThePlanIsWritten() throws {
    try Shell.withFiles(Self.files) { folder in
      #expect(try Shell.run(["data", "п.plan", "--report", "книга.xlsx"], in: folder).status == 0)
      let plan = "план \"П\" на 2024/2025 учебный год\nданные а из \"книга.xlsx\", лист \"Замечания\"\n"
      try Data(plan.utf8).write(to: folder.appendingPathComponent("книга.plan"))
      let before = try Data(contentsOf: folder.appendingPathComponent("книга.xlsx"))
      for name in ["книга.xlsx", "./книга.xlsx", folder.path + "/книга.xlsx"] {
        let result = try Shell.run(["data", "книга.plan", "--report", name], in: folder)
        #expect(result.status == 2)
        #expect(result.error == "Замечания не записаны в «\(name)»: из этого файла читает сам план: \(name).\n")
        #expect(try Data(contentsOf: folder.appendingPathComponent("книга.xlsx")) == before)
      }
    }
  }

  /// A role with a slip belongs to no set: it is told once, where it stands, and short values are left alone.
  @Test func aCategoryWithASlipIsTold() throws {
    let plan = """
      план "П" на 2024/2025 учебный год
      подключить наставничество
      данные участники из "люди.csv"
        класс: категория
      отметить наставляемых без согласия
      отметить участников, где класс = "10А"

      """
    let rows =
      "н1;Агеева Ирина;Наставник;10А\nм1;Кедров Илья;наставлемый;10Б\nм2;Ольхина Мария;наставляемый;10А\nм3;Новик Ян;наставлемый;\n"
    try Shell.withFiles(["п.plan": Data(plan.utf8), "люди.csv": Data(("Код;ФИО;Роль;Класс;Согласие\n" + rows).utf8)]) {
      folder in
      for command in ["check", "data"] {
        let told = try Shell.run([command, "п.plan"], in: folder)
        #expect(told.status == 0, "\(told.error)")
        #expect(told.out.components(separatedBy: "VK0735").count == 2, "\(told.out)")
        #expect(
          told.out.contains(
            "люди.csv, строка 3, столбец «Роль»: предупреждение VK0735: Значения «наставлемый» план не знает"),
          "\(told.out)")
        #expect(told.out.contains("Таких ячеек 2."))
        #expect(told.out.contains("может быть, «наставляемый»?"))
      }
    }
  }

  @Test func whatCannotBeWrittenIsTold() throws {
    try Shell.withFiles(Self.files) { folder in
      let nowhere = try Shell.run(["data", "п.plan", "--report", "нет/такой.xlsx"], in: folder)
      #expect(nowhere.status == 2)
      #expect(
        nowhere.error
          == "Замечания не записаны в «нет/такой.xlsx»: файл не записан: такой папки или такого файла нет.\n")
      let other = try Shell.run(["data", "п.plan", "--report", "люди.csv"], in: folder)
      #expect(other.status == 2)
      #expect(other.error.hasPrefix("Замечания пишутся в книгу Excel: имя «люди.csv» должно кончаться на .xlsx."))
      #expect(try Data(contentsOf: folder.appendingPathComponent("люди.csv")) == Self.files["люди.csv"])
    }
  }

  @Test func theTablesAndTheirBalanceAreTold() throws {
    try Shell.withFiles(Self.files) { folder in
      let answer = try Shell.json(try Shell.run(["data", "п.plan", "--json"], in: folder).out)
      #expect(answer["schema"] as? String == "vekha.data")
      let table = try #require((answer["tables"] as? [[String: Any]])?.first)
      let file = try #require((table["files"] as? [[String: Any]])?.first)
      #expect(file["encoding"] as? String == "UTF-8")
      #expect(file["title_lines"] as? [Int] == [2, 2])
      #expect(file["rows_in_file"] as? Int == 4)
      #expect(file["loaded"] as? Int == 2)
      #expect(file["listed"] as? Int == 2)
      #expect(file["not_records"] as? Int == 1)
      let codes = (answer["faults"] as? [[String: Any]] ?? []).map { $0["code"] as? String ?? "" }
      #expect(codes == ["VK0704", "VK0724", "VK0706", "VK0723"])
    }
  }

  @Test func aPlanWithoutAnAnswerStillShowsItsData() throws {
    var files = Self.files
    files["люди.csv"] = Data("код;Имя\n1;Иванов\n".utf8)
    try Shell.withFiles(files) { folder in
      let result = try Shell.run(["data", "п.plan"], in: folder)
      #expect(result.status == 1)
      #expect(result.out.contains("нет столбца"))
      #expect(result.out.contains("VK0703"))
    }
  }

  @Test(arguments: ["en", "ru"])
  func nothingOfTheOutputDependsOnTheRun(_ language: String) throws {
    try Shell.withFiles(Self.files) { folder in
      let outputs = try (0..<2).map { _ in try Shell.run(["data", "п.plan", "--language", language], in: folder).out }
      #expect(outputs[0] == outputs[1])
      #expect(!outputs[0].contains("data."))
    }
  }
}
