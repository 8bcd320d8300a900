import VekhaCalendar
import VekhaTable
import VekhaText

@testable import VekhaEngine

/// Answers made by hand, small but with one of everything.
enum Sample {
  static func day(_ iso: String) -> CivilDay { CivilDay(iso: iso) ?? CivilDay(number: 0) }

  static let lead = Responsible(role: "куратор", person: "Путрова А. П.")

  static func item(
    _ number: String, _ title: String, due: String? = nil, _ state: ActivityState, wording: String? = nil,
    doneOn: String? = nil, progress: Progress? = nil, responsible: Responsible? = lead, line: Int = 1
  ) -> ItemAnswer {
    ItemAnswer(
      number: number, isNumberWritten: true, name: nil, title: title, dueWording: wording, start: nil,
      due: due.map(day), state: state, doneOn: doneOn.map(day), progress: progress, responsible: responsible,
      helpers: [], line: line)
  }

  static func activity(
    _ item: ItemAnswer, relapse: Relapse? = nil, reason: String? = nil, place: CellPlace? = nil,
    unknown: [SubjectAnswer] = [], parts: [ActivityAnswer] = [], needs: [String] = []
  ) -> ActivityAnswer {
    ActivityAnswer(
      item: item, documents: [], markReason: reason, markPlace: place, relapse: relapse, open: .init(),
      unknown: .init(unknown),
      parts: parts, unmetNeeds: needs)
  }

  static func subject(
    _ label: String, _ context: String? = nil, line: Int, state: SubjectState = .broken, blockers: [Blocker] = [],
    message: String? = nil, responsible: Responsible? = nil
  ) -> SubjectAnswer {
    SubjectAnswer(
      label: label, key: "м\(line)", context: context, place: CellPlace(file: "участники.csv", line: line, title: ""),
      state: state, blockers: blockers, message: message, responsible: responsible, since: day("2024-11-01"))
  }

  static func blocker(_ cause: Blocker.Cause, line: Int, _ title: String, _ label: String) -> Blocker {
    Blocker(cause: cause, place: CellPlace(file: "участники.csv", line: line, title: title), label: label)
  }

  static func rule(
    _ heading: String, _ gravity: Gravity, found: [SubjectAnswer], unknown: [SubjectAnswer] = [], from: String? = nil,
    isPending: Bool = false, because: String? = nil, responsible: Responsible? = nil
  ) -> RuleAnswer {
    var answer = RuleAnswer(
      kind: .flag, name: heading, heading: heading, gravity: gravity, line: 40, from: from.map(day), until: nil,
      isPending: isPending, because: because.map { GroundAnswer(wording: $0) }, responsible: responsible,
      found: .init(found), unknown: .init(unknown), examined: 57)
    let responsibles = Set(found.map { $0.responsible ?? responsible })
    if responsibles.count == 1 { answer.commonResponsible = responsibles.first ?? nil }
    return answer
  }

  static let emptyBirth = subject(
    "Орлов Пётр", "СОШ № 2", line: 14, state: .cannotTell,
    blockers: [blocker(.missing, line: 14, "Дата рождения", "Орлов Пётр")])
  static let badBirth = subject(
    "Ким Ольга", line: 17, state: .cannotTell,
    blockers: [blocker(.unreadable("31.02.2005"), line: 17, "Дата рождения", "Ким Ольга")])

