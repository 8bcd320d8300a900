import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// A value of the tree, typed. A set stands for its count.
  func value(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    func make(_ kind: Value.Kind, _ type: ValueType) -> Value { Value(id: identifier(), kind, type, span) }
    switch node.kind {
    case .text: return make(.text(tree.content(node)), .text)
    case .number: return number(node).map { make(.number($0), .number(nil)) } ?? unknownValue(span)
    case .percent:
      return node.part(0).flatMap { number($0) }.map { make(.number($0), .percent) } ?? unknownValue(span)
    case .duration:
      guard let number = node.part(0).flatMap({ number($0) }), let unit = node.terminal.flatMap(Self.unit) else {
        if node.terminal == .workingDay { report(.unitNeeded, node, [.text(tree.text(node))]) }
        return unknownValue(span)
      }
      return make(.number(number), .number(unit))
    case .today: return make(.today, .date)
    case .yesNo: return make(.flag(node.terminal == .yes), .flag)
    case .day, .dayOfMonth:
      return period(node).map { make(.date($0.first), .date) } ?? unknownValue(span)
    case .edge, .nthDay: return period(node).map { make(.date($0.first), .date) } ?? unknownValue(span)
    case .run: return runValue(node, scope)
    case .nounPhrase:
      guard let set = setExpression(node, scope) else { return unknownValue(span) }
      return make(.count(set), .number(nil))
    case .titledField:
      guard let level = scope.innermost else {
        report(.valueExpected, node, [.text(tree.text(node))])
        return unknownValue(span)
      }
      return titledField(node, at: RecordPath(level: level, table: scope.levels[level].table)) ?? unknownValue(span)
    case .pathValue: return pathValue(node, scope)
    case .count:
      guard let phrase = node.part(0), let set = setExpression(phrase, scope) else { return unknownValue(span) }
      return make(.count(set), .number(nil))
    case .share: return share(node, scope)
    case .inTotal: return value(node.children[0], Scope())
    case .conditional:
      let test = condition(node.children[0], scope)
      let then = value(node.children[1], scope)
      let other = value(node.children[2], scope)
      if then.type != other.type, then.type != .unknown, other.type != .unknown {
        report(.typesDiffer, node, [Self.word(then.type), Self.word(other.type)])
      }
      return make(.conditional(test, then, other), then.type)
    case .fullYearsSince: return elapsed(.year, node, scope)
    case .fullMonthsSince: return elapsed(.month, node, scope)
    case .fullWeeksSince: return elapsed(.week, node, scope)
    case .daysSince: return elapsed(.day, node, scope)
    case .elapsedBetween: return elapsedBetween(node, scope)
    case .dayCount: return dayCount(node, scope)
    case .sum, .difference, .product, .quotient: return arithmetic(node, scope)
    case .negative:
      let inner = value(node.children[0], scope)
      guard case .number = inner.type else { return mismatch(inner, node) }
      return make(.negative(inner), inner.type)
    case .those:
      guard let level = scope.innermost else { return unknownValue(span) }
      let path = RecordPath(level: level, table: scope.levels[level].table)
      return make(.record(path), .record(table: path.table))
    case .term: return term(node, scope)?.due ?? unknownValue(span)
    case .doneAnchor, .itemAnchor: return anchorDate(node, isBefore: false, scope) ?? unknownValue(span)
    case .aggregate: return aggregate(node, scope)
    case .extreme: return extreme(node, scope)
    case .picked: return picked(node, scope)
    case .asOf: return asOf(node, scope)
    case .call: return call(node, scope)
    case .missing, .junk: return unknownValue(span)
    default:
      report(.valueExpected, node, [.text(tree.text(node))])
      return unknownValue(span)
    }
  }

  private func mismatch(_ value: Value, _ node: Node) -> Value {
    if value.type != .unknown { report(.typesDiffer, node, [Self.word(value.type), .word("type.number")]) }
    return unknownValue(tree.span(node))
  }

  static func unit(_ terminal: Terminal) -> Unit? {
    switch terminal {
    case .day: .day
    case .week: .week
    case .month: .month
    case .year: .year
    case .minute: .minute
    case .hour: .hour
    default: nil
    }
  }

  /// The number of a node `number`: digits with groups and a point, or a numeral.
  func number(_ node: Node) -> Number? {
    if node.kind == .run { return namedNumber(node) }
    let node = node.kind == .number ? node : node.part(0) ?? node
    let text = tree.text(node)
    if let first = text.unicodeScalars.first, !("0"..."9").contains(first) {
      let symbol = Vocabulary.standard.numeral(text)
      if symbol == nil { report(.expected, node, [.word("expected.number"), .text(text)]) }
      return symbol.flatMap { Number($0) }
    }
    let digits = text.filter { !$0.isWhitespace }.replacing(",", with: ".")
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
      let number = Number(whole: parts[0], fraction: parts.count == 2 ? parts[1] : "", isNegative: false)
    else {
      report(.numberTooLarge, node, [.text(text)])
      return nil
    }
    return number
  }

  /// The plain number that a parameter or an argument is.
  private func namedNumber(_ node: Node) -> Number? {
    let known = node.children.first.map { parameterNames.has(text($0), stemmer: stemmer) || argument(text($0)) != nil }
    guard known == true else {
      reportUnknown(node.children.first ?? node, "kind.parameter", parameterNames.entries.map(\.name))
      return nil
    }
    return constant(node) { value in
      guard value.kind == .number else {
        report(.expected, node, [.word("expected.number"), .text(tree.text(node))])
        return nil
      }
      return number(value)
    }
  }

  private func runValue(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    if let column = gridColumn(node, scope) { return column }
    switch meaning(node, scope) {
    case .value(let value): return value
    case .record(let path): return Value(id: identifier(), .record(path), .record(table: path.table), span)
    case .set:
      guard let set = setExpression(Node(.nounPhrase, node.tokens, [node]), scope) else {
        return unknownValue(span)
      }
      return Value(id: identifier(), .count(set), .number(nil), span)
    case .adjective, .period:
      report(.valueExpected, node, [.text(tree.text(node))])
      return unknownValue(span)
    case .nothing: return unknownValue(span)
    }
  }

  /// `пара.наставляемый.школа`: references, then a field.
  private func pathValue(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    guard let base = node.children.first, base.kind == .run, let word = base.children.last else {
      return unknownValue(span)
    }
    guard var path = record(text(word), scope) else {
      if node.children.count == 2, let fact = planFact(word, node.children[1]) { return fact }
      var names = scope.visible.map(\.element).map { nouns[$0.noun].name }
      names += scope.visible.map(\.element).flatMap { references(of: $0.table).map(\.name) }
      reportUnknown(word, "kind.record", names)
      return unknownValue(span)
    }
    for (index, part) in node.children.dropFirst().enumerated() {
      let name = text(part)
      let isLast = index == node.children.count - 2
      guard let found = field(name, at: path, tree.span(part)) else {
        reportUnknown(
          part, "kind.field",
          tables[path.table].fieldNames.entries.map(\.name)
            + tables[path.table].undeclaredNames.entries.map(\.name))
        return unknownValue(span)
      }
      if isLast { return Value(id: identifier(), found.kind, found.type, span) }
      guard case .record(let next) = found.kind else {
        if found.type != .unknown { report(.recordExpected, part, [.text(name), Self.word(found.type)]) }
        return unknownValue(span)
      }
      path = next
    }
    return unknownValue(span)
  }

  private func elapsed(_ unit: Unit, _ node: Node, _ scope: Scope) -> Value {
    guard let part = node.part(0), let since = dateValue(part, scope) else { return unknownValue(tree.span(node)) }
    return Value(id: identifier(), .elapsed(unit, since: since), .number(unit), tree.span(node))
  }

  private func elapsedBetween(_ node: Node, _ scope: Scope) -> Value {
    guard let from = node.part(0).flatMap({ dateValue($0, scope) }),
      let to = node.part(1).flatMap({ dateValue($0, scope) })
    else { return unknownValue(tree.span(node)) }
    if let kind = Self.dayKind(node.terminal) {
      return Value(id: identifier(), .dayCount(kind, after: from, to: to), .number(.day), tree.span(node))
    }
    let (unit, isChanges): (Unit, Bool) =
      switch node.terminal {
      case .fullYearsBetween: (.year, false)
      case .fullMonthsBetween: (.month, false)
      case .fullWeeksBetween: (.week, false)
      case .yearChanges: (.year, true)
      case .monthChanges: (.month, true)
      case .weekChanges: (.week, true)
      default: (.day, false)
      }
    let type = ValueType.number(isChanges ? nil : unit)
    return Value(
      id: identifier(), .elapsedBetween(unit, from, to, isChanges: isChanges), type, tree.span(node))
  }

  /// «число рабочих дней в октябре»: both ends of the window belong to it.
  private func dayCount(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    guard let kind = Self.dayKind(node.terminal), let window = node.part(0).flatMap({ timeWindow($0, scope) }),
      let low = window.low, let high = window.high
    else { return unknownValue(span) }
    let before = Value(id: identifier(), .moved(low, Move(Duration(-1, .day))), .date, low.span)
    return Value(id: identifier(), .dayCount(kind, after: before, to: high), .number(.day), span)
  }

  static func dayKind(_ terminal: Terminal?) -> WorkingCalendar.DayKind? {
    switch terminal {
    case .workingDay, .workingDaysBetween, .onWorkingDay: .worked
    case .offDays, .offDaysBetween, .onDayOff: .off
    case .shortDays, .shortenedDaysBetween, .onShortenedDay: .shortened
    default: nil
    }
  }

  // MARK: Share

  /// The numerator condition is the last `где` at the top level, else the only `с`/`без`; the rest is the whole.
  private func share(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    guard let phrase = node.part(0) else { return unknownValue(span) }
    if let among = node.part(1) {
      guard let whole = setExpression(among, scope), let part = setExpression(phrase, Scope()) else {
        return unknownValue(span)
      }
      guard part.table == whole.table else {
        report(.typesDiffer, node, [.text(nouns[part.noun].name), .text(nouns[whole.noun].name)])
        return unknownValue(span)
      }
      let inner = scope.adding(whole)
      guard let numerator = memberCondition(phrase, inner) else { return unknownValue(span) }
      return Value(id: identifier(), .share(whole, numerator), .percent, span)
    }
    let attached = asAttached(phrase, scope)
    let qualifiers = attached.children.filter { [.whereClause, .with, .without, .choice].contains($0.kind) }
    let wheres = qualifiers.filter { $0.kind == .whereClause }
    guard let chosen = wheres.last ?? (qualifiers.count == 1 ? qualifiers[0] : nil) else {
      report(.shareNeedsAmong, node, [.text(tree.text(node)), .number(qualifiers.count)])
      return unknownValue(span)
    }
    let rest = attached.children.filter { $0 !== chosen }
    let end = chosen.tokens.lowerBound
    guard let whole = setExpression(Node(.nounPhrase, phrase.tokens.lowerBound..<end, rest), scope) else {
      return unknownValue(span)
    }
    let inner = scope.adding(whole)
    guard let numerator = qualifier(chosen, of: whole.noun, inner) else { return unknownValue(span) }
    return Value(id: identifier(), .share(whole, numerator), .percent, span)
  }

  /// What makes the innermost record one of a noun phrase's.
  private func memberCondition(_ phrase: Node, _ scope: Scope) -> Condition? {
    guard let run = phrase.first(.run), let level = scope.levels.last, case .set(let head) = meaning(run, Scope())
    else {
      return nil
    }
    let member = RecordPath(level: scope.levels.count - 1, table: level.table)
    var parts: [Condition] = []
    if nouns[head.noun].parent != nil {
      parts.append(Condition(id: identifier(), .member(member, noun: head.noun), tree.span(run)))
    }
    parts += head.adjectives.map { claim($0, member, tree.span(run)) }
    for node in attached(Array(phrase.children.dropFirst()), member, scope) {
      let isRestriction = [.during, .last, .withinAfter].contains(node.kind)
      if let condition = isRestriction ? isThere(member, node, scope) : qualifier(node, of: level.noun, scope) {
        parts.append(condition)
      }
    }
    return all(parts, tree.span(phrase))
  }

  /// A noun phrase with the qualifiers that belong to its noun side by side.
  private func asAttached(_ phrase: Node, _ scope: Scope) -> Node {
    let told = diagnostics.count
    defer { dropDiagnostics(after: told) }
    let runs = phrase.children.filter { $0.kind == .run }
    guard runs.count == 1, case .set(let head) = meaning(runs[0], Scope()), nouns[head.noun].table >= 0 else {
      return phrase
    }
    let inner = scope.adding(head.noun, table: nouns[head.noun].table)
    let member = RecordPath(level: scope.levels.count, table: nouns[head.noun].table)
    let children = [runs[0]] + attached(phrase.children.filter { $0 !== runs[0] }, member, inner)
    return Node(phrase.kind, phrase.tokens, terminal: phrase.terminal, children)
  }

  // MARK: Arithmetic

  private func arithmetic(_ node: Node, _ scope: Scope) -> Value {
    let span = tree.span(node)
    let left = value(node.children[0], scope)
    let right = value(node.children[1], scope)
    if left.type == .unknown || right.type == .unknown { return unknownValue(span) }
    func make(_ kind: Value.Kind, _ type: ValueType) -> Value { Value(id: identifier(), kind, type, span) }
    switch (node.kind, left.type, right.type) {
    case (.sum, .date, .number(_?)), (.difference, .date, .number(_?)):
      guard let duration = duration(node.children[1]) else { return unknownValue(span) }
      let moved = node.kind == .sum ? duration : Duration(-duration.count, duration.unit)
      return make(.moved(left, Move(moved)), .date)
    case (.difference, .date, .date): return make(.difference(left, right), .number(.day))
    case (.sum, .number(let a), .number(let b)), (.difference, .number(let a), .number(let b)):
      guard a == b || a == nil || b == nil else {
        report(.unitsDiffer, node, [Self.word(left.type), Self.word(right.type)])
        return unknownValue(span)
      }
      return make(node.kind == .sum ? .sum(left, right) : .difference(left, right), .number(a ?? b))
    case (.product, .number(let a), .number(let b)) where a == nil || b == nil:
      return make(.product(left, right), .number(a ?? b))
    case (.quotient, .number(let a), .number(let b)) where a == nil || b == nil || a == b:
      // A plain number by days is so much a day.
      return make(.quotient(left, right), .number(b == nil ? a : nil))
    default:
      report(.typesDiffer, node, [Self.word(left.type), Self.word(right.type)])
      return unknownValue(span)
    }
  }
}
