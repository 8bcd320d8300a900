import VekhaText

extension Parser {
  /// `россия (russia)`; `россия на 2024 год`: name, year or missing, aliases…
  mutating func calendarHeading() -> [Node] {
    let name = name()
    guard !hasFailed, take(.forYear) != nil else { return [name, missing()] + aliases() }
    let start = at
    guard kind == .number, matcher.digits(line, at) == 4 else { return [name, expected(.word("expected.period"))] }
    at += 1
    takeYearWord()
    return [name, node(.yearNumber, from: start)]
  }

  /// `на 2024/2025 учебный год`: the years.
  mutating func schoolCalendarHeading() -> [Node] {
    _ = take(.forYear)
    let start = at
    let year = period()
    guard hasFailed || year.kind == .years else {
      at = start
      return [expected(.word("expected.school_year"))]
    }
    return [year]
  }

  /// Days of the week; in a list that goes on with something else, as long as they follow each other.
  mutating func weekdays(isPart: Bool = false) -> [Node] {
    var parts: [Node] = []
    repeat {
      let start = at
      guard let match = matcher.weekday(line, at) else {
        parts.append(expected(.list(Terminal.weekdays.map { Argument.terminal($0.rawValue) })))
        break
      }
      at = match.end
      parts.append(node(.name, from: start, terminal: match.terminal))
    } while takeWeekdayJoint(isPart)
    return parts
  }

  private mutating func takeWeekdayJoint(_ isPart: Bool) -> Bool {
    let next = peek(.and)?.end ?? at + 1
    if isPart, matcher.weekday(line, next) == nil { return false }
    return take(.comma) || take(.and) != nil
  }

  mutating func daysOfCalendar() -> [Node] {
    var parts: [Node] = []
    repeat { parts.append(period()) } while !hasFailed && take(.comma)
    return parts
  }

  mutating func yesOrNo() -> Node {
    let start = at
    guard let answer = take(.yes, .noValue) else {
      return expected(.list([.terminal(Terminal.yes.rawValue), .terminal(Terminal.noValue.rawValue)]))
    }
    return node(.yesNo, from: start, terminal: answer)
  }
}

extension Terminal {
  package static let weekdays: [Terminal] = [
    .weekday1, .weekday2, .weekday3, .weekday4, .weekday5, .weekday6, .weekday7,
  ]

  /// 1 Monday … 7 Sunday.
  package var weekday: Int? { Self.weekdays.firstIndex(of: self).map { $0 + 1 } }
}
