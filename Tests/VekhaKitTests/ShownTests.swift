import VekhaEngine
import VekhaKit

extension Shown {
  /// A line a test, and a line for each expectation that is not so.
  static func tests(_ project: Project) -> [String] {
    guard let tests = project.tests else { return ["no tests"] + diagnostics(project) }
    return tests.run().flatMap { test in
      ["\(test.outcome.rawValue) \(test.name)"] + test.faults.map { "  \($0.code.rawValue)" }
        + test.expectations.filter { !$0.isMet }.map { "  \($0.day.iso) \($0.wording) → \(got($0.got))" }
    }
  }

  private static func got(_ got: ExpectationAnswer.Got) -> String {
    switch got {
    case .findings(let findings):
      findings.isEmpty
        ? "nobody"
        : findings.map { finding in
          let unknown = finding.unknown.map(\.label).joined(separator: ", ")
          return "\(finding.rule): \(finding.found.joined(separator: ", "))"
            + (unknown.isEmpty ? "" : " cannot-tell \(unknown)")
        }.joined(separator: "; ")
    case .state(let state, let day): state.rawValue + (day.map { " on \($0.iso)" } ?? "")
    case .subject(let sayings):
      sayings.isEmpty ? "not concerned" : sayings.map { "\($0.heading) \($0.state.rawValue)" }.joined(separator: "; ")
    case .indicator(let value): "\(value)"
    case .condition(let holds, let sides, let failing):
      (holds.map { $0 ? "holds" : "fails" } ?? "unknown")
        + sides.map { " [\($0.wording) = \($0.value ?? "?")]" }.joined() + failing.map { " \($0)" }.joined()
    }
  }
}
