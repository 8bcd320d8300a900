import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// Whether what a test expects is so. What cannot be told is never so.
extension Engine {
  package func answer(_ expectation: Expectation, on day: CivilDay) -> ExpectationAnswer {
    var answer = ExpectationAnswer(
      day: day, wording: expectation.wording, line: expectation.span.line, isMet: false, got: .findings([]), labels: [])
    switch expectation.kind {
    case .noFindings(let rule):
      let findings = findings(by: rule, on: day)
      answer.isMet = findings.allSatisfy { $0.found.isEmpty && $0.unknown.isEmpty }
      answer.labels = findings.flatMap { $0.found.listed + $0.unknown.listed }.map(\.label)
      answer.got = got(findings)
    case .flagged(let labels, let rule):
      let findings = findings(by: rule, on: day)
      answer.isMet = labels.allSatisfy { label in findings.contains { has(label, $0.found.listed) } }
      answer.labels = labels.map(\.text)
      answer.got = got(findings)
    case .notFlagged(let labels, let rule):
      let findings = findings(by: rule, on: day)
      answer.isMet = labels.allSatisfy { label in
        !findings.contains { has(label, $0.found.listed) || has(label, $0.unknown.listed) }
      }
      answer.labels = labels.map(\.text)
      answer.got = got(
        findings.filter { finding in labels.contains { has($0, finding.found.listed + finding.unknown.listed) } })
    case .cannotTell(let labels, let rule):
      let findings = findings(by: rule, on: day)
      answer.isMet = labels.allSatisfy { label in findings.contains { has(label, $0.unknown.listed) } }
      answer.labels = labels.map(\.text)
      answer.got = got(findings)
    case .item(let path, let state):
      guard let (info, judged) = itemState(path, on: day) else { return answer }
      answer.isMet = judged.state.rawValue == state
      answer.labels = [info.number.isEmpty ? info.title : info.number]
      answer.got = .state(judged.state, on: judged.doneOn)
    case .subject(let label, let state, let obliger):
      let sayings = sayings(of: label, by: obliger, on: day)
      answer.isMet = Self.worst(sayings)?.rawValue == state
      answer.labels = [label.text]
      answer.got = .subject(sayings)
    case .indicator(let index, let expected):
      let value = self.answer(program.indicators[index], on: day).value
      answer.isMet = Self.isMet(expected, value)
      answer.got = .indicator(value)
    case .condition(let condition): check(condition, on: day, &answer)
    }
    return answer
  }

  // MARK: Findings

  private func findings(by rule: Int?, on day: CivilDay) -> [RuleAnswer] {
    let rules = rule.map { [program.rules[$0]] } ?? program.rules
    return rules.map { ruleAnswer($0, on: day) }.filter { !$0.isPending }
  }

  private func has(_ label: Expectation.Label, _ subjects: [SubjectAnswer]) -> Bool {
    let wanted = Letters.fold(label.text)
    return subjects.contains { Letters.fold($0.label) == wanted || $0.key.map { Letters.fold($0) } == wanted }
  }

  private func got(_ findings: [RuleAnswer]) -> ExpectationAnswer.Got {
    .findings(
      findings.filter { !$0.found.isEmpty || !$0.unknown.isEmpty }.map {
        .init(rule: $0.name, found: $0.found.listed.map(\.label), unknown: $0.unknown.listed)
      })
  }

  // MARK: A record

  /// What each rule and item says of a record, or only the one that is asked.
  private func sayings(
    of label: Expectation.Label, by obliger: Expectation.Obliger?, on day: CivilDay
  ) -> [ExpectationAnswer.Saying] {
    guard let record = records(called: label.text, on: day).first else { return [] }
    var sayings: [ExpectationAnswer.Saying] = []
    for (index, rule) in program.rules.enumerated() where isAsked(.rule(index), obliger) {
      guard let state = state(of: record.row, record.table, under: rule, on: day) else { continue }
      sayings.append(.init(heading: rule.heading, state: state))
    }
    for path in itemPaths where isAsked(.item(path), obliger) {
      guard let info = activity(at: path), let state = state(of: record.row, record.table, in: info, path, on: day)
      else { continue }
      let number = info.item.number
      sayings.append(.init(heading: number.isEmpty ? info.item.title : "\(number) \(info.item.title)", state: state))
    }
    return sayings
  }

