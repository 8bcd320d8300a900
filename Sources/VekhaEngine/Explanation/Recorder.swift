import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// Writes down what the evaluator does for one record: each condition with its outcome and the cells it read.
final class Recorder {
  private struct Open {
    var span: Span?
    var label: String?
    var cells: [CellReading] = []
    var blockers: [Blocker] = []
    var children: [Step] = []
    var gap: GapReading?
  }

  /// A recorded condition: what came out, of what parts, and what may block it.
  struct Step {
    var span: Span?
    var label: String?
    var cells: [CellReading]
    var blockers: [Blocker]
    var outcome: Verdict.Outcome
    var role: Role
    /// All parts, whether they made the outcome or not.
    var children: [Step]
    /// Of a value that is no condition.
    var value: String?
    var gap: GapReading?

    var size: Int { decisive.reduce(1 + cells.count) { $0 + $1.size } }

    /// The parts that are enough for the outcome.
    var decisive: [Step] { role.decisive(children, outcome) }

    /// The smallest sufficient reason, or the full tree.
    func reason(isFull: Bool) -> Reason {
      var parts = isFull ? children : decisive
      var (cells, gap) = (cells, gap)
      // A denial in the words of what it denies («не обучен»): its own outcome would seem to contradict.
      if parts.count == 1, parts[0].label == nil, parts[0].span == span, span != nil, parts[0].outcome != outcome {
        cells += parts[0].cells
        gap = gap ?? parts[0].gap
        parts = isFull ? parts[0].children : parts[0].decisive
      }
      // One part that says the same in the same words is no reason of its own.
      if cells.isEmpty, gap == nil, label == nil, parts.count == 1, parts[0].label == nil, parts[0].span == span,
        parts[0].outcome == outcome
      {
        return parts[0].reason(isFull: isFull)
      }
      return Reason(
        wording: span.map { Recorder.wording($0) } ?? "", place: span,
        outcome: value.map(Reason.Outcome.value) ?? Recorder.outcome(outcome), cells: cells,
        children: parts.map { $0.reason(isFull: isFull) }, label: label, gap: gap)
    }
  }

  private var stack: [Open] = [Open()]
  let describing: Describing
  /// The evaluator of the day that is being looked at.
  var evaluator: Evaluator

  init(_ describing: Describing, _ evaluator: Evaluator) {
    self.describing = describing
    self.evaluator = evaluator
  }

  var steps: [Step] { stack[0].children }

  func begin(_ span: Span?, label: String? = nil) { stack.append(Open(span: span, label: label)) }

  /// Ends the open condition; its role says which of the parts made the outcome.
  func end(_ outcome: Verdict.Outcome, _ role: Role = .other) {
    let open = stack.removeLast()
    stack[stack.count - 1].children.append(
      Step(
        span: open.span, label: open.label, cells: open.cells, blockers: open.blockers, outcome: outcome, role: role,
        children: open.children, gap: open.gap))
  }

  func note(_ gap: GapReading) { stack[stack.count - 1].gap = gap }

  /// Ends a value that is no condition; nil where it is not known.
  func end(value: String?) {
    let open = stack.removeLast()
    var step = Step(
      span: open.span, label: open.label, cells: open.cells, blockers: open.blockers,
      outcome: value == nil ? .unknown : .holds, role: .other, children: open.children)
    step.value = value
    stack[stack.count - 1].children.append(step)
  }

  /// How the parts of a condition make its outcome.
  enum Role {
    case conjunction, disjunction, other
    /// What kind of record it is: nobody changes that to be rid of a finding.
    case kind

    init(_ condition: Condition) {
      switch condition.kind {
      case .and: self = .conjunction
      case .or: self = .disjunction
      case .member: self = .kind
      default: self = .other
      }
    }

    /// The smallest part that is enough, all that are open, or all.
    func decisive(_ parts: [Step], _ outcome: Verdict.Outcome) -> [Step] {
      switch (self, outcome) {
      case (.conjunction, .fails), (.disjunction, .holds):
        let enough = parts.filter { $0.outcome == outcome }
        return enough.min { $0.size < $1.size }.map { [$0] } ?? []
      case (.conjunction, .unknown), (.disjunction, .unknown): return parts.filter { $0.outcome == .unknown }
      default: return parts
      }
    }
  }

