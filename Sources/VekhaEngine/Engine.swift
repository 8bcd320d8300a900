import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// A program over its tables, asked on days: the only door to evaluation.
package final class Engine {
  package let program: Program
  package let data: Dataset
  let describing: Describing
  private var evaluators: [CivilDay: Evaluator] = [:]
  private var states: [StateKey: ItemJudgement] = [:]

  /// The engines whose tables of the plan's own items are filled, by day.
  private var filledEngines: [CivilDay: Engine] = [:]
  /// Of a filled engine: the one it was made by, and the day of its items.
  private var origin: (engine: Unowned, day: CivilDay)?

  /// The engines of the plans that indicators are compared with, by the file as named in the plan.
  package var comparedEngines: [String: Engine] = [:]

  func comparedEngine(_ file: String) -> Engine? { (origin?.engine.engine ?? self).comparedEngines[file] }

  private struct Unowned { unowned let engine: Engine }

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

  /// This engine with the plan's own items of a day as tables. Whatever asks about items is answered by it; the items
  /// themselves never are, so that nothing depends on itself.
  func filled(on day: CivilDay) -> Engine {
    if let origin { return origin.day == day ? self : origin.engine.engine.filled(on: day) }
    if let known = filledEngines[day] { return known }
    let made = Engine(filling: self, on: day)
    filledEngines[day] = made
    return made
  }

  private init(filling other: Engine, on day: CivilDay) {
    program = other.program(filledOn: day)
    data = Dataset(program, sharing: other.data)
    describing = Describing(data: data, language: other.describing.language)
    origin = (Unowned(engine: other), day)
  }

  /// The engine that answers what may ask about items.
  func answering(_ readsItems: Bool, on day: CivilDay) -> Engine { readsItems ? filled(on: day) : self }

  /// What the data say of themselves once references are resolved.
  package var diagnostics: [Diagnostic] { data.diagnostics }

  func evaluator(_ day: CivilDay) -> Evaluator {
    // The items of another day are those of another table.
    if let origin, origin.day != day { return origin.engine.engine.filled(on: day).evaluator(day) }
    if let known = evaluators[day] { return known }
    let made = Evaluator(data, today: day)
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
