import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// What came of judging an activity on a day.
struct ItemJudgement {
  var state: ActivityState
  var doneOn: CivilDay?
  var progress: Progress?
  /// The subjects shown as open or unknown, with the day whose facts count.
  var judged: Judged?
  var judgedOn: CivilDay?
  var relapse: Relapse?
  var mark: MarkInfo?
  var contradiction: MarkInfo?
  /// Subjects that have due days of their own.
  var subjects: TermJudgement?
  var cadence: Engine.CadenceJudgement?
  /// The window as it is known on the day.
  var window: Period?
}

extension Engine {
  /// The state of an activity on a day, judged on its due day (ARCHITECTURE.md, «Obligations»).
  func state(_ activity: ActivityInfo, _ path: ItemPath, on today: CivilDay) -> ItemJudgement {
    judgement(path, today) {
      let mark = mark(path, on: today)
      var result = unmarked(activity, path, mark, on: today)
      result.window = window(activity.item.due, on: today)
      if let mark, mark.kind == .cancelled || mark.kind == .notRequired {
        return ItemJudgement(
          state: mark.kind == .cancelled ? .cancelled : .notRequired, mark: mark, window: result.window)
      }
      if let mark, mark.kind == .accepted {
        var accepted = byMark(result.window, mark, on: today)
        accepted.progress = result.progress
        accepted.window = result.window
        return accepted
      }
      if activity.item.isOptional, [.overdue, .notFulfilled].contains(result.state) { result.state = .notRequired }
      return result
    }
  }

  /// The state that the condition, or the mark of done, gives.
  private func unmarked(
    _ activity: ActivityInfo, _ path: ItemPath, _ mark: MarkInfo?, on today: CivilDay
  ) -> ItemJudgement {
    if !activity.parts.isEmpty { return together(activity, path, on: today) }
    let due = activity.item.due
    if case .cadence(let cadence, let window, _) = due {
      return cadenceState(cadence, activity, path, window, on: today)
    }
    if case .occurrences(let windows, _) = due { return occurrences(windows, activity, path, on: today) }
    guard let obligation = activity.done else {
      let window = window(due, on: today)
      // The fact that its term is counted from has not come.
      if case .term = due, window == nil, mark == nil { return ItemJudgement(state: .ahead) }
      return byMark(window, mark, on: today)
    }
    var result = judged(obligation, activity, on: today)
    // What was so on the day of the mark is not contradicted by what came later.
    if let mark, mark.kind == .done, result.state != .done, result.state != .doneLate,
      judge(obligation, on: mark.day).outcome == .fails
    {
      result.contradiction = mark
    }
    return result
  }

  /// The window of a deadline as known on a day: a term of the plan ends when its fact is known, a schedule's dates
  /// stand in its table.
  func window(_ deadline: Deadline, on today: CivilDay) -> Period? {
    switch deadline {
    case .term(let term, _):
      guard let due = planDay(term.due, on: today) else { return nil }
      return Period(min(program.plan.period.first, due), due)
    case .bySchedule(let schedule?, _, _): return scheduled(schedule)
    default: return deadline.window
    }
  }

  /// A date that depends on no record.
  func planDay(_ value: Value, on today: CivilDay) -> CivilDay? {
    // A term of each record has no one day.
    guard !readsRecords(value) else { return nil }
    let vector = evaluator(today).evaluate(value, .root())
    guard case .dates(let days) = vector.storage, vector.valid.contains(0) else { return nil }
    return CivilDay(number: days[0])
  }

  private func readsRecords(_ value: Value) -> Bool {
    switch value.kind {
    case .date, .done, .today: false
    case .moved(let inner, _): readsRecords(inner)
    default: true
    }
  }

