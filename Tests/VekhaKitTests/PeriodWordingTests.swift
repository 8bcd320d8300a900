import Foundation
import Testing
import VekhaCheck
import VekhaKit
import VekhaText

/// Every wording of a period and its days, or the code by which it is refused.
@Suite struct PeriodWordingTests {
  private static func reading(_ wording: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("п.plan")
    let plan = "план \"Проба\" на 2024/2025 учебный год\nэтап 1 \"Этап\"\n  срок: \(wording)\n"
    try Data(plan.utf8).write(to: path)
    let project = Project(opening: path.path)
    guard let stage = project.engine?.program.stages.first else {
      return project.diagnostics.map(\.code.rawValue).joined(separator: " ")
    }
    guard case .window(let period, _) = stage.item.due else { return "\(stage.item.due)" }
    return period.first.iso + " " + period.last.iso
  }

  @Test(arguments: [
    ("1 сентября", "2024-09-01 2024-09-01"), ("01.09", "2024-09-01 2024-09-01"),
    ("01.09.2024 г.", "2024-09-01 2024-09-01"), ("1 сент. 2024 г.", "2024-09-01 2024-09-01"),
    ("15 октября 2024 г.", "2024-10-15 2024-10-15"), ("сентябрь 2024 г.", "2024-09-01 2024-09-30"),
    ("в сентябре", "2024-09-01 2024-09-30"), ("апрель - май 2025", "2025-04-01 2025-05-31"),
    ("с апреля по май", "2025-04-01 2025-05-31"), ("в апреле и мае", "2025-04-01 2025-05-31"),
    ("апрель, май", "2025-04-01 2025-05-31"), ("2024–25 уч. год", "2024-09-01 2025-08-31"),
    ("I квартал", "2025-01-01 2025-03-31"), ("1 квартал", "2025-01-01 2025-03-31"),
    ("1 кв. 2025", "2025-01-01 2025-03-31"), ("II кв.", "2025-04-01 2025-06-30"),
    ("в четвёртом квартале", "2024-10-01 2024-12-31"), ("конец первого квартала", "2025-03-31 2025-03-31"),
    ("third calendar quarter", "VK0604"), ("III квартал 2025 года", "2025-07-01 2025-09-30"),
    ("Q4", "2024-10-01 2024-12-31"), ("Q2 2025", "2025-04-01 2025-06-30"),
    ("середина мая", "2025-05-11 2025-05-20"), ("в середине мая 2025", "2025-05-11 2025-05-20"),
    ("первая декада октября", "2024-10-01 2024-10-10"), ("во второй декаде октября", "2024-10-11 2024-10-20"),
    ("третья декада февраля", "2025-02-21 2025-02-28"), ("первая половина мая", "2025-05-01 2025-05-15"),
    ("вторая половина апреля", "2025-04-16 2025-04-30"), ("the middle of May", "2025-05-11 2025-05-20"),
    ("in the second half of April", "2025-04-16 2025-04-30"),
    ("the first ten days of October", "2024-10-01 2024-10-10"), ("last third of February", "2025-02-21 2025-02-28"),
    ("середина апреля–мая", "VK0610"), ("5 квартал", "VK0301"),
  ])
  func isRead(wording: String, expected: String) throws {
    #expect(try Self.reading(wording) == expected)
  }
}
