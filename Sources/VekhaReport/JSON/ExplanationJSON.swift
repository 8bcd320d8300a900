import VekhaEngine
import VekhaText

/// An explanation in the schema `vekha.why`; `kind` says which of the other keys are there.
struct ExplanationJSON: Encodable {
  let schema = "vekha.why"
  let version = JSONText.version
  var kind: String
  var record: SubjectJSON?
  var verdicts: [VerdictJSON]?
  var activity: ActivityJSON?
  var stage: StageJSON?
  var inStage: ItemJSON?
  var reasons: [ReasonJSON]?
  var records: [SubjectJSON]?
  var rule: RuleJSON?
  var indicator: IndicatorJSON?
  var proposals: [String]?

  init(_ explanation: Explanation) {
    switch explanation {
    case .record(let subject, let reasons):
      kind = "record"
      record = SubjectJSON(subject)
      verdicts = reasons.map(VerdictJSON.init)
    case .activity(let activity, let stage, let reasons):
      kind = "activity"
      self.activity = ActivityJSON(activity)
      inStage = stage.map(ItemJSON.init)
      self.reasons = reasons.map(ReasonJSON.init)
    case .stage(let stage):
      kind = "stage"
      self.stage = StageJSON(stage)
    case .rule(let rule, let reasons):
      kind = "rule"
      self.rule = RuleJSON(rule)
      self.reasons = reasons.map(ReasonJSON.init)
    case .indicator(let indicator, let reasons):
      kind = "indicator"
      self.indicator = IndicatorJSON(indicator)
      self.reasons = reasons.map(ReasonJSON.init)
    case .several(let subjects):
      kind = "several"
      records = subjects.map(SubjectJSON.init)
    case .nothing(let proposals):
      kind = "nothing"
      self.proposals = proposals
    }
  }
}

struct VerdictJSON: Encodable {
  let heading: String
  let isActivity: Bool
  let line: Int
  let verdict: String
  let from: String?
  let reason: ReasonJSON?
  let message: String?
  let blockers: [BlockerJSON]
  let ways: [[ChangeJSON]]
  let cadence: CadenceJSON?

  struct ChangeJSON: Encodable {
    let wording: String
    let line: Int?
    let becomes: Bool
  }

  init(_ reason: RuleReason) {
    heading = reason.heading
    isActivity = reason.isActivity
    line = reason.line
    verdict = reason.verdict.rawValue
    from = reason.from?.iso
    self.reason = reason.reason.map(ReasonJSON.init)
    message = reason.message
    blockers = reason.blockers.map(BlockerJSON.init)
    ways = reason.ways.map { $0.map { ChangeJSON(wording: $0.wording, line: $0.place?.line, becomes: $0.becomes) } }
    cadence = reason.cadence.map(CadenceJSON.init)
  }
}

struct ReasonJSON: Encodable {
  struct CellJSON: Encodable {
    let place: PlaceJSON
    let value: String?
    let state: String

    init(_ cell: CellReading) {
      place = PlaceJSON(cell.place)
      value = cell.value
      state = cell.value == nil ? "missing" : cell.isUnreadable ? "unreadable" : "present"
    }
  }

  struct GapJSON: Encodable {
    struct StretchJSON: Encodable {
      let first: String
      let last: String
    }

    let since: String
    let days: Int
    let ofWorkingDays: Bool
    let excluded: [StretchJSON]

    init(_ gap: GapReading) {
      since = gap.since.iso
      days = gap.days
      ofWorkingDays = gap.isOfWorkingDays
      excluded = gap.excluded.map { StretchJSON(first: $0.first.iso, last: $0.last.iso) }
    }
  }

  let wording: String
  let file: String?
  let line: Int?
  let outcome: String
  let value: String?
  let label: String?
  let cells: [CellJSON]
  let gap: GapJSON?
  let children: [ReasonJSON]

  init(_ reason: Reason) {
    wording = reason.wording
    file = reason.place?.source.name
    line = reason.place?.line
    switch reason.outcome {
    case .holds: (outcome, value) = ("holds", nil)
    case .fails: (outcome, value) = ("fails", nil)
    case .unknown: (outcome, value) = ("unknown", nil)
    case .value(let text): (outcome, value) = ("value", text)
    }
    label = reason.label
    cells = reason.cells.map(CellJSON.init)
    gap = reason.gap.map(GapJSON.init)
    children = reason.children.map(ReasonJSON.init)
  }
}