  private func scheduled(_ schedule: Schedule) -> Period? {
    let info = program.tables[schedule.table]
    let evaluator = evaluator(program.plan.period.first)
    let wanted = Letters.fold(schedule.row)
    let row = (0..<info.table.rowCount).first {
      Letters.fold(describing.label(schedule.table, $0, evaluator)) == wanted
    }
    guard let row else { return nil }
    func day(_ column: Int) -> CivilDay? {
      guard column >= 0, case .date(let day) = info.table.columns[column].cell(row) else { return nil }
      return day
    }
    switch info.presence {
    case .event(let column): return day(column).map { Period($0) }
    case .state(let from, let to):
      guard let first = day(from) else { return nil }
      let last = day(to) ?? first
      return first <= last ? Period(first, last) : nil
    case .always:
      let days = info.table.columns.indices.compactMap { day($0) }
      guard let first = days.min(), let last = days.max() else { return nil }
      return Period(first, last)
    }
  }

  /// Several windows, each judged on its own due day.
  private func occurrences(
    _ windows: [Period], _ activity: ActivityInfo, _ path: ItemPath, on today: CivilDay
  ) -> ItemJudgement {
    let judged = windows.enumerated().map { index, window -> ItemJudgement in
      if let obligation = activity.done {
        return today <= window.last ? before(obligation, window, on: today) : after(obligation, window, on: today)
      }
      let next = index + 1 < windows.count ? windows[index + 1].first : .latest
      let own = marks.filter { $0.item == path && $0.day <= today && $0.day < next && $0.day >= window.first }
        .max { $0.day < $1.day }
      return byMark(window, own, on: today)
    }
    var result = Self.together(judged)
    // The one that is open now tells of the subjects.
    let open = judged.first { !Self.closed.contains($0.state) } ?? judged.last
    result.judged = open?.judged
    result.judgedOn = open?.judgedOn
    return result
  }

  /// The last mark of an item that is not later than the day.
  private func mark(_ path: ItemPath, on day: CivilDay) -> MarkInfo? {
    marks.filter { $0.item == path && $0.day <= day }.max { $0.day < $1.day }
  }

  /// Without a condition a mark is the evidence; silence is never done.
  private func byMark(_ window: Period?, _ mark: MarkInfo?, on today: CivilDay) -> ItemJudgement {
    if let mark {
      let isLate = window.map { mark.day > $0.last } ?? false
      return ItemJudgement(state: isLate ? .doneLate : .done, doneOn: mark.day, mark: mark)
    }
    // Work of the whole year without a condition: nothing can say how it goes.
    guard let window, window != program.plan.period else { return ItemJudgement(state: .noInformation) }
    if today < window.first { return ItemJudgement(state: .ahead) }
    if today <= window.last { return ItemJudgement(state: .inProgress) }
    return ItemJudgement(state: program.hasJournal ? .overdue : .noInformation)
  }

  private func judged(_ obligation: Obligation, _ activity: ActivityInfo, on today: CivilDay) -> ItemJudgement {
    if isWithoutData(obligation) { return ItemJudgement(state: .noInformation) }
    switch activity.item.due {
    case .term(let term, _):
      if let window = window(activity.item.due, on: today) {
        return kept(inWindow(obligation, window, on: today), obligation, window, activity, on: today)
      }
      // The fact of the plan that it waits for has not come.
      guard obligation.subjects != nil, readsRecords(term.due) else {
        let judged = judge(obligation, on: today)
        return ItemJudgement(state: .ahead, progress: judged.progress, judged: judged, judgedOn: today)
      }
      return termState(obligation, term, on: today)
    case .onRequest(let window, let reply, _) where isRequest(obligation):
      return requests(obligation, reply, window, on: today)
    default:
      guard let window = window(activity.item.due, on: today) else { return standing(obligation, on: today) }
      return kept(inWindow(obligation, window, on: today), obligation, window, activity, on: today)
    }
  }

  private func inWindow(_ obligation: Obligation, _ window: Period, on today: CivilDay) -> ItemJudgement {
    today <= window.last ? before(obligation, window, on: today) : after(obligation, window, on: today)
  }

  private func termState(_ obligation: Obligation, _ term: Term, on today: CivilDay) -> ItemJudgement {
    let judged = judge(obligation, term, on: today)
    let (state, doneOn) = judged.state(isOver: today > program.plan.period.last)
    return ItemJudgement(
      state: state, doneOn: doneOn, progress: judged.progress, judgedOn: today, subjects: judged)
  }