  private func isAsked(_ obliger: Expectation.Obliger, _ wanted: Expectation.Obliger?) -> Bool {
    switch (obliger, wanted) {
    case (_, nil): true
    case (.rule(let index), .rule(let other)?): index == other
    case (.item(let path), .item(let other)?): path == other
    default: false
    }
  }

  private var itemPaths: [ItemPath] {
    program.stages.enumerated().flatMap { s, stage in
      stage.activities.enumerated().flatMap { a, activity in
        [ItemPath(stage: s, activity: a)]
          + activity.parts.indices.map { ItemPath(stage: s, activity: a, part: $0) }
      }
    }
  }

  private func activity(at path: ItemPath) -> ActivityInfo? {
    guard let index = path.activity else { return nil }
    let activity = program.stages[path.stage].activities[index]
    return path.part.map { activity.parts[$0] } ?? activity
  }

  private func state(of row: Int, _ table: Int, under rule: RuleInfo, on day: CivilDay) -> SubjectState? {
    guard let set = rule.subjects, set.table == table else { return nil }
    let findings = findings(rule, on: day)
    if findings.isClosed { return nil }
    let row32 = Int32(row)
    if findings.found.contains(row32) { return findings.isPending ? .pending : .broken }
    if findings.unknown.contains(row32) { return findings.isPending ? .pending : .cannotTell }
    if findings.pending.contains(where: { $0.row == row32 }) { return .pending }
    return isOne(of: set.noun, table, row, on: day) ? .met : nil
  }

  private func state(
    of row: Int, _ table: Int, in info: ActivityInfo, _ path: ItemPath, on day: CivilDay
  ) -> SubjectState? {
    let state = state(info, path, on: day)
    if [.cancelled, .notRequired].contains(state.state) { return nil }
    let row32 = Int32(row)
    if let cadence = state.cadence, info.cadenceSubjects?.table == table {
      guard let index = cadence.rows.firstIndex(of: row32) else { return nil }
      let kept = cadence.kept[index]
      if kept.expected == 0 { return .pending }
      let isKept = Self.isNormKept(info.norm, kept.held, kept.missed, kept.unknown)
      return isKept == nil ? .cannotTell : isKept == true ? .met : .broken
    }
    guard info.done?.subjects?.table == table else { return nil }
    if let terms = state.subjects { return terms.subjects.first { $0.row == row32 }?.state }
    guard let judged = state.judged else { return nil }
    if judged.perhaps.contains(row32) { return .cannotTell }
    guard let index = judged.rows.firstIndex(of: row32) else { return nil }
    switch judged.verdict.outcome(index) {
    case .holds: return state.state == .doneLate ? .metLate : .met
    case .fails: return state.window.map { day > $0.last } == true ? .broken : .pending
    case .unknown: return .cannotTell
    }
  }

  /// Of several, what is worst; so «выполнено» says that nothing is wrong.
  private static func worst(_ sayings: [ExpectationAnswer.Saying]) -> SubjectState? {
    let order: [SubjectState] = [
      .broken, .cannotTell, .pending, .paused, .notStarted, .metLate, .met, .released,
    ]
    return order.first { state in sayings.contains { $0.state == state } }
  }

  /// Records of any table that bear the name or the key.
  private func records(called name: String, on day: CivilDay) -> [(table: Int, row: Int)] {
    let wanted = Letters.fold(name)
    let evaluator = evaluator(day)
    return program.tables.indices.flatMap { table in
      (0..<data.rowCount(table)).compactMap { row in
        let isNamed =
          data.key(table, row).map { Letters.fold($0) } == wanted
          || Letters.fold(describing.label(table, row, evaluator)) == wanted
        return isNamed ? (table, row) : nil
      }
    }
  }

  /// Names in a test that no row bears, or that several do.
  package func faults(of test: TestInfo) -> [Diagnostic] {
    test.days.flatMap { day in
      day.expectations.flatMap { expectation -> [Diagnostic] in
        switch expectation.kind {
        case .flagged(let labels, _), .notFlagged(let labels, _), .cannotTell(let labels, _):
          labels.flatMap { faults(of: $0, isOne: false, on: day.day) }
        case .subject(let label, _, _): faults(of: label, isOne: true, on: day.day)
        default: []
        }
      }
    }
  }

