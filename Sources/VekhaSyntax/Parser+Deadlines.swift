import VekhaText

extension Parser {
  /// What stands after `срок:`: one part, or several by commas («в течение года, каждые 2 недели, не считая каникул»).
  mutating func deadline() -> Node {
    let start = at
    var parts: [Node] = []
    repeat {
      let part = deadlinePart()
      // «апрель, май»: periods side by side are one list.
      if let last = parts.last, Self.isPeriodNode(last), Self.isPeriodNode(part) {
        let members = (last.kind == .periodList ? last.children : [last]) + [part]
        parts[parts.count - 1] = Node(.periodList, last.tokens.lowerBound..<part.tokens.upperBound, members)
      } else {
        parts.append(part)
      }
    } while !hasFailed && (take(.comma) || takePeriodJoint())
    return parts.count == 1 ? parts[0] : node(.deadline, from: start, parts)
  }

  /// «апрель и май».
  private mutating func takePeriodJoint() -> Bool {
    guard let joint = peek(.and), matcher.startsPeriod(line, joint.end) else { return false }
    at = joint.end
    return true
  }

  private static let periodKinds: Set<NodeKind> = [
    .day, .dayOfMonth, .month, .monthRange, .years, .wholeYear, .yearNumber, .periodName, .edge, .range, .periodList,
    .quarter, .schoolPart, .nthDay, .weekFrom,
  ]
  private static func isPeriodNode(_ node: Node) -> Bool { periodKinds.contains(node.kind) }

  private mutating func deadlinePart() -> Node {
    let start = at
    if take(.onRequest) != nil {
      if let whole = peek(.wholeYear) { at = whole.end }
      return node(.onRequest, from: start)
    }
    if take(.toBeSet) != nil { return node(.toBeSet, from: start) }
    if let whole = peek(.wholeYear) {
      at = whole.end
      return node(.wholeYear, from: start)
    }
    if take(.bySchedule) != nil { return schedule(from: start) }
    if take(.reply) != nil {
      _ = take(.within)
      guard let duration = termDuration() else { return expected(.word("expected.duration")) }
      return node(.reply, from: start, [duration])
    }
    if let excluding = excluding() { return excluding }
    if let cadence = cadence() { return cadence }
    if let term = dateTerm() { return term }
    if let day = bareWeekday() { return day }
    _ = take(.inPeriod)
    if let window = window() { return window }
    if let terminal = take(.notLater, .atStart, .until, .before, .upTo) {
      return node(.window, from: start, terminal: inclusive(terminal == .upTo ? .until : terminal), [anchor()])
    }
    if let last = peek(.last), let nth = matcher.dayWord(line, last.end) {
      // «в последнюю пятницу октября»: these words are «за последние» before a length.
      at = matcher.skipOf(line, nth.end)
      return nthDay(.ordinalLast, nth.terminal, from: start)
    }
    // «в ноябре» is «ноябрь».
    _ = take(.during)
    takeOnHolidays()
    if matcher.startsPeriod(line, at) || kind != .word { return period() }
    let operand = operand()
    // A single name may be a period that the plan has named.
    guard operand.kind == .run, operand.children.count == 1 else { return operand }
    return Node(.periodName, operand.tokens)
  }

  /// «на осенних каникулах», «на этой неделе».
  mutating func takeOnHolidays() {
    guard let on = peek(.onHolidays), matcher.isSpanWithOn(line, on.end) else { return }
    at = on.end
  }

  /// `по плану "…", строка "…"`: what the dates are taken from, by title.
  private mutating func schedule(from start: Int) -> Node {
    var texts: [Node] = []
    while kind == .text || kind == .comma && (kind(1) == .text || matcher.match([.row], line, at + 1) != nil)
      || peek(.row) != nil
    {
      if kind == .text {
        at += 1
        texts.append(node(.text, from: at - 1))
      } else {
        at = peek(.row)?.end ?? at + 1
      }
    }
    return node(.bySchedule, from: start, texts)
  }

  // MARK: Terms

