import Foundation
import Testing
import VekhaText

@testable import VekhaReport

@Suite struct DiagnosticTests {
  static let source = SourceText(
    name: "план.plan",
    text:
      "план \"П\" на 2024/2025 учебный год\nэтап 1 \"A\"\n\tcрок:\u{A0}中村 ж\u{200B}ух\n  выполнено, когда: у настовляемого есть\n"
  )

  static func span(_ text: String) -> Span {
    let bytes = Array(text.utf8)
    let start = source.bytes.indices.first { source.bytes[$0...].starts(with: bytes) } ?? 0
    return Span(source, start..<start + bytes.count)
  }

  static let diagnostics: [Diagnostic] = [
    Diagnostic(
      .unreadableCell, .cell(CellPlace(file: "участники.csv", line: 5, title: "Дата")),
      [.text("31.02.2025"), .word("type.date")]),
    Diagnostic(
      .unknownName, at: span("настовляемого"),
      [.text("настовляемого"), .word("kind.noun"), .list([.text("пары"), .text("наставляемые")])],
      notes: [Diagnostic.Note("declared", .source(span("этап")))], proposals: ["наставляемого", "наставляемые"]),
    Diagnostic(
      .expected, at: Span(source, span("есть").range.upperBound..<span("есть").range.upperBound),
      [.word("expected.noun"), .text("")]),
    Diagnostic(
      .mixedScripts, at: span("cрок"), [.text("cрок")],
      proposals: ["срок"], fix: Diagnostic.Fix(span("cрок"), "срок", isSure: true)),
    Diagnostic(.notUnderstood, at: span("ж\u{200B}ух"), [.text("ж\u{200B}ух")]),
    Diagnostic(
      .dataFileMissing, .file("участники.csv"), [.text("участники.csv"), .text("данные")], proposals: ["участник.csv"]),
  ]

