import Testing
import VekhaCalendar
import VekhaTable

@Suite struct ColumnTests {
  @Test func cellIsPresentMissingOrUnreadable() {
    let present = BitSet(count: 3) { $0 == 0 }
    let column = Column(
      title: "дата", type: .date, values: .dates([19_969, 0, 0]), present: present, unreadable: [2: "31.02.2024"])
    #expect(column.cell(0) == .date(CivilDay(number: 19_969)))
    #expect(column.cell(1) == .missing)
    #expect(column.cell(2) == .unreadable("31.02.2024"))
  }

  @Test func valuesOfEachType() {
    let all = BitSet(count: 2, filled: true)
    let texts = Column(title: "t", type: .text, values: .texts(codes: [1, 0], dictionary: ["а", "б"]), present: all)
    #expect([texts.cell(0), texts.cell(1)] == [.text("б"), .text("а")])
    let numbers = Column(title: "n", type: .number, values: .numbers([62_500_000, -1]), present: all)
    #expect(numbers.cell(0) == .number(Number(millionths: 62_500_000)))
    let flags = Column(title: "f", type: .flag, values: .flags(BitSet(count: 2) { $0 == 1 }), present: all)
    #expect([flags.cell(0), flags.cell(1)] == [.flag(false), .flag(true)])
  }

  @Test(arguments: [
    ("Дата рождения", "дата_рождения"), ("  Учёба (класс) ", "учеба_класс"), ("№ приказа", "приказа"),
    ("birth-date", "birth_date"), ("ФИО", "фио"), ("Группа 5.1", "группа_5_1"), ("!?", ""), ("и\u{306}од", "йод"),
  ])
  func titlesHaveOneKey(_ title: String, _ key: String) { #expect(ColumnRequest.key(of: title) == key) }
}
