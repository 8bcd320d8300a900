// VekhaEngine owns the meaning: typed program, tables and a date in; verdicts with their reasons out.

import VekhaCalendar
import VekhaTable
import VekhaText

/// The states of an activity and of a stage, all of them from the first version of the JSON schema on.
package enum ActivityState: String, CaseIterable, Sendable {
  case ahead, inProgress = "in_progress", done, doneLate = "done_late", overdue, notFulfilled = "not_fulfilled",
    cancelled, notRequired = "not_required", noInformation = "no_information"
}

/// The states of one subject under an obligation.
package enum SubjectState: String, CaseIterable, Sendable {
  case notStarted = "not_started", pending, met, metLate = "met_late", broken, released, paused,
    cannotTell = "cannot_tell"
}

/// How grave a finding is.
package enum Gravity: String, CaseIterable, Sendable, Comparable {
  case urgent, important, info
  package static func < (left: Gravity, right: Gravity) -> Bool {
    let order = Gravity.allCases
    return order.firstIndex(of: left)! < order.firstIndex(of: right)!
  }
}

/// The state of a plan on a day: the whole answer of `vekha run`.
package struct Answer: Sendable {
  package var plan: PlanHead
  package var asOf: CivilDay
  package var tables: [TableAnswer]
  package var stages: [StageAnswer]
  /// Flags and requirements in order of gravity, then of the plan.
  package var rules: [RuleAnswer]
  package var indicators: [IndicatorAnswer]
  /// Queries and tables kept in the plan, in its order.
  package var grids: [GridAnswer] = []
  /// Marks of the journal that contradict the data.
  package var contradictions: [Contradiction]
}

package struct PlanHead: Sendable {
  package var title: String
  /// The plan file as the user named it.
  package var file: String
  package var period: Period
  /// The period as worded in the plan.
  package var periodWording: String
}

package struct TableAnswer: Sendable {
  /// The table's noun as declared in the plan.
  package var name: String
  package var file: String
  package var rowsInFile: Int
  package var rowsLoaded: Int
  /// Rows that are there on the date of the question.
  package var rowsPresent: Int
}

package struct StageAnswer: Sendable {
  /// Empty for activities outside of any stage, which come last in a stage without a title.
  package var item: ItemAnswer
  package var activities: [ActivityAnswer]
}

/// What a stage and an activity have in common.
package struct ItemAnswer: Sendable {
  /// As written, or as assigned by place: `5.1`.
  package var number: String
  package var isNumberWritten: Bool
  package var name: String?
  package var title: String
  /// The deadline as worded in the plan; nil where it has none (of its own or of its stage).
  package var dueWording: String?
  package var start: CivilDay?
  package var due: CivilDay?
  package var state: ActivityState
  /// The first day of the run on which it was done; nil with state done means that the date is not known.
  package var doneOn: CivilDay?
  package var progress: Progress?
  package var responsible: Responsible?
  package var helpers: [Responsible]
  /// Line of the plan, from 1.
  package var line: Int
}

package struct ActivityAnswer: Sendable {
  package var item: ItemAnswer
  package var documents: [String]
  /// Reason of a mark in the journal, if that decided the state.
  package var markReason: String?
  /// The journal line (file and line) that decided the state.
  package var markPlace: CellPlace?
  /// After it was done the condition failed again: since when, and the progress now.
  package var relapse: Relapse?
  /// Subjects that keep it from being done: broken after the due day, pending before; sorted by name.
  package var open: SubjectList
  package var unknown: SubjectList
  /// Activities one level deeper (4.2 а, б, в).
  package var parts: [ActivityAnswer]
  /// Needed items that were done later than this one or whose date is not known, by number and title.
  package var unmetNeeds: [String]
  /// For a cadence, of the plan itself or of all subjects.
  package var cadence: CadenceKept? = nil
  /// Subjects whose term has not begun, or that are paused or were released, by state.
  package var apart: [SubjectAnswer] = []
  package var because: GroundAnswer? = nil
  package var advice: String? = nil
  package var isOptional = false
}

/// The ground of a rule or an activity.
package struct GroundAnswer: Sendable, Hashable {
  package var wording: String
  /// `law`, `recommendation`, `local`, `ours`; nil where it is not said.
  package var force: String?
  package var from: CivilDay?
  package var until: CivilDay?
}

