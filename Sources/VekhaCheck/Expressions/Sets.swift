import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// A noun phrase as a set of records; nil where it was not understood (and reported).
  func setExpression(_ node: Node, _ scope: Scope, owner: RecordPath? = nil) -> SetExpression? {
    let sets = setExpressions(node, scope, owner: owner)
    if sets.count > 1 {
      report(.setExpected, node, [.text(tree.text(node))])
      return nil
    }
    return sets.first
  }

  /// The sets of a noun phrase: several where nouns are joined, what follows belonging to each.
  func setExpressions(_ node: Node, _ scope: Scope, owner: RecordPath? = nil) -> [SetExpression] {
    guard node.kind == .nounPhrase else { return [] }
    let heads = node.children.filter { $0.kind == .run || $0.kind == .pathValue || $0.kind == .titledField }
    let qualifiers = node.children.filter { child in !heads.contains { $0 === child } && child.kind != .name }
    return heads.compactMap { head in
      guard head.kind == .run else {
        report(.setExpected, head, [.text(tree.text(head))])
        return nil
      }
      switch meaning(head, scope) {
      case .set(let set): return build(set, head, qualifiers, scope, owner: owner, span: tree.span(node))
      case .nothing: return nil
      case .value(let value) where value.type == .unknown: return nil
      case .record(let path) where scope.isEmpty || path.steps.isEmpty:
        // «пары» inside of a pair is the pair itself; as a set it has no meaning here.
        report(.noPath, head, [.text(tree.text(head)), .text(nouns[scope.levels[path.level].noun].name)])
        return nil
      case .record(let path):
        return forwardSet(path, head, qualifiers, scope, span: tree.span(node))
      case .value(let value):
        // «пары с учителем, где стаж > 2»: the record that a reference leads to.
        guard case .record(let path) = value.kind, !path.steps.isEmpty else { fallthrough }
        return forwardSet(path, head, qualifiers, scope, span: tree.span(node))
      default:
        report(.setExpected, head, [.text(tree.text(head))])
        return nil
      }
    }
  }

  /// «есть наставник» in the scope of a pair: the one record that a reference leads to.
  private func forwardSet(
    _ path: RecordPath, _ head: Node, _ qualifiers: [Node], _ scope: Scope, span: Span
  ) -> SetExpression? {
    let noun = tables[path.table].noun
    let steps = path.steps.map { Step.forward(column: $0.column, target: $0.target) }
    return finish(
      noun: noun, relation: Relation(level: path.level, start: path.start, steps: steps), filters: [], head, qualifiers,
      scope, span: span)
  }

  private func build(
    _ set: SetHead, _ head: Node, _ qualifiers: [Node], _ scope: Scope, owner: RecordPath?, span: Span
  ) -> SetExpression? {
    let noun = set.noun
    let table = nouns[noun].table
    guard table >= 0 else { return nil }
    if tables[table].file == nil {
      if tablesWithoutFile.insert(table).inserted { report(.dataWithoutFile, head, [called(table)]) }
      return nil
    }
    var relation: Relation?
    // «участники с другим участником»: another of its own kind, not one related to it.
    let isOfOwnKind = set.isOther && set.owner == nil && owner?.table == table
    if !isOfOwnKind, let owner = set.owner ?? owner {
      let start = owner.steps.isEmpty ? scope.levels[owner.level].noun : tables[owner.table].noun
      guard let way = way(from: start, to: noun, head, qualifiers) else { return nil }
      let steps = owner.steps.map { Step.forward(column: $0.column, target: $0.target) } + way.steps
      relation = Relation(level: owner.level, start: owner.start, steps: steps)
    } else if set.isOther {
      // All of the kind.
    } else if !scope.isEmpty || !recordArguments.isEmpty {
      guard let found = related(noun, head, qualifiers, scope) else { return nil }
      relation = found
    }
    let member = RecordPath(level: scope.levels.count, table: table)
    var filters: [Condition] = []
    if nouns[noun].parent != nil {
      filters.append(Condition(id: identifier(), .member(member, noun: noun), tree.span(head)))
    }
    filters += set.adjectives.map { claim($0, member, tree.span(head)) }
    if set.isOther {
      guard let condition = isAnother(member, head, scope) else { return nil }
      filters.append(condition)
    }
    if let kind = head.first(.kindText) {
      guard let condition = kindCondition(kind, member) else { return nil }
      filters.append(condition)
    }
    return finish(
      noun: noun, relation: relation, filters: filters, head, qualifiers, scope, isOther: set.isOther, span: span)
  }

  /// A member is not the record in scope of the same kind.
  private func isAnother(_ member: RecordPath, _ head: Node, _ scope: Scope) -> Condition? {
    let span = tree.span(head)
    var own = scope.visible.last { $0.element.table == member.table }
      .map { RecordPath(level: $0.offset, table: $0.element.table) }
    if own == nil {
      own = recordArguments.lazy.compactMap { self.record($0, scope) }.first { $0.table == member.table }
    }
    guard let own else {
      report(.noOther, head, [.text(tree.text(head)), .text(tables[member.table].name)])
      return nil
    }
    func value(_ path: RecordPath) -> Value {
      Value(id: identifier(), .record(path), .record(table: path.table), span)
    }
    return Condition(id: identifier(), .compare(.notEqual, value(member), value(own)), span)
  }

  private func finish(
    noun: Int, relation: Relation?, filters: [Condition], _ head: Node, _ qualifiers: [Node],
    _ scope: Scope, isOther: Bool = false, span: Span
  ) -> SetExpression? {
    let table = nouns[noun].table
    let inner = scope.adding(noun, table: table, isOther: isOther)
    var filters = filters
    var window: TimeWindow?
    var including: Inclusion = []
    let member = RecordPath(level: scope.levels.count, table: table)
    for qualifier in attached(qualifiers, member, inner) {
      switch qualifier.kind {
      case .during, .last, .withinAfter:
        guard isInTime(table) else {
          report(.notInTime, qualifier, [.text(tree.text(qualifier)), .text(nouns[noun].name)])
          continue
        }
        guard let next = timeWindow(qualifier, inner) else { continue }
        window = window.map { narrowed($0, by: next) } ?? next
      case .including:
        including.formUnion(inclusion(qualifier, noun))
      case .asReference, .kindText: break
      default:
        if let condition = self.qualifier(qualifier, of: noun, inner) { filters.append(condition) }
      }
    }
    let filter = filters.isEmpty ? nil : all(filters, span)
    if tables[table].item != nil { readsItems = true }
    return SetExpression(
      id: identifier(), noun: noun, table: table, relation: relation, filter: filter, window: window,
      including: including, depth: scope.levels.count, isOther: isOther, span: span)
  }

  /// States that a table's rows can have: a table without ends has no ended ones, one without time no future ones.
  private func inclusion(_ node: Node, _ noun: Int) -> Inclusion {
    let table = nouns[noun].table
    var result: Inclusion = []
    for part in node.children {
      switch part.terminal {
      case .ended where tables[table].stateNodes != nil: result.insert(.ended)
      case .future where isInTime(table): result.insert(.future)
      case .paused where tables[table].pausedNode != nil: result.insert(.paused)
      case .paused: report(.neverPaused, part, [.text(tree.text(part)), .text(tables[table].name)])
      default: report(.notInTime, part, [.text(tree.text(part)), .text(nouns[noun].name)])
      }
    }
    return result
  }

  private func narrowed(_ first: TimeWindow, by second: TimeWindow) -> TimeWindow {
    TimeWindow(low: second.low ?? first.low, high: second.high ?? first.high)
  }

  func isInTime(_ table: Int) -> Bool { tables[table].eventName != nil || tables[table].stateNodes != nil }

  /// The nearest record in scope from which a way leads to the noun.
  private func related(
    _ noun: Int, _ head: Node, _ qualifiers: [Node], _ scope: Scope
  ) -> Relation? {
    let reference = qualifiers.first { $0.kind == .asReference }?.part(0).map { text($0) }
    for (level, entry) in scope.visible.reversed() {
      let ways = ways(from: entry.noun, to: noun, as: reference)
      if ways.count == 1 { return Relation(level: level, start: entry.table, steps: ways[0].steps) }
      if ways.count > 1 {
        reportAmbiguous(head, noun, entry.noun, ways)
        return nil
      }
    }
    for path in recordArguments.compactMap({ record($0, scope) }) {
      let ways = ways(from: tables[path.table].noun, to: noun, as: reference)
      if ways.count == 1 {
        let steps = path.steps.map { Step.forward(column: $0.column, target: $0.target) } + ways[0].steps
        return Relation(level: path.level, start: path.start, steps: steps)
      }
      if ways.count > 1 {
        reportAmbiguous(head, noun, tables[path.table].noun, ways)
        return nil
      }
    }
    let owner = scope.visible.last.map { nouns[$0.element.noun].name } ?? recordArguments.first ?? ""
    report(.noPath, head, [.text(nouns[noun].name), .text(owner)])
    return nil
  }

  /// Two equally short ways; «пары как наставляемый» chooses one by its reference.
  private func reportAmbiguous(_ head: Node, _ noun: Int, _ owner: Int, _ ways: [Way]) {
    let text = tree.text(head)
    let word = Vocabulary.standard.phrase(.as, Letters.script(of: text) == .latin ? .english : .russian)
    let names = ways.compactMap(\.names.last).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    report(
      .ambiguousPath, head,
      [
        .text(nouns[noun].name), .text(nouns[owner].name),
        .list(ways.map { .text($0.names.joined(separator: " → ")) }),
      ], proposals: names.prefix(3).map { "\(text) \(word) \($0)" })
  }

  private func way(from start: Int, to noun: Int, _ head: Node, _ qualifiers: [Node]) -> Way? {
    let reference = qualifiers.first { $0.kind == .asReference }?.part(0).map { text($0) }
    let ways = ways(from: start, to: noun, as: reference)
    if ways.count == 1 { return ways[0] }
    if ways.isEmpty {
      report(.noPath, head, [.text(nouns[noun].name), .text(nouns[start].name)])
    } else {
      reportAmbiguous(head, noun, start, ways)
    }
    return nil
  }

  /// `встреча "пробная"`: the table's category column equals the text.
  private func kindCondition(_ node: Node, _ member: RecordPath) -> Condition? {
    guard let field = tables[member.table].fields.first(where: { $0.type == .typeCategory }), field.column != nil,
      let value = self.field(field.name, at: member, tree.span(node))
    else {
      report(.unknownName, node, [.text(tree.content(node)), .word("kind.category"), .list([])])
      return nil
    }
    let wanted = Value(id: identifier(), .text(tree.content(node)), .text, tree.span(node))
    checkOccurs(wanted, in: value, node)
    return Condition(id: identifier(), .compare(.equal, value, wanted), tree.span(node))
  }

  /// A qualifier as a condition on the member, which is the innermost record of the scope.
  func qualifier(_ node: Node, of noun: Int, _ scope: Scope) -> Condition? {
    let member = RecordPath(level: scope.levels.count - 1, table: nouns[noun].table)
    switch node.kind {
    case .whereClause: return condition(node.children[0], scope)
    case .with: return with(node, member, scope)
    case .choice: return choice(node, of: noun, scope)
    case .onDays:
      guard let date = presenceDate(member) else {
        report(.notInTime, node, [.text(tree.text(node)), .text(nouns[noun].name)])
        return nil
      }
      return isWithin(date, node, scope, tree.span(node))
    case .without:
      guard let phrase = node.part(0) else { return nil }
      // A list under «без» was reported when it was read.
      if phrase.children.contains(where: { $0.kind == .name && $0.terminal != nil }) { return nil }
      if node.part(1) == nil, let value = fieldHead(phrase, member, scope) {
        return Condition(id: identifier(), .missing(value), tree.span(node))
      }
      if let claim = datedField(phrase, member, scope) {
        return Condition(id: identifier(), .not(claim), tree.span(node))
      }
      guard let set = setExpression(phrase, scope, owner: member) else { return nil }
      if let gap = node.part(1) { return self.gap(gap, set, member, scope) }
      return Condition(id: identifier(), .quantified(.none, set, nil), tree.span(node))
    default: return nil
    }
  }

  /// «без A и без B или с C»
  private func choice(_ node: Node, of noun: Int, _ scope: Scope) -> Condition {
    let span = tree.span(node)
    let sides = node.children.split { $0.kind == .name }.map { side in
      all(side.compactMap { qualifier($0, of: noun, scope) }, span)
    }
    return Condition(id: identifier(), .or(sides), span)
  }

  private func with(_ node: Node, _ member: RecordPath, _ scope: Scope) -> Condition? {
    guard let phrase = node.part(1) else { return nil }
    let quantity = node.part(0)
    let comparison = node.part(2)
    if quantity == nil, let value = fieldHead(phrase, member, scope) {
      if let comparison { return compare(comparison, value, comparison.children[0], node, scope) }
      return Condition(id: identifier(), .known(value), tree.span(node))
    }
    if quantity == nil, comparison == nil, let claim = datedField(phrase, member, scope) { return claim }
    guard let set = setExpression(phrase, scope, owner: member) else { return nil }
    if let comparison {
      let count = Value(id: identifier(), .count(set), .number(nil), set.span)
      return compare(comparison, count, comparison.children[0], node, scope)
    }
    let quantifier = quantity.flatMap { self.quantifier($0) } ?? .some
    return Condition(id: identifier(), .quantified(quantifier, set, nil), tree.span(node))
  }

  /// The field of a record that a noun phrase of one run names («без приказа»), or nil where it names records.
  func fieldHead(_ phrase: Node, _ record: RecordPath, _ scope: Scope) -> Value? {
    guard phrase.kind == .nounPhrase, phrase.children.count == 1 else { return nil }
    let head = phrase.children[0]
    if head.kind == .titledField { return titledField(head, at: record) }
    guard head.kind == .run, head.children.count == 1 else { return nil }
    let word = head.children[0]
    let name = text(word)
    guard hasField(name, record.table) else { return nil }
    return field(name, at: record, tree.span(word))
  }

  /// The same of an outer record, where the word names no records: its declared fields first, like those of any name.
  func outerField(_ phrase: Node, _ scope: Scope) -> Value? {
    guard phrase.kind == .nounPhrase, phrase.children.count == 1, let head = phrase.first(.run),
      head.children.count == 1, !nounNames.has(text(head.children[0]), stemmer: stemmer)
    else { return nil }
    let word = head.children[0]
    for isDeclared in [true, false] {
      for (level, entry) in scope.visible.dropLast().reversed() {
        let path = RecordPath(level: level, table: entry.table)
        if let value = field(text(word), at: path, tree.span(word), isDeclaredOnly: isDeclared) { return value }
      }
    }
    return nil
  }

  /// «есть приказ в течение 3 дней после дата_начала»: the field is known and lies in those days.
  func datedField(_ phrase: Node, _ record: RecordPath, _ scope: Scope) -> Condition? {
    guard phrase.children.count == 2, let head = phrase.first(.run),
      [.during, .last, .withinAfter, .onDays].contains(phrase.children[1].kind),
      let field = fieldHead(Node(.nounPhrase, head.tokens, [head]), record, scope), field.type == .date,
      let within = isWithin(field, phrase.children[1], scope, tree.span(phrase))
    else { return nil }
    let span = tree.span(phrase)
    let known = Condition(id: identifier(), .known(field), tree.span(head))
    return Condition(id: identifier(), .and([known, within]), span)
  }

  private func hasField(_ name: String, _ table: Int) -> Bool {
    if tables[table].fieldNames.has(name, stemmer: stemmer) { return true }
    // A word that names a set stays one where the column was not declared.
    return tables[table].undeclaredNames.has(name, stemmer: stemmer) && !nounNames.has(name, stemmer: stemmer)
  }

  func titledField(_ node: Node, at record: RecordPath) -> Value? {
    let title = tree.content(node)
    let key = ColumnRequest.key(of: title)
    if let loaded = tables[record.table].table,
      let column = loaded.columns.firstIndex(where: { ColumnRequest.key(of: $0.title) == key })
    {
      if let field = tables[record.table].fields.first(where: { $0.column == column }) {
        return self.field(field.name, at: record, tree.span(node))
      }
      return field(key, at: record, tree.span(node))
    }
    if tables[record.table].table != nil {
      let found = tables[record.table].table?.columns.map { Argument.text($0.title) } ?? []
      report(.columnMissing, node, [.text(title), .text(tables[record.table].file ?? ""), .list(found)])
    }
    return unknownValue(tree.span(node))
  }

  // MARK: Quantities

  func quantifier(_ node: Node) -> Quantifier? {
    switch node.terminal {
    case Terminal.every?: return .every
    case Terminal.some?: return .some
    case Terminal.no?: return Quantifier.none
    default: break
    }
    guard let numberNode = node.part(1), let number = number(numberNode) else { return nil }
    let comparison = node.part(0)?.terminal.map { Self.comparison($0) } ?? .equal
    return node.terminal == .percent ? .part(comparison, number) : .count(comparison, number)
  }

  static func comparison(_ terminal: Terminal) -> Comparison {
    switch terminal {
    case .notEquals: .notEqual
    case .less: .less
    case .atMost: .atMost
    case .more: .more
    case .atLeast: .atLeast
    default: .equal
    }
  }

  func all(_ conditions: [Condition], _ span: Span?) -> Condition {
    if conditions.count == 1 { return conditions[0] }
    if conditions.isEmpty { return Condition(id: identifier(), .constant(true), span) }
    return Condition(id: identifier(), .and(conditions), span)
  }

  // MARK: Time

  /// That a date lies in the days of a restriction.
  func isWithin(_ date: Value, _ restriction: Node, _ scope: Scope, _ span: Span) -> Condition? {
    if restriction.kind == .onDays {
      return Self.dayKind(restriction.terminal).map { Condition(id: identifier(), .dayKind($0, date), span) }
    }
    return timeWindow(restriction, scope).map {
      Condition(id: identifier(), .within(date, low: $0.low, high: $0.high), span)
    }
  }

  /// A restriction as the days it leaves, over the scope with the member.
  func timeWindow(_ node: Node, _ scope: Scope) -> TimeWindow? {
    switch node.kind {
    case .during:
      if let own = node.part(0).flatMap({ ownWindow($0, scope) }) { return own }
      if let part = node.part(0), part.kind == .relativePeriod { return relativeWindow(part) }
      guard let part = node.part(0), let period = period(part) else { return nil }
      return TimeWindow(low: date(period.first, tree.span(part)), high: date(period.last, tree.span(part)))
    case .last:
      guard let part = node.part(0), let duration = duration(part) else { return nil }
      let today = Value(id: identifier(), .today, .date, tree.span(node))
      let low: Value
      if duration.unit == .day {
        low = Value(id: identifier(), .moved(today, Move(Duration(1 - duration.count, .day))), .date, tree.span(node))
      } else {
        let back = Value(id: identifier(), .moved(today, Move(Duration(-duration.count, duration.unit))), .date, nil)
        low = Value(id: identifier(), .moved(back, Move(Duration(1, .day))), .date, tree.span(node))
      }
      return TimeWindow(low: low, high: today)
    default:
      guard let part = node.part(0), let duration = duration(part), let from = node.part(1) else { return nil }
      guard let start = anchorDate(from, isBefore: false, scope) else { return nil }
      let end = Value(id: identifier(), .moved(start, Move(duration)), .date, tree.span(node))
      return TimeWindow(low: start, high: end)
    }
  }

  /// «без встреч больше 2 недель, не считая каникул»: how long ago the last was, or the record's own start.
  private func gap(_ node: Node, _ set: SetExpression, _ member: RecordPath, _ scope: Scope) -> Condition? {
    guard let comparison = node.part(0), let part = comparison.part(0), let duration = duration(part) else {
      return nil
    }
    guard isInTime(set.table) else {
      report(.notInTime, node, [.text(tree.text(node)), .text(nouns[set.noun].name)])
      return nil
    }
    let span = tree.span(node)
    let excluding = node.part(1).flatMap { exclusion($0, scope) }
    let own = (tables[member.table].stateNodes?.from ?? tables[member.table].eventName)
      .flatMap { field($0, at: member, span) }.flatMap { $0.type == .date ? $0 : nil }
    let last = Value(id: identifier(), .lastSince(set, start: own), .date, set.span)
    let today = Value(id: identifier(), .today, .date, span)
    // More than N counted days is at least N + 1; months have no next length.
    let sign = Self.comparison(comparison.terminal ?? .more)
    let isStrict = sign == .more || sign == .atMost
    let isExact = duration.unit == .month
    let length = Duration(duration.count + (isStrict && !isExact ? 1 : 0), duration.unit)
    let edge = Value(id: identifier(), .moved(last, Move(length, excluding: excluding)), .date, span)
    let reached = Condition(
      id: identifier(), .compare(isStrict && isExact ? .more : .atLeast, today, edge), span)
    switch sign {
    case .more, .atLeast: return reached
    default: return Condition(id: identifier(), .not(reached), span)
    }
  }

  func date(_ day: CivilDay, _ span: Span?) -> Value { Value(id: identifier(), .date(day), .date, span) }

  func dateValue(_ node: Node, _ scope: Scope) -> Value? {
    let value = value(node, scope)
    if value.type == .unknown { return nil }
    guard value.type == .date else {
      report(.typesDiffer, node, [Self.word(value.type), .word("type.date")])
      return nil
    }
    return value
  }

  /// A duration that a date can be moved by.
  func duration(_ node: Node) -> Duration? {
    constant(node) { writtenDuration($0) }
  }

  private func writtenDuration(_ node: Node) -> Duration? {
    let written = node.part(0).map { number($0)?.integer } ?? 1
    // What is wrong with a name was told.
    if written == nil, node.part(0)?.kind == .run { return nil }
    guard node.kind == .duration, let unit = node.terminal, let count = written else {
      report(.unitNeeded, node, [.text(tree.text(node))])
      return nil
    }
    switch unit {
    case .day: return Duration(count, .day)
    case .week: return Duration(count * 7, .day)
    case .month: return Duration(count, .month)
    case .year: return Duration(count * 12, .month)
    case .workingDay: return Duration(count, .workingDay)
    default:
      report(.typesDiffer, node, [.word("type.minutes"), .word("type.days")])
      return nil
    }
  }
}