  static func outcome(_ outcome: Verdict.Outcome) -> Reason.Outcome {
    switch outcome {
    case .holds: .holds
    case .fails: .fails
    case .unknown: .unknown
    }
  }

  /// A wording on one line.
  static func wording(_ span: Span) -> String {
    span.text.split { $0 == "\n" || $0 == " " || $0 == "\r" || $0 == "\t" }.joined(separator: " ")
  }

  func read(_ data: Dataset, _ table: Int, _ column: Int, _ row: Int, isReference: Bool = false) {
    let place = evaluator.place(table, column, row)
    let cell = evaluator.cell(table, column, row)
    var isUnreadable = false
    var cause: Blocker.Cause?
    switch cell {
    case .missing: cause = isReference ? .unattached(nil) : .missing
    case .unreadable(let raw):
      isUnreadable = true
      cause = .unreadable(raw)
    case .date(let day) where data.program.tables[table].factDates.contains(column) && day > evaluator.today:
      // A fact of a later day is not there yet: to this day's conditions the cell is empty.
      cause = .missing
    default: cause = isReference ? .unattached(describing.text(cell)) : nil
    }
    let reading = CellReading(place: place, value: describing.text(cell), isUnreadable: isUnreadable)
    if !stack[stack.count - 1].cells.contains(reading) { stack[stack.count - 1].cells.append(reading) }
    if let cause {
      let label = describing.label(table, row, evaluator)
      stack[stack.count - 1].blockers.append(Blocker(cause: cause, place: place, label: label))
    }
  }

  /// A value that cannot be computed, at the record it is computed for; a row of -1 is none.
  func noResult(_ table: Int, _ row: Int) {
    guard row >= 0 else { return }
    let label = describing.label(table, row, evaluator)
    stack[stack.count - 1].blockers.append(
      Blocker(cause: .noResult, place: evaluator.data.place(table, row), label: label))
  }

  /// The cells that keep the recorded verdict from being told: only those reached through unknown parts.
  static func blockers(_ steps: [Step]) -> [Blocker] {
    var result: [Blocker] = []
    func visit(_ step: Step) {
      guard step.outcome == .unknown else { return }
      for blocker in step.blockers where !result.contains(blocker) { result.append(blocker) }
      step.children.forEach(visit)
    }
    steps.forEach(visit)
    return result
  }
}

/// Which members of a set an explanation shows.
enum MemberInterest {
  case members
  case failing
  case unknown
  /// Of «every»: whoever may belong to it and is not sure to meet it keeps it open.
  case open
  /// Of a part: whoever may belong to it, or is not told.
  case doubtful
  /// Nobody was found: those that nearly were.
  case near
  case nobody

  init(_ quantifier: Quantifier, _ outcome: Verdict.Outcome) {
    switch (quantifier, outcome) {
    case (.every, .unknown): self = .open
    case (.part, .unknown): self = .doubtful
    case (_, .unknown): self = .unknown
    case (.every, .fails): self = .failing
    case (.every, .holds): self = .nobody
    case (.count(let comparison, let number), let outcome):
      let wantsNone = number.millionths == 0 && comparison == .equal
      let wantsSome = comparison == .atLeast || comparison == .more
      self = wantsNone == (outcome == .holds) && (wantsNone || wantsSome || outcome == .holds) ? .near : .members
      if wantsSome { self = outcome == .holds ? .members : .near }
    default: self = .members
    }
  }
}

extension Evaluator {
  /// At most this many records are shown under one condition.
  static let shownMembers = 8

