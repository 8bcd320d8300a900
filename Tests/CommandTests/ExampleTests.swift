import Foundation
import Testing

/// The examples' answers: against an independent count in Python, and whole screens against files that were read.
@Suite struct ExampleTests {
  static let district = Shell.root.appendingPathComponent("examples/tyukhtet-2024-2025")
  static let induction = Shell.root.appendingPathComponent("examples/induction-2025-2026")
  static let days = ["2024-10-31", "2024-11-01", "2024-11-15", "2025-06-15"]

  static func answer(_ plan: String, _ day: String, in folder: URL, language: String = "ru") throws -> [String: Any] {
    let result = try Shell.run(["run", plan, "--as-of", day, "--json", "--language", language], in: folder)
    #expect(result.status == 0)
    return try Shell.json(result.out)
  }

  static func activities(_ answer: [String: Any]) -> [String: [String: Any]] {
    var result: [String: [String: Any]] = [:]
    func add(_ activity: [String: Any]) {
      result[activity["number"] as? String ?? ""] = activity
      for part in activity["parts"] as? [[String: Any]] ?? [] { add(part) }
    }
    for stage in answer["stages"] as? [[String: Any]] ?? [] {
      for activity in stage["activities"] as? [[String: Any]] ?? [] { add(activity) }
    }
    return result
  }

  static func number(_ value: Any?) -> Int? { (value as? NSNumber)?.intValue }

  static func keys(_ value: Any?) -> [String] {
    (value as? [[String: Any]] ?? []).compactMap { $0["key"] as? String }.sorted()
  }

  @Test(arguments: days)
  func agreesWithTheCountByHand(day: String) throws {
    let answer = try Self.answer("plan.plan", day, in: Self.district)
    let file = Self.district.appendingPathComponent("expected/\(day).json")
    let expected = try Shell.json(try String(contentsOf: file, encoding: .utf8))
    let items = Self.activities(answer)
    let counted = try #require(expected["activities"] as? [String: [String: Any]])
    #expect(counted.count == 30)
    for (number, wanted) in counted {
      let got = try #require(items[number], "\(number)")
      #expect(got["state"] as? String == wanted["state"] as? String, "\(day) \(number)")
      #expect(got["done_on"] as? String == wanted["done_on"] as? String, "\(day) \(number)")
      let progress = got["progress"] as? [String: Any]
      for key in ["met", "total", "unknown"] {
        #expect(Self.number(progress?[key]) == Self.number(wanted[key]), "\(day) \(number) \(key)")
      }
    }
    let rules = try #require(answer["rules"] as? [[String: Any]])
    for (name, wanted) in try #require(expected["rules"] as? [String: [String: Any]]) {
      let got = try #require(rules.first { $0["name"] as? String == name }, "\(name)")
      #expect(Self.keys(got["found"]) == (wanted["found"] as? [String])?.sorted(), "\(day) \(name)")
      #expect(Self.keys(got["unknown"]) == (wanted["unknown"] as? [String])?.sorted(), "\(day) \(name)")
      #expect(got["is_pending"] as? Bool == wanted["pending"] as? Bool, "\(day) \(name)")
    }
    let indicators = try #require(answer["indicators"] as? [[String: Any]])
    for (title, wanted) in try #require(expected["indicators"] as? [String: [String: Any]]) {
      let value = indicators.first { $0["title"] as? String == title }?["value"] as? [String: Any]
      if let count = Self.number(wanted["count"]) {
        #expect(Self.number(value?["least"]) == count, "\(day) \(title)")
      } else {
        for key in ["met", "failed", "unknown"] {
          #expect(Self.number(value?[key]) == Self.number(wanted[key]), "\(day) \(title) \(key)")
        }
      }
    }
  }

  @Test(arguments: days)
  func districtScreen(day: String) throws {
    let result = try Shell.run(["run", "plan.plan", "--as-of", day, "--all"], in: Self.district)
    #expect(result.status == 0)
    try Shell.expect(result.out, equals: Self.district.appendingPathComponent("expected/\(day).txt"))
  }

  @Test(arguments: ["2025-10-31", "2025-12-10", "2026-06-30"])
  func inductionScreen(day: String) throws {
    let result = try Shell.run(
      ["run", "induction.plan", "--as-of", day, "--all", "--language", "en"], in: Self.induction)
    #expect(result.status == 0)
    try Shell.expect(result.out, equals: Self.induction.appendingPathComponent("expected/\(day).txt"))
  }

  @Test(arguments: ["as-signed", "plan"])
  func checkScreen(plan: String) throws {
    let result = try Shell.run(["check", "\(plan).plan", "--all"], in: Self.district)
    #expect(result.status == (plan == "as-signed" ? 1 : 0))
    try Shell.expect(result.out, equals: Self.district.appendingPathComponent("expected/\(plan).check.txt"))
  }

  /// From 31 October to 1 November only what begins in November differs, and states that the calendar moves.
  @Test func novemberBeginsOnTheFirst() throws {
    let before = try Self.answer("plan.plan", "2024-10-31", in: Self.district)
    let after = try Self.answer("plan.plan", "2024-11-01", in: Self.district)
    var changed: [String] = []
    for (old, new) in zip(before["rules"] as? [[String: Any]] ?? [], after["rules"] as? [[String: Any]] ?? []) {
      if old["is_pending"] as? Bool != new["is_pending"] as? Bool { changed.append(new["name"] as? String ?? "") }
    }
    #expect(Set(changed) == ["без_пары", "свободные_наставники", "оплата_к_ноябрю"])
    let unpaired = { (answer: [String: Any]) -> [String: Any]? in
      (answer["rules"] as? [[String: Any]])?.first { $0["name"] as? String == "без_пары" }
    }
    #expect(Self.keys(unpaired(before)?["found"]) == Self.keys(unpaired(after)?["found"]))
    let states = { (answer: [String: Any]) in Self.activities(answer).mapValues { $0["state"] as? String } }
    #expect(states(before) == states(after))
  }

  @Test func theSignedPlanIsFaultyInKnownPlaces() throws {
    let result = try Shell.run(["check", "as-signed.plan", "--json"], in: Self.district)
    let found = try result.out.split(separator: "\n").map { try Shell.json(String($0)) }
    func lines(_ code: String) -> [Int] {
      found.filter { $0["code"] as? String == code }.compactMap { Self.number($0["line"]) }.sorted()
    }
    let source = try String(contentsOf: Self.district.appendingPathComponent("as-signed.plan"), encoding: .utf8)
      .components(separatedBy: "\n")
    let stale = source.indices.filter { source[$0].contains("срок:") && source[$0].contains("2024") }
      .filter { source[$0].lowercased().contains("май") }.map { $0 + 1 }
    #expect(stale.count == 3)
    #expect(lines("VK1001") == stale)
    #expect(lines("VK1002") == stale)
    let proposals = found.filter { $0["code"] as? String == "VK1002" }.compactMap { $0["proposals"] as? [String] }
    #expect(proposals.allSatisfy { $0.count == 1 && $0[0].hasSuffix("2025") })
    #expect(lines("VK1006").count == 1)
    #expect(lines("VK1007").count == 1)
    #expect(lines("VK1015").count == 1)
    #expect(lines("VK0410").count == 2)
    #expect(!lines("VK1005").isEmpty)
  }

  @Test func sameInputSameBytes() throws {
    let first = try Shell.run(["run", "plan.plan", "--as-of", "2024-11-15", "--json"], in: Self.district)
    let second = try Shell.run(["run", "plan.plan", "--as-of", "2024-11-15", "--json"], in: Self.district)
    #expect(first.out == second.out)
  }
}