  static let answer = Answer(
    plan: PlanHead(
      title: "Дорожная карта наставничества", file: "plan.plan",
      period: Period(day("2024-09-01"), day("2025-08-31")), periodWording: "2024/2025 учебный год"),
    asOf: day("2024-11-15"),
    tables: [
      TableAnswer(name: "участники", file: "участники.csv", rowsInFile: 141, rowsLoaded: 140, rowsPresent: 121),
      TableAnswer(name: "пары", file: "пары.csv", rowsInFile: 1, rowsLoaded: 1, rowsPresent: 1),
    ],
    stages: [
      StageAnswer(
        item: item("1", "Подготовка условий", due: "2024-09-30", .doneLate, wording: "сентябрь"),
        activities: [
          activity(
            item(
              "1.1", "Приказ о назначении куратора", due: "2024-09-30", .done, wording: "сентябрь", doneOn: "2024-09-12"
            ),
            reason: "приказ № 12", place: CellPlace(file: "2024-2025.journal", line: 4, title: "")),
          activity(
            item(
              "1.2", "Согласия", due: "2024-09-30", .doneLate, wording: "сентябрь", doneOn: "2024-10-05",
              progress: Progress(met: 140, total: 140, unknown: 0)),
            relapse: Relapse(since: day("2024-11-02"), progress: Progress(met: 139, total: 140, unknown: 1))),
        ]),
      StageAnswer(
        item: item("5", "Организация и осуществление работы наставнических пар", .overdue, wording: "в течение года"),
        activities: [
          activity(
            item(
              "5.1",
              "Формирование наставнических пар и групп с учётом запросов наставляемых и возможностей наставников",
              due: "2024-10-14", .overdue, wording: "не позднее 14 октября",
              progress: Progress(met: 42, total: 57, unknown: 2)),
            unknown: [emptyBirth], needs: ["1.2 Согласия"]),
          activity(
            item(
              "5.2", "Мониторинг", due: "2025-05-31", .ahead, wording: "апрель–май",
              progress: Progress(met: 0, total: 0, unknown: 0)),
            parts: [
              activity(item("5.2а", "Анкета", due: "2025-04-30", .noInformation, wording: "апрель", responsible: nil))
            ]),
        ]),
    ],
    rules: [
      rule(
        "Отметить наставников с более чем 3 парами", .important,
        found: [
          subject("Седых Вера", "СОШ № 1", line: 60, responsible: Responsible(role: "администрация", person: nil)),
          subject("Яр Олег", line: 61),
        ], responsible: lead),
      rule(
        "Отметить наставляемых без пары после октября", .urgent,
        found: (1...12).map {
          subject("Белова Анна \($0)", line: $0 + 1, message: "Белова Анна \($0) (СОШ № 1): нет наставника")
        }, from: "2024-11-01", because: "Положение, п. 3.2", responsible: lead),
      rule("Отметить несовершеннолетних без согласия", .urgent, found: [], unknown: [emptyBirth, badBirth]),
      rule(
        "Отметить пары без анкеты после апреля", .info, found: [subject("Белова – Седых", line: 3)], from: "2025-05-01",
        isPending: true),
    ],
    indicators: [
      IndicatorAnswer(
        title: "Охват молодых специалистов", line: 70, value: .share(met: 25, failed: 15, unknown: 2),
        target: .init(
          comparison: ">=", number: Number(millionths: 70_500_000), isPercent: true, by: day("2024-11-01"),
          wording: "не менее 70.5 % к 1 ноября", verdict: .missed, judged: .share(met: 24, failed: 16, unknown: 0)),
        groups: [
          .init(label: "СОШ № 1", value: .share(met: 1, failed: 1, unknown: 0), keys: ["СОШ № 1"]),
          .init(label: "ДЮСШ", value: .share(met: 0, failed: 0, unknown: 0)),
        ]),
      IndicatorAnswer(
        title: "Встреч на пару", line: 72, value: .number(Number(millionths: 2_333_333)), target: nil, groups: []),
      IndicatorAnswer(
        title: "Пар", line: 73, value: .count(least: 40, most: 42),
        target: .init(
          comparison: ">=", number: Number(millionths: 41_000_000), isPercent: false, by: nil, wording: "не менее 41",
          verdict: .cannotTell, judged: nil), groups: []),
    ],
    grids: [
      GridAnswer(
        kind: .table, name: "отчёт", title: "Отчёт за полугодие", line: 80, asOf: day("2024-12-31"),
        columns: [
          .init(title: "школы", isNumeric: false), .init(title: "пары", isNumeric: true),
          .init(title: "утверждено", isNumeric: false), .init(title: "состояние", isNumeric: false),
          .init(title: "есть план", isNumeric: false), .init(title: nil, isNumeric: true),
        ],
        rows: [
          [
            .text("СОШ № 1"), .value(.count(least: 2, most: 3)), .date(day("2024-09-03")), .worded("state.overdue"),
            .flag(true), .value(.share(met: 1, failed: 1, unknown: 0)),
          ],
          [.notGiven, .value(.count(least: 0, most: 0)), .missing, .unknown, .missing, .value(.unknown)],
        ],
        total: [.total, .value(.count(least: 2, most: 3)), .meaningless, .meaningless, .meaningless, .value(.unknown)],
        rowCount: 3, unknown: [emptyBirth], aside: [.init(name: "пары", count: 1)])
    ],
    contradictions: [
      Contradiction(
        place: CellPlace(file: "2024-2025.journal", line: 9, title: ""), item: "5.1 Формирование пар",
        mark: "done",
        progress: Progress(met: 42, total: 57, unknown: 2))
    ])

  static let source = SourceText(
    name: "plan.plan", text: "отметить участников, где согласие отсутствует\n  и возраст < 18\n")

  static let explanation = Explanation.record(
    subject("Орлов Пётр", "СОШ № 2", line: 14),
    [
      RuleReason(
        heading: "Отметить участников без согласия", isActivity: false, line: 1, verdict: .found,
        from: day("2024-09-02"),
        reason: Reason(
          wording: "согласие отсутствует", place: Span(source, 47..<80), outcome: .holds,
          cells: [
            CellReading(
              place: CellPlace(file: "участники.csv", line: 14, title: "Дата согласия"), value: nil, isUnreadable: false
            )
          ],
          children: [
            Reason(
              wording: "возраст", place: nil, outcome: .value("17"),
              cells: [
                CellReading(
                  place: CellPlace(file: "участники.csv", line: 14, title: "Дата рождения"), value: "03.02.2007",
                  isUnreadable: false)
              ], children: [], label: nil)
          ], label: nil),
        message: "Орлов Пётр: нет согласия", blockers: []),
      RuleReason(
        heading: "Отметить наставляемых без пары", isActivity: false, line: 9, verdict: .pending,
        from: day("2024-11-01"),
        reason: nil, message: nil, blockers: []),
      RuleReason(
        heading: "5.1 Формирование пар", isActivity: true, line: 20, verdict: .cannotTell, from: nil,
        reason: Reason(
          wording: "есть пара", place: nil, outcome: .unknown, cells: [], children: [], label: "Орлов Пётр"),
        message: nil,
        blockers: [blocker(.unattached("н99"), line: 33, "Наставник (ид)", "Орлов – ?")]),
    ])
}
