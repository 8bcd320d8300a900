import VekhaCalendar
import VekhaEngine
import VekhaText

/// The answer of `vekha test` as text: a line a test, and under a failed one what was expected and what came.
package struct TestText {
  private let say: Wording
  private let style: Style
  private let width: Int?

  package init(_ say: Wording, isColoured: Bool = false, width: Int? = nil) {
    self.say = say
    style = Style(isOn: isColoured)
    self.width = width
  }

  /// `why` gives the explanations of a failure where they were asked for.
  package func render(
    _ files: [TestFileAnswer], why: ((TestFileAnswer, TestAnswer, String, CivilDay) -> Explanation?)? = nil
  ) -> String {
    var lines: [String] = []
    for file in files {
      lines.append(style(VisibleText.line(file.file), .bold))
      for test in file.tests {
        lines += self.lines(test, in: file, isHinted: why == nil)
        if let why { lines += explanations(test, in: file, why) }
      }
      if let coverage = file.coverage { lines += CoverageText(say, style, width: width).lines(coverage) }
      lines.append("")
    }
    lines.append(total(files))
    return lines.joined(separator: "\n") + "\n"
  }

  private func total(_ files: [TestFileAnswer]) -> String {
    let tests = files.flatMap(\.tests)
    let failed = tests.count { $0.outcome == .failed }
    let broken = tests.count { $0.outcome == .broken }
    var parts = [say("count.tests", .init(tests.count))]
    if failed > 0 { parts.append(style(say("count.failed", .init(failed)), .red)) }
    if broken > 0 { parts.append(style(say("count.broken", .init(broken)), .red)) }
    if failed + broken == 0 { parts.append(style(say("count.allPassed"), .green)) }
    return parts.joined(separator: ", ")
  }

  private func lines(_ test: TestAnswer, in file: TestFileAnswer, isHinted: Bool) -> [String] {
    let mark: Style.Mark = test.outcome == .passed ? .green : .red
    let word = style(say("test.\(test.outcome.rawValue)"), mark)
    var lines = wrapped("\(word)  \(VisibleText.line(test.name))", first: "  ")
    if test.outcome == .broken {
      let text = DiagnosticText(say, isColoured: style.isOn, width: width).render(test.faults.filter(\.isError))
      lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    " + $0 }
      while lines.last?.isEmpty == true { lines.removeLast() }
    }
    for expectation in test.expectations where !expectation.isMet { lines += failure(expectation) }
    if test.outcome == .failed, isHinted {
      lines += wrapped(say("test.hint", .init(file.file), .init(test.name)), first: "    ")
    }
    return lines
  }

  private func failure(_ expectation: ExpectationAnswer) -> [String] {
    let place = say("test.place", .init(expectation.line), .init(say.day(expectation.day)))
    return wrapped(place, first: "    ")
      + wrapped(say("test.expected", .init(VisibleText.line(expectation.wording))), first: "      ")
      + wrapped(say("test.got", .init(TestWords(say).got(expectation.got))), first: "      ")
  }

  /// Each record or item of a failure once a day.
  private func explanations(
    _ test: TestAnswer, in file: TestFileAnswer, _ why: (TestFileAnswer, TestAnswer, String, CivilDay) -> Explanation?
  ) -> [String] {
    let text = ExplanationText(say, isColoured: style.isOn, width: width.map { $0 - 4 })
    var lines: [String] = []
    var seen: Set<String> = []
    for expectation in test.expectations where !expectation.isMet {
      for label in expectation.labels where seen.insert("\(expectation.day.iso) \(label)").inserted {
        guard let explanation = why(file, test, label, expectation.day) else { continue }
        lines += ["", "    " + say("why.as-of", .init(say.day(expectation.day)))]
        lines += text.render(explanation).split(separator: "\n", omittingEmptySubsequences: false).map {
          $0.isEmpty ? "" : "    " + $0
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
      }
    }
    return lines
  }

  private func wrapped(_ text: String, first: String) -> [String] {
    Wrapping.indented(text, first: first, next: first + "  ", width: width)
  }
}

/// What came instead of what was expected, in words; used by the text and by JUnit.
struct TestWords {
  let say: Wording

  init(_ say: Wording) { self.say = say }

  func got(_ got: ExpectationAnswer.Got) -> String {
    switch got {
    case .findings(let findings):
      return findings.isEmpty ? say("test.noFindings") : findings.map(finding).joined(separator: "; ")
    case .state(let state, let day):
      let word = say("state.\(state.rawValue)")
      return day.map { say("item.doneOn", .init(word), .init(say.day($0))) } ?? word
    case .subject(let sayings):
      if sayings.isEmpty { return say("test.notConcerned") }
      return sayings.map { say("test.saying", .init(say("subject.\($0.state.rawValue)")), .init($0.heading)) }
        .joined(separator: "; ")
    case .indicator(let value): return IndicatorWords(say).value(value)
    case .condition(let holds, let sides, let failing): return condition(holds, sides, failing)
    }
  }

  private func finding(_ findings: ExpectationAnswer.Findings) -> String {
    var parts: [String] = []
    if !findings.found.isEmpty { parts.append(say("test.found", .init(names(findings.found)))) }
    if !findings.unknown.isEmpty {
      let shown = findings.unknown.map { subject in
        let cells = subject.blockers.map { $0.place.title }.filter { !$0.isEmpty }
        return cells.isEmpty
          ? say.quote(subject.label)
          : say("test.blocked", .init(say.quote(subject.label)), .init(cells.joined(separator: ", ")))
      }
      parts.append(say("test.unknown", .init(say.list(shown))))
    }
    return say("test.finding", .init(parts.joined(separator: ", ")), .init(VisibleText.short(findings.rule)))
  }

  private func condition(_ holds: Bool?, _ sides: [ExpectationAnswer.Side], _ failing: [String]) -> String {
    if !sides.isEmpty {
      return sides.map { side in
        let value = side.value ?? say("outcome.unknown")
        return side.wording == value || side.wording == say.quote(value)
          ? value : say("test.side", .init(VisibleText.short(side.wording)), .init(value))
      }.joined(separator: "; ")
    }
    let word = holds == nil ? say("outcome.unknown") : say("outcome.fails")
    return failing.isEmpty ? word : say("test.failing", .init(word), .init(names(failing)))
  }

  private func names(_ names: [String]) -> String { say.list(names.map { say.quote(VisibleText.short($0)) }) }
}

extension Diagnostic {
  fileprivate var isError: Bool { severity == .error }
}
