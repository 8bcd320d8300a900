import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// A program over its tables, asked on days: the only door to evaluation.
package final class Engine {
  package let program: Program
  package let data: Dataset
  let describing: Describing
  /// What is asked of this engine is noted here; set it before the first question.
  package var coverage: Coverage?
  private var evaluators: [CivilDay: Evaluator] = [:]
  private var states: [StateKey: ItemJudgement] = [:]

  private struct StateKey: Hashable {
    let path: ItemPath
    let day: CivilDay
  }

  /// `language` is that of values put into sentences (dates, decimals), not of the plan.
  package init(_ program: Program, language: Language) {
    self.program = program
    data = Dataset(program)
    describing = Describing(data: data, language: language)
  }

  /// What the data say of themselves once references are resolved.
  package var diagnostics: [Diagnostic] { data.diagnostics }

  func evaluator(_ day: CivilDay) -> Evaluator {
    if let known = evaluators[day] { return known }
    let made = Evaluator(data, today: day)
    made.coverage = coverage
    evaluators[day] = made
    return made
  }

  func judgement(_ path: ItemPath, _ day: CivilDay, _ make: () -> ItemJudgement) -> ItemJudgement {
    let key = StateKey(path: path, day: day)
    if let known = states[key] { return known }
    let made = make()
    states[key] = made
    return made
  }
}
