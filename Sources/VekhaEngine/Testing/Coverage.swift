import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// Notes which outcomes each condition has come to, over all days and tables it was evaluated on.
///
/// A condition is known by its place, so that several programs made of one source are counted together.
package final class Coverage {
  package struct Seen: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let holds = Seen(rawValue: 1)
    package static let fails = Seen(rawValue: 2)
    package static let unknown = Seen(rawValue: 4)
  }

  private struct Key: Hashable {
    let file: String
    let range: Range<Int>
    /// What stands at one place may be two conditions: a claim and its denial.
    let kind: UInt8
  }

  private var seen: [Key: Seen] = [:]

  package init() {}

  func see(_ condition: Condition, _ verdict: Verdict) {
    guard let span = condition.span else { return }
    var outcomes: Seen = []
    if !verdict.holds.isEmpty { outcomes.insert(.holds) }
    if !verdict.fails.isEmpty { outcomes.insert(.fails) }
    if !verdict.unknown.isEmpty { outcomes.insert(.unknown) }
    see(Self.key(span, Self.kind(condition)), outcomes)
  }

  func see(_ span: Span, _ outcomes: Seen) { see(Self.key(span, .max), outcomes) }

  private func see(_ key: Key, _ outcomes: Seen) { seen[key, default: []].formUnion(outcomes) }

  func outcomes(_ condition: Condition) -> Seen {
    condition.span.flatMap { seen[Self.key($0, Self.kind(condition))] } ?? []
  }

  func outcomes(_ span: Span) -> Seen { seen[Self.key(span, .max)] ?? [] }

  private static func key(_ span: Span, _ kind: UInt8) -> Key {
    Key(file: span.source.name, range: span.range, kind: kind)
  }

  private static func kind(_ condition: Condition) -> UInt8 {
    switch condition.kind {
    case .constant: 0
    case .and: 1
    case .or: 2
    case .not: 3
    case .compare: 4
    case .known: 5
    case .missing: 6
    case .member: 7
    case .adjective: 8
    case .quantified: 9
    case .oneOf: 10
    case .text: 11
    case .within: 12
    case .isTrue: 13
    case .dayKind: 14
    }
  }
}

/// What of a plan has been seen, in its tests and in its own data.
package struct CoverageAnswer: Sendable {
  /// The day of the data; nil where there are none.
  package var asOf: CivilDay?
  package var parts: [Part]

  package enum Kind: String, Sendable { case rule, activity, indicator, definition }

  package struct Part: Sendable {
    package var kind: Kind
    package var name: String
    package var file: String
    package var line: Int
    /// What it came to: found or done, not so, cannot tell.
    package var tests: Coverage.Seen
    package var data: Coverage.Seen
    /// Conditions inside, outermost first.
    package var branches: [Branch]
  }

  package struct Branch: Sendable {
    package var wording: String
    package var line: Int
    package var tests: Coverage.Seen
    package var data: Coverage.Seen
  }

  /// Outcomes «holds» and «fails» of all branches, and how many of them were seen.
  package func count(_ seen: (Branch) -> Coverage.Seen) -> (seen: Int, all: Int) {
    let branches = parts.flatMap(\.branches)
    let found = branches.map { branch in
      (seen(branch).contains(.holds) ? 1 : 0) + (seen(branch).contains(.fails) ? 1 : 0)
    }
    return (found.reduce(0, +), branches.count * 2)
  }
}

extension Engine {
  /// Asks everything the program can be asked on a day, so that its coverage is noted.
  package func cover(on day: CivilDay) {
    guard let coverage else { return }
    for rule in program.rules {
      let findings = findings(rule, on: day)
      if findings.isPending || findings.isClosed { continue }
      var seen: Coverage.Seen = []
      if !findings.found.isEmpty || findings.planOutcome == .fails { seen.insert(.holds) }
      if !findings.unknown.isEmpty || findings.planOutcome == .unknown { seen.insert(.unknown) }
      if findings.examined > findings.found.count + findings.unknown.count, findings.planOutcome ?? .holds == .holds {
        seen.insert(.fails)
      }
      coverage.see(rule.span, seen)
    }
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() {
        cover(activity, ItemPath(stage: s, activity: a), on: day, coverage)
        for (p, part) in activity.parts.enumerated() {
          cover(part, ItemPath(stage: s, activity: a, part: p), on: day, coverage)
        }
      }
    }
    for indicator in program.indicators {
      let value = answer(indicator, on: day).value
      var seen: Coverage.Seen = .holds
      if case .unknown = value { seen = .unknown }
      if case .share(let met, let failed, let unknown) = value {
        seen = met + failed == 0 ? .unknown : unknown > 0 ? [.holds, .unknown] : .holds
      }
      coverage.see(indicator.span, seen)
    }
  }

  private func cover(_ info: ActivityInfo, _ path: ItemPath, on day: CivilDay, _ coverage: Coverage) {
    switch state(info, path, on: day).state {
    case .done, .doneLate: coverage.see(info.item.span, .holds)
    case .overdue, .notFulfilled, .inProgress: coverage.see(info.item.span, .fails)
    case .noInformation: coverage.see(info.item.span, .unknown)
    case .ahead, .cancelled, .notRequired: break
    }
  }
}

