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

  init(_ reason: RuleReason) {
    heading = reason.heading
    isActivity = reason.isActivity
    line = reason.line
    verdict = reason.verdict.rawValue
    from = reason.from?.iso
    self.reason = reason.reason.map(ReasonJSON.init)
    message = reason.message
    blockers = reason.blockers.map(BlockerJSON.init)
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

  let wording: String
  let file: String?
  let line: Int?
  let outcome: String
  let value: String?
  let label: String?
  let cells: [CellJSON]
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
    children = reason.children.map(ReasonJSON.init)
  }
}