  /// A date counted from something: «в течение 3 рабочих дней после X», «не позднее чем за 5 дней до X», «через месяц
  /// после X», «накануне X». `terminal` after/before; children: duration or missing (the day before), what it is
  /// counted from.
  mutating func dateTerm() -> Node? {
    let start = at
    if take(.eve) != nil { return node(.term, from: start, terminal: .eve, [missing(), anchor()]) }
    _ = take(.notLater)
    let isBack = take(.ahead) != nil
    let isNamed = !isBack && take(.within, .through) != nil
    guard let duration = termDuration() ?? (isNamed ? namedDuration() : nil) else {
      at = start
      return nil
    }
    if !isBack, take(.ofAfter, .after) != nil {
      return node(.term, from: start, terminal: .after, [duration, anchor()])
    }
    if take(.upTo, .before, .until) != nil {
      return node(.term, from: start, terminal: .before, [duration, anchor()])
    }
    if !isBack, duration.part(0) == nil, hasTermWord(start) { return everyOtherOrIn(duration, from: start) }
    if isBack || hasTermWord(start) {
      // «через 2 недели», «за 3 дня» and nothing to count from.
      return expected(.word("expected.anchor"))
    }
    at = start
    return nil
  }

  /// Whether a word that only a term has was read («через», «в течение 3 дней»).
  private func hasTermWord(_ start: Int) -> Bool { matcher.match([.through], line, start) != nil }

  /// `3 рабочих дня`, `месяц`; nil where none stands here.
  mutating func termDuration() -> Node? {
    let start = at
    if matcher.startsNumber(line, at), !matcher.startsPeriod(line, at) {
      let number = number()
      if number.kind == .duration { return number }
      at = start
      return nil
    }
    if let unit = unit(), unit != .percent { return node(.duration, from: start, terminal: unit, [missing()]) }
    at = start
    return nil
  }

  /// What a term is counted from: an item of the plan or its being done, a period, a date of the record.
  mutating func anchor() -> Node {
    let start = at
    if take(.doneOf) != nil {
      guard let item = itemReference() ?? plainItem() else { return expected(.word("expected.item")) }
      return node(.doneAnchor, from: start, [item])
    }
    if let item = itemReference() {
      return node(take(.isDone) != nil ? .doneAnchor : .itemAnchor, from: start, [item])
    }
    if matcher.startsPeriod(line, at) { return period() }
    let value = operand()
    if value.kind == .run, value.children.count == 1, take(.isDone) != nil {
      return node(.doneAnchor, from: start, [value.children[0]])
    }
    return value
  }

  private mutating func plainItem() -> Node? {
    guard kind == .number || kind == .text || kind == .word && !matcher.isReserved(line, at) else { return nil }
    return item()
  }

  /// «этапа 4», «5.1»: an item by its number, name or title after the word for it, or by a number with a point.
  mutating func itemReference() -> Node? {
    let start = at
    if take(.stageRef, .activityRef) != nil {
      if [.number, .dotted, .text].contains(kind) || kind == .word && !matcher.isReserved(line, at) { return item() }
      at = start
      return nil
    }
    guard kind == .dotted, !matcher.isDottedPeriod(line, at) else { return nil }
    return item()
  }

  // MARK: Cadences

  /// How often: `terminal` every (spans of a length), times (so many times a span), not_rarer (no gap longer).
  /// Children: how many times or missing; the length, or a value that gives it; then `до 15 числа`.
  mutating func cadence() -> Node? {
    let start = at
    var terminal: Terminal?
    var count = missing()
    var length: Node?
    let isGap = takeRarity()
    if let adverb = take(.daily, .weekly, .monthly, .quarterly, .yearly) {
      terminal = isGap ? .notRarer : .every
      length = node(.duration, from: start, terminal: Self.unit(of: adverb), [missing()])
      if adverb == .quarterly { count = node(.name, from: start, terminal: .quarterly) }
    } else if let days = weekdaysOrDayOfMonth() {
      terminal = .every
      length = days
    } else if take(.every) != nil {
      terminal = isGap ? .notRarer : .every
      length = spanLength()
      if length == nil {
        at = start
        return nil
      }
    } else if let times = timesPer() {
      terminal = isGap ? .notRarer : .times
      count = times
      length = spanLength() ?? expected(.word("expected.duration"))
    }
    guard let terminal, let length else {
      at = start
      return nil
    }
    return node(.cadence, from: start, terminal: terminal, [count, length, dayOfSpan()])
  }

  /// «не реже», `at least`: before a cadence only.
  private mutating func takeRarity() -> Bool {
    let start = at
    guard take(.notRarer) != nil else { return false }
    let isCadence =
      peek(.every, .once, .twice, .thrice, .daily, .weekly, .monthly, .quarterly, .yearly) != nil
      || matcher.startsNumber(line, at) || isAtNamedTimes
    if !isCadence { at = start }
    return isCadence
  }

