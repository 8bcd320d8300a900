import VekhaCalendar
import VekhaCheck
import VekhaTable

/// What will change, and when, if nothing is done: the facts known on a day, carried forward.
package struct Forecast: Sendable {
  package var plan: PlanHead
  package var asOf: CivilDay
  package var until: CivilDay
  package var changes: [ForecastChange]
}

package struct ForecastChange: Sendable {
  package enum Kind: Sendable {
    /// An item of the plan goes from one state to another.
    case state(from: ActivityState, to: ActivityState)
    /// Records become findings of a rule.
    case found([SubjectAnswer])
    /// Records are no findings any more.
    case cleared(Int)
    /// Subjects of an item pass their own due day, or miss what is expected.
    case broken([SubjectAnswer])
    /// The target of an indicator is judged.
    case target(IndicatorAnswer.Verdict)
  }
  package var day: CivilDay
  package var heading: String
  package var line: Int
  package var kind: Kind
}

extension Engine {
  /// Every day from the next to the end of the plan, or to `last`, on which something changes.
  package func forecast(file: String, asOf today: CivilDay, until last: CivilDay?) -> Forecast {
    let future = Engine(self, known: today)
    let end = max(today, last ?? program.plan.period.last)
    var changes: [ForecastChange] = []
    var before = future.snapshot(on: today)
    var day = today.adding(days: 1)
    while day <= end {
      let now = future.snapshot(on: day)
      changes += future.changes(from: before, to: now, on: day)
      before = now
      day = day.adding(days: 1)
      future.forget(before: day)
    }
    return Forecast(plan: head(file), asOf: today, until: end, changes: changes)
  }

  private struct Snapshot {
    var states: [(item: ItemInfo, path: ItemPath, state: ActivityState, broken: Set<Int32>, table: Int?)] = []
    var found: [Set<Int32>] = []
    var targets: [IndicatorAnswer.Verdict?] = []
  }

  private func snapshot(on day: CivilDay) -> Snapshot {
    ask(of: day)
    var result = Snapshot()
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() {
        add(activity, ItemPath(stage: s, activity: a), on: day, &result)
        for (p, part) in activity.parts.enumerated() {
          add(part, ItemPath(stage: s, activity: a, part: p), on: day, &result)
        }
      }
      if stage.activities.isEmpty {
        result.states.append((stage.item, ItemPath(stage: s), stageState(stage, s, on: day).state, [], nil))
      }
    }
    result.found = program.rules.map { rule in
      let findings = answering(rule.readsItems, on: day).findings(rule, on: day)
      return findings.isPending || findings.isClosed ? [] : Set(findings.found)
    }
    result.targets = program.indicators.map { indicator in
      guard let due = indicator.target?.day, day >= due else { return nil }
      return answering(indicator.readsItems, on: day).answer(indicator, on: day).target?.verdict
    }
    return result
  }

  private func add(_ activity: ActivityInfo, _ path: ItemPath, on day: CivilDay, _ result: inout Snapshot) {
    let state = state(activity, path, on: day)
    var broken: Set<Int32> = []
    var table: Int?
    if let subjects = state.subjects {
      broken = Set(subjects.subjects.filter { $0.state == .broken }.map(\.row))
      table = activity.done?.subjects?.table
    } else if let cadence = state.cadence, let set = activity.cadenceSubjects {
      broken = Set(zip(cadence.rows, cadence.kept).filter { $1.missed > 0 }.map(\.0))
      table = set.table
    }
    result.states.append((activity.item, path, state.state, broken, table))
  }

  private func changes(from before: Snapshot, to now: Snapshot, on day: CivilDay) -> [ForecastChange] {
    var result: [ForecastChange] = []
    for (old, new) in zip(before.states, now.states) {
      let heading = new.item.number.isEmpty ? new.item.title : "\(new.item.number) \(new.item.title)"
      if old.state != new.state {
        result.append(
          ForecastChange(
            day: day, heading: heading, line: new.item.span.line, kind: .state(from: old.state, to: new.state)))
      }
      let fresh = new.broken.subtracting(old.broken)
      if !fresh.isEmpty, let table = new.table {
        let subjects = sorted(
          fresh.map { subject(table, Int($0), .broken, on: day, owner: new.item.responsible) })
        result.append(
          ForecastChange(day: day, heading: heading, line: new.item.span.line, kind: .broken(subjects)))
      }
    }
    for (index, rule) in program.rules.enumerated() {
      let fresh = now.found[index].subtracting(before.found[index])
      if !fresh.isEmpty, let set = rule.subjects {
        let subjects = sorted(
          fresh.map {
            answering(rule.readsItems, on: day).subject(set.table, Int($0), .broken, on: day, owner: rule.responsible)
          })
        result.append(ForecastChange(day: day, heading: rule.heading, line: rule.span.line, kind: .found(subjects)))
      }
      let cleared = before.found[index].subtracting(now.found[index]).count
      if cleared > 0 {
        result.append(ForecastChange(day: day, heading: rule.heading, line: rule.span.line, kind: .cleared(cleared)))
      }
    }
    for (index, indicator) in program.indicators.enumerated() {
      guard before.targets[index] == nil, let verdict = now.targets[index] else { continue }
      result.append(
        ForecastChange(day: day, heading: indicator.title, line: indicator.span.line, kind: .target(verdict)))
    }
    return result
  }
}
