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
  /// In a forecast, the day up to which facts are known.
  let known: CivilDay?
  private var evaluators: [CivilDay: Evaluator] = [:]
  private var states: [StateKey: ItemJudgement] = [:]

  private var dateReads: [ReadsKey: DateReads] = [:]

  private struct ReadsKey: Hashable {
    let subjects: Int
    let condition: Int
  }

  private struct StateKey: Hashable {
    let path: ItemPath
    let day: CivilDay
  }

  /// `language` is that of values put into sentences (dates, decimals), not of the plan.
  package init(_ program: Program, language: Language) {
    self.program = program
    data = Dataset(program)
    describing = Describing(data: data, language: language)
    known = nil
  }

  /// The same program and data, of which only the facts up to a day are known.
  init(_ other: Engine, known: CivilDay) {
    program = other.program
    data = other.data
    describing = other.describing
    self.known = known
  }

  /// What the data say of themselves once references are resolved.
  package var diagnostics: [Diagnostic] { data.diagnostics }

  func evaluator(_ day: CivilDay) -> Evaluator {
    if let known = evaluators[day] { return known }
    let made = Evaluator(data, today: day, known: known)
    made.doneDay = { [unowned self] item, day in itemState(item, on: day)?.1.doneOn }
    made.coverage = coverage
    evaluators[day] = made
    return made
  }

  /// What days a condition can change on; made once.
  func reads(_ obligation: Obligation) -> DateReads {
    let key = ReadsKey(subjects: obligation.subjects?.id ?? -1, condition: obligation.condition.id)
    if let known = dateReads[key] { return known }
    let made = DateReads(obligation, data)
    dateReads[key] = made
    return made
  }

  /// Marks of the journal that are known.
  var marks: [MarkInfo] { known.map { day in program.marks.filter { $0.day <= day } } ?? program.marks }

  func judgement(_ path: ItemPath, _ day: CivilDay, _ make: () -> ItemJudgement) -> ItemJudgement {
    let key = StateKey(path: path, day: day)
    if let known = states[key] { return known }
    let made = make()
    states[key] = made
    return made
  }
}
