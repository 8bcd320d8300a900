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
}

extension Engine {
  /// The state of an activity on a day, judged on its due day (ARCHITECTURE.md, «Obligations»).
  func state(_ activity: ActivityInfo, _ path: ItemPath, on today: CivilDay) -> ItemJudgement {
    judgement(path, today) {
      let mark = mark(path, on: today)
      if let mark, mark.kind != .done {
        let state: ActivityState = mark.kind == .cancelled ? .cancelled : .notRequired
        return ItemJudgement(state: state, mark: mark)
      }
      if !activity.parts.isEmpty { return together(activity, path, on: today) }
      guard let obligation = activity.done else { return byMark(activity.item.due, mark, on: today) }
      var result = judged(obligation, activity.item.due, on: today)
      // What was so on the day of the mark is not contradicted by what came later.
      if let mark, result.state != .done, result.state != .doneLate, judge(obligation, on: mark.day).outcome == .fails {
        result.contradiction = mark
      }
      return result
    }
  }

  /// The last mark of an item that is not later than the day.
  private func mark(_ path: ItemPath, on day: CivilDay) -> MarkInfo? {
    program.marks.filter { $0.item == path && $0.day <= day }.max { $0.day < $1.day }
  }

  /// Without a condition a mark is the evidence; silence is never done.
  private func byMark(_ due: Deadline, _ mark: MarkInfo?, on today: CivilDay) -> ItemJudgement {
    let window = due.window
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

  private func judged(_ obligation: Obligation, _ deadline: Deadline, on today: CivilDay) -> ItemJudgement {
    if isWithoutData(obligation) { return ItemJudgement(state: .noInformation) }
    guard let window = deadline.window else { return standing(obligation, on: today) }
    return today <= window.last ? before(obligation, window, on: today) : after(obligation, window, on: today)
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
      let isUndated = DateReads(obligation, data).isUndated
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
    let reads = DateReads(obligation, data)
    guard !reads.isUndated else { return nil }
    var since: CivilDay?
    for (first, end) in reads.constantRuns(before: today) {
      guard end > due, judge(obligation, subjects: subjects, on: end).outcome == .fails else { break }
      since = first.map { max($0, due.adding(days: 1)) }
    }
    return since
  }

  // MARK: Items of several

  private static let closed: Set<ActivityState> = [.done, .doneLate, .notRequired, .cancelled]

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
    if let mark = mark(ItemPath(stage: index), on: today), mark.kind != .done {
      return ItemJudgement(state: mark.kind == .cancelled ? .cancelled : .notRequired, mark: mark)
    }
    if stage.activities.isEmpty {
      return byMark(stage.item.due, mark(ItemPath(stage: index), on: today), on: today)
    }
    let parts = stage.activities.enumerated().map { activity, info in
      (info, state(info, ItemPath(stage: index, activity: activity), on: today))
    }
    // Items without a due day are listed apart: they do not keep a stage open.
    let dated = parts.filter { $0.0.item.due.window != nil }.map(\.1)
    var result = Self.together(dated.isEmpty ? parts.map(\.1) : dated)
    result.progress = Self.together(parts.map(\.1)).progress
    return result
  }
}
