import VekhaText

/// What a node of the tree is. The children of each kind stand in a fixed order; a part that is absent is a node of
/// kind `missing`.
package enum NodeKind: String, Sendable {
  case file, missing, junk
  // Lines.
  /// A statement: `terminal` says which; children: the parts of its heading, then properties and inner statements.
  case statement
  /// `terminal`, children: the parts of its value.
  case property
  /// A field of a table: name, aliases…, type or reference, titles…
  case fieldProperty
  /// A line of a journal that stands in a test; `Journal` reads it.
  case mark
  // Leaves.
  case name, alias, text, itemNumber, act, path, fileName
  /// `terminal` sheet, table, query or encoding of a file: its name; one record per key: nothing
  case dataPart
  /// `terminal` name of the file or a cell: the cell's address
  case origin
  // Names in expressions.
  /// Words side by side, not split: «действующих пар наставника»; with an owner after «of».
  case run
  /// `поле "Дата рождения"`
  case titledField
  // Noun phrases.
  /// nouns (runs), then qualifiers.
  case nounPhrase
  /// with: quantity or missing, noun phrase, comparison or missing. without: noun phrase, gap or missing.
  case with, without
  /// with and without, those joined by «или» divided by a name
  case choice
  /// condition
  case whereClause
  /// period
  case during
  /// duration
  case last
  /// duration, operand
  case withinAfter
  /// names with `terminal` ended, future, paused: records in these states too
  case including
  /// name
  case asReference
  /// text: the declared kind equals it
  case kindText
  /// `terminal` comparison or missing; number; `isPercent` by terminal percent
  case quantity
  // Conditions.
  case or, and, not
  /// `terminal` every/some/no or a quantity child; noun phrase; claim or missing
  case quantified
  /// operand or missing, quantity or missing, noun phrase
  case has, hasNo
  /// operand
  case isMissing, isKnown
  /// operand, right side
  case isEqual, isNotEqual
  /// operand, value; `terminal` is the comparison
  case compare
  /// operand, values…
  case inList, notInList
  /// operand, low, high
  case between
  /// operand, period or value; `terminal` after/before/until/not later/not earlier/at start
  case dateCompare
  /// operand, text; `terminal`
  case textTest
  /// a value alone
  case bareClaim
  /// claim, restriction: a restriction after a complete claim
  case restricted
  /// a restriction to days of a kind, by `terminal`
  case onDays
  /// those, condition
  case those
  // Values.
  /// left, right; `terminal` unused, the operator is the token between
  case sum, difference, product, quotient, negative
  case number, percent, duration
  /// base run, names after dots…
  case pathValue
  case count
  /// noun phrase, noun phrase or missing
  case share
  /// `terminal` sum/mean/…/distinct; «known» or missing, noun phrase that begins with the field, value over each or
  /// missing
  case aggregate
  /// `terminal` least/greatest; values…
  case extreme
  /// `terminal` first/last; noun phrase whose head may be a path
  case picked
  /// condition, then, else
  case conditional
  /// operand
  case fullYearsSince, fullMonthsSince, fullWeeksSince, daysSince
  /// from, to; `terminal` says whether full units, their changes or days of a kind are counted
  case elapsedBetween
  /// `terminal` says which kind of days; restriction in time
  case dayCount
  case today
  /// value: out of the record in scope
  case inTotal
  case yesNo
  /// value, date: the value as of that day
  case asOf
  /// `f(a, b)`: name, values…
  case call
  /// names…: what a function is called with
  case arguments
  // Periods.
  /// a quarter of a calendar year, by `terminal`
  case quarter
  case day, dayOfMonth, month, monthRange, years, wholeYear, yearNumber, periodName
  /// `terminal` edge_start/edge_end or a part of a month; period
  case edge
  /// first, last
  case range
  case periodList
  /// a part of the school year, by `terminal`: number or missing, years or missing
  case schoolPart
  /// `terminal` a day of the week, working_day or week: which (by `terminal`), period
  case nthDay
  /// `terminal` this_one/previous_one/next_one: span (by `terminal`)
  case relativePeriod
  /// day: it and the six that follow
  case weekFrom
  /// a line of a school calendar: part, days
  case schoolLine
  // Windows and deadlines.
  /// `terminal`; period
  case window
  case onRequest, bySchedule, toBeSet
  /// Several parts of a deadline by commas.
  case deadline
  /// `terminal` after/before/eve: duration or missing, anchor
  case term
  /// item: its window; item: the day it was done
  case itemAnchor, doneAnchor
  /// `terminal` every/times/not_rarer: times or missing, length, day of the month or missing
  case cadence
  /// `terminal` holiday_days/off_days, or a noun phrase
  case excluding
  /// duration: how soon a request is answered
  case reply
  /// comparison (with its duration), excluding or missing: «без встреч больше 2 недель, не считая каникул»
  case gap
  /// `terminal` before (duration), on_due, thereafter (cadence)
  case ladderStep
  /// acts as worded, validity (range of periods) or missing; `terminal` the force
  case ground
  /// a list of values of a property
  case list
  // Tests.
  /// A table under `дано`: name, then rows.
  case given
  /// cells…; each is a run of tokens, read as a cell of a data file
  case givenRow
  case cell
  /// marks…: the journal of a test
  case givenJournal
  /// period, expectations…
  case expectations
  /// `terminal` no findings/flagged/not flagged/cannot tell; labels…, by or missing
  case expectFindings
  /// `terminal` a state; item
  case expectState
  /// `terminal` a state of a subject; label, by or missing
  case expectSubject
  /// `terminal` a comparison or cannot tell; title, number or missing, whole or missing
  case expectIndicator
  /// condition
  case expectCondition
  // Facts.
  /// The rows of a table come from the journal.
  case ofJournal
  /// name, value or missing; `terminal` fact date, start, end of the line's days, or is missing
  case factEffect
  // Grids.
  /// keys of groups
  case keys
  /// value; `terminal` descending
  case orderKey
  /// title (a name or a text), value
  case tableColumn
}

