import Foundation
import TestSupport
import Testing
import VekhaCalendar
import VekhaEngine
import VekhaKit
import VekhaText

/// Small random tables under random conditions: for every record the recorded evaluation of `why` gives the verdict of
/// the evaluation of the whole column.
@Suite struct RandomConditionTests {
  static let head = """
    plan "Random" for school year 2024/2025
    data people (person) from "people.csv" in force from joined to left
      forms: people, person
      key: id
      label: id
      id: text
      role: category
      experience: years
      joined: date
      left: date
      consent: fact date
    define mentees (mentee) = people where role "mentee"
    define mentors (mentor) = people where role "mentor"
    data pairs (pair) from "pairs.csv" in force from formed to ended
      forms: pairs, pair
      key: id
      label: id
      id: text
      mentor: mentors by mentor_id
      mentee: mentees by mentee_id
      formed: date
      ended: date
    data meetings (meeting) from "meetings.csv" dated held
      forms: meetings, meeting
      id: text
      pair: pairs by pair_id
      held: date
      kind: category
      minutes: minutes
    define person is senior when experience >= 5
    define long_meetings = meetings where minutes >= 30

    """

  struct Random {
    var generator: SeededGenerator

    mutating func pick<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &generator)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    /// A cell that is empty now and then, and now and then unreadable.
    mutating func cell(_ value: String, unreadable: Bool = true) -> String {
      if chance(15) { return "" }
      return unreadable && chance(8) ? "??" : value
    }

    mutating func date() -> String {
      let month = Int.random(in: 9...12, using: &generator)
      let day = Int.random(in: 1...28, using: &generator)
      return "2024-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    mutating func people() -> String {
      var rows = ["id,role,experience,joined,left,consent"]
      for number in 1...14 {
        let role = number <= 7 ? "mentee" : "mentor"
        let years = String(Int.random(in: 0...9, using: &generator))
        rows.append(
          "h\(number),\(cell(role, unreadable: false)),\(cell(years)),\(cell(date())),"
            + "\(chance(70) ? "" : cell("2025-0\(Int.random(in: 1...6, using: &generator))-10")),\(cell(date()))")
      }
      return rows.joined(separator: "\n") + "\n"
    }

    mutating func pairs() -> String {
      var rows = ["id,mentor_id,mentee_id,formed,ended"]
      for number in 1...9 {
        let mentor = chance(8) ? "h99" : "h\(Int.random(in: 8...14, using: &generator))"
        let mentee = "h\(Int.random(in: 1...7, using: &generator))"
        let ended = chance(60) ? "" : cell("2025-01-15")
        rows.append("p\(number),\(mentor),\(cell(mentee, unreadable: false)),\(cell(date())),\(ended)")
      }
      return rows.joined(separator: "\n") + "\n"
    }

    mutating func meetings() -> String {
      var rows = ["id,pair_id,held,kind,minutes"]
      for number in 1...16 {
        let minutes = String(Int.random(in: 2...6, using: &generator) * 10)
        rows.append(
          "v\(number),p\(Int.random(in: 1...9, using: &generator)),\(cell(date())),"
            + "\(cell(pick(["trial", "lesson"]), unreadable: false)),\(cell(minutes))")
      }
      return rows.joined(separator: "\n") + "\n"
    }

