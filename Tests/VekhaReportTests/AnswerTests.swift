import Foundation
import Testing
import VekhaText

@testable import VekhaEngine
@testable import VekhaReport

@Suite struct AnswerTests {
  @Test func screenInRussian() {
    #expect(AnswerText(Wording(.russian)).render(Sample.answer) == Golden.answerRussian)
  }

  @Test func screenInEnglish() {
    #expect(AnswerText(Wording(.english)).render(Sample.answer) == Golden.answerEnglish)
  }

  @Test func explanationInBothLanguages() {
    #expect(ExplanationText(Wording(.russian)).render(Sample.explanation) == Golden.whyRussian)
    #expect(ExplanationText(Wording(.english)).render(Sample.explanation) == Golden.whyEnglish)
  }

  @Test func severalRecordsAndNone() {
    let text = ExplanationText(Wording(.russian))
    #expect(
      text.render(.several([Sample.emptyBirth])) == """
        Таких записей несколько. Спросите по коду («участники 7») или назовите полнее:
          м14 – Орлов Пётр, СОШ № 2: участники.csv, строка 14

        """)
    #expect(
      text.render(.nothing(proposals: ["Орлов", "Орлова"])) == """
        Ни записи, ни мероприятия с таким названием нет.
        может быть, «Орлов» или «Орлова»?

        """)
  }

  @Test func activityIsExplainedWithItsOpenCells() {
    let stage = Sample.answer.stages[1]
    let text = ExplanationText(Wording(.russian)).render(.activity(stage.activities[0], stage: stage.item, reasons: []))
    #expect(text.contains("  состояние: просрочено\n"))
    #expect(text.contains("  выполнено: 42 из 57, 2 неизвестно\n"))
    #expect(
      text.contains(
        "Нельзя сказать: 1 запись\n  Орлов Пётр, СОШ № 2: участники.csv, строка 14, столбец «Дата рождения»: пусто\n"))
    #expect(ExplanationText(Wording(.russian)).render(.stage(stage)).contains("  5.2 Мониторинг: впереди, 0 из 0\n"))
  }

  @Test(arguments: [40, 60, 80, 100, 120, 160]) func nothingIsWiderThanTheWindow(width: Int) {
    for language in Language.allCases {
      let text = AnswerText(Wording(language), width: width).render(Sample.answer)
      for line in text.split(separator: "\n") { #expect(DisplayWidth.of(line) <= width, "\(line)") }
      #expect(text.contains("42"))
    }
  }

  @Test func continuationLinesStandUnderTheirColumn() {
    let lines = AnswerText(Wording(.russian), width: 130).render(Sample.answer).split(separator: "\n")
    let first = lines.firstIndex { $0.hasPrefix("5.1 ") } ?? 0
    #expect(lines[first + 1].hasPrefix("      учётом запросов"))
    #expect(
      lines[first].range(of: "42 из 57").map { lines[first].distance(from: lines[first].startIndex, to: $0.lowerBound) }
        == lines[first + 1].range(of: "неизвестно").map {
          lines[first + 1].distance(from: lines[first + 1].startIndex, to: $0.lowerBound)
        })
  }

  @Test func colourIsOnlyThereWhenAskedAndAddsNoWords() {
    for width in [nil, 60, 130] {
      let plain = AnswerText(Wording(.russian), width: width).render(Sample.answer)
      let coloured = AnswerText(Wording(.russian), isColoured: true, width: width).render(Sample.answer)
      #expect(!plain.contains("\u{1B}"))
      #expect(coloured.contains("\u{1B}[31mпросрочено\u{1B}[0m"))
      #expect(
        coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n") == plain.split(separator: "\n"),
        "\(width ?? 0)")
    }
    #expect(!ExplanationText(Wording(.russian)).render(Sample.explanation).contains("\u{1B}"))
  }

  @Test func allRecordsOnRequest() {
    let text = AnswerText(Wording(.russian), limit: nil).render(Sample.answer)
    #expect(text.contains("Белова Анна 12"))
    #expect(!text.contains("--all"))
    #expect(AnswerText(Wording(.russian), limit: 3).render(Sample.answer).contains("    и ещё 9: --all\n"))
  }

  @Test func dataCannotSteerTheTerminal() {
    var answer = Sample.answer
    var found = answer.rules[0].found.listed
    found[0].label = "Зло\u{1B}[2J\u{202E}"
    answer.rules[0].found = SubjectList(found)
    answer.plan.title = "План\u{7}"
    let text = AnswerText(Wording(.russian)).render(answer)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && VisibleText.isHidden($0) })
    #expect(text.contains("Зло<U+001B>[2J<U+202E>"))
  }

  @Test func planWithoutRulesAndDataIsShort() {
    var answer = Sample.answer
    answer.tables = []
    answer.rules = []
    answer.indicators = []
    answer.grids = []
    answer.contradictions = []
    answer.stages = [
      StageAnswer(
        item: Sample.item("", "", .noInformation, responsible: nil),
        activities: [Sample.activity(Sample.item("1", "Приказ", .noInformation, responsible: nil))])
    ]
    #expect(
      AnswerText(Wording(.russian)).render(answer) == """
        Дорожная карта наставничества
        На дату: 15.11.2024
        Период: 2024/2025 учебный год (01.09.2024 – 31.08.2025)
        План: plan.plan

        №  Мероприятие  Срок  До  Состояние     Выполнено  Ответственный
           Вне этапов
        1  Приказ                 нет сведений

        """)
  }
}
