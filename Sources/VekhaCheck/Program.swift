// VekhaCheck owns names, types and modules: it turns trees into a typed program of obligations, and it owns lint.

import VekhaCalendar
import VekhaTable
import VekhaText

/// A plan that was understood: everything in it has a name, a type and a place.
package struct Program: Sendable {
  package var plan: PlanInfo
  package var tables: [TableInfo]
  package var nouns: [NounInfo]
  package var adjectives: [AdjectiveInfo]
  package var computed: [ComputedInfo]
  package var stages: [StageInfo]
  package var rules: [RuleInfo]
  package var indicators: [IndicatorInfo]
  package var grids: [GridInfo] = []
  package var marks: [MarkInfo]
  package var hasJournal: Bool
  /// Reminders of items that have none of their own.
  package var reminders: Ladder?
  /// School holidays of the plan's period.
  package var holidays: [Period] = []
  /// Which days are worked, for working days and terms.
  package var calendar = WorkingCalendar.mondayToFriday
  /// The columns that it reads, by table; others need no values.
  package var columnsRead: [Int: Set<Int>] = [:]
  /// The school years that are declared, by the year in which they begin.
  package var schoolYears: [Int: SchoolYear] = [:]
}

package struct PlanInfo: Sendable {
  package var title: String
  package var period: Period
  package var periodWording: String
  package var approvedOn: CivilDay?
  /// Who controls the plan, and its territory, as named in its head.
  package var control: Owner?
  package var territory: String?
  package var span: Span
}

/// How the rows of a table are in time.
package enum Presence: Sendable {
  /// Always there.
  case always
  /// An event: there from its day (a date column).
  case event(column: Int)
  /// A state: from and to, both included; a missing start is since ever, a missing end is open.
  case state(from: Int, to: Int)
}

package struct TableInfo: Sendable {
  /// The noun as declared.
  package var name: String
  package var noun: Int
  package var table: Table
  package var presence: Presence
  package var key: Int?
  /// The field a record is called by, and one that tells namesakes apart.
  package var label: Value?
  package var context: Value?
  package var references: [ReferenceInfo]
  /// A fact date is not there before its day.
  package var factDates: Set<Int>
  /// When a record is paused, over one level: on such days it is not in force.
  package var paused: Condition?
  /// What the journal says of the rows.
  package var facts: TableFacts?
  /// Units of number columns: the factor to the family's base unit is in `Unit`.
  package var units: [Int: Unit]
  /// Columns declared as categories.
  package var categories: Set<Int> = []
  /// Set for a table of the plan's own items; it has rows only in `Engine.filled`.
  package var item: ItemTableInfo?
  package var span: Span
}

/// A column that names a row of another table.
package struct ReferenceInfo: Sendable {
  package var name: String
  package var column: Int
  /// The noun it leads to, and its table.
  package var noun: Int
  package var table: Int
}

/// A noun: a table, or a set defined over another noun.
package struct NounInfo: Sendable {
  package var name: String
  /// Its other names, in either language.
  package var aliases: [String] = []
  package var table: Int
  /// The noun it is a part of; nil for a table's own.
  package var parent: Int?
  /// What makes a record of the parent one of these, over one level. Nil for a table's own noun.
  package var membership: Condition?
  /// Its forms after a number, as `счёт:` gives them: «наставляемый», «наставляемых», «наставляемых».
  package var counted: [String] = []
  package var span: Span
}

package struct AdjectiveInfo: Sendable {
  package var name: String
  package var noun: Int
  package var condition: Condition?
}

package struct ComputedInfo: Sendable {
  package var name: String
  package var noun: Int
  package var value: Value?
}

// MARK: Plan items

package struct StageInfo: Sendable {
  package var item: ItemInfo
  package var activities: [ActivityInfo]
}

