import VekhaEngine
import VekhaText

/// The answer of `vekha test` as JUnit's XML, which build servers read. It has no times: the same input gives the same
/// bytes.
package enum JUnit {
  package static func text(_ files: [TestFileAnswer], _ say: Wording) -> String {
    let tests = files.flatMap(\.tests)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"vekha\"\(counts(tests))>\n"
    for file in files {
      text += "  <testsuite name=\"\(escaped(file.file))\"\(counts(file.tests))>\n"
      for test in file.tests { text += self.test(test, in: file, say) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func counts(_ tests: [TestAnswer]) -> String {
    let failures = tests.count { $0.outcome == .failed }
    let errors = tests.count { $0.outcome == .broken }
    return " tests=\"\(tests.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
  }

  private static func test(_ test: TestAnswer, in file: TestFileAnswer, _ say: Wording) -> String {
    let head =
      "    <testcase name=\"\(escaped(test.name))\" classname=\"\(escaped(file.file))\" file=\"\(escaped(file.file))\""
      + " line=\"\(test.line)\""
    switch test.outcome {
    case .passed: return head + "/>\n"
    case .failed:
      let failed = test.expectations.filter { !$0.isMet }
      let body = failed.map { expectation in
        say("test.place", .init(expectation.line), .init(say.day(expectation.day))) + "\n"
          + say("test.expected", .init(expectation.wording)) + "\n"
          + say("test.got", .init(TestWords(say).got(expectation.got)))
      }.joined(separator: "\n")
      let message = failed.first?.wording ?? ""
      return head + ">\n      <failure message=\"\(escaped(message))\">\(escaped(body))</failure>\n    </testcase>\n"
    case .broken:
      let faults = test.faults.filter { $0.severity == .error }
      let body = DiagnosticText(say).render(faults)
      let message = faults.map(\.code.rawValue).joined(separator: ", ")
      return head + ">\n      <error message=\"\(escaped(message))\">\(escaped(body))</error>\n    </testcase>\n"
    }
  }

  /// Text for XML 1.0: characters it cannot hold are replaced, quotes and angles escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": result.unicodeScalars.append("\u{FFFD}")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