  private func faults(of label: Expectation.Label, isOne: Bool, on day: CivilDay) -> [Diagnostic] {
    // A requirement of the plan itself is found under the plan's title.
    if !isOne, Letters.fold(label.text) == Letters.fold(program.plan.title) { return [] }
    let records = records(called: label.text, on: day)
    if records.isEmpty {
      let evaluator = evaluator(day)
      let names = program.tables.indices.flatMap { table in
        (0..<data.rowCount(table)).map { describing.label(table, $0, evaluator) }
      }
      let wanted = Letters.fold(label.text)
      let near = names.filter { Letters.fold($0).split(separator: " ").contains { $0 == wanted } }
      return [
        Diagnostic(
          .unknownLabel, at: label.span, [.text(label.text)],
          proposals: near.isEmpty ? Closeness.proposals(for: label.text, among: names) : Array(near.prefix(3)))
      ]
    }
    guard isOne, records.count > 1 else { return [] }
    let keys = records.map { data.key($0.table, $0.row) ?? "\(data.place($0.table, $0.row).line)" }
    return [Diagnostic(.ambiguousName, at: label.span, [.text(label.text), .list(keys.map(Argument.text))])]
  }

  // MARK: Indicators

  private static func isMet(_ expected: IndicatorExpectation?, _ value: IndicatorValue) -> Bool {
    guard let expected else {
      switch value {
      case .empty, .unknown, .partial: return true
      case .share(let met, let failed, let unknown): return unknown > 0 || met + failed == 0
      case .count(let least, let most): return least != most
      case .number, .date: return false
      }
    }
    let bound = expected.number.millionths
    switch value {
    case .share(let met, let failed, let unknown):
      if let whole = expected.whole {
        guard unknown == 0, whole == Number(met + failed), let number = Number(met) else { return false }
        return expected.comparison.holds(number.millionths, bound)
      }
      if expected.comparison == .equal {
        return unknown == 0 && rounded(met, of: met + failed, digits: expected.digits) == bound
      }
      return Comparing.share(expected.comparison, met: met, failed: failed, unknown: unknown, bound: bound) == true
    case .count(let least, let most):
      let (low, high) = (Int64(least) * Number.scale, Int64(most) * Number.scale)
      return Comparing.outcome(expected.comparison, low, high, bound, bound) == true
    case .number(let number):
      return expected.comparison.holds(number.millionths, bound)
    case .empty, .unknown, .partial, .date: return false
    }
  }

  /// A share in millionths of a per cent, rounded half up to so many digits after the point; nil for a share of nobody.
  private static func rounded(_ met: Int, of total: Int, digits: Int) -> Int64? {
    guard total > 0, digits <= 6 else { return nil }
    var power: Int64 = 1
    for _ in 0..<digits { power *= 10 }
    let units = (Int64(met) * 200 * power + Int64(total)) / (2 * Int64(total))
    return units * (Number.scale / power)
  }

  // MARK: Conditions

  private func check(_ condition: Condition, on day: CivilDay, _ answer: inout ExpectationAnswer) {
    let evaluator = evaluator(day)
    let outcome = evaluator.evaluate(condition, .root()).outcome(0)
    answer.isMet = outcome == .holds
    var sides: [ExpectationAnswer.Side] = []
    var failing: [String] = []
    switch condition.kind {
    case .compare(_, let left, let right):
      sides = [left, right].map { value in
        ExpectationAnswer.Side(
          wording: value.span?.text ?? "", value: describing.text(evaluator.evaluate(value, .root())))
      }
    case .quantified(.every, let set, let body?):
      let members = evaluator.members(set, .root())
      let verdict = evaluator.evaluate(body, members.frame)
      let rows = members.frame.rows(0)
      failing = rows.indices.filter { !members.verdict.fails.contains($0) && !verdict.holds.contains($0) }
        .map { describing.label(set.table, Int(rows[$0]), evaluator) }
    default: break
    }
    answer.labels = failing
    answer.got = .condition(outcome == .unknown ? nil : outcome == .holds, sides: sides, failing: failing)
  }
}