  private static func unit(of adverb: Terminal) -> Terminal {
    switch adverb {
    case .daily: .day
    case .weekly: .week
    case .yearly: .year
    default: .month
    }
  }

  /// «раз в», «2 раза в», «дважды в», `twice a`: how many times; nil where none stands here.
  private mutating func timesPer() -> Node? {
    let start = at
    var count: Node?
    // «не менее 2 раз в месяц» is «2 раза в месяц».
    if let least = peek(.atLeast), matcher.startsNumber(line, least.end) || isNamedTimes(least.end) { at = least.end }
    if isAtNamedTimes {
      let number = node(.run, from: at, [name()])
      if take(.times) != nil { count = number }
    } else if let terminal = take(.twice, .thrice, .once) {
      count = node(.name, from: start, terminal: terminal)
    } else if matcher.startsNumber(line, at), takeNumber() {
      let number = node(.number, from: start)
      if take(.times) != nil { count = number }
    }
    guard let count, take(.per) != nil || take(.every) != nil else {
      at = start
      return nil
    }
    return count
  }

  private var isAtNamedTimes: Bool { isNamedTimes(at) }

  /// «норма_встреч раз»: a number that has a name.
  private func isNamedTimes(_ index: Int) -> Bool {
    matcher.kind(line, index) == .word && !matcher.isReserved(line, index)
      && matcher.match([.times], line, index) == nil
      && matcher.match([.times], line, index + 1) != nil
  }

  /// The length of a span: `2 недели`, `месяц`, or a value in brackets that depends on the record.
  private mutating func spanLength() -> Node? {
    if let duration = termDuration() { return duration }
    let start = at
    if let match = matcher.match(section: .periods, line, at),
      match.terminal == .quarter || Terminal.countedSchoolParts.contains(match.terminal)
    {
      at = match.end
      return node(.duration, from: start, terminal: match.terminal, [missing()])
    }
    guard kind == .open else { return nil }
    return value()
  }

  /// «до 15 числа», `by the 15th`: the day of each month by which it is due.
  private mutating func dayOfSpan() -> Node {
    let start = at
    if take(.upTo, .until, .notLater) != nil {
      skipArticle()
      if kind == .number, matcher.match([.dayNumber], line, at + 1) != nil {
        at += 1
        let day = node(.number, from: at - 1)
        _ = take(.dayNumber)
        return day
      }
    }
    at = start
    return missing()
  }

  // MARK: Days that do not count

  /// «не считая каникул», after a comma or not.
  mutating func excludingSuffix() -> Node? {
    let start = at
    _ = take(.comma)
    if let excluding = excluding() { return excluding }
    at = start
    return nil
  }

  /// `terminal` holiday_days, off_days, or missing with a noun phrase of rows in force.
  private mutating func excluding() -> Node? {
    let start = at
    guard take(.except) != nil else { return nil }
    skipArticle()
    if let terminal = take(.holidayDays, .offDays) { return node(.excluding, from: start, terminal: terminal) }
    return node(.excluding, from: start, [nounPhrase()])
  }

  // MARK: Reminders

  /// «куратор, за 10 рабочих дней, в срок, затем каждую неделю»: steps, then recipients.
  mutating func ladder() -> [Node] {
    var parts: [Node] = []
    repeat {
      let start = at
      if take(.onDue) != nil {
        parts.append(node(.ladderStep, from: start, terminal: .onDue))
      } else if take(.toResponsible) != nil {
        parts.append(node(.ladderStep, from: start, terminal: .toResponsible))
      } else if take(.thereafter) != nil {
        guard let cadence = cadence() else { return parts + [expected(.word("expected.cadence"))] }
        parts.append(node(.ladderStep, from: start, terminal: .thereafter, [cadence]))
      } else if let step = stepAhead(from: start) {
        parts.append(step)
      } else {
        parts.append(value())
      }
    } while !hasFailed && (take(.comma) || peek(.thereafter) != nil)
    return parts
  }

  /// «за 3 дня», `3 days before`.
  private mutating func stepAhead(from start: Int) -> Node? {
    _ = take(.ahead)
    guard let duration = termDuration() else {
      at = start
      return nil
    }
    if take(.upTo, .before) != nil { _ = take(.dueDay) }
    return node(.ladderStep, from: start, terminal: .before, [duration])
  }
}