  private func isRequest(_ obligation: Obligation) -> Bool {
    guard let set = obligation.subjects, case .event = program.tables[set.table].presence else { return false }
    return true
  }

  /// Each request within its own term; without one, while the plan lasts.
  private func requests(
    _ obligation: Obligation, _ reply: Move?, _ window: Period, on today: CivilDay
  ) -> ItemJudgement {
    guard let set = obligation.subjects, case .event(let column) = program.tables[set.table].presence else {
      return standing(obligation, on: today)
    }
    let asked = Value(id: -1, .column(RecordPath(level: 0, table: set.table), column), .date, nil)
    let due =
      reply.map { Value(id: -1, .moved(asked, $0), .date, nil) } ?? Value(id: -1, .date(window.last), .date, nil)
    return termState(obligation, Term(trigger: asked, due: due), on: today)
  }

  /// `держать до`: once due it must hold on each day up to that; the state is the worst of them.
  private func kept(
    _ state: ItemJudgement, _ obligation: Obligation, _ window: Period, _ activity: ActivityInfo, on today: CivilDay
  ) -> ItemJudgement {
    guard let until = activity.keepUntil.flatMap({ planDay($0, on: today) }), state.state == .done,
      today > window.last
    else { return state }
    var result = state
    let last = min(today, until)
    let subjects = state.judged ?? judge(obligation, on: window.last)
    let now = judge(obligation, subjects: subjects, on: last)
    if now.outcome == .fails {
      result.state = today > until ? .notFulfilled : .overdue
      result.doneOn = nil
      result.progress = now.progress
      result.judged = now
      result.judgedOn = last
      return result
    }
    let days = reads(obligation).changes(from: window.last.adding(days: 1), to: last)
    if days.contains(where: { judge(obligation, subjects: subjects, on: $0).outcome == .fails }) {
      result.state = .doneLate
    }
    return result
  }

  /// The table of the subjects is empty or absent: nothing can be said.
  private func isWithoutData(_ obligation: Obligation) -> Bool {
    guard let set = obligation.subjects else { return false }
    return data.rowCount(set.table) == 0
  }

  /// Without a due day it goes on as long as the plan does.
  private func standing(_ obligation: Obligation, on today: CivilDay) -> ItemJudgement {
    let period = program.plan.period
    let day = min(today, period.last)
    let judged = judge(obligation, on: day)
    var state = ActivityState.inProgress
    if today < period.first { state = .ahead }
    if today > period.last {
      state = judged.outcome == .holds ? .done : judged.outcome == .fails ? .notFulfilled : .noInformation
    }
    return ItemJudgement(state: state, progress: judged.progress, judged: judged, judgedOn: day)
  }

  private func before(_ obligation: Obligation, _ window: Period, on today: CivilDay) -> ItemJudgement {
    let judged = judge(obligation, on: today)
    var result = ItemJudgement(state: .inProgress, progress: judged.progress, judged: judged, judgedOn: today)
    if judged.outcome == .holds, !judged.isEmpty {
      result.state = .done
      result.doneOn = runStart(obligation, until: today)
    } else if today < window.first {
      result.state = judged.outcome == .fails && judged.progress.met > 0 ? .inProgress : .ahead
    }
    return result
  }

  private func after(_ obligation: Obligation, _ window: Period, on today: CivilDay) -> ItemJudgement {
    let due = window.last
    let onDue = judge(obligation, on: due)
    if onDue.isEmpty {
      return ItemJudgement(
        state: .notRequired, progress: Progress(met: 0, total: 0, unknown: 0), judged: onDue, judgedOn: due)
    }
    let now = judge(obligation, subjects: onDue, on: today)
    if onDue.outcome == .holds {
      var result = ItemJudgement(
        state: .done, doneOn: runStart(obligation, until: due), progress: onDue.progress, judged: onDue, judgedOn: due)
      if now.outcome == .fails {
        let since = firstFailing(obligation, onDue, after: due, until: today)
        result.relapse = Relapse(since: since, progress: now.progress)
      }
      return result
    }
    if let later = firstLater(obligation, onDue, after: due, until: today) {
      let then = judge(obligation, subjects: onDue, on: later)
      let isSure = onDue.outcome == .fails
      let isUndated = reads(obligation).isUndated
      return ItemJudgement(
        state: isSure && !isUndated ? .doneLate : .done, doneOn: isSure && !isUndated ? later : nil,
        progress: then.progress, judged: then, judgedOn: later)
    }
    let state: ActivityState = onDue.outcome == .fails && now.outcome == .fails ? .overdue : .noInformation
    return ItemJudgement(state: state, progress: now.progress, judged: now, judgedOn: today)
  }

