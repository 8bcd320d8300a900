import VekhaEngine
import VekhaTable

/// An answer in the schema `vekha.status`.
struct AnswerJSON: Encodable {
  let schema = "vekha.status"
  let version = JSONText.version
  let asOf: String
  let plan: PlanJSON
  let tables: [TableJSON]
  let stages: [StageJSON]
  let rules: [RuleJSON]
  let indicators: [IndicatorJSON]
  let grids: [GridJSON]
  let contradictions: [ContradictionJSON]

  init(_ answer: Answer) {
    asOf = answer.asOf.iso
    plan = PlanJSON(answer.plan)
    tables = answer.tables.map(TableJSON.init)
    stages = answer.stages.map(StageJSON.init)
    rules = answer.rules.map(RuleJSON.init)
    indicators = answer.indicators.map(IndicatorJSON.init)
    grids = answer.grids.map(GridJSON.init)
    contradictions = answer.contradictions.map(ContradictionJSON.init)
  }
}

struct PlanJSON: Encodable {
  struct PeriodJSON: Encodable {
    let first: String
    let last: String
    let wording: String
  }

  let title: String
  let file: String
  let period: PeriodJSON

  init(_ plan: PlanHead) {
    title = plan.title
    file = plan.file
    period = PeriodJSON(first: plan.period.first.iso, last: plan.period.last.iso, wording: plan.periodWording)
  }
}

struct TableJSON: Encodable {
  let name: String
  let file: String
  let rowsInFile: Int
  let rowsLoaded: Int
  let rowsPresent: Int

  init(_ table: TableAnswer) {
    name = table.name
    file = table.file
    rowsInFile = table.rowsInFile
    rowsLoaded = table.rowsLoaded
    rowsPresent = table.rowsPresent
  }
}

/// What a stage and an activity have in common; its keys stand in their objects.
struct ItemJSON: Encodable {
  let number: String
  let isNumberWritten: Bool
  let name: String?
  let title: String
  let dueWording: String?
  let start: String?
  let due: String?
  let state: String
  let doneOn: String?
  let progress: ProgressJSON?
  let responsible: ResponsibleJSON?
  let helpers: [ResponsibleJSON]
  let line: Int

  init(_ item: ItemAnswer) {
    number = item.number
    isNumberWritten = item.isNumberWritten
    name = item.name
    title = item.title
    dueWording = item.dueWording
    start = item.start?.iso
    due = item.due?.iso
    state = item.state.rawValue
    doneOn = item.doneOn?.iso
    progress = item.progress.map(ProgressJSON.init)
    responsible = item.responsible.map(ResponsibleJSON.init)
    helpers = item.helpers.map(ResponsibleJSON.init)
    line = item.line
  }
}

struct StageJSON: Encodable {
  let item: ItemJSON
  let activities: [ActivityJSON]

  init(_ stage: StageAnswer) {
    item = ItemJSON(stage.item)
    activities = stage.activities.map(ActivityJSON.init)
  }

  private enum Key: CodingKey { case activities }

  func encode(to encoder: any Encoder) throws {
    try item.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(activities, forKey: .activities)
  }
}

struct ActivityJSON: Encodable {
  struct MarkJSON: Encodable {
    let reason: String?
    let place: PlaceJSON?
  }

  struct RelapseJSON: Encodable {
    let since: String?
    let progress: ProgressJSON?
  }

  struct CountsJSON: Encodable {
    let open: Int
    let unknown: Int
  }

  let item: ItemJSON
  let documents: [String]
  let mark: MarkJSON?
  let relapse: RelapseJSON?
  let open: [SubjectJSON]
  let unknown: [SubjectJSON]
  /// How many records the two lists above would have if nobody had asked for the first only.
  let counts: CountsJSON
  let apart: [SubjectJSON]
  let cadence: CadenceJSON?
  let because: GroundJSON?
  let advice: String?
  let isOptional: Bool
  let parts: [ActivityJSON]
  let unmetNeeds: [String]

