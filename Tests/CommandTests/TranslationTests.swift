import Foundation
import Testing

/// The working plan in English, translated by hand, is the same program: its answer differs only in texts.
@Suite struct TranslationTests {
  /// Keys whose values are words of the plan.
  static let texts: Set<String> = [
    "title", "heading", "wording", "due_wording", "period_wording", "message", "role", "because", "name", "file",
    "line",
    "documents", "unmet_needs", "plan_line",
  ]

  static func withoutTexts(_ value: Any) -> Any {
    if let object = value as? [String: Any] {
      return object.filter { !texts.contains($0.key) }.mapValues { withoutTexts($0) }
    }
    if let list = value as? [Any] { return list.map { withoutTexts($0) } }
    return value
  }

  static func difference(_ left: Any, _ right: Any, at path: String = "") -> String? {
    if let left = left as? [String: Any], let right = right as? [String: Any] {
      for key in Set(left.keys).union(right.keys).sorted() {
        guard let a = left[key], let b = right[key] else { return path + "." + key }
        if let found = difference(a, b, at: path + "." + key) { return found }
      }
      return nil
    }
    if let left = left as? [Any], let right = right as? [Any] {
      if left.count != right.count { return "\(path): \(left.count) and \(right.count)" }
      for (index, pair) in zip(left, right).enumerated() {
        if let found = difference(pair.0, pair.1, at: "\(path)[\(index)]") { return found }
      }
      return nil
    }
    let same = (left as? NSObject) == (right as? NSObject)
    return same ? nil : "\(path): \(left) and \(right)"
  }

  @Test(arguments: ExampleTests.days)
  func sameAnswerInEnglish(day: String) throws {
    let folder = try Shell.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let example = folder.appendingPathComponent("example")
    try FileManager.default.copyItem(at: ExampleTests.district, to: example)
    let english = Shell.root.appendingPathComponent("Tests/VekhaKitTests/Translations/plan-en.plan")
    try FileManager.default.copyItem(at: english, to: example.appendingPathComponent("plan-en.plan"))
    let russian = try ExampleTests.answer("plan.plan", day, in: example)
    let translated = try ExampleTests.answer("plan-en.plan", day, in: example)
    let difference = Self.difference(Self.withoutTexts(russian), Self.withoutTexts(translated))
    #expect(difference == nil, "\(difference ?? "")")
    // Names of rules are kept in both, so that they can be told apart.
    let names = { (answer: [String: Any]) in (answer["rules"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
    }
    #expect(names(russian) == names(translated))
    #expect(names(russian)?.count == 18)
  }
}