  func record(
    _ set: SetExpression, _ body: Condition?, _ members: Members, _ bodyVerdict: Verdict, _ recorder: Recorder,
    _ interest: MemberInterest
  ) {
    var shown = 0
    for index in 0..<members.frame.count where shown < Self.shownMembers {
      let membership = members.verdict.outcome(index)
      let outcome = bodyVerdict.outcome(index)
      let isOfInterest =
        switch interest {
        case .members: membership == .holds && outcome == .holds
        case .failing: membership == .holds && outcome == .fails
        case .unknown: membership == .unknown && outcome != .fails || membership == .holds && outcome == .unknown
        case .open: membership == .unknown && outcome != .holds || membership == .holds && outcome == .unknown
        case .doubtful: membership == .unknown || membership == .holds && outcome == .unknown
        // Without a relation everybody is near; that says nothing.
        case .near: set.relation != nil && (membership != .holds || outcome != .holds)
        case .nobody: false
        }
      guard isOfInterest else { continue }
      shown += 1
      let tuple = members.frame.single(index)
      let row = Int(tuple.rows(tuple.levelCount - 1)[0])
      recorder.begin(set.span, label: recorder.describing.label(set.table, row, self))
      recordLinks(set, tuple, row, recorder)
      readPresence(set.table, row, recorder)
      if let filter = set.filter { _ = evaluate(filter, tuple) }
      if let body { _ = evaluate(body, tuple) }
      var whole = Verdict(count: 1, constant: true)
      whole.formAnd(Self.single(membership))
      whole.formAnd(Self.single(outcome))
      recorder.end(interest == .open || interest == .doubtful ? .unknown : whole.outcome(0))
    }
  }

  private static func single(_ outcome: Verdict.Outcome) -> Verdict {
    switch outcome {
    case .holds: Verdict(count: 1, constant: true)
    case .fails: Verdict(count: 1, constant: false)
    case .unknown: .unknown(1)
    }
  }

  /// The cells that say when a record is there; only where they decide something.
  func recordPresence(_ table: Int, _ row: Int, _ recorder: Recorder, isDecisive: Bool) {
    if isDecisive { readPresence(table, row, recorder) }
  }

  /// The linking rows of which it cannot be told whether they are there: they make the member unsure.
  private func recordLinks(_ set: SetExpression, _ tuple: Frame, _ row: Int, _ recorder: Recorder) {
    guard let relation = set.relation, relation.steps.count > 1, case .backward(let table, _)? = relation.steps.first
    else { return }
    let start = tuple.rows(relation.level)
    let links = follow([relation.steps[0]], from: relation.start, start).rows.array
    let presence = presence(table)
    for link in links where presence.outcome(Int(link)) == .unknown {
      let ends = follow(Array(relation.steps.dropFirst()), from: table, [link]).rows.array
      if ends.contains(Int32(row)) { readPresence(table, Int(link), recorder) }
    }
  }

  private func readPresence(_ table: Int, _ row: Int, _ recorder: Recorder) {
    if let paused = program.tables[table].paused,
      quietly({ evaluate(paused, Frame(rows: [Int32(row)])) }).outcome(0) != .fails
    {
      _ = evaluate(paused, Frame(rows: [Int32(row)]))
    }
    switch program.tables[table].presence {
    case .always: break
    case .event(let column): recorder.read(data, table, column, row)
    case .state(let from, let to):
      if from >= 0 { recorder.readKnown(data, table, from, row) }
      if to >= 0 { recorder.readKnown(data, table, to, row) }
    }
  }
}

extension Recorder {
  /// A cell whose emptiness says something by itself (an open end), and so blocks nothing.
  func readKnown(_ data: Dataset, _ table: Int, _ column: Int, _ row: Int) {
    if case .missing = evaluator.cell(table, column, row) { return }
    read(data, table, column, row)
  }
}

extension Evaluator {
  /// How many days a gap has lasted, counted as the plan counts them.
  func recordGap(_ start: Vector, _ move: Move, _ frame: Frame) {
    guard let recorder, frame.count == 1, start.valid.contains(0), case .dates(let dates) = start.storage,
      dates[0] <= today.number
    else { return }
    let isExcluded: ((CivilDay) -> Bool)?
    if let excluding = move.excluding {
      isExcluded = quietly { excludedDays(excluding, frame)(0) }
      if isExcluded == nil { return }
    } else {
      isExcluded = nil
    }
    let isOfWorkingDays = move.duration.unit == .workingDay
    var gap = GapReading(
      since: CivilDay(number: dates[0]), days: 0, isOfWorkingDays: isOfWorkingDays, excluded: [])
    for day in (dates[0]..<today.number).map({ CivilDay(number: $0 + 1) }) {
      if isExcluded?(day) == true {
        if let last = gap.excluded.last, last.adjoins(Period(day)) {
          gap.excluded[gap.excluded.count - 1] = Period(last.first, day)
        } else {
          gap.excluded.append(Period(day))
        }
      } else if !isOfWorkingDays || program.calendar.isWorked(day) {
        gap.days += 1
      }
    }
    recorder.note(gap)
  }
}