  init(_ activity: ActivityAnswer) {
    item = ItemJSON(activity.item)
    documents = activity.documents
    let isMarked = activity.markReason != nil || activity.markPlace != nil
    mark = isMarked ? MarkJSON(reason: activity.markReason, place: activity.markPlace.map(PlaceJSON.init)) : nil
    relapse = activity.relapse.map {
      RelapseJSON(since: $0.since?.iso, progress: $0.progress.map(ProgressJSON.init))
    }
    open = activity.open.listed.map(SubjectJSON.init)
    unknown = activity.unknown.listed.map(SubjectJSON.init)
    counts = CountsJSON(open: activity.open.total, unknown: activity.unknown.total)
    apart = activity.apart.map(SubjectJSON.init)
    cadence = activity.cadence.map(CadenceJSON.init)
    because = activity.because.map(GroundJSON.init)
    advice = activity.advice
    isOptional = activity.isOptional
    parts = activity.parts.map(ActivityJSON.init)
    unmetNeeds = activity.unmetNeeds
  }

  private enum Key: CodingKey {
    case documents, mark, relapse, open, unknown, counts, apart, cadence, because, advice, isOptional, parts, unmetNeeds
  }

  func encode(to encoder: any Encoder) throws {
    try item.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(documents, forKey: .documents)
    try container.encodeIfPresent(mark, forKey: .mark)
    try container.encodeIfPresent(relapse, forKey: .relapse)
    try container.encode(open, forKey: .open)
    try container.encode(unknown, forKey: .unknown)
    try container.encode(counts, forKey: .counts)
    try container.encode(apart, forKey: .apart)
    try container.encodeIfPresent(cadence, forKey: .cadence)
    try container.encodeIfPresent(because, forKey: .because)
    try container.encodeIfPresent(advice, forKey: .advice)
    try container.encode(isOptional, forKey: .isOptional)
    try container.encode(parts, forKey: .parts)
    try container.encode(unmetNeeds, forKey: .unmetNeeds)
  }
}

struct GroundJSON: Encodable {
  let wording: String
  let force: String?
  let from: String?
  let until: String?

  init(_ ground: GroundAnswer) {
    wording = ground.wording
    force = ground.force
    from = ground.from?.iso
    until = ground.until?.iso
  }
}

struct CadenceJSON: Encodable {
  let held: Int
  let missed: Int
  let unknown: Int
  let expected: Int
  let firstMissed: String?
  let last: String?
  let gapDays: Int?
  let next: String?

  init(_ kept: CadenceKept) {
    held = kept.held
    missed = kept.missed
    unknown = kept.unknown
    expected = kept.expected
    firstMissed = kept.firstMissed?.iso
    last = kept.last?.iso
    gapDays = kept.gap
    next = kept.next?.iso
  }
}

struct RuleJSON: Encodable {
  let kind: String
  let name: String
  let heading: String
  let severity: String
  let line: Int
  let from: String?
  let until: String?
  let isPending: Bool
  let isClosed: Bool
  let because: GroundJSON?
  let advice: String?
  let responsible: ResponsibleJSON?
  let found: [SubjectJSON]
  let pending: [SubjectJSON]
  let unknown: [SubjectJSON]
  /// How many records each of the three lists would have if nobody had asked for the first only.
  let counts: CountsJSON
  let examined: Int

  struct CountsJSON: Encodable {
    let found: Int
    let pending: Int
    let unknown: Int
  }

  init(_ rule: RuleAnswer) {
    kind = rule.kind.rawValue
    name = rule.name
    heading = rule.heading
    severity = rule.gravity.rawValue
    line = rule.line
    from = rule.from?.iso
    until = rule.until?.iso
    isPending = rule.isPending
    isClosed = rule.isClosed
    because = rule.because.map(GroundJSON.init)
    advice = rule.advice
    pending = rule.pending.listed.map(SubjectJSON.init)
    responsible = rule.responsible.map(ResponsibleJSON.init)
    found = rule.found.listed.map(SubjectJSON.init)
    unknown = rule.unknown.listed.map(SubjectJSON.init)
    counts = CountsJSON(found: rule.found.total, pending: rule.pending.total, unknown: rule.unknown.total)
    examined = rule.examined
  }
}

struct ContradictionJSON: Encodable {
  let place: PlaceJSON
  let item: String
  let mark: String
  let progress: ProgressJSON?

  init(_ contradiction: Contradiction) {
    place = PlaceJSON(contradiction.place)
    item = contradiction.item
    mark = contradiction.mark
    progress = contradiction.progress.map(ProgressJSON.init)
  }
}
