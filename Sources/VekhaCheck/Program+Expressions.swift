import VekhaCalendar
import VekhaTable
import VekhaText

/// A condition over a scope of records: level 0 is the outermost.
package final class Condition: Sendable {
  package indirect enum Kind: Sendable {
    case constant(Bool)
    case and([Condition])
    case or([Condition])
    case not(Condition)
    case compare(Comparison, Value, Value)
    case known(Value)
    case missing(Value)
    /// The record is one of the noun's.
    case member(RecordPath, noun: Int)
    case adjective(RecordPath, Int)
    /// How many (or which part) of the set's records meet the body, which sees them as one more level.
    case quantified(Quantifier, SetExpression, Condition?)
    case oneOf(Value, [Value])
    case text(TextTest, Value, String)
    /// `low ≤ date ≤ high`; an absent end is open.
    case within(Value, low: Value?, high: Value?)
    /// The date is a day of that kind in the plan's calendar.
    case dayKind(WorkingCalendar.DayKind, Value)
    case isTrue(Value)
  }

  package let id: Int
  package let kind: Kind
  package let span: Span?

  package init(id: Int, _ kind: Kind, _ span: Span?) {
    self.id = id
    self.kind = kind
    self.span = span
  }
}

package enum TextTest: Sendable {
  case startsWith, contains
  /// The whole text, with `*` for any run of letters and `?` for one.
  case matches
}

package enum Comparison: String, Sendable {
  case equal = "=", notEqual = "≠", less = "<", atMost = "<=", more = ">", atLeast = ">="

  package func holds<T: Comparable>(_ left: T, _ right: T) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .atMost: left <= right
    case .more: left > right
    case .atLeast: left >= right
    }
  }
}

package enum Quantifier: Sendable {
  case every
  case count(Comparison, Number)
  /// Per cent of the set's records.
  case part(Comparison, Number)

  package static let some = Quantifier.count(.atLeast, Number(millionths: Number.scale))
  package static let none = Quantifier.count(.equal, Number(millionths: 0))
}

/// What is made of the values of a set's members.
package enum Aggregate: String, Sendable { case sum, mean, median, least, greatest, distinct }

/// What is taken of the members of a set: of all of them, or of each group of them.
package enum Measure: Sendable {
  case count
  /// Of how many of them a condition holds.
  case share(Condition)
  case aggregate(Aggregate, of: Value, isKnownOnly: Bool)
}

extension Value {
  /// The members that the value is taken of, and how; nil where it is not of one set.
  package var measured: (set: SetExpression, measure: Measure)? {
    switch kind {
    case .count(let set): (set, .count)
    case .share(let set, let numerator): (set, .share(numerator))
    case .aggregate(let aggregate, let set, let member, let isKnownOnly):
      (set, .aggregate(aggregate, of: member, isKnownOnly: isKnownOnly))
    default: nil
    }
  }
}

/// A value over a scope of records.
package final class Value: Sendable {
  package indirect enum Kind: Sendable {
    case text(String)
    /// In the base unit of its family, where it has one.
    case number(Number)
    case date(CivilDay)
    case flag(Bool)
    /// A cell: a record and a column of its table.
    case column(RecordPath, Int)
    case computed(RecordPath, Int)
    /// A record itself: equal to another if it is the same row.
    case record(RecordPath)
    case today
    case count(SetExpression)
    /// Members for which the numerator holds, of all members.
    case share(SetExpression, Condition)
    case sum(Value, Value)
    case difference(Value, Value)
    case product(Value, Value)
    case quotient(Value, Value)
    case negative(Value)
    /// One value of all members' values.
    case aggregate(Aggregate, SetExpression, Value, isKnownOnly: Bool)
    /// The least or the greatest of a list.
    case extreme(isGreatest: Bool, [Value])
    /// The value at the member whose date is first or last; ties go by the order of keys.
    case picked(isLast: Bool, SetExpression, date: Value, Value)
    case conditional(Condition, Value, Value)
    /// Whole years, months, weeks, or days from a date to today.
    case elapsed(Unit, since: Value)
    /// The same from one date to another; negative where it is the earlier. With `isChanges`, how many years, months or
    /// weeks of the calendar began between them.
    case elapsedBetween(Unit, Value, Value, isChanges: Bool)
    /// How many days of a kind there are after a date up to another.
    case dayCount(WorkingCalendar.DayKind, after: Value, to: Value)
    /// The first or the last day of the span in which today lies, or of one so many before or after it.
    case spanEdge(RelativeSpan, offset: Int, isLast: Bool)
    /// The first or the last day of a part of the school year: of the school's own rows where it has some, else of
    /// these. With an offset it is the part in which today lies, or so many before or after it.
    case ownEdge(SetExpression, else: [Period], offset: Int?, isLast: Bool)
    /// A date moved by a duration.
    case moved(Value, Move)
    /// The last day on which there was one of the set, or the start where that is later: a gap is counted from it.
    case lastSince(SetExpression, start: Value?)
    /// The day on which an item of the plan was done, as known today; none until then.
    case done(ItemPath)
    /// A fact of the plan that is not given: a missing value.
    case absent
    /// A value as it is on another day: computed with today as that day.
    case asOf(Value, day: Value)
  }

  package let id: Int
  package let kind: Kind
  package let type: ValueType
  package let span: Span?

  package init(id: Int, _ kind: Kind, _ type: ValueType, _ span: Span?) {
    self.id = id
    self.kind = kind
    self.type = type
    self.span = span
  }
}