package struct Relapse: Sendable {
  package var since: CivilDay?
  package var progress: Progress?
}

/// `42 of 57`: met and all, with those that cannot be told apart.
package struct Progress: Hashable, Sendable {
  package var met: Int
  package var total: Int
  package var unknown: Int
  package init(met: Int, total: Int, unknown: Int) {
    self.met = met
    self.total = total
    self.unknown = unknown
  }
}

package struct Responsible: Hashable, Sendable {
  /// The role's name as declared, or the wording where it is not a role.
  package var role: String
  /// The person, where one is known; nil for a role of many records.
  package var person: String?
}

/// One record in an answer.
package struct SubjectAnswer: Sendable {
  /// What a person calls it: the table's label field, else its key.
  package var label: String
  /// The row's key, or nil.
  package var key: String?
  /// A field that tells namesakes apart, e.g. the school; nil where the table has none.
  package var context: String?
  package var place: CellPlace
  package var state: SubjectState
  /// For cannot tell: the cells that block the verdict.
  package var blockers: [Blocker]
  /// The message of the rule for this record.
  package var message: String?
  package var responsible: Responsible?
  /// Since which day; nil where it cannot be said.
  package var since: CivilDay?
  /// A due day of its own; for one that is pending under a rule, the last day before it is a finding.
  package var due: CivilDay? = nil
  package var cadence: CadenceKept? = nil
  /// Whether it has lasted so long that the responsible is the one it was passed to.
  package var isEscalated = false
}

/// An empty or unreadable cell, or another cause, that keeps a verdict from being told.
package struct Blocker: Hashable, Sendable {
  package enum Cause: Hashable, Sendable {
    case missing
    case unreadable(String)
    /// A reference that is missing or leads nowhere; with its text, if any.
    case unattached(String?)
    /// A computation without a result: division by zero, out of range, a mean of nothing.
    case noResult
  }
  package var cause: Cause
  package var place: CellPlace
  /// The record the cell belongs to, as a person calls it.
  package var label: String
}

package struct RuleAnswer: Sendable {
  package enum Kind: String, Sendable { case flag, require }
  package var kind: Kind
  /// The name if it has one, else the heading as worded.
  package var name: String
  package var heading: String
  package var gravity: Gravity
  package var line: Int
  /// The rule's window; nil for always.
  package var from: CivilDay?
  package var until: CivilDay?
  /// Before the window: who would be found are pending, not findings.
  package var isPending: Bool
  package var because: GroundAnswer?
  package var responsible: Responsible?
  package var found: SubjectList
  package var unknown: SubjectList
  /// How many records of the rule's noun there are.
  package var examined: Int
  /// Not findings yet: within their grace, or before their own due day.
  package var pending = SubjectList()
  /// The one who answers for all that are found; nil where they differ or nobody is named.
  package var commonResponsible: Responsible? = nil
  package var advice: String? = nil
  /// Its ground is not in force on the day, or its window is over: it finds nobody.
  package var isClosed = false
  /// The noun's forms after a number in the reader's language; empty where none are declared.
  package var counted: [String] = []
}

package struct IndicatorAnswer: Sendable {
  package var title: String
  package var line: Int
  package var responsible: Responsible? = nil
  package var because: GroundAnswer? = nil
  package var value: IndicatorValue
  package var target: Target?
  package var groups: [Group]
  package var comparison: Comparison?

  package struct Group: Sendable {
    /// The keys' values joined.
    package var label: String
    package var value: IndicatorValue
    /// One a key; nil where it is not given.
    package var keys: [String?] = []
    /// In the plan it is compared with; nil where the group is not there.
    package var before: IndicatorValue?
    /// It is compared, and the other plan has no such group.
    package var isNew = false
    /// Whether it is less than before, whatever those that cannot be told turn out to be.
    package var hasFallen: Bool { before.map { value.isLess(than: $0) } ?? false }
  }

  package struct Comparison: Sendable {
    /// Title and file of the other plan.
    package var plan: String
    package var file: String
    /// The same day of that plan's year.
    package var asOf: CivilDay
    package var value: IndicatorValue
  }

  package struct Target: Sendable {
    /// `>=`, `>`, `<=`, `<`, `=`
    package var comparison: String
    package var number: Number
    package var isPercent: Bool
    /// The day on which it is judged; nil: on the day of the question.
    package var by: CivilDay?
    package var wording: String
    package var verdict: Verdict
    /// The value on the day of judgement, where that has passed.
    package var judged: IndicatorValue?
  }

  package enum Verdict: String, Sendable { case met, missed, cannotTell = "cannot_tell", ahead }
}