    /// A condition on mentors or mentees, or on pairs. Each claim stands in brackets: without them «has a meeting or
    /// meetings …» is a list of nouns.
    mutating func condition(_ noun: String, depth: Int = 2) -> String {
      if depth > 0 {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return "(\(condition(noun, depth: depth - 1)) and \(condition(noun, depth: depth - 1)))"
        case 1: return "(\(condition(noun, depth: depth - 1)) or \(condition(noun, depth: depth - 1)))"
        case 2: return "not (\(condition(noun, depth: depth - 1)))"
        default: break
        }
      }
      let number = Int.random(in: 0...4, using: &generator)
      if noun == "pairs" {
        return "("
          + pick([
            "ended is missing", "formed > \(date())", "formed is known", "mentor.experience > \(number + 2)",
            "mentee.consent is known", "has a meeting", "has no long_meetings", "meetings > \(number)",
            "every meeting (minutes >= \(number)0)", "some meeting (kind \"trial\" and minutes > 20)",
            "no meeting (kind \"lesson\")", "at least 50 % of meetings (minutes > 30)",
            "meetings in October >= \(number)",
            "long_meetings in the last 40 days < \(number)", "mentor is senior",
          ]) + ")"
      }
      return "("
        + pick([
          "experience > \(number + 2)", "experience is missing", "consent is known", "consent > joined", "has a pair",
          "has no pair", "pairs >= \(number)", "joined before \(date())", "some pair (ended is missing)",
          "every pair (has a meeting)", "experience between \(number) and \(number + 3)", "pairs in October > 0",
          "role \"mentor\"", "senior",
        ]) + ")"
    }
  }

  @Test(arguments: 1...30)
  func recordedIsAsInTheColumn(seed: Int) throws {
    var random = Random(generator: SeededGenerator(seed: UInt64(seed)))
    var plan = Self.head
    var excepted: Set<String> = []
    for number in 1...10 {
      let noun = random.pick(["mentors", "mentees", "pairs"])
      plan += "flag \(noun) where \(random.condition(noun))\n  name: rule\(number)\n"
      if random.chance(25) {
        plan += "  unless: \(random.condition(noun, depth: 1))\n"
        excepted.insert("rule\(number)")
      }
    }
    for number in 1...3 {
      let noun = random.pick(["mentors", "mentees", "pairs"])
      plan += "require: \(random.condition(noun))\n  for: every \(noun == "pairs" ? "pair" : String(noun.dropLast()))\n"
      plan += "  name: must\(number)\n"
    }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = [
      "p.plan": plan, "people.csv": random.people(), "pairs.csv": random.pairs(), "meetings.csv": random.meetings(),
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    let project = Project(opening: folder.appendingPathComponent("p.plan").path)
    let told = project.diagnostics.map { diagnostic -> String in
      guard case .source(let span) = diagnostic.place else { return diagnostic.code.rawValue }
      return "\(diagnostic.code.rawValue) line \(span.line): \(span.text)"
    }
    let engine = try #require(project.engine, "seed \(seed): \(told)")
    var compared = 0
    for day in ["2024-10-01", "2024-11-20", "2025-02-01"] {
      compared += try Self.compare(
        engine, try #require(CivilDay(iso: day)), excepted: excepted, "seed \(seed), \(day)")
    }
    #expect(compared > 150)
  }

  static func compare(
    _ engine: Engine, _ today: CivilDay, excepted: Set<String>, _ context: String
  ) throws -> Int {
    let answer = engine.answer(file: "p.plan", asOf: today)
    var compared = 0
    for key in (1...14).map({ "h\($0)" }) + (1...9).map({ "p\($0)" }) {
      guard case .record(_, let reasons) = engine.why(key, asOf: today) else { continue }
      for reason in reasons where !reason.isActivity {
        let rule = try #require(answer.rules.first { $0.line == reason.line })
        let isFound = rule.found.listed.contains { $0.key == key }
        let unknown = rule.unknown.listed.first { $0.key == key }
        let bulk: RuleReason.Verdict = unknown != nil ? .cannotTell : isFound ? .found : .notFound
        let single: RuleReason.Verdict = reason.verdict == .notExamined ? .notFound : reason.verdict
        #expect(single == bulk, "\(context) \(key) \(rule.heading)")
        // The recorded tree, made from one record alone, comes to the same as the column.
        let recorded = try verdict(#require(reason.reason), rule.kind, isExcepted: excepted.contains(rule.name))
        #expect(recorded == bulk, "\(context) \(key) \(rule.heading): recorded")
        compared += 1
        if let unknown, unknown.blockers.isEmpty {
          #expect(isOfNothing(reason.reason), "\(context) \(key) \(rule.heading): no cell to blame")
        }
      }
    }
    return compared
  }

  /// What the recorded steps of a rule come to: whether it is one of the set; then, of a flag, whether it is excepted,
  /// of a requirement, whether the condition fails.
  static func verdict(_ tree: Reason, _ kind: RuleAnswer.Kind, isExcepted: Bool) -> RuleReason.Verdict {
    let isOne = kind == .flag && !isExcepted
    let steps = isOne ? [tree.outcome] : tree.children.map(\.outcome)
    switch steps.first {
    case .fails?: return .notFound
    case .unknown?: return .cannotTell
    default: break
    }
    if isOne { return .found }
    switch steps.last {
    case .fails?: return .found
    case .unknown?: return .cannotTell
    default: return .notFound
    }
  }

  /// A share of nobody is unknown without any cell to blame.
  static func isOfNothing(_ reason: Reason?) -> Bool {
    guard let reason else { return false }
    return reason.wording.contains("%") || reason.children.contains { isOfNothing($0) }
  }
}