/// A span of time that is found from the date of the question.
package enum RelativeSpan: Sendable {
  case calendar(CalendarSpan)
  /// One of these, in order; a day between two of them lies in none.
  case listed([Period])

  package func around(_ day: CivilDay, offset: Int) -> Period? {
    switch self {
    case .calendar(let span): return span.around(day, offset: offset)
    case .listed(let periods):
      guard offset != 0 else { return periods.first { $0.contains(day) } }
      return offset < 0 ? periods.last { $0.last < day } : periods.first { $0.first > day }
    }
  }
}

/// How a date is moved.
package struct Move: Sendable {
  package var duration: Duration
  /// Days that do not count.
  package var excluding: Exclusion?
  /// A term counted from a fact: an end on a day off moves to the next worked day where the calendar says so.
  package var isTerm: Bool

  package init(_ duration: Duration, excluding: Exclusion? = nil, isTerm: Bool = false) {
    self.duration = duration
    self.excluding = excluding
    self.isTerm = isTerm
  }
}

/// Days that do not count.
package enum Exclusion: Sendable {
  case daysOff
  /// The calendar's school holidays; of a school that has rows of its own, these.
  case holidays(own: SetExpression?)
  /// The days on which one of the set is in force.
  case rows(SetExpression)

  package var set: SetExpression? {
    switch self {
    case .daysOff: nil
    case .holidays(let own): own
    case .rows(let set): set
    }
  }
}

/// A record in scope, or one reached from it by references.
package struct RecordPath: Hashable, Sendable {
  package var level: Int
  /// The table of the level's records.
  package var start: Int
  /// References to follow: a column of the table so far, to the table it leads to.
  package var steps: [Forward]
  /// The table of the record at the end.
  package var table: Int

  package struct Forward: Hashable, Sendable {
    package var column: Int
    package var target: Int
  }

  package init(level: Int, table: Int) {
    self.level = level
    self.table = table
    start = table
    steps = []
  }

  package func following(_ column: Int, to target: Int) -> RecordPath {
    var path = self
    path.steps.append(Forward(column: column, target: target))
    path.table = target
    return path
  }
}

/// A step between related rows.
package enum Step: Hashable, Sendable {
  /// The row that a reference column leads to.
  case forward(column: Int, target: Int)
  /// The rows of `table` whose reference column leads here.
  case backward(table: Int, column: Int)
}

/// The way from a record in scope to the rows that are related to it.
package struct Relation: Sendable {
  package var level: Int
  /// The table of the level's records.
  package var start: Int
  package var steps: [Step]

  package init(level: Int, start: Int, steps: [Step]) {
    self.level = level
    self.start = start
    self.steps = steps
  }
}

/// Which records: of a noun, related to a record in scope or all of them, that meet a condition, at some time.
package final class SetExpression: Sendable {
  package let id: Int
  package let noun: Int
  package let table: Int
  /// The level it is related to and the way there; nil for all rows of the table.
  package let relation: Relation?
  /// Over one level more than the scope: the member itself.
  package let filter: Condition?
  /// Restriction in time, over the scope with the member: days from low to high.
  package let window: TimeWindow?
  /// Records that the noun does not mean of itself.
  package let including: Inclusion
  /// How many levels of scope stand around it.
  package let depth: Int
  /// Whether a record in scope of the same kind is left out, whose name the kind's noun goes on being.
  package let isOther: Bool
  package let span: Span?

  package init(
    id: Int, noun: Int, table: Int, relation: Relation?, filter: Condition?, window: TimeWindow?,
    including: Inclusion = [], depth: Int, isOther: Bool = false, span: Span?
  ) {
    self.including = including
    self.isOther = isOther
    self.id = id
    self.noun = noun
    self.table = table
    self.relation = relation
    self.filter = filter
    self.window = window
    self.depth = depth
    self.span = span
  }
}

/// Records that are meant besides those in force.
package struct Inclusion: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }
  package static let ended = Inclusion(rawValue: 1)
  package static let future = Inclusion(rawValue: 2)
  package static let paused = Inclusion(rawValue: 4)
}

package struct TimeWindow: Sendable {
  package var low: Value?
  package var high: Value?
}

/// A unit of a number. Units compare within their family only.
package enum Unit: String, Sendable {
  case day, week, month, year, minute, hour

  package enum Family: Sendable { case days, months, minutes }

  package var family: Family {
    switch self {
    case .day, .week: .days
    case .month, .year: .months
    case .minute, .hour: .minutes
    }
  }

  /// How many base units of its family it has.
  package var factor: Int64 {
    switch self {
    case .day, .month, .minute: 1
    case .week: 7
    case .year: 12
    case .hour: 60
    }
  }
}

package enum ValueType: Hashable, Sendable {
  case text
  case number(Unit?)
  case percent
  case date
  case flag
  case record(table: Int)
  /// What it is cannot be known (its table was not found); nothing more is said about it.
  case unknown
}