/// The value of an indicator: a share, a count or a number.
package enum IndicatorValue: Sendable, Hashable {
  /// `met` of `met + failed`, and the unknown apart.
  case share(met: Int, failed: Int, unknown: Int)
  /// From `least` to `most`.
  case count(least: Int, most: Int)
  case number(Number)
  case date(CivilDay)
  /// An aggregate of what can be told, and how many members it leaves out.
  case partial(Number, leftOut: Int)
  /// An aggregate of nobody, where that has no value.
  case empty
  case unknown

  /// Whether the most that it can be is less than the least that the other can be; of one kind only.
  func isLess(than other: IndicatorValue) -> Bool {
    switch (self, other) {
    case (.share(let met, let failed, let unknown), .share(let otherMet, let otherFailed, let otherUnknown)):
      let (total, otherTotal) = (met + failed + unknown, otherMet + otherFailed + otherUnknown)
      return total > 0 && otherTotal > 0 && (met + unknown) * otherTotal < otherMet * total
    case (.count(_, let most), .count(let least, _)): return most < least
    case (.number(let number), .number(let otherNumber)): return number.millionths < otherNumber.millionths
    default: return false
    }
  }
}

/// A mark in the journal that the data contradict.
package struct Contradiction: Sendable {
  package var place: CellPlace
  package var item: String
  package var mark: String
  package var progress: Progress?
}

/// A reason as a tree: what was asked, what came out, and of what parts.
package struct Reason: Sendable {
  package enum Outcome: Sendable, Hashable {
    case holds, fails, unknown
    case value(String)
  }
  /// The wording in the plan.
  package var wording: String
  package var place: Span?
  package var outcome: Outcome
  /// The cells read at this step.
  package var cells: [CellReading]
  package var children: [Reason]
  /// A record this part is about, where it differs from the one above.
  package var label: String?
  /// How long there has been none, where that is what was asked.
  package var gap: GapReading?
}

/// How many days have passed since the last one, or since the start.
package struct GapReading: Sendable, Hashable {
  package var since: CivilDay
  /// Counted days after it up to the date of the question.
  package var days: Int
  /// Whether only working days are counted.
  package var isOfWorkingDays: Bool
  /// The days in between that the plan leaves out, in stretches.
  package var excluded: [Period]
}

package struct CellReading: Sendable, Hashable {
  package var place: CellPlace
  /// The value as text; nil for an empty cell.
  package var value: String?
  package var isUnreadable: Bool
}

/// The answer of `vekha why`.
package enum Explanation: Sendable {
  /// A record: what every rule and obligation says of it.
  case record(SubjectAnswer, [RuleReason])
  case activity(ActivityAnswer, stage: ItemAnswer?, reasons: [Reason])
  /// A rule, with the reason of each record that it finds, or of which it cannot tell; at most a dozen.
  case rule(RuleAnswer, reasons: [Reason])
  /// An indicator, with the reason of each member that it does not count, or of which it cannot tell; at most a dozen.
  case indicator(IndicatorAnswer, reasons: [Reason])
  case stage(StageAnswer)
  /// Several records bear the name.
  case several([SubjectAnswer])
  /// No record and no item; close names.
  case nothing(proposals: [String])
}

package struct RuleReason: Sendable {
  package enum Verdict: String, Sendable {
    case found, pending, notFound = "not_found", cannotTell = "cannot_tell", notExamined = "not_examined"
    case met, metLate = "met_late", broken, notStarted = "not_started", released, paused
  }
  /// A rule's heading, or an activity's number and title.
  package var heading: String
  package var isActivity: Bool
  package var line: Int
  package var verdict: Verdict
  package var from: CivilDay?
  package var reason: Reason?
  package var message: String?
  package var blockers: [Blocker]
  /// What would have to change for the verdict to be another: each way is a set of conditions that is enough.
  package var ways: [[Change]] = []
  /// How the record keeps to a deadline that repeats.
  package var cadence: CadenceKept? = nil
}
