import Testing
import VekhaText

@Suite struct LettersTests {
  @Test(arguments: [
    ("План", "план"), ("ЁЛКА ёлка", "елка елка"), ("Е\u{308}ж", "еж"), ("Аи\u{306}", "ай"), ("И\u{306}од", "йод"),
    ("йод", "йод"), ("Plan A", "plan a"), ("№\u{A0}5", "№ 5"), ("а—б–в−г", "а-б-в-г"), ("а\u{202F}б", "а б"),
    ("ÀÉ", "àé"), ("", ""), ("Ї", "ї"), ("u\u{308}", "u\u{308}"),
  ])
  func fold(_ text: String, _ expected: String) {
    #expect(Array(Letters.fold(text).unicodeScalars) == Array(expected.unicodeScalars))
    #expect(Letters.fold(Letters.fold(text)) == Letters.fold(text))
  }

  @Test func iWithBreveStaysApartFromI() { #expect(Letters.fold("мой") != Letters.fold("мои")) }

  @Test(arguments: [
    ("cентябрь", true), ("сентябрь", false), ("september", false), ("школа_A", false), ("5б-B", false), ("", false),
    ("Оkтябрь", true),
  ])
  func twoAlphabetsInOneWord(_ word: String, _ isMixed: Bool) { #expect(Letters.isMixed(word) == isMixed) }

  @Test(arguments: [("cентябрь", "сентябрь"), ("mоre", "more"), ("НAСТАВНИК", "НАСТАВНИК"), ("план", "план")])
  func lookAlikes(_ word: String, _ expected: String) { #expect(Letters.withoutLookAlikes(word) == expected) }

  @Test func lettersWithoutATwinStay() { #expect(Letters.withoutLookAlikes("zщ") == nil) }

  @Test func scriptOfMostLetters() {
    #expect(Letters.script(of: "сентябрь c") == .cyrillic)
    #expect(Letters.script(of: "plan") == .latin)
    #expect(Letters.script(of: "2024") == nil)
  }

  @Test(arguments: [
    ("gkfy", "план"), (".show", "юырщц"), ("ghfdbkj", "правило"), ("GKFY", "ПЛАН"), ("[,.", "хбю"), ("`;'", "ёжэ"),
    ("2024", "2024"),
  ])
  func otherKeyboardLayout(_ latin: String, _ cyrillic: String) {
    #expect(Letters.otherLayout(latin) == cyrillic)
    #expect(Letters.otherLayout(cyrillic) == latin)
  }
}