package struct ItemInfo: Sendable {
  package var number: String
  package var isNumberWritten: Bool
  package var name: String?
  package var title: String
  package var due: Deadline
  package var responsible: Owner?
  /// How many were named to answer for it; the first does.
  package var responsibleCount = 0
  package var helpers: [Owner]
  package var span: Span
  /// Items that must be done first, by index path (stage, activity, part).
  package var needs: [ItemPath]
  /// What need not be done keeps no stage open.
  package var isOptional = false
  package var reminders: Ladder?
}

/// When to remind of a due day, and whom: those who answer where no one is named.
package struct Ladder: Sendable {
  package enum Step: Sendable {
    case before(Duration)
    case onDue
    /// After the due day, again and again until it is done.
    case thereafter(Duration)
  }
  package var steps: [Step]
  package var recipients: [Owner]
  /// Whether the responsible of the item is told beside the recipients; without recipients that is so anyway.
  package var includesResponsible = false
}

/// A legal or other ground, with its force and the days on which it is in force.
package struct Ground: Sendable {
  package enum Force: String, Sendable { case law, recommendation, local, ours }
  package var wording: String
  package var force: Force?
  package var from: CivilDay?
  package var until: CivilDay?

  package func isInForce(on day: CivilDay) -> Bool {
    (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true)
  }
}

/// Where an item stands: stage, activity, part of an activity.
package struct ItemPath: Hashable, Sendable {
  package var stage: Int
  package var activity: Int?
  package var part: Int?
  package init(stage: Int, activity: Int? = nil, part: Int? = nil) {
    self.stage = stage
    self.activity = activity
    self.part = part
  }
}

package struct ActivityInfo: Sendable {
  package var item: ItemInfo
  package var documents: [String]
  package var done: Obligation?
  package var parts: [ActivityInfo]
  /// What counts towards a cadence, over the subject.
  package var counts: SetExpression?
  /// The subjects of a cadence.
  package var cadenceSubjects: SetExpression?
  /// The share of expected spans that is enough; all of them where nil.
  package var norm: Norm?
  /// Until when it must hold once it was due, over no level.
  package var keepUntil: Value?
  package var because: Ground?
  package var advice: String?
}

package struct Norm: Sendable {
  package var comparison: Comparison
  /// Per cent.
  package var number: Number
}

package enum Deadline: Sendable {
  case none
  /// The days of a window with its wording; due on the last.
  case window(Period, wording: String)
  /// Several windows, each with its own due day.
  case occurrences([Period], wording: String)
  /// A due day that is a value: of each record, or of the plan.
  case term(Term, wording: String)
  case cadence(Cadence, Period, wording: String)
  /// Open while a request is; each is answered within its own term.
  case onRequest(Period, reply: Move?, wording: String)
  /// The dates stand in a table, in the row of that name.
  case bySchedule(Schedule?, isNamed: Bool, wording: String)
  case toBeSet(wording: String)

  package var wording: String? {
    switch self {
    case .none: nil
    case .window(_, let wording), .occurrences(_, let wording), .term(_, let wording), .cadence(_, _, let wording),
      .onRequest(_, _, let wording), .bySchedule(_, _, let wording), .toBeSet(let wording):
      wording
    }
  }

  package var window: Period? {
    switch self {
    case .window(let period, _), .cadence(_, let period, _): return period
    case .occurrences(let periods, _): return Period(periods[0].first, periods[periods.count - 1].last)
    default: return nil
    }
  }
}

/// A due day that is a value over the subject, or over no level.
package struct Term: Sendable {
  /// The fact it is counted from, where there is one: without its date the term has not begun.
  package var trigger: Value?
  package var due: Value

  package init(trigger: Value?, due: Value) {
    self.trigger = trigger
    self.due = due
  }
}

