import VekhaEngine

/// Indicators against their targets.
struct IndicatorText {
  private let text: AnswerText
  private var say: Wording { text.say }

  init(_ text: AnswerText) { self.text = text }

  func lines(_ indicators: [IndicatorAnswer]) -> [String] {
    if indicators.isEmpty { return [] }
    var lines = [text.style(say("indicators.title"), .bold)]
    for indicator in indicators {
      let title = VisibleText.line(indicator.title)
      lines += Wrapping.indented(title + ": " + value(indicator.value), first: "  ", next: "    ", width: text.width)
      if let target = indicator.target { lines += self.target(target) }
      if let responsible = indicator.responsible {
        lines += wrapped(say("item.responsible", .init(say.responsible(responsible))))
      }
      if let ground = indicator.because { lines += wrapped(say.ground(ground)) }
      if let other = indicator.comparison {
        lines += wrapped(
          say(
            "indicator.compared", .init(VisibleText.line(other.file)), .init(say.day(other.asOf)),
            .init(value(other.value))))
      }
      lines += groups(indicator.groups)
    }
    return lines
  }

  private func target(_ target: IndicatorAnswer.Target) -> [String] {
    let verdict = text.style(say("target.\(target.verdict.rawValue)"), mark(of: target.verdict))
    var lines = wrapped(say("indicator.verdict", .init(VisibleText.line(target.wording)), .init(verdict)))
    if let judged = target.judged, let day = target.by {
      lines += wrapped(say("indicator.judged", .init(say.day(day)), .init(value(judged))))
    }
    return lines
  }

  private func wrapped(_ sentence: String) -> [String] {
    Wrapping.indented(sentence, first: "    ", next: "      ", width: text.width)
  }

  private func groups(_ groups: [IndicatorAnswer.Group]) -> [String] {
    if groups.isEmpty { return [] }
    let labels = groups.map { VisibleText.short($0.label, limit: 40) }
    let width = labels.map { DisplayWidth.of($0) }.max() ?? 0
    return ["    " + say("indicator.groups")]
      + zip(labels, groups).map { "      " + DisplayWidth.padded($0, to: width) + "  " + value($1.value) + before($1) }
  }

  private func before(_ group: IndicatorAnswer.Group) -> String {
    if group.isNew { return "; " + say("indicator.new") }
    guard let before = group.before else { return "" }
    let fallen = group.hasFallen ? "; " + text.style(say("indicator.fallen"), .red) : ""
    return "; " + say("indicator.before", .init(value(before))) + fallen
  }

  private func mark(of verdict: IndicatorAnswer.Verdict) -> Style.Mark? {
    switch verdict {
    case .met: .green
    case .missed: .red
    case .cannotTell: .cyan
    case .ahead: nil
    }
  }

  private func value(_ value: IndicatorValue) -> String { IndicatorWords(say).value(value) }
}

/// The value of an indicator in words.
struct IndicatorWords {
  private let say: Wording

  init(_ say: Wording) { self.say = say }

  func value(_ value: IndicatorValue) -> String {
    switch value {
    case .share(let met, let failed, let unknown):
      let total = met + failed
      if total == 0 {
        return unknown == 0 ? say("indicator.empty") : say("indicator.empty.unknown", .init(unknown))
      }
      let percent = Template.Value(say.percent(met, of: total))
      if unknown == 0 { return say("indicator.share", percent, .init(met), .init(total)) }
      return say("indicator.share.unknown", percent, .init(met), .init(total), .init(unknown))
    case .count(let least, let most):
      return least == most ? String(least) : say("indicator.range", .init(least), .init(most))
    case .number(let number): return say.number(number)
    case .date(let day): return say.day(day)
    case .partial(let number, let leftOut):
      return say("indicator.partial", .init(say.number(number)), .init(leftOut))
    case .empty: return say("indicator.empty")
    case .unknown: return say("indicator.unknown")
    }
  }
}
