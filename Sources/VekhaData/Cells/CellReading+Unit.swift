import VekhaTable
import VekhaText

extension CellReading {
  /// A number with a unit after it («5 ч», «1500 руб.») or with thousands between points or commas (`1.250.000`,
  /// `1,250.50`).
  ///
  /// A unit of time is read only in a column of time, and made the column's: «2 ч» in minutes is 120. Nil otherwise.
  static func unusualNumber(_ bytes: Bytes, _ unit: TimeUnit?) -> Decimal? {
    guard bytes.count >= 2, bytes.count <= 40, let start = bytes.firstIndex(where: isDigit), start <= 3 else {
      return nil
    }
    let last = bytes[bytes.count - 1]
    if isDigit(last) { return start <= 1 ? grouped(bytes) : nil }
    guard let end = bytes.lastIndex(where: isDigit).map({ $0 + 1 }), let factor = factor(bytes, end, unit) else {
      return nil
    }
    guard let number = plainNumber(bytes, end) ?? grouped(Bytes(rebasing: bytes[..<end])) else { return nil }
    let (product, overflow) = number.millionths.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Decimal(millionths: product, hasLeadingZero: number.hasLeadingZero, manner: .unit)
  }

  /// What a number in the unit that stands after `start` is to be multiplied by.
  private static func factor(_ bytes: Bytes, _ start: Int, _ unit: TimeUnit?) -> Int64? {
    let rest = Bytes(rebasing: bytes[countSpaces(bytes, start)...])
    var cursor = CellCursor(rest)
    if rest.elementsEqual([0xE2, 0x82, 0xBD]) { return 1 }  // ₽
    guard let word = cursor.word() else { return nil }
    let mark = cursor.marks()
    // «т. р.» and the like multiply, so nothing may follow.
    guard cursor.isAtEnd, mark.isSubset(of: .point) else { return nil }
    if things.contains(word) { return 1 }
    guard let measure = times.first(where: { $0.words.contains(word) }) else { return nil }
    return measure.unit == unit ? measure.factor : nil
  }

  private static func countSpaces(_ bytes: Bytes, _ start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let length = spaceLength(bytes, index)
      if length == 0 { break }
      index += length
    }
    return index
  }

  private static let things: Set = [
    "руб", "рубль", "рубля", "рублей", "р", "чел", "человек", "человека", "шт", "штук", "штуки", "штука", "экз", "балл",
    "балла", "баллов", "раз", "раза", "класс", "кл", "rub", "pcs", "points",
  ]

  private static let times: [(words: Set<String>, unit: TimeUnit, factor: Int64)] = [
    (["мин", "минута", "минуты", "минут", "min", "minute", "minutes"], .minute, 1),
    (["ч", "час", "часа", "часов", "h", "hour", "hours"], .minute, 60),
    (["д", "дн", "день", "дня", "дней", "day", "days"], .day, 1),
    (["нед", "неделя", "недели", "недель", "week", "weeks"], .day, 7),
    (["лет", "год", "года", "г", "year", "years"], .year, 1),
    (["мес", "месяц", "месяца", "месяцев", "month", "months"], .month, 1),
  ]

  /// `1.250.000`, `1,250,000`, `1.250,50`, `1,250.50`; nil where it is not plain which sign is which.
  private static func grouped(_ bytes: Bytes) -> Decimal? {
    var digits: [UInt8] = []
    var marks: [(byte: UInt8, place: Int)] = []
    let isNegative = bytes[0] == 0x2D
    for byte in bytes.dropFirst(isNegative ? 1 : 0) {
      if isDigit(byte) {
        digits.append(byte)
      } else if byte == 0x2E || byte == 0x2C || byte == 0x27 {
        marks.append((byte, digits.count))
      } else {
        return nil
      }
    }
    guard marks.count >= 2, let first = marks.first, let last = marks.last, (1...3).contains(first.place) else {
      return nil
    }
    let isFraction = last.byte != first.byte
    let groups = isFraction ? marks.dropLast() : marks[...]
    let wholeCount = isFraction ? last.place : digits.count
    let ends = groups.dropFirst().map(\.place) + [wholeCount]
    guard groups.allSatisfy({ $0.byte == first.byte }), !isFraction || last.byte != 0x27,
      zip(groups, ends).allSatisfy({ $1 - $0.place == 3 }), digits.count > wholeCount || !isFraction
    else { return nil }
    let text = String(decoding: digits, as: UTF8.self)
    guard
      let number = Number(
        whole: text.prefix(wholeCount), fraction: text.dropFirst(wholeCount), isNegative: isNegative)
    else { return nil }
    return Decimal(millionths: number.millionths, hasLeadingZero: digits.first == 0x30, manner: .groups)
  }
}
