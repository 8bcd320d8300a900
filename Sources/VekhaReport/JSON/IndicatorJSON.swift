import VekhaEngine
import VekhaTable

struct IndicatorJSON: Encodable {
  struct GroupJSON: Encodable {
    let label: String
    let keys: [String?]
    let value: IndicatorValueJSON
    let before: IndicatorValueJSON?
    let isNew: Bool
    let hasFallen: Bool
  }

  struct ComparisonJSON: Encodable {
    let plan: String
    let file: String
    let asOf: String
    let value: IndicatorValueJSON
  }

  struct TargetJSON: Encodable {
    let comparison: String
    let number: NumberJSON
    let isPercent: Bool
    let by: String?
    let wording: String
    let verdict: String
    let judged: IndicatorValueJSON?
  }

  let title: String
  let line: Int
  let value: IndicatorValueJSON
  let target: TargetJSON?
  let groups: [GroupJSON]
  let comparison: ComparisonJSON?
  let responsible: ResponsibleJSON?
  let because: GroundJSON?

  init(_ indicator: IndicatorAnswer) {
    title = indicator.title
    responsible = indicator.responsible.map(ResponsibleJSON.init)
    because = indicator.because.map(GroundJSON.init)
    line = indicator.line
    value = IndicatorValueJSON(indicator.value)
    target = indicator.target.map {
      TargetJSON(
        comparison: $0.comparison, number: NumberJSON(number: $0.number), isPercent: $0.isPercent, by: $0.by?.iso,
        wording: $0.wording, verdict: $0.verdict.rawValue, judged: $0.judged.map(IndicatorValueJSON.init))
    }
    groups = indicator.groups.map {
      GroupJSON(
        label: $0.label, keys: $0.keys, value: IndicatorValueJSON($0.value),
        before: $0.before.map(IndicatorValueJSON.init), isNew: $0.isNew, hasFallen: $0.hasFallen)
    }
    comparison = indicator.comparison.map {
      ComparisonJSON(plan: $0.plan, file: $0.file, asOf: $0.asOf.iso, value: IndicatorValueJSON($0.value))
    }
  }
}

/// A value with its kind; the other keys depend on it.
struct IndicatorValueJSON: Encodable {
  var kind: String
  var met: Int?
  var failed: Int?
  var unknown: Int?
  var of: Int?
  var percent: NumberJSON?
  var least: Int?
  var most: Int?
  var number: NumberJSON?
  var leftOut: Int?
  var date: String?

  init(_ value: IndicatorValue) {
    switch value {
    case .share(let met, let failed, let unknown):
      kind = "share"
      self.met = met
      self.failed = failed
      self.unknown = unknown
      of = met + failed
      let percent = Number(met * 100).flatMap { part in Number(met + failed).flatMap { part.divided(by: $0) } }
      self.percent = percent.map(NumberJSON.init)
    case .count(let least, let most):
      kind = "count"
      self.least = least
      self.most = most
    case .number(let number):
      kind = "number"
      self.number = NumberJSON(number: number)
    case .partial(let number, let leftOut):
      kind = "partial"
      self.number = NumberJSON(number: number)
      self.leftOut = leftOut
    case .date(let day):
      kind = "date"
      date = day.iso
    case .empty: kind = "empty"
    case .unknown: kind = "unknown"
    }
  }
}
