import VekhaText

/// Periods that are counted: «I четверть», «1-го сентября», «последняя пятница октября», «прошлая неделя».
extension Matcher {
  /// Whether one of them begins at `index`.
  func startsCounted(_ line: [Int], _ index: Int) -> Bool {
    counted(line, index) != nil || ordinalDay(line, index) != nil || relative(line, index) != nil
      || weekFrom(line, index) != nil || nthDay(line, index).map { startsWhole(line, $0.end) } == true
      || countedRange(line, index) != nil || ordinalRange(line, index) != nil
  }

  /// «1-го по 15 октября», «первого по пятнадцатое октября»: the first day, and where it ends; the month stands after the
  /// last.
  func ordinalRange(_ line: [Int], _ index: Int) -> (day: Int, end: Int)? {
    guard let day = ordinal(line, index), let to = match([.to], line, day.end) else { return nil }
    let isDay = kind(line, to.end) == .number && period(line, to.end + 1)?.terminal.month != nil
    return isDay || ordinalDay(line, to.end) != nil ? (day.number, day.end) : nil
  }

  private func period(_ line: [Int], _ index: Int) -> Match? { match(section: .periods, line, index) }

  private func text(_ line: [Int], _ index: Int) -> String { source.text(tokens[line[index]].range) }

  /// `первая`, `1-я`, `1st`: its number, and where it ends.
  func ordinal(_ line: [Int], _ index: Int) -> (number: Int, end: Int)? {
    switch kind(line, index) {
    case .word:
      if let match = period(line, index), let number = match.terminal.ordinal { return (number, match.end) }
      // «1-го» is one word.
      let text = text(line, index)
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), digits.count < text.count else { return nil }
      let rest = String(text.dropFirst(digits.count + 1))
      return isSuffix(vocabulary.symbol(of: rest.lowercased())) ? (number, index + 1) : nil
    case .number:
      guard kind(line, index + 1) == .word, tokens[line[index]].end == tokens[line[index + 1]].start,
        isSuffix(tokens[line[index + 1]].symbol), let number = Int(text(line, index))
      else { return nil }
      return (number, index + 2)
    default: return nil
    }
  }

  private func isSuffix(_ symbol: Int32) -> Bool {
    guard symbol >= 0, let node = vocabulary.next(0, symbol) else { return false }
    return vocabulary.entries(at: node).contains { $0.terminal == .ordinalSuffix }
  }

  /// A digit, a Roman numeral or an ordinal.
  private func numeral(_ line: [Int], _ index: Int) -> (number: Int, end: Int)? {
    if let ordinal = ordinal(line, index) { return ordinal }
    guard kind(line, index) == .number || kind(line, index) == .word, digits(line, index) <= 3 else { return nil }
    let text = text(line, index)
    return (Terminal.roman(text) ?? Int(text)).map { ($0, index + 1) }
  }

  /// «I четверть», «2-й квартал», «первое полугодие», «четверть 1», `term 2`.
  func counted(_ line: [Int], _ index: Int) -> (unit: Terminal, number: Int, end: Int)? {
    func unit(_ index: Int) -> Match? {
      // «1 п/г»: the stroke of an abbreviation.
      if let match = period(line, index) {
        return match.terminal == .quarter || Terminal.countedSchoolParts.contains(match.terminal) ? match : nil
      }
      guard kind(line, index) == .word, kind(line, index + 1) == .slash else { return nil }
      return abbreviation(line, index)
    }
    if let numeral = numeral(line, index), (1...9).contains(numeral.number), let unit = unit(numeral.end) {
      return (unit.terminal, numeral.number, unit.end)
    }
    guard let unit = unit(index), unit.terminal != .quarter, let numeral = numeral(line, unit.end),
      (1...9).contains(numeral.number), period(line, numeral.end)?.terminal.month == nil
    else { return nil }
    return (unit.terminal, numeral.number, numeral.end)
  }

  /// «п/г»: two words of a phrase with a stroke between them.
  private func abbreviation(_ line: [Int], _ index: Int) -> Match? {
    guard kind(line, index + 2) == .word else { return nil }
    let symbols = [tokens[line[index]].symbol, tokens[line[index + 2]].symbol]
    guard symbols.allSatisfy({ $0 >= 0 }), let first = vocabulary.next(0, symbols[0]),
      let node = vocabulary.next(first, symbols[1]),
      let entry = vocabulary.entries(at: node).first(where: { $0.section == .periods })
    else { return nil }
    return Match(terminal: entry.terminal, end: index + 3)
  }

  /// «I–II четверти»: the first number; the rest begins at `next`.
  func countedRange(_ line: [Int], _ index: Int) -> (first: Int, unit: Terminal, next: Int)? {
    guard let first = numeral(line, index), kind(line, first.end) == .dash, let last = counted(line, first.end + 1)
    else { return nil }
    return (first.number, last.unit, first.end + 1)
  }

  /// «первого сентября», «1-го сентября», `1st of September`: the day and where the month begins.
  func ordinalDay(_ line: [Int], _ index: Int) -> (day: Int, month: Match)? {
    guard let ordinal = ordinal(line, index) else { return nil }
    let after = skipOf(line, ordinal.end)
    guard let month = period(line, after), month.terminal.month != nil else { return nil }
    return (ordinal.number, month)
  }

  func skipOf(_ line: [Int], _ index: Int) -> Int {
    var index = match([.of], line, index)?.end ?? index
    while isArticle(line, index) { index += 1 }
    return index
  }

  /// «последняя пятница», «второй рабочий день», «первая неделя»: which, of what, and where the phrase ends.
  func nthDay(_ line: [Int], _ index: Int) -> (which: Terminal, day: Terminal, end: Int)? {
    var start = index
    while isArticle(line, start) { start += 1 }
    let which: Terminal
    let end: Int
    if let match = period(line, start), match.terminal == .ordinalLast || match.terminal == .ordinalPenultimate {
      (which, end) = (match.terminal, match.end)
    } else if let ordinal = ordinal(line, start), ordinal.number <= 31,
      let terminal = Terminal.ordinal(ordinal.number)
    {
      (which, end) = (terminal, ordinal.end)
    } else {
      return nil
    }
    guard let day = dayWord(line, end) else { return nil }
    return (which, day.terminal, skipOf(line, day.end))
  }

  /// A day of the week, «рабочий день» or «неделя».
  func dayWord(_ line: [Int], _ index: Int) -> Match? {
    if let weekday = weekday(line, index) { return weekday }
    guard let match = period(line, index), match.terminal == .workingDay || match.terminal == .week else { return nil }
    return match
  }

  /// A day of the week in another form than that in which it is named: «средам», `Wednesdays`.
  func declinedWeekday(_ line: [Int], _ index: Int) -> Match? {
    guard let day = weekday(line, index) else { return nil }
    let word = Letters.fold(text(line, index))
    let isNamed = Language.allCases.contains { Letters.fold(vocabulary.phrase(day.terminal, $0)) == word }
    return isNamed ? nil : day
  }

  func weekday(_ line: [Int], _ index: Int) -> Match? {
    guard let match = match(section: .values, line, index), match.terminal.weekday != nil else { return nil }
    return match
  }

  private func startsWhole(_ line: [Int], _ index: Int) -> Bool {
    if let match = period(line, index), [.year, .schoolYear].contains(match.terminal) { return true }
    return startsPeriod(line, index) || match([.stageRef, .activityRef], line, index) != nil
  }

  /// «этот месяц», «прошлая неделя», `next quarter`.
  func relative(_ line: [Int], _ index: Int) -> (which: Terminal, span: Terminal, end: Int)? {
    guard let which = period(line, index), [.thisOne, .previousOne, .nextOne].contains(which.terminal),
      let span = period(line, which.end), Terminal.relativeSpans.contains(span.terminal)
    else { return nil }
    return (which.terminal, span.terminal, span.end)
  }

  /// «неделя с 14 октября», `week beginning 14 October`: where the day begins.
  func weekFrom(_ line: [Int], _ index: Int) -> Int? {
    guard let week = period(line, index), week.terminal == .weekBeginning else { return nil }
    return week.end
  }

  /// Whether «на» before it means «в»: holidays and weeks.
  func isSpanWithOn(_ line: [Int], _ index: Int) -> Bool {
    var index = index
    while isArticle(line, index) { index += 1 }
    if let relative = relative(line, index) { return relative.span == .week }
    return period(line, index).map { Terminal.schoolHolidays.contains($0.terminal) } == true
  }

  // MARK: Points

  /// `05.09`, `09.2024`, `1.09.24`: a day, a month, or a day with half a year.
  func isDottedPeriod(_ line: [Int], _ index: Int) -> Bool {
    isDayAndMonth(line, index) || monthAndYear(line, index) != nil || shortDate(line, index) != nil
  }

  private func dotted(_ line: [Int], _ index: Int) -> [Substring] {
    guard kind(line, index) == .dotted else { return [] }
    let parts = text(line, index).split(separator: ".")
    return parts.allSatisfy { Int($0) != nil } ? parts : []
  }

  /// `09.2024`: its month.
  func monthAndYear(_ line: [Int], _ index: Int) -> Terminal? {
    let parts = dotted(line, index)
    guard parts.count == 2, parts[0].count == 2, parts[1].count == 4, let month = Int(parts[0]) else { return nil }
    return (1...12).contains(month) ? Terminal.month(month) : nil
  }

  /// `1.09.24`: the date that was meant.
  func shortDate(_ line: [Int], _ index: Int) -> String? {
    let parts = dotted(line, index)
    guard parts.count == 3, parts[0].count <= 2, parts[1].count == 2, parts[2].count == 2, let day = Int(parts[0]),
      let month = Int(parts[1]), (1...31).contains(day), (1...12).contains(month)
    else { return nil }
    return (day < 10 && parts[0].count == 1 ? "0" : "") + "\(parts[0]).\(parts[1]).20\(parts[2])"
  }
}