/// How often something is expected within a window.
package struct Cadence: Sendable {
  package enum Rhythm: Sendable {
    /// Consecutive spans of a length, from the later of the window's and the subject's start.
    case every(Duration)
    /// The length of the spans depends on the record: a number of days or of months.
    case everyValue(Value, Unit.Family)
    /// So many times in each span of the calendar.
    case perSpan(Span, times: Int, dueDay: Int?)
    /// Each of these days of the week (1 Monday … 7 Sunday).
    case weekdays(Set<Int>)
    /// A day of each month: the n-th (from the end where negative) of a day of the week, or of the worked days.
    case monthDay(Int, weekday: Int?)
    /// So many times in each of these periods; for a school that has rows of its own, in those.
    case perListed([Period], times: Int, own: SetExpression?)
    /// No gap longer.
    case atLeastEvery(Duration)
  }
  package enum Span: Sendable { case week, month, quarter, year }
  package var rhythm: Rhythm
  package var excluding: Exclusion?
}

/// A row of a table that gives an item its dates.
package struct Schedule: Sendable {
  package var table: Int
  package var row: String
}

/// Who answers for something.
package enum Owner: Sendable {
  case role(name: String, person: String?)
  /// A role of a record: its value is found through the subject.
  case record(role: String, value: Value)
  case wording(String)
}

/// Subjects and what must hold of each. Without subjects, the condition is about the plan itself.
package struct Obligation: Sendable {
  package var subjects: SetExpression?
  /// Over one level (the subject) where there are subjects, else over none.
  package var condition: Condition

  package init(subjects: SetExpression?, condition: Condition) {
    self.subjects = subjects
    self.condition = condition
  }
}

package struct RuleInfo: Sendable {
  package enum Kind: Sendable { case flag, require }
  package var kind: Kind
  /// `имя:`, else the heading in canonical form without the window.
  package var identity: String
  package var heading: String
  package var gravity: Int
  package var subjects: SetExpression?
  /// For a requirement: what must hold. For a flag: being in the set is the fault.
  package var condition: Condition?
  package var exception: Condition?
  package var from: CivilDay?
  package var until: CivilDay?
  /// The fact of the plan after which it begins, where it waits for one.
  package var trigger: Value?
  /// A requirement's deadline: it is judged on that day.
  package var due: CivilDay?
  /// A deadline of each record.
  package var term: Term?
  /// What gives each record its own window: «пока …».
  package var active: Condition?
  package var grace: Grace?
  package var escalation: Escalation?
  package var reminders: Ladder?
  package var advice: String?
  package var message: [MessagePart]
  package var responsible: Owner?
  package var because: Ground?
  package var span: Span
  /// It asks about the plan's own items, and is itself none of its findings.
  package var readsItems = false
  /// The record of each register that a finding is about, over one level, the subject.
  package var leads: [Int: RecordPath] = [:]
}

/// How long a record may be found before it is a finding.
package struct Grace: Sendable {
  package var duration: Duration
  /// The date it is counted from; else since when the record is in the set.
  package var since: Value?
}

/// Who answers for a finding once it has lasted so long.
package struct Escalation: Sendable {
  package var owner: Owner
  package var after: Duration
}

package enum MessagePart: Sendable {
  case text(String)
  case value(Value)
}

package struct IndicatorInfo: Sendable {
  package var title: String
  package var value: Value
  package var target: TargetInfo?
  package var responsible: Owner?
  package var because: Ground?
  /// Groups by fields of the members: of the noun that a share, a count or an aggregate is of.
  package var keys: [Value]
  package var readsItems = false
  package var name: String?
  /// The plan file with whose indicator of the same name, else title, it is compared.
  package var comparedWith: (file: String, span: Span)?
  package var span: Span
}

package struct TargetInfo: Sendable {
  package var comparison: Comparison
  package var number: Number
  package var isPercent: Bool
  /// The day whose facts are judged, and the day from which it is judged.
  package var day: CivilDay?
  package var wording: String
}

package struct MarkInfo: Sendable {
  package enum Kind: String, Sendable { case done, accepted, cancelled, notRequired = "not_required" }
  package var kind: Kind
  package var day: CivilDay
  package var item: ItemPath
  package var reason: String?
  package var span: Span
}
