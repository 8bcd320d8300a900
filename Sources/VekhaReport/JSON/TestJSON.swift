import VekhaEngine
import VekhaText

/// The answer of `vekha test` in the schema `vekha.test`.
struct TestsJSON: Encodable {
  let schema = "vekha.test"
  let version = JSONText.version
  let files: [TestFileJSON]
  let passed: Int
  let failed: Int
  let broken: Int

  init(_ files: [TestFileAnswer], _ say: Wording) {
    self.files = files.map { TestFileJSON($0, say) }
    let outcomes = files.flatMap(\.tests).map(\.outcome)
    passed = outcomes.count { $0 == .passed }
    failed = outcomes.count { $0 == .failed }
    broken = outcomes.count { $0 == .broken }
  }
}

struct TestFileJSON: Encodable {
  let file: String
  let tests: [TestJSON]
  let coverage: CoverageJSON?

  init(_ file: TestFileAnswer, _ say: Wording) {
    self.file = file.file
    tests = file.tests.map { TestJSON($0, say) }
    coverage = file.coverage.map(CoverageJSON.init)
  }
}

struct TestJSON: Encodable {
  let name: String
  let line: Int
  let outcome: String
  let expectations: [ExpectationJSON]
  let faults: [DiagnosticJSON]

  init(_ test: TestAnswer, _ say: Wording) {
    name = test.name
    line = test.line
    outcome = test.outcome.rawValue
    expectations = test.expectations.map(ExpectationJSON.init)
    faults = test.faults.map { DiagnosticJSON($0, say) }
  }
}

struct ExpectationJSON: Encodable {
  let asOf: String
  let wording: String
  let line: Int
  let isMet: Bool
  let got: GotJSON

  init(_ expectation: ExpectationAnswer) {
    asOf = expectation.day.iso
    wording = expectation.wording
    line = expectation.line
    isMet = expectation.isMet
    got = GotJSON(expectation.got)
  }
}

/// What came; only the keys of its kind are there.
struct GotJSON: Encodable {
  struct FindingsJSON: Encodable {
    let rule: String
    let found: [String]
    let unknown: [SubjectJSON]
  }
  struct SayingJSON: Encodable {
    let heading: String
    let state: String
  }
  struct SideJSON: Encodable {
    let wording: String
    let value: String?
  }

  let kind: String
  private(set) var findings: [FindingsJSON]?
  private(set) var state: String?
  private(set) var doneOn: String?
  private(set) var sayings: [SayingJSON]?
  private(set) var value: IndicatorValueJSON?
  private(set) var holds: Bool?
  private(set) var sides: [SideJSON]?
  private(set) var failing: [String]?

  init(_ got: ExpectationAnswer.Got) {
    switch got {
    case .findings(let all):
      kind = "findings"
      findings = all.map {
        FindingsJSON(rule: $0.rule, found: $0.found, unknown: $0.unknown.map(SubjectJSON.init))
      }
    case .state(let state, let day):
      kind = "state"
      self.state = state.rawValue
      doneOn = day?.iso
    case .subject(let all):
      kind = "subject"
      sayings = all.map { SayingJSON(heading: $0.heading, state: $0.state.rawValue) }
    case .indicator(let value):
      kind = "indicator"
      self.value = IndicatorValueJSON(value)
    case .condition(let holds, let sides, let failing):
      kind = "condition"
      self.holds = holds
      self.sides = sides.map { SideJSON(wording: $0.wording, value: $0.value) }
      self.failing = failing
    }
  }
}

struct CoverageJSON: Encodable {
  struct PartJSON: Encodable {
    let kind: String
    let name: String
    let line: Int
    let tests: [String]
    let data: [String]
    let branches: [BranchJSON]
  }
  struct BranchJSON: Encodable {
    let wording: String
    let line: Int
    let tests: [String]
    let data: [String]
  }

  let asOf: String?
  let parts: [PartJSON]

  init(_ coverage: CoverageAnswer) {
    asOf = coverage.asOf?.iso
    parts = coverage.parts.map { part in
      PartJSON(
        kind: part.kind.rawValue, name: part.name, line: part.line, tests: Self.words(part.tests),
        data: Self.words(part.data),
        branches: part.branches.map {
          BranchJSON(wording: $0.wording, line: $0.line, tests: Self.words($0.tests), data: Self.words($0.data))
        })
    }
  }

  private static func words(_ seen: Coverage.Seen) -> [String] {
    [(Coverage.Seen.holds, "holds"), (.fails, "fails"), (.unknown, "unknown")].filter { seen.contains($0.0) }.map(\.1)
  }
}

extension JSONText {
  /// `vekha test --json`: schema `vekha.test`.
  package static func text(_ files: [TestFileAnswer], _ say: Wording) throws -> String {
    try encoded(TestsJSON(files, say), isPretty: true) + "\n"
  }
}
