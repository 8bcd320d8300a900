import VekhaEngine

/// An agenda in the schema `vekha.agenda`.
struct AgendaJSON: Encodable {
  struct Entry: Encodable {
    let day: String
    let kind: String
    let heading: String
    let line: Int
    let responsible: ResponsibleJSON?
    let due: String?
    let records: [SubjectJSON]
  }

  let schema = "vekha.agenda"
  let version = JSONText.version
  let asOf: String
  let until: String
  let plan: PlanJSON
  let entries: [Entry]

  init(_ agenda: Agenda) {
    asOf = agenda.asOf.iso
    until = agenda.until.iso
    plan = PlanJSON(agenda.plan)
    entries = agenda.entries.map {
      Entry(
        day: $0.day.iso, kind: $0.kind.rawValue, heading: $0.heading, line: $0.line,
        responsible: $0.responsible.map(ResponsibleJSON.init), due: $0.due?.iso,
        records: $0.subjects.map(SubjectJSON.init))
    }
  }
}

/// A forecast in the schema `vekha.forecast`.
struct ForecastJSON: Encodable {
  struct Change: Encodable {
    let day: String
    let kind: String
    let heading: String
    let line: Int
    var stateBefore: String?
    var state: String?
    var records: [SubjectJSON] = []
    var count: Int?
    var verdict: String?

    init(_ change: ForecastChange) {
      day = change.day.iso
      heading = change.heading
      line = change.line
      switch change.kind {
      case .state(let from, let to):
        kind = "state"
        stateBefore = from.rawValue
        state = to.rawValue
      case .found(let subjects):
        kind = "found"
        records = subjects.map(SubjectJSON.init)
      case .cleared(let cleared):
        kind = "cleared"
        count = cleared
      case .broken(let subjects):
        kind = "broken"
        records = subjects.map(SubjectJSON.init)
      case .target(let outcome):
        kind = "target"
        verdict = outcome.rawValue
      }
    }
  }

  let schema = "vekha.forecast"
  let version = JSONText.version
  let asOf: String
  let until: String
  let plan: PlanJSON
  let changes: [Change]

  init(_ forecast: Forecast) {
    asOf = forecast.asOf.iso
    until = forecast.until.iso
    plan = PlanJSON(forecast.plan)
    changes = forecast.changes.map(Change.init)
  }
}