extension CoverageAnswer {
  /// What two runs have seen of a program: of its own file's parts, those of modules left out.
  package init(_ program: Program, file: String, tests: Coverage, data: Coverage?, asOf: CivilDay?) {
    self.asOf = asOf
    parts = []
    let seen = Pair(tests: tests, data: data)
    func add(_ kind: Kind, _ name: String, _ span: Span, isAnswer: Bool, _ roots: [Condition]) {
      guard span.source.name == file else { return }
      var branches: [Branch] = []
      for root in roots { Self.visit(root, seen, &branches) }
      parts.append(
        Part(
          kind: kind, name: name, file: file, line: span.line,
          tests: isAnswer ? tests.outcomes(span) : roots.first.map { tests.outcomes($0) } ?? [],
          data: isAnswer ? data?.outcomes(span) ?? [] : roots.first.flatMap { data?.outcomes($0) } ?? [],
          branches: branches))
    }
    for noun in program.nouns {
      if let membership = noun.membership { add(.definition, noun.name, noun.span, isAnswer: false, [membership]) }
    }
    for adjective in program.adjectives {
      if let condition = adjective.condition, let span = condition.span {
        add(.definition, adjective.name, span, isAnswer: false, [condition])
      }
    }
    for field in program.computed {
      guard let value = field.value, let span = value.span else { continue }
      let tests = Self.conditions(of: value)
      if !tests.isEmpty { add(.definition, field.name, span, isAnswer: false, tests) }
    }
    for stage in program.stages {
      for activity in stage.activities.flatMap({ [$0] + $0.parts }) where activity.parts.isEmpty {
        let item = activity.item
        let counted = [activity.cadenceSubjects?.filter, activity.counts?.filter].compactMap { $0 }
        let roots = (activity.done.map { [$0.subjects?.filter, $0.condition].compactMap { $0 } } ?? []) + counted
        add(
          .activity, item.number.isEmpty ? item.title : "\(item.number) \(item.title)", item.span, isAnswer: true, roots
        )
      }
    }
    for rule in program.rules {
      let roots = [rule.subjects?.filter, rule.condition, rule.exception, rule.active].compactMap { $0 }
      add(.rule, rule.identity, rule.span, isAnswer: true, roots)
    }
    for indicator in program.indicators {
      add(.indicator, indicator.title, indicator.span, isAnswer: true, Self.conditions(of: indicator.value))
    }
    parts.sort { $0.line < $1.line }
  }

  private struct Pair {
    let tests: Coverage
    let data: Coverage?
  }

  /// The condition and those inside it: operands, what quantifiers range over and say, tests of «если».
  private static func visit(_ condition: Condition, _ seen: Pair, _ branches: inout [Branch]) {
    switch condition.kind {
    // That a record is one of a noun's is a branch of that noun's definition.
    case .constant, .member: return
    case .not(let inner): return visit(inner, seen, &branches)
    case .and(let parts):
      // Of a noun and one condition, the condition is the branch.
      let said = parts.filter { if case .member = $0.kind { false } else { true } }
      if said.count == 1, said.count < parts.count { return visit(said[0], seen, &branches) }
    default: break
    }
    if let span = condition.span {
      branches.append(
        Branch(
          wording: span.text, line: span.line, tests: seen.tests.outcomes(condition),
          data: seen.data?.outcomes(condition) ?? []))
    }
    switch condition.kind {
    case .and(let parts), .or(let parts): for part in parts { visit(part, seen, &branches) }
    case .quantified(_, let set, let body):
      if let filter = set.filter { visit(filter, seen, &branches) }
      if let body { visit(body, seen, &branches) }
    case .compare(_, let left, let right):
      for inner in conditions(of: left) + conditions(of: right) { visit(inner, seen, &branches) }
    case .known(let value), .missing(let value), .isTrue(let value), .text(_, let value, _), .dayKind(_, let value):
      for inner in conditions(of: value) { visit(inner, seen, &branches) }
    case .oneOf(let value, let list):
      for inner in ([value] + list).flatMap({ conditions(of: $0) }) { visit(inner, seen, &branches) }
    case .within(let value, let low, let high):
      for inner in [value, low, high].compactMap({ $0 }).flatMap({ conditions(of: $0) }) {
        visit(inner, seen, &branches)
      }
    case .constant, .not, .member, .adjective: break
    }
  }

  /// The conditions that a value is made of.
  private static func conditions(of value: Value) -> [Condition] {
    switch value.kind {
    case .count(let set): set.filter.map { [$0] } ?? []
    case .share(let set, let numerator): [set.filter, numerator].compactMap { $0 }
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      conditions(of: a) + conditions(of: b)
    case .elapsedBetween(_, let a, let b, _), .dayCount(_, let a, let b): conditions(of: a) + conditions(of: b)
    case .negative(let inner), .elapsed(_, let inner), .moved(let inner, _): conditions(of: inner)
    case .conditional(let test, let then, let other): [test] + conditions(of: then) + conditions(of: other)
    case .aggregate(_, let set, let member, _): (set.filter.map { [$0] } ?? []) + conditions(of: member)
    case .extreme(_, let list): list.flatMap { conditions(of: $0) }
    case .asOf(let inner, let day): conditions(of: inner) + conditions(of: day)
    case .picked(_, let set, let date, let member):
      (set.filter.map { [$0] } ?? []) + conditions(of: date) + conditions(of: member)
    case .lastSince(let set, let start): (set.filter.map { [$0] } ?? []) + (start.map { conditions(of: $0) } ?? [])
    case .text, .number, .date, .flag, .column, .computed, .record, .today, .done, .spanEdge, .ownEdge, .absent: []
    }
  }
}
