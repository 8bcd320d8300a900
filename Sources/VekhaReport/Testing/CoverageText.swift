import VekhaEngine
import VekhaText

/// What the tests and the data have seen of a plan, with the gaps named.
struct CoverageText {
  private let say: Wording
  private let style: Style
  private let width: Int?

  init(_ say: Wording, _ style: Style, width: Int?) {
    self.say = say
    self.style = style
    self.width = width
  }

  func lines(_ coverage: CoverageAnswer) -> [String] {
    var lines = ["", "  " + style(say("coverage.title"), .bold)]
    lines += summary(coverage)
    for part in coverage.parts { lines += self.lines(part, hasData: coverage.asOf != nil) }
    return lines
  }

  private func summary(_ coverage: CoverageAnswer) -> [String] {
    let tests = coverage.count(\.tests)
    var lines = ["  " + say("coverage.tests", .init(tests.seen), .init(tests.all))]
    if let day = coverage.asOf {
      let data = coverage.count(\.data)
      lines.append("  " + say("coverage.data", .init(say.day(day)), .init(data.seen), .init(data.all)))
    }
    return lines
  }

  private func lines(_ part: CoverageAnswer.Part, hasData: Bool) -> [String] {
    var lines = wrapped(
      say(
        "coverage.part", .init(say("coverage.\(part.kind.rawValue)")), .init(VisibleText.short(part.name)),
        .init(part.line)), "    ")
    if part.kind != .definition {
      lines += gap("coverage.never", part.tests.isEmpty, hasData && part.data.isEmpty, "", "      ")
    }
    if part.kind == .rule, part.branches.isEmpty, !part.tests.isEmpty {
      lines += gap(
        "coverage.noFound", !part.tests.contains(.holds), hasData && !part.data.contains(.holds), "", "      ")
    }
    for branch in part.branches {
      let wording = VisibleText.short(branch.wording, limit: 60)
      lines += gap(
        "coverage.noHolds", !branch.tests.contains(.holds), hasData && !branch.data.contains(.holds), wording, "      ")
      lines += gap(
        "coverage.noFails", !branch.tests.contains(.fails), hasData && !branch.data.contains(.fails), wording, "      ")
      lines += seenUnknown(branch, wording)
    }
    if lines.count == 1 { lines[0] += "  " + style(say("coverage.whole"), .green) }
    return lines
  }

  /// Where the tests or the data (or both) lack something.
  private func gap(_ key: String, _ inTests: Bool, _ inData: Bool, _ wording: String, _ indent: String) -> [String] {
    guard inTests || inData else { return [] }
    let place = inTests && inData ? "coverage.inBoth" : inTests ? "coverage.inTests" : "coverage.inData"
    return wrapped(style(say(key, .init(say.phrase(place, [])), .init(wording)), inTests ? .yellow : nil), indent)
  }

  private func seenUnknown(_ branch: CoverageAnswer.Branch, _ wording: String) -> [String] {
    guard branch.data.contains(.unknown), !branch.tests.contains(.unknown) else { return [] }
    return wrapped(say("coverage.unknown", .init(wording)), "      ")
  }

  private func wrapped(_ text: String, _ indent: String) -> [String] {
    Wrapping.indented(text, first: indent, next: indent + "  ", width: width)
  }
}
