import Testing
import VekhaCalendar
import VekhaText

@testable import VekhaReport

@Suite struct TextTests {
  @Test(arguments: [
    ("", 0), ("plan", 4), ("наставляемый", 12), ("«─│», № 1 – …", 13), ("中村", 4), ("е\u{308}ж", 2), ("и\u{306}", 1),
    ("👩\u{200D}👧", 4), ("한국", 4), ("\u{FEFF}a", 1), ("ｆｕｌｌ", 8), ("\u{1B}[1;31mа\u{1B}[0m", 1),
  ]) func columnsOfATerminal(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
  }

  @Test func numbersAgreeInRussian() {
    let forms = ["пара", "пары", "пар"]
    let expected = [
      0: "пар", 1: "пара", 2: "пары", 4: "пары", 5: "пар", 10: "пар", 11: "пар", 12: "пар", 14: "пар", 15: "пар",
      21: "пара",
      22: "пары", 25: "пар", 101: "пара", 111: "пар", 112: "пар", 122: "пары", 1000: "пар", -1: "пара",
    ]
    for (count, form) in expected { #expect(Agreement.form(forms, for: count, in: .russian) == form, "\(count)") }
  }

  @Test func numbersAgreeInEnglish() {
    for (count, form) in [0: "pairs", 1: "pair", 2: "pairs", 11: "pairs", 21: "pairs"] {
      #expect(Agreement.form(["pair", "pairs"], for: count, in: .english) == form)
    }
  }

  @Test func daysAndPercentsFollowTheLanguage() {
    let day = Sample.day("2024-09-03")
    #expect(Wording(.russian).day(day) == "03.09.2024")
    #expect(Wording(.english).day(day) == "3 Sep 2024")
    #expect(Wording(.russian).percent(25, of: 40) == "62,5 %")
    #expect(Wording(.english).percent(1, of: 3) == "33.3 %")
    // Nearly all and nearly nobody are never shown as all and nobody.
    #expect(Wording(.english).percent(9999, of: 10_000) == "99.9 %")
    #expect(Wording(.english).percent(1, of: 10_000) == "0.1 %")
    #expect(Wording(.english).percent(0, of: 10) == "0.0 %")
    #expect(Wording(.english).percent(10, of: 10) == "100.0 %")
  }

  @Test func linesBreakAtSpacesButNotInsideInitials() {
    #expect(Wrapping.lines("куратор (Путрова А. П.)", width: 18) == ["куратор (Путрова", "А. П.)"])
    #expect(Wrapping.lines("в школе № 12", width: 10) == ["в школе", "№ 12"])
    #expect(Wrapping.lines("абвгдежз", width: 3) == ["абв", "где", "жз"])
    #expect(Wrapping.lines("中村中村", width: 5) == ["中村", "中村"])
    #expect(Wrapping.lines("", width: 5) == [""])
    let text = "один два три четыре пять шесть семь восемь девять десять"
    for width in 1...40 {
      #expect(Wrapping.lines(text, width: width).allSatisfy { DisplayWidth.of($0) <= width })
      #expect(Wrapping.lines(text, width: width).joined().filter { $0 != " " } == text.filter { $0 != " " })
    }
  }

  @Test func textOfOthersCannotSteerTheTerminal() {
    #expect(VisibleText.line("а\u{1B}[2Jб\u{202E}\tв\n") == "а<U+001B>[2Jб<U+202E> в ")
    #expect(VisibleText.line("Белова") == "Белова")
    #expect(VisibleText.short(String(repeating: "а", count: 500)).count == 60)
  }

  @Test func argumentsAreSaidInTheReadersLanguage() {
    let say = Wording(.russian) { id, language in "\(id)/\(language.rawValue)" }
    #expect(say.value(of: .terminal("where")).quoted == "«where/ru»")
    #expect(say.value(of: .word("type.date")).quoted == "дата")
    #expect(say.value(of: .list([.text("а"), .number(2), .word("type.date")])).text == "«а», 2, дата")
    #expect(say.value(of: .day(year: 2024, month: 9, day: 3)).text == "03.09.2024")
    #expect(say.value(of: .list((1...15).map { .number($0) })).text.hasSuffix("12 и ещё 3"))
  }
}
