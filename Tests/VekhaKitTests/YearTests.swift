import Foundation
import Testing
import VekhaCalendar
import VekhaCheck
import VekhaEngine
import VekhaKit
import VekhaReport
import VekhaText
import TestSupport

/// A plan asked on every day of its year: the same answer whatever was asked before, and no state that goes back by
/// itself.
@Suite struct YearTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let plans = [
    "tyukhtet-2024-2025/plan.plan", "tyukhtet-2024-2025/as-signed.plan", "induction-2025-2026/induction.plan",
  ]

  static func engine(_ plan: String) throws -> Engine {
    try #require(Project(opening: root.appendingPathComponent("examples/" + plan).path).engine)
  }

  static func days(_ period: Period) -> [CivilDay] {
    (period.first.number...period.last.number).map { CivilDay(number: $0) }
  }

  /// An engine that has been asked of a whole year answers as a new one does.
  @Test(arguments: plans)
  func aYearOfQuestionsChangesNoAnswer(plan: String) throws {
    let old = try Self.engine(plan)
    let days = Self.days(old.program.plan.period)
    for day in days.reversed() { _ = old.answer(file: plan, asOf: day) }
    for day in stride(from: 3, to: days.count, by: 37).map({ days[$0] }) {
      let new = Engine(old.program, language: .russian)
      let answers = [old, new].map { $0.answer(file: plan, asOf: day) }
      #expect(try JSONText.text(answers[0]) == JSONText.text(answers[1]), "\(plan) \(day.iso)")
    }
  }

  /// The same for every small plan of the corpus, each construct of the language among them.
  @Test(arguments: CorpusTests.cases.filter { $0.contains("/good/") })
  func theCorpusTooIsTheSameInAnyOrder(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try String(contentsOf: CorpusTests.corpus.appendingPathComponent(name), encoding: .utf8)
    // A block whose head is a file name is a file; the others are questions.
    let files = CorpusTests.blocks(text).filter { $0.head.contains(".") && !$0.head.contains(" ") }
    for file in files {
      try Data((file.lines.joined(separator: "\n") + "\n").utf8).write(to: folder.appendingPathComponent(file.head))
    }
    let plan = try #require(files.first { $0.head.hasSuffix(".plan") }).head
    guard let old = Project(opening: folder.appendingPathComponent(plan).path).engine else { return }
    var random = SeededGenerator(seed: UInt64(name.utf8.count))
    let period = old.program.plan.period
    let days = (0..<8).map { _ in
      CivilDay(number: Int32.random(in: period.first.number...period.last.number, using: &random))
    }
    for day in days + days.reversed() { _ = old.answer(file: "", asOf: day) }
    for day in days {
      let new = Engine(old.program, language: .russian)
      new.comparedEngines = old.comparedEngines
      let answers = [old, new].map { $0.answer(file: "", asOf: day) }
      #expect(try JSONText.text(answers[0]) == JSONText.text(answers[1]), "\(name) \(day.iso)")
      _ = try JSONText.text(old.agenda(file: "", asOf: day, until: day.adding(days: 30), for: nil))
    }
    _ = try JSONText.text(old.forecast(file: "", asOf: days[0], until: days[0].adding(days: 60)))
  }

  /// What is over stays over: a state never goes back to ahead, and after its due day an activity that was done stays
  /// done.
  @Test(arguments: plans)
  func noStateGoesBackByItself(plan: String) throws {
    let engine = try Self.engine(plan)
    var before: [String: ItemAnswer] = [:]
    var changes = 0
    for day in Self.days(engine.program.plan.period) {
      let answer = engine.answer(file: plan, asOf: day)
      for activity in answer.stages.flatMap({ $0.activities.flatMap { [$0] + $0.parts } }) {
        let item = activity.item
        defer { before[item.number] = item }
        guard let old = before[item.number], old.state != item.state else { continue }
        changes += 1
        let closed: Set<ActivityState> = [.done, .doneLate, .overdue, .notFulfilled, .notRequired, .cancelled]
        #expect(!(closed.contains(old.state) && item.state == .ahead), "\(item.number) \(day.iso)")
        if let due = item.due, day > due.adding(days: 1), [.done, .doneLate].contains(old.state) {
          Issue.record("\(item.number) was \(old.state.rawValue) and is \(item.state.rawValue) on \(day.iso)")
        }
      }
    }
    #expect(changes > 3)
  }

  /// What a forecast says of a day is what the plan says of it, as long as no fact comes between.
  @Test func aForecastComesTrueWhereNothingHappens() throws {
    let engine = try Self.engine("tyukhtet-2024-2025/plan.plan")
    // The data end before this day; only terms run.
    let last = try #require(CivilDay(iso: "2025-08-31"))
    let start = try #require(CivilDay(iso: "2025-07-01"))
    let forecast = engine.forecast(file: "plan.plan", asOf: start, until: last)
    var states: [String: ActivityState] = [:]
    for activity in engine.answer(file: "", asOf: start).stages.flatMap({ $0.activities.flatMap { [$0] + $0.parts } }) {
      states[activity.item.number + " " + activity.item.title] = activity.item.state
    }
    for change in forecast.changes {
      if case .state(let from, let to) = change.kind {
        #expect(states[change.heading] == from)
        states[change.heading] = to
      }
    }
    for activity in engine.answer(file: "", asOf: last).stages.flatMap({ $0.activities.flatMap { [$0] + $0.parts } }) {
      #expect(states[activity.item.number + " " + activity.item.title] == activity.item.state)
    }
  }
}