/// A node of the lossless tree: a run of tokens and its children.
package final class Node: Sendable {
  package let kind: NodeKind
  package let terminal: Terminal?
  /// Indices into the tree's tokens.
  package let tokens: Range<Int>
  package let children: [Node]

  package init(_ kind: NodeKind, _ tokens: Range<Int>, terminal: Terminal? = nil, _ children: [Node] = []) {
    self.kind = kind
    self.tokens = tokens
    self.terminal = terminal
    self.children = children
  }

  package var isMissing: Bool { kind == .missing }

  /// The child at `index`, or nil where it is missing.
  package func part(_ index: Int) -> Node? {
    guard index < children.count, !children[index].isMissing else { return nil }
    return children[index]
  }

  package func first(_ kind: NodeKind) -> Node? { children.first { $0.kind == kind } }
  package func all(_ kind: NodeKind) -> [Node] { children.filter { $0.kind == kind } }
  package func property(_ terminal: Terminal) -> Node? {
    children.first { $0.kind == .property && $0.terminal == terminal }
  }
}

/// The tree of one file. Its tokens print back byte for byte.
package struct SyntaxTree: Sendable {
  package let source: SourceText
  package let tokens: [Token]
  package let root: Node

  package func span(_ node: Node) -> Span {
    Span(source, span(node.tokens))
  }

  /// The bytes of a run of tokens, without trivia at its edges.
  private func span(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high, tokens[low].isTrivia { low += 1 }
    while high > low, tokens[high - 1].isTrivia { high -= 1 }
    if low == high {
      // An absent part: the end of what stands before it.
      var before = min(low, tokens.count - 1)
      while before > 0, tokens[before].isTrivia || before >= range.lowerBound && before > 0 && low == high {
        before -= 1
        if !tokens[before].isTrivia { break }
      }
      let offset = Int(tokens[before].end)
      return offset..<offset
    }
    return Int(tokens[low].start)..<Int(tokens[high - 1].end)
  }

  package func text(_ node: Node) -> String { span(node).text }

  /// The words of a node, in order, as they are written.
  package func words(_ node: Node) -> [(text: String, span: Span)] {
    node.tokens.compactMap { index in
      let token = tokens[index]
      guard token.kind == .word else { return nil }
      return (source.text(token.range), Span(source, token.range))
    }
  }

  /// The content of a text token without its quotes.
  package func content(_ node: Node) -> String {
    guard let index = node.tokens.first(where: { tokens[$0].kind == .text }) else { return text(node) }
    return Self.unquoted(source.text(tokens[index].range))
  }

  package static func unquoted(_ text: String) -> String {
    guard text.count >= 2, let last = text.last, "\"»”“".contains(last) else { return String(text.dropFirst()) }
    return String(text.dropFirst().dropLast())
  }
}