  /// The first day of the run, ending today, on which it fails again.
  private func firstFailing(
    _ obligation: Obligation, _ subjects: Judged, after due: CivilDay, until today: CivilDay
  ) -> CivilDay? {
    let reads = self.reads(obligation)
    guard !reads.isUndated else { return nil }
    var since: CivilDay?
    for (first, end) in reads.constantRuns(before: today) {
      guard end > due, judge(obligation, subjects: subjects, on: end).outcome == .fails else { break }
      since = first.map { max($0, due.adding(days: 1)) }
    }
    return since
  }

  // MARK: Items of several

  static let closed: Set<ActivityState> = [.done, .doneLate, .notRequired, .cancelled]

  /// An activity of parts is done when they are.
  private func together(_ activity: ActivityInfo, _ path: ItemPath, on today: CivilDay) -> ItemJudgement {
    let parts = activity.parts.enumerated().map { index, part in
      state(part, ItemPath(stage: path.stage, activity: path.activity, part: index), on: today)
    }
    return Self.together(parts)
  }

  static func together(_ parts: [ItemJudgement]) -> ItemJudgement {
    let states = parts.map(\.state)
    let done = states.filter { closed.contains($0) }
    var result = ItemJudgement(
      state: .ahead, progress: Progress(met: done.count, total: states.count, unknown: 0))
    if states.contains(.overdue) {
      result.state = .overdue
    } else if states.contains(.notFulfilled) {
      result.state = .notFulfilled
    } else if done.count == states.count {
      let live = parts.filter { $0.state == .done || $0.state == .doneLate }
      result.state =
        states.contains(.doneLate)
        ? .doneLate : live.isEmpty ? (states.contains(.cancelled) ? .cancelled : .notRequired) : .done
      let days = live.map(\.doneOn)
      if !days.isEmpty, !days.contains(where: { $0 == nil }) { result.doneOn = days.compactMap { $0 }.max() }
    } else if states.contains(where: { $0 == .inProgress || $0 == .done || $0 == .doneLate }) {
      result.state = .inProgress
    } else if states.contains(.noInformation) {
      result.state = .noInformation
    }
    return result
  }

  /// Overdue if any item is; else done if all that have a due day are; else in progress if any is or is done.
  func stageState(_ stage: StageInfo, _ index: Int, on today: CivilDay) -> ItemJudgement {
    if let mark = mark(ItemPath(stage: index), on: today), mark.kind == .cancelled || mark.kind == .notRequired {
      return ItemJudgement(state: mark.kind == .cancelled ? .cancelled : .notRequired, mark: mark)
    }
    if stage.activities.isEmpty {
      let window = window(stage.item.due, on: today)
      var result = byMark(window, mark(ItemPath(stage: index), on: today), on: today)
      result.window = window
      return result
    }
    let parts = stage.activities.enumerated().map { activity, info in
      (info, state(info, ItemPath(stage: index, activity: activity), on: today))
    }
    // Items without a due day, and those that need not be done, do not keep a stage open.
    let required = parts.filter { !$0.0.item.isOptional }
    let dated = (required.isEmpty ? parts : required).filter { $0.1.window != nil || $0.1.subjects != nil }.map(\.1)
    var result = Self.together(dated.isEmpty ? parts.map(\.1) : dated)
    result.progress = Self.together(parts.map(\.1)).progress
    result.window = window(stage.item.due, on: today)
    return result
  }
}
