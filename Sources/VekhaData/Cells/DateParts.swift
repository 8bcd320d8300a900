import VekhaCalendar

/// Day, month and year of a cell that is written as a date, whether or not the calendar has such a day.
struct DateParts: Equatable {
  let year: Int
  let month: Int
  let day: Int
  /// Nil where it can be meant in one way only.
  let manner: CellReading.Manner?

  /// The numbers of days that are read from serial numbers: 1954 to 2064.
  private static let serials = 20_000...60_000
  /// The day that Excel counts from, in days since 1970.
  private static let serialOrigin: Int32 = -25_569

  init?(_ bytes: CellReading.Bytes, isDeclared: Bool) {
    var cursor = CellCursor(bytes)
    let opening = cursor.marks()
    guard opening.isSubset(of: .quote) else { return nil }
    if let first = cursor.number() {
      self.init(after: first, &cursor, isDeclared)
    } else if isDeclared {
      self.init(monthFirst: &cursor)
    } else {
      return nil
    }
  }

  private init(_ year: Int, _ month: Int, _ day: Int, _ manner: CellReading.Manner?) {
    (self.year, self.month, self.day, self.manner) = (year, month, day, manner)
  }

  private typealias Digits = (value: Int, length: Int)

  private init?(after first: Digits, _ cursor: inout CellCursor, _ isDeclared: Bool) {
    let mark = cursor.marks()
    if let second = cursor.number() {
      // A serial number may have a time after its point.
      if isDeclared, first.length == 5, mark == .point || mark == .comma, cursor.isAtEnd {
        self.init(serial: first.value)
        return
      }
      let otherMark = cursor.marks()
      guard let third = cursor.number(), first.length <= 4, second.length <= 2 else { return nil }
      self.init(first, mark, second, otherMark, third, &cursor)
    } else if let word = cursor.word() {
      guard let month = Self.months[word], first.length <= 2, mark.isDisjoint(with: .slash) else { return nil }
      _ = cursor.marks()
      guard let year = cursor.number(), year.length == 4 || year.length == 2 else { return nil }
      self.init(first.value, month, year, &cursor)
    } else if mark.isEmpty, cursor.isAtEnd {
      if first.length == 8, (1900...2100).contains(first.value / 10_000) {
        self.init(first.value / 10_000, first.value / 100 % 100, first.value % 100, .compact)
      } else if isDeclared, first.length == 5 {
        self.init(serial: first.value)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  /// Three numbers.
  private init?(
    _ first: Digits, _ mark: CellCursor.Marks, _ second: Digits, _ otherMark: CellCursor.Marks, _ third: Digits,
    _ cursor: inout CellCursor
  ) {
    let hasSpaces = mark.contains(.space) || otherMark.contains(.space)
    let plain = mark.subtracting(.space)
    guard plain == otherMark.subtracting(.space), [.point, .slash, .hyphen, .comma].contains(plain) || hasSpaces,
      plain.isDisjoint(with: .quote), let hasTime = Self.hasTime(&cursor)
    else { return nil }
    let isYearFirst = first.length == 4
    let year = isYearFirst ? first : third
    let day = isYearFirst ? third : first
    guard day.length <= 2, year.length == 4 || (!isYearFirst && year.length == 2) else { return nil }
    let manner: CellReading.Manner? =
      if year.length == 2 {
        .twoDigitYear
      } else if plain == .slash, !isYearFirst {
        .slashes
      } else if hasSpaces || !(plain == .point && !isYearFirst || plain == .hyphen && isYearFirst) {
        .otherMarks
      } else {
        hasTime ? .time : nil
      }
    self.init(Self.fullYear(year), second.value, day.value, manner)
  }

  /// `5 октября 2024 г.`, `05-окт-24`.
  private init?(_ day: Int, _ month: Int, _ year: Digits, _ cursor: inout CellCursor) {
    guard Self.hasTime(&cursor) != nil else { return nil }
    self.init(Self.fullYear(year), month, day, year.length == 2 ? .twoDigitYear : .monthName)
  }

  /// `October 5, 2024`.
  private init?(monthFirst cursor: inout CellCursor) {
    guard let word = cursor.word(), let month = Self.months[word] else { return nil }
    _ = cursor.marks()
    guard let day = cursor.number(), day.length <= 2 else { return nil }
    guard !cursor.marks().isEmpty, let year = cursor.number(), year.length == 4 else { return nil }
    self.init(day.value, month, year, &cursor)
  }

  private init?(serial: Int) {
    guard Self.serials.contains(serial) else { return nil }
    let date = CivilDay(number: Int32(serial) + Self.serialOrigin).date
    self.init(date.year, date.month, date.day, .serial)
  }

  /// As Excel reads two digits: 1930 to 2029.
  private static func fullYear(_ year: Digits) -> Int {
    year.length == 4 ? year.value : year.value + (year.value < 30 ? 2000 : 1900)
  }

  /// Whether a time other than midnight follows; nil where anything follows but a time and «г.».
  private static func hasTime(_ cursor: inout CellCursor) -> Bool? {
    var mark = cursor.marks()
    if cursor.isAtEnd { return mark.isSubset(of: [.point, .space]) ? false : nil }
    if let word = cursor.word() {
      if yearWords.contains(word) {
        mark = cursor.marks()
        return cursor.isAtEnd && mark.isSubset(of: [.point, .space]) ? false : nil
      }
      guard word == "t" else { return nil }
    }
    guard mark.isSubset(of: [.space, .comma]), let hours = cursor.number(), hours.length <= 2, cursor.skip(0x3A),
      let minutes = cursor.number(), minutes.length == 2
    else { return nil }
    var hasTime = hours.value > 0 || minutes.value > 0
    if cursor.skip(0x3A) {
      guard let seconds = cursor.number(), seconds.length == 2 else { return nil }
      hasTime = hasTime || seconds.value > 0
      if cursor.skip(0x2E) { guard cursor.number() != nil else { return nil } }
    }
    if let zone = cursor.word() { guard zone == "z" else { return nil } }
    return cursor.isAtEnd ? hasTime : nil
  }

  private static let yearWords: Set = ["г", "год", "года"]

  /// Each month as dates write it, in the folded form of words.
  private static let months: [String: Int] = {
    let russian = [
      "январь января янв", "февраль февраля фев февр", "март марта мар", "апрель апреля апр", "май мая",
      "июнь июня июн", "июль июля июл", "август августа авг", "сентябрь сентября сен сент", "октябрь октября окт",
      "ноябрь ноября ноя нояб", "декабрь декабря дек",
    ]
    let english = [
      "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
      "september sep sept", "october oct", "november nov", "december dec",
    ]
    var months: [String: Int] = [:]
    for names in [russian, english] {
      for (index, forms) in names.enumerated() {
        for form in forms.split(separator: " ") { months[String(form)] = index + 1 }
      }
    }
    return months
  }()

  /// Why the calendar has no such day, as a key of the catalogue; nil where it has.
  var fault: String? {
    if CivilDay(year: year, month: month, day: day) != nil { return nil }
    if day == 0 || month == 0 { return "day.zero" }
    if month > 12 { return day <= 12 && month <= 31 ? "day.monthFirst" : "day.month" }
    if year < 1 { return "day.zero" }
    if month == 2 { return CivilDay(year: year, month: 2, day: 29) == nil ? "day.february28" : "day.february29" }
    return "day.in\(month)"
  }
}