  @Test func screenInRussian() {
    #expect(
      DiagnosticText(Wording(.russian)).render(Self.diagnostics) == """
        план.plan:3:2: ошибка VK0106: В слове «cрок» смешаны русские и латинские буквы.
          2 | этап 1 "A"
          3 |     cрок:⍽中村 ж<U+200B>ух
            |     ~~~~
          исправление: заменить «cрок» на «срок»

        план.plan:3:11: ошибка VK0302: Не удалось понять «ж<U+200B>ух».
          2 | этап 1 "A"
          3 |     cрок:⍽中村 ж<U+200B>ух
            |                ~~~~~~~~~~~

        план.plan:4:23: ошибка VK0401: Нет таблицы или множества «настовляемого». Здесь есть: «пары», «наставляемые».
          3 |     cрок:⍽中村 ж<U+200B>ух
          4 |   выполнено, когда: у настовляемого есть
            |                       ~~~~~~~~~~~~~
          план.plan:2:1: объявлено здесь
          2 | этап 1 "A"
            | ~~~~
          может быть, «наставляемого» или «наставляемые»?

        план.plan:4:41: ошибка VK0301: Здесь ожидается название таблицы или множества, а строка кончилась.
          3 |     cрок:⍽中村 ж<U+200B>ух
          4 |   выполнено, когда: у настовляемого есть
            |                                         ^

        участники.csv: ошибка VK0701: Файла данных «участники.csv» нет в папке «данные».
          может быть, «участник.csv»?

        участники.csv, строка 5, столбец «Дата»: предупреждение VK0704: Ячейка «31.02.2025» не читается; ожидается дата.

        5 ошибок, 1 предупреждение

        """)
  }

  @Test func screenInEnglish() {
    let text = DiagnosticText(Wording(.english)).render(Self.diagnostics)
    #expect(text.contains("план.plan:4:23: error VK0401: There is no table or set “настовляемого”. There is: “пары”"))
    #expect(text.contains("  did you mean “наставляемого” or “наставляемые”?\n"))
    #expect(
      text.contains(
        "участники.csv, line 5, column “Дата”: warning VK0704: The cell “31.02.2025” cannot be read; expected a date."))
    #expect(text.hasSuffix("5 errors, 1 warning\n"))
  }

  @Test func orderOfFindingDoesNotMatter() {
    let text = DiagnosticText(Wording(.russian)).render(Self.diagnostics)
    #expect(DiagnosticText(Wording(.russian)).render(Self.diagnostics.reversed()) == text)
  }

  @Test func noColourCodesUnlessAsked() {
    #expect(!DiagnosticText(Wording(.russian)).render(Self.diagnostics).contains("\u{1B}"))
    let coloured = DiagnosticText(Wording(.russian), isColoured: true).render(Self.diagnostics)
    #expect(coloured.contains("\u{1B}[1;31mошибка VK0401\u{1B}[0m"))
    let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(plain == DiagnosticText(Wording(.russian)).render(Self.diagnostics))
  }

  @Test func lineOfTenMegabytesIsCut() {
    let half = String(repeating: "длинно ", count: 400_000)
    let source = SourceText(name: "a.plan", text: half + "ЗДЕСЬ" + half)
    let start = half.utf8.count
    let text = DiagnosticText(Wording(.russian)).render([
      Diagnostic(.notUnderstood, at: Span(source, start..<start + 10), [.text("ЗДЕСЬ")])
    ])
    #expect(text.utf8.count < 1000)
    let lines = text.split(separator: "\n")
    let excerpt = lines[1]
    #expect(DisplayWidth.of(excerpt) <= 102)
    let column = DisplayWidth.of(excerpt.prefix(upTo: excerpt.firstRange(of: "ЗДЕСЬ")!.lowerBound))
    #expect(lines[2].hasSuffix("~~~~~"))
    #expect(DisplayWidth.of(lines[2]) == column + 5)
    #expect(excerpt.contains("…"))
  }

  @Test func wholeLongLineAsSpanIsCutToo() {
    let source = SourceText(name: "a.plan", text: String(repeating: "б", count: 5_000_000))
    let text = DiagnosticText(Wording(.russian), width: 80).render([
      Diagnostic(.lineTooLong, at: Span(source, 0..<source.bytes.count), [.number(1_000)])
    ])
    #expect(text.split(separator: "\n").dropFirst().allSatisfy { DisplayWidth.of($0) <= 81 })
    #expect(text.contains("Строка слишком длинная: больше 1000 байтов."))
  }

  @Test func twentyAreShownErrorsFirst() {
    let many = (1...30).map {
      Diagnostic(
        .raggedRow, .cell(CellPlace(file: "а.csv", line: $0, title: "")), [.word("row.short"), .number(2), .number(3)])
    }
    let text = DiagnosticText(Wording(.russian)).render(many + Self.diagnostics)
    #expect(text.contains("Не показано ещё 16 сообщений.\n"))
    #expect(text.contains("VK0401"))
    #expect(text.contains("а.csv, строка 15: предупреждение VK0705: В строке не хватает ячеек: ячеек 2, а столбцов 3."))
    #expect(text.hasSuffix("5 ошибок, 31 предупреждение\n"))
    #expect(DiagnosticText(Wording(.russian)).render([]) == "Ошибок и предупреждений нет.\n")
  }

  /// Whatever arguments a code is given, none or many, there is a sentence.
  @Test(arguments: DiagnosticCode.allCases) func everyCodeIsSaidWithoutArguments(code: DiagnosticCode) {
    for language in Language.allCases {
      let text = DiagnosticText(Wording(language)).render([Diagnostic(code, .file("a"))])
      #expect(text.contains(code.rawValue + ": "))
    }
  }

  @Test func jsonIsOneObjectALine() throws {
    let lines = try JSONText.lines(Self.diagnostics, Wording(.russian)).split(separator: "\n")
    #expect(lines.count == Self.diagnostics.count)
    let objects = try lines.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    #expect(
      Set(objects[0].keys) == [
        "code", "severity", "file", "line", "column", "end_line", "end_column", "message", "notes", "proposals", "fix",
      ])
    #expect(objects[2]["code"] as? String == "VK0401")
    #expect(objects[2]["line"] as? Int == 4)
    #expect(objects[2]["column"] as? Int == 23)
    #expect(objects[2]["end_column"] as? Int == 36)
    #expect(objects[5]["column_title"] as? String == "Дата")
    #expect(objects[5]["line"] as? Int == 5)
  }
}
