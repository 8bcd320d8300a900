import FoundationEssentials
import VekhaCalendar
import VekhaCheck
import VekhaEngine
import VekhaTable
import VekhaText

/// Answers and diagnostics for programs. The keys and the closed lists of words are described in docs/json.md; they
/// are never translated, and the same input gives the same bytes.
package enum JSONText {
  /// Version of the schemas: raised when a key is renamed, removed or given another meaning.
  package static let version = 1

  /// `vekha run --json`: schema `vekha.status`.
  package static func text(_ answer: Answer) throws -> String {
    try encoded(AnswerJSON(answer), isPretty: true) + "\n"
  }

  /// `vekha agenda --json`: schema `vekha.agenda`.
  package static func text(_ agenda: Agenda) throws -> String {
    try encoded(AgendaJSON(agenda), isPretty: true) + "\n"
  }

  /// `vekha forecast --json`: schema `vekha.forecast`.
  package static func text(_ forecast: Forecast) throws -> String {
    try encoded(ForecastJSON(forecast), isPretty: true) + "\n"
  }

  /// `vekha doc --json`: schema `vekha.names`.
  package static func text(_ names: PlanNames, of plan: PlanHead) throws -> String {
    try encoded(NamesJSON(names, plan), isPretty: true) + "\n"
  }

  /// `vekha why --json`: schema `vekha.why`.
  package static func text(_ explanation: Explanation) throws -> String {
    try encoded(ExplanationJSON(explanation), isPretty: true) + "\n"
  }

  /// One object a line, in the order of files and places.
  package static func lines(_ diagnostics: [Diagnostic], _ say: Wording) throws -> String {
    try DiagnosticOrder.sorted(diagnostics).map { try encoded(DiagnosticJSON($0, say), isPretty: false) + "\n" }
      .joined()
  }

  static func encoded(_ value: some Encodable, isPretty: Bool) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting =
      isPretty
      ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// An exact decimal as a JSON number.
struct NumberJSON: Encodable {
  let number: Number

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let integer = number.integer {
      try container.encode(integer)
    } else {
      try container.encode(Decimal(string: number.text()))
    }
  }
}

struct PlaceJSON: Encodable {
  let file: String
  let sheet: String?
  let line: Int
  let column: String?
  let address: String?

  init(_ place: CellPlace) {
    file = place.file
    sheet = place.sheet.isEmpty ? nil : place.sheet
    line = place.line
    address = place.address
    column = place.title.isEmpty ? nil : place.title
  }
}

struct ResponsibleJSON: Encodable {
  let role: String
  let person: String?

  init(_ responsible: Responsible) {
    role = responsible.role
    person = responsible.person
  }
}

struct ProgressJSON: Encodable {
  let met: Int
  let total: Int
  let unknown: Int

  init(_ progress: Progress) {
    met = progress.met
    total = progress.total
    unknown = progress.unknown
  }
}

struct BlockerJSON: Encodable {
  let cause: String
  let text: String?
  let place: PlaceJSON
  let label: String

  init(_ blocker: Blocker) {
    switch blocker.cause {
    case .missing: (cause, text) = ("missing", nil)
    case .unreadable(let raw): (cause, text) = ("unreadable", raw)
    case .unattached(let raw): (cause, text) = ("unattached", raw)
    case .noResult: (cause, text) = ("no_result", nil)
    }
    place = PlaceJSON(blocker.place)
    label = blocker.label
  }
}

struct SubjectJSON: Encodable {
  let label: String
  let key: String?
  let context: String?
  let place: PlaceJSON
  let state: String
  let blockers: [BlockerJSON]
  let message: String?
  let responsible: ResponsibleJSON?
  let since: String?
  let due: String?
  let cadence: CadenceJSON?
  let isEscalated: Bool

  init(_ subject: SubjectAnswer) {
    label = subject.label
    key = subject.key
    context = subject.context
    place = PlaceJSON(subject.place)
    state = subject.state.rawValue
    blockers = subject.blockers.map(BlockerJSON.init)
    message = subject.message
    responsible = subject.responsible.map(ResponsibleJSON.init)
    since = subject.since?.iso
    due = subject.due?.iso
    cadence = subject.cadence.map(CadenceJSON.init)
    isEscalated = subject.isEscalated
  }
}
