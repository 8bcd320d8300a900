import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// A program over its tables, asked on days: the only door to evaluation.
package final class Engine {
  package let program: Program
  package let data: Dataset
  let describing: Describing
  /// In a forecast, the day up to which facts are known.
  let known: CivilDay?
  /// What is asked of this engine is noted here; set it before the first question.
  package var coverage: Coverage?
  private var evaluators: [CivilDay: Evaluator] = [:]
  private var states: [StateKey: ItemJudgement] = [:]

  private var firstAsked: CivilDay?
  /// Whether more than one day was asked: then it pays to know what is the same on many.
  private(set) var isWalking = false
  private var dateReads: [[Int]: DateReads] = [:]
  private var scans: [[Int]: (searched: CivilDay, found: CivilDay?)] = [:]
  private var stretches: [StretchKey: Any] = [:]

  private struct StretchKey: Hashable {
    let ids: [Int]
    let start: CivilDay
  }
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
    known = nil
  }

  /// The same program and data, of which nothing was asked yet.
  package init(asIfNew other: Engine) {
    program = other.program
    data = other.data
    describing = other.describing
    known = other.known
    comparedEngines = other.comparedEngines
  }

  /// The same program and data, of which only the facts up to a day are known.
  init(_ other: Engine, known: CivilDay) {
    program = other.program
    data = other.data
    describing = other.describing
    self.known = known
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
    known = other.known
  }

  /// The engine that answers what may ask about items.
  func answering(_ readsItems: Bool, on day: CivilDay) -> Engine { readsItems ? filled(on: day) : self }

  /// What the data say of themselves once references are resolved.
  package var diagnostics: [Diagnostic] { data.diagnostics }

  func evaluator(_ day: CivilDay) -> Evaluator {
    // The items of another day are those of another table.
    if let origin, origin.day != day { return origin.engine.engine.filled(on: day).evaluator(day) }
    if let known = evaluators[day] { return known }
    let made = Evaluator(data, today: day, known: known)
    made.doneDay = { [unowned self] item, day in itemState(item, on: day)?.1.doneOn }
    made.earlier = { [unowned self] in evaluator($0) }
    made.coverage = coverage
    evaluators[day] = made
    return made
  }

  /// Notes that the plan is asked of a day.
  func ask(of day: CivilDay) {
    if let first = firstAsked, first != day { isWalking = true }
    firstAsked = firstAsked ?? day
  }

  /// What is the same on a stretch of days, computed once; `ids` are those of the expressions it is made of.
  func stretch<Result>(_ ids: [Int], _ start: CivilDay, _ make: () -> Result) -> Result {
    let key = StretchKey(ids: ids, start: start)
    if let known = stretches[key] as? Result { return known }
    let made = make()
    stretches[key] = made
    return made
  }

  /// The first day after `start` that a search finds; the search goes on where it ended when it is asked of a later day.
  func scan(
    _ ids: [Int], after start: CivilDay, until today: CivilDay, _ search: (CivilDay) -> CivilDay?
  ) -> CivilDay? {
    var known = scans[ids] ?? (searched: start, found: nil)
    if let found = known.found { return found <= today ? found : nil }
    if known.searched < today {
      known.found = search(known.searched.adding(days: 1))
      known.searched = today
      scans[ids] = known
    }
    return known.found
  }

  /// On what days an obligation can change; found once.
  func reads(_ obligation: Obligation) -> DateReads {
    reads(obligation.ids) { DateReads(obligation, data) }
  }

  func reads(_ ids: [Int], _ make: () -> DateReads) -> DateReads {
    if let known = dateReads[ids] { return known }
    let made = make()
    dateReads[ids] = made
    return made
  }

  /// Marks of the journal that are known.
  var marks: [MarkInfo] { known.map { day in program.marks.filter { $0.day <= day } } ?? program.marks }

  /// Lets go of what was computed for single days before a day: whoever walks over a year needs them no more.
  func forget(before day: CivilDay) {
    evaluators = evaluators.filter { $0.key >= day }
    states = states.filter { $0.key.day >= day }
    filledEngines = filledEngines.filter { $0.key >= day }
  }

  func judgement(_ path: ItemPath, _ day: CivilDay, _ make: () -> ItemJudgement) -> ItemJudgement {
    let key = StateKey(path: path, day: day)
    if let known = states[key] { return known }
    let made = make()
    states[key] = made
    return made
  }
}
