import VekhaCalendar
import VekhaTable
import VekhaText

/// The tests of one file and what came of them: the answer of `vekha test`.
package struct TestFileAnswer: Sendable {
  /// The file as the user named it.
  package var file: String
  package var tests: [TestAnswer]
  /// What is covered of the plan; nil where it was not asked for.
  package var coverage: CoverageAnswer?

  package init(file: String, tests: [TestAnswer], coverage: CoverageAnswer?) {
    self.file = file
    self.tests = tests
    self.coverage = coverage
  }
}

package struct TestAnswer: Sendable {
  package enum Outcome: String, Sendable {
    case passed, failed
    /// It could not be run: `faults` say why.
    case broken
  }

  package var name: String
  /// Line of the file, from 1.
  package var line: Int
  package var expectations: [ExpectationAnswer]
  /// What is wrong with the test itself or its rows.
  package var faults: [Diagnostic]

  package init(name: String, line: Int, expectations: [ExpectationAnswer], faults: [Diagnostic]) {
    self.name = name
    self.line = line
    self.expectations = expectations
    self.faults = faults
  }

  package var outcome: Outcome {
    if faults.contains(where: { $0.severity == .error }) { return .broken }
    return expectations.allSatisfy(\.isMet) ? .passed : .failed
  }
}

package struct ExpectationAnswer: Sendable {
  package var day: CivilDay
  package var wording: String
  /// Line of the file, from 1.
  package var line: Int
  package var isMet: Bool
  package var got: Got
  /// Records that an explanation of a failure is about.
  package var labels: [String]

  package enum Got: Sendable {
    /// Each rule that found somebody or could not tell of somebody.
    case findings([Findings])
    case state(ActivityState, on: CivilDay?)
    /// What each rule and item says of a record; empty where none concerns it.
    case subject([Saying])
    case indicator(IndicatorValue)
    /// Whether it holds (nil: cannot be told), the two sides of a comparison, and the records of which it fails.
    case condition(Bool?, sides: [Side], failing: [String])
  }

  package struct Findings: Sendable {
    package var rule: String
    package var found: [String]
    package var unknown: [SubjectAnswer]
  }

  package struct Saying: Sendable {
    package var heading: String
    package var state: SubjectState
  }

  /// A side of a comparison as worded, and its value; nil where it has none.
  package struct Side: Sendable {
    package var wording: String
    package var value: String?
  }
}
