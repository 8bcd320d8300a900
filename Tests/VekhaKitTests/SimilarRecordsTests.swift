import Foundation
import Testing
import VekhaKit
import VekhaText

/// Which records of a register are offered to a person as one.
@Suite struct SimilarRecordsTests {
  private func similar(_ rows: String...) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = """
      план "Проба" на 2024/2025 учебный год
      данные люди (человек) из "люди.csv"
        ключ: код
        подпись: фио
        код: текст
        фио: текст

      """
    try Data(plan.utf8).write(to: folder.appendingPathComponent("п.plan"))
    let text = "код;фио;родился;школа;класс\n" + rows.enumerated().map { "\($0);\($1)\n" }.joined()
    try Data(text.utf8).write(to: folder.appendingPathComponent("люди.csv"))
    return Project(opening: folder.appendingPathComponent("п.plan").path).similarRecords.map { found in
      found.arguments.map { argument in
        switch argument {
        case .text(let text): text
        case .number(let number): "\(number)"
        default: ""
        }
      }.joined(separator: " | ")
    }
  }

  @Test(arguments: [
    ("Семёнова Анна Павловна", "Семенова  анна Павловна"), ("Ким Анна", "Анна Ким"), ("Ким Анна", "Kим Aнна"),
    ("Белова А. П.", "Белова Анна Павловна"), ("Белова Анна Павловна", "Белова А П"), ("А. П. Белова", "Белова А. П."),
  ])
  func namesWrittenAlikeAreOffered(_ one: String, _ other: String) throws {
    let shown = other.split(separator: " ").joined(separator: " ")
    #expect(try similar("\(one);;;", "\(other);;;") == ["\(shown) | \(one) | 2"])
  }

  @Test(arguments: [
    ("Белова А. П.", "Белова Анна Ивановна"), ("Ким Анна", "Ким Инна"), ("Белова А. П.", "Белов А. П."),
    ("Иванов", "Иванов"), ("Белова Анна Павловна", "Белова Алла Павловна"),
  ])
  func othersAreNot(_ one: String, _ other: String) throws { #expect(try similar("\(one);;;", "\(other);;;") == []) }

  @Test func namesakesAreToldApartByWhatElseIsKnown() throws {
    let one = "Ким Анна;01.02.2010;СОШ № 1;7"
    #expect(try similar(one, "Ким Анна;01.02.2010;СОШ № 1;8").count == 1)
    #expect(try similar(one, "Ким Анна;05.06.2011;СОШ № 2;7") == [])
    #expect(try similar(one, "КИМ Анна;05.06.2011;СОШ № 2;7").count == 1)
    #expect(try similar(one, "КИМ Анна;05.06.2011;СОШ № 2;8") == [])
  }

  @Test func eachIsOfferedOnceWithTheFirstLikeIt() throws {
    #expect(
      try similar("Ким Анна;;;", "Цой Олег;;;", "ким анна;;;", "КИМ АННА;;;") == [
        "ким анна | Ким Анна | 2", "КИМ АННА | Ким Анна | 2",
      ])
  }
}
