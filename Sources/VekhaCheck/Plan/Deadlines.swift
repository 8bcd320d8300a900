import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// What `срок:` says; dates of a record are looked up in the scope of the subject.
  func deadline(_ property: Node, _ scope: Scope) -> Deadline {
    guard let node = property.part(0) else { return .none }
    let wording = tree.text(node)
    guard node.kind == .deadline else { return deadline(of: node, wording, scope) }
    return joined(node, wording, scope)
  }

  /// Parts by commas: a window, how often within it, and the days that do not count.
  private func joined(_ node: Node, _ wording: String, _ scope: Scope) -> Deadline {
    var window: Period?
    var cadence: Node?
    var excluding: Exclusion?
    var request = false
    var reply: Move?
    for part in node.children {
      switch part.kind {
      case .cadence: cadence = part
      case .excluding: excluding = exclusion(part, scope)
      case .onRequest: request = true
      case .reply: reply = part.part(0).flatMap { self.reply($0) }
      default:
        // The window of a cadence is the same for all.
        let isOfAll = part.kind == .schoolPart || part.part(0)?.kind == .schoolPart || part.part(0)?.kind == .edge
        guard case .window(let period, _) = deadline(of: part, wording, isOfAll ? Scope() : scope) else {
          if window == nil, !hasErrors(in: part) { report(.notUnderstood, part, [.text(tree.text(part))]) }
          continue
        }
        window = period
      }
    }
    guard let plan = planPeriod else { return .none }
    let period = window ?? plan
    if request { return .onRequest(period, reply: reply, wording: wording) }
    if let cadence, let made = self.cadence(cadence, excluding, scope) {
      return .cadence(made, period, wording: wording)
    }
    if let part = node.children.first(where: { $0.kind == .excluding || $0.kind == .reply }), cadence == nil {
      report(.nothingExcluded, part, [.text(tree.text(part))])
    }
    return window.map { .window($0, wording: wording) } ?? .none
  }

  /// Whether something within a node was reported before.
  private func hasErrors(in node: Node) -> Bool {
    let range = tree.span(node).range
    return diagnostics.contains {
      if case .source(let span) = $0.place { return span.source === tree.source && range.overlaps(span.range) }
      return false
    }
  }

  private func deadline(of node: Node, _ wording: String, _ scope: Scope) -> Deadline {
    switch node.kind {
    case .onRequest: return planPeriod.map { .onRequest($0, reply: nil, wording: wording) } ?? .none
    case .toBeSet: return .toBeSet(wording: wording)
    case .bySchedule: return .bySchedule(schedule(node), isNamed: node.part(0) != nil, wording: wording)
    case .cadence:
      guard let plan = planPeriod, let cadence = cadence(node, nil, scope) else { return .none }
      return .cadence(cadence, plan, wording: wording)
    case .periodList: return list(node, wording)
    case .term: return term(node, scope).map { self.deadline($0, wording) } ?? .none
    case .window: return windowDeadline(node, wording, scope)
    case .run, .pathValue, .titledField:
      return dateValue(node, scope).map { .term(Term(trigger: $0, due: $0), wording: wording) } ?? .none
    case .periodName where !scope.isEmpty && !isPeriodName(node):
      return dateValue(asOperand(node, scope), scope).map { .term(Term(trigger: $0, due: $0), wording: wording) }
        ?? .none
    case .excluding, .reply:
      report(.nothingExcluded, node, [.text(wording)])
      return .none
    default:
      if let own = ownWindow(node, scope)?.high { return .term(Term(trigger: nil, due: own), wording: wording) }
      return period(node).map { .window($0, wording: wording) } ?? .none
    }
  }

  /// A name that is no period's is a field of the record in scope, or an item's.
  func asOperand(_ node: Node, _ scope: Scope) -> Node {
    guard node.kind == .periodName, !isPeriodName(node) else { return node }
    let run = Node(.run, node.tokens, [Node(.name, node.tokens)])
    return scope.isEmpty && !isItemName(run, scope) ? node : run
  }

  private func isPeriodName(_ node: Node) -> Bool {
    periodNames.has(text(node), stemmer: stemmer) || isDayParameter(text(node))
  }

  /// A due day that reads no record and no fact is a day like any other.
  private func deadline(_ term: Term, _ wording: String) -> Deadline {
    guard case .date(let day) = term.due.kind, let plan = planPeriod else { return .term(term, wording: wording) }
    return .window(Period(min(plan.first, day), day), wording: wording)
  }

  /// Months that adjoin are one window; others are occurrences with a due day each.
  private func list(_ node: Node, _ wording: String) -> Deadline {
    let periods = node.children.compactMap { period($0) }
    guard periods.count == node.children.count, let first = periods.first else { return .none }
    var joined = [first]
    for next in periods.dropFirst() {
      guard let last = joined.last, next.first > last.last else {
        report(.periodReversed, node, [.text(wording)])
        return .none
      }
      if last.adjoins(next) {
        joined[joined.count - 1] = Period(last.first, next.last)
      } else {
        joined.append(next)
      }
    }
    return joined.count == 1 ? .window(joined[0], wording: wording) : .occurrences(joined, wording: wording)
  }

  private func windowDeadline(_ node: Node, _ wording: String, _ scope: Scope) -> Deadline {
    guard let part = node.part(0).map({ asOperand($0, scope) }) else { return .none }
    if part.kind == .doneAnchor || !isPeriod(part) {
      guard let trigger = anchorDate(part, isBefore: false, scope) else { return .none }
      let span = tree.span(node)
      switch node.terminal {
      case .before, .atStart:
        let due = Value(id: identifier(), .moved(trigger, Move(Duration(-1, .day))), .date, span)
        return .term(Term(trigger: trigger, due: due), wording: wording)
      case .after, .from:
        guard let plan = planPeriod else { return .none }
        return .term(Term(trigger: trigger, due: date(plan.last, span)), wording: wording)
      default: return .term(Term(trigger: trigger, due: trigger), wording: wording)
      }
    }
    if node.terminal != .after, node.terminal != .from, let own = ownWindow(part, scope), let low = own.low,
      let high = own.high
    {
      let isBefore = node.terminal == .before || node.terminal == .atStart
      let day = isBefore ? Value(id: identifier(), .moved(low, Move(Duration(-1, .day))), .date, tree.span(node)) : high
      if node.terminal == .until { noteInclusive(node) }
      return .term(Term(trigger: nil, due: day), wording: wording)
    }
    guard let window = window(node), let plan = planPeriod else { return .none }
    let until = window.until ?? plan.last
    let from = window.from ?? min(plan.first, until)
    guard from <= until else {
      report(.periodReversed, node, [.text(wording)])
      return .none
    }
    return .window(Period(from, until), wording: wording)
  }

  // MARK: Terms

  /// «в течение 3 рабочих дней после X», «за 5 дней до X», «накануне X».
  func term(_ node: Node, _ scope: Scope) -> Term? {
    let isBefore = node.terminal != .after
    guard let anchorNode = node.part(1), let trigger = anchorDate(anchorNode, isBefore: isBefore, scope) else {
      return nil
    }
    let span = tree.span(node)
    var duration = Duration(1, .workingDay)
    if let part = node.part(0) {
      guard let written = self.duration(part) else { return nil }
      duration = written
    }
    let isFact = !(anchorNode.kind != .doneAnchor && isPeriod(anchorNode))
    let move = Move(
      isBefore ? Duration(-duration.count, duration.unit) : duration, isTerm: !isBefore && isFact)
    // A day that is known now is computed now.
    if case .date(let day) = trigger.kind, let due = calendar.moved(day, by: move.duration) {
      if duration.unit == .month, due.day != day.day, anchorNode.kind == .day || anchorNode.kind == .dayOfMonth {
        report(.monthEnd, node, [.text(tree.text(node)), due.argument])
      }
      return Term(trigger: nil, due: date(due, span))
    }
    return Term(trigger: trigger, due: Value(id: identifier(), .moved(trigger, move), .date, span))
  }

  /// The date a term is counted from: the last day of a period (the first, for a term before it), the day on which an
  /// item was done, a date of the record.
  func anchorDate(_ node: Node, isBefore: Bool, _ scope: Scope) -> Value? {
    if isItemOrDay(node) { return nil }
    if node.kind == .doneAnchor {
      guard let item = node.part(0), let path = itemPath(item) else { return nil }
      return Value(id: identifier(), .done(path), .date, tree.span(node))
    }
    if node.kind == .run, node.children.count == 1, !isPeriod(node), isItemName(node, scope) {
      return itemPath(node.children[0]).flatMap { itemWindow($0, node) }
        .map { date(isBefore ? $0.first : $0.last, tree.span(node)) }
    }
    if let own = ownWindow(node, scope) { return isBefore ? own.low : own.high }
    if isPeriod(node) { return period(node).map { date(isBefore ? $0.first : $0.last, tree.span(node)) } }
    return dateValue(node, scope)
  }

  /// `05.10` where an item has that number: told, with both readings.
  func isItemOrDay(_ node: Node) -> Bool {
    guard node.kind == .day, items.byNumber[tree.text(node)] != nil else { return false }
    report(.itemOrDay, node, [.text(tree.text(node))])
    return true
  }

  /// A single name that is an item's and no field of a record in scope.
  private func isItemName(_ node: Node, _ scope: Scope) -> Bool {
    let name = Letters.fold(text(node.children[0]))
    guard items.byName[name] != nil else { return false }
    return !scope.visible.map(\.element).contains { tables[$0.table].fieldNames.has(name, stemmer: stemmer) }
  }

  private func reply(_ node: Node) -> Move? {
    duration(node).map { Move($0, isTerm: true) }
  }

  // MARK: Items as periods

  /// The window of an item of the plan, as its deadline says.
  func itemWindow(_ path: ItemPath, _ node: Node) -> Period? {
    guard !openItemWindows.contains(path), let draft = draft(at: path) else {
      isCircular = true
      return nil
    }
    if openItemWindows.isEmpty { isCircular = false }
    openItemWindows.insert(path)
    defer { openItemWindows.remove(path) }
    var own = draft.node.property(.due)
    if own == nil, path.part != nil {
      own = self.draft(at: ItemPath(stage: path.stage, activity: path.activity))?.node.property(.due)
    }
    if own == nil, path.activity != nil { own = self.draft(at: ItemPath(stage: path.stage))?.node.property(.due) }
    let told = diagnostics.count
    let deadline = own.map { property in within(plan) { self.deadline(property, Scope()) } }
    // What is wrong with that deadline is told where it stands.
    if diagnostics.count > told { dropDiagnostics(after: told) }
    if let window = deadline?.window { return window }
    if path.activity == nil, let spread = stageWindow(draft) { return spread }
    let title = draft.node.part(2).map { $0.kind == .text ? plan.content($0) : "" } ?? ""
    report(isCircular ? .needsCircle : .itemWithoutWindow, node, [.text(tree.text(node)), .text(title)])
    return nil
  }

  /// A stage without a deadline stretches over its activities'.
  private func stageWindow(_ draft: ItemDraft) -> Period? {
    let windows = draft.parts.compactMap { part -> Period? in
      guard let due = part.node.property(.due) else { return nil }
      let told = diagnostics.count
      defer { dropDiagnostics(after: told) }
      return within(plan) { deadline(due, Scope()) }.window
    }
    guard let first = windows.map(\.first).min(), let last = windows.map(\.last).max() else { return nil }
    return Period(first, last)
  }

  private func draft(at path: ItemPath) -> ItemDraft? {
    guard drafts.indices.contains(path.stage) else { return nil }
    let stage = drafts[path.stage]
    guard let index = path.activity else { return stage }
    guard let part = path.part else { return stage.parts[index] }
    return stage.parts[index].parts[part]
  }

  // MARK: Schedules

  /// `по плану "Краевой календарь", строка "Форум"`: a table of that name, and the row called so.
  private func schedule(_ node: Node) -> Schedule? {
    guard let title = node.children.first, let row = node.part(1) else { return nil }
    let name = ColumnRequest.key(of: tree.content(title))
    guard case .found(let entry) = nounNames.find(name, stemmer: stemmer), nouns[entry.element].table >= 0,
      tables[nouns[entry.element].table].file != nil
    else {
      report(.unknownSchedule, title, [.text(tree.content(title)), .text(name)])
      return nil
    }
    return Schedule(table: nouns[entry.element].table, row: tree.content(row))
  }

  // MARK: Cadences

  private func cadence(_ node: Node, _ excluding: Exclusion?, _ scope: Scope) -> Cadence? {
    guard let lengthNode = node.part(1) else { return nil }
    if let rhythm = namedRhythm(node, lengthNode, scope) { return Cadence(rhythm: rhythm, excluding: excluding) }
    if Self.schoolSpans.contains(lengthNode.terminal ?? .day) { return nil }
    let dueDay = node.part(2).flatMap { number($0)?.integer }
    if lengthNode.kind != .duration { return cadence(of: value(lengthNode, scope), lengthNode, excluding) }
    guard let length = duration(lengthNode), length.count > 0 else { return nil }
    let isQuarter = node.part(0)?.terminal == .quarterly
    let rhythm: Cadence.Rhythm
    // «не реже 2 раз в месяц» says so many times a month; only «не реже раза» is a gap.
    let isGap = node.terminal == .notRarer && (isQuarter || times(node.part(0)) == 1)
    switch node.terminal == .notRarer && !isGap ? .times : node.terminal {
    case .notRarer: rhythm = .atLeastEvery(isQuarter ? Duration(3, .month) : length)
    case .times:
      let count = times(node.part(0))
      guard let span = span(of: lengthNode) else {
        // «раз в 2 недели» says what «каждые 2 недели» says.
        guard count == 1 else {
          report(.timesPerSpan, node, [.text(tree.text(node))])
          return nil
        }
        rhythm = .every(length)
        break
      }
      rhythm =
        count == 1 && span == .week ? .every(length) : .perSpan(span, times: count, dueDay: dueDay)
    default:
      if isQuarter {
        rhythm = .perSpan(.quarter, times: 1, dueDay: nil)
      } else if let span = span(of: lengthNode), span != .week {
        rhythm = .perSpan(span, times: 1, dueDay: dueDay)
      } else {
        rhythm = .every(length)
      }
    }
    return Cadence(rhythm: rhythm, excluding: excluding)
  }

  private static let schoolSpans: Set<Terminal> = [.schoolQuarter, .trimester, .schoolModule, .schoolHalf]

  /// Days of the week, a day of each month, and spans that are named: «раз в квартал», «раз в четверть».
  private func namedRhythm(_ node: Node, _ length: Node, _ scope: Scope) -> Cadence.Rhythm? {
    switch (length.kind, length.terminal) {
    case (.list, _): return .weekdays(Set(length.children.compactMap { $0.terminal?.weekday }))
    case (.nthDay, let day?):
      guard let which = length.part(0)?.terminal else { return nil }
      let number = which == .ordinalLast ? -1 : which == .ordinalPenultimate ? -2 : which.ordinal ?? 1
      return .monthDay(number, weekday: day.weekday)
    case (.duration, .quarter):
      return node.terminal == .notRarer && times(node.part(0)) == 1
        ? .atLeastEvery(Duration(3, .month)) : .perSpan(.quarter, times: times(node.part(0)), dueDay: nil)
    case (.duration, let unit?) where Self.schoolSpans.contains(unit):
      let own = scope.isEmpty ? nil : ownParts.flatMap { ownRows(unit, $0, length, scope) }
      return schoolPeriods(unit, length).map { .perListed($0, times: times(node.part(0)), own: own) }
    default: return nil
    }
  }

  /// The span of the calendar that a length of one unit names: «в месяц».
  private func span(of node: Node) -> Cadence.Span? {
    guard node.part(0).map({ number($0)?.integer == 1 }) ?? true else { return nil }
    switch node.terminal {
    case .week: return .week
    case .month: return .month
    case .year: return .year
    default: return nil
    }
  }

  private func times(_ node: Node?) -> Int {
    switch node?.terminal {
    case .once: 1
    case .twice: 2
    case .thrice: 3
    default: node.flatMap { number($0)?.integer } ?? 1
    }
  }

  private func cadence(of value: Value, _ node: Node, _ excluding: Exclusion?) -> Cadence? {
    guard case .number(let unit?) = value.type, unit.family != .minutes else {
      if value.type != .unknown { report(.typesDiffer, node, [Self.word(value.type), .word("type.days")]) }
      return nil
    }
    return Cadence(rhythm: .everyValue(inBase(value, unit), unit.family), excluding: excluding)
  }

  // MARK: Days that do not count

  func exclusion(_ node: Node, _ scope: Scope) -> Exclusion? {
    switch node.terminal {
    case .offDays: return .daysOff
    case .holidayDays: return .holidays(own: ownHolidays(node, scope))
    default: return node.part(0).flatMap { setExpression($0, scope) }.map { .rows($0) }
    }
  }

  private func ownHolidays(_ node: Node, _ scope: Scope) -> SetExpression? {
    holidayTable.flatMap { schoolRows(of: $0, node, scope, filter: nil) }
  }

  /// Rows of a table that belong to the school of the record in scope; nil where that leads to no school.
  func schoolRows(of table: Int, _ node: Node, _ scope: Scope, filter: Condition?) -> SetExpression? {
    guard let reference = references(of: table).first, let level = scope.innermost else { return nil }
    let start = scope.levels[level]
    let school = nouns[reference.noun].table
    var ways: [[RecordPath.Forward]] = start.table == school ? [[]] : declaredWays(from: start.table, to: school)
    if ways.isEmpty { ways = forwardWays(from: start.table, to: reference.noun) }
    guard let way = ways.first else { return nil }
    guard ways.count == 1 else {
      let (owner, wanted) = (nouns[start.noun].name, nouns[reference.noun].name)
      report(.ambiguousPath, node, [.text(wanted), .text(owner), .list([])])
      return nil
    }
    let steps = way.map { Step.forward(column: $0.column, target: $0.target) }
    let back = Step.backward(table: table, column: reference.column)
    return SetExpression(
      id: identifier(), noun: tables[table].noun, table: table,
      relation: Relation(level: level, start: start.table, steps: steps + [back]), filter: filter, window: nil,
      depth: scope.levels.count, span: tree.span(node))
  }

  /// Ways that a definition has chosen: `определить школа пары = наставляемый.школа`.
  private func declaredWays(from table: Int, to school: Int) -> [[RecordPath.Forward]] {
    computed.indices.compactMap { index in
      guard nouns[computed[index].noun].table == table, case .record(let path)? = computedValue(index)?.kind,
        path.table == school
      else { return nil }
      return path.steps
    }
  }
}
