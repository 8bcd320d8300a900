import VekhaSyntax
import VekhaTable
import VekhaText

/// The records in scope, outermost first.
struct Scope {
  struct Level {
    var noun: Int
    var table: Int
    /// Whether names reach it: those inside of a function see its arguments only.
    var isVisible = true
    /// Another record of the kind of one further out, which the kind's noun goes on naming.
    var isOther = false
  }
  /// All levels of the frame.
  var levels: [Level] = []

  func adding(_ noun: Int, table: Int, isOther: Bool = false) -> Scope {
    Scope(levels: levels + [Level(noun: noun, table: table, isOther: isOther)])
  }

  /// One level more: a member of the set.
  func adding(_ set: SetExpression) -> Scope { adding(set.noun, table: set.table, isOther: set.isOther) }

  /// The levels that names reach, outermost first.
  var visible: [(offset: Int, element: Level)] { levels.enumerated().filter(\.element.isVisible) }

  /// The level of the innermost record that names reach.
  var innermost: Int? { levels.lastIndex(where: \.isVisible) }

  var isEmpty: Bool { innermost == nil }

  /// The same frame, of which names reach nothing.
  var hidden: Scope {
    var scope = self
    for level in scope.levels.indices { scope.levels[level].isVisible = false }
    return scope
  }
}

/// What a run of words stands for.
enum Meaning {
  case value(Value)
  case record(RecordPath)
  /// Records: adjectives, a noun, an owner.
  case set(SetHead)
  /// An adjective said of a record.
  case adjective(Condition)
  case period(Int)
  /// It was reported.
  case nothing
}

/// A noun with its adjectives, before what qualifies it.
struct SetHead {
  var noun: Int
  var adjectives: [Int]
  /// The record it belongs to («пар наставника»).
  var owner: RecordPath?
  /// Without the record in scope («другая пара»).
  var isOther = false
}

extension Checker {
  // MARK: Records

  /// The record a word names: one in scope, or what a record in scope refers to by that name.
  func record(_ word: String, _ scope: Scope) -> RecordPath? {
    if let argument = argument(word) {
      guard case .record(let path)? = argumentValue(argument, scope, nil)?.kind else { return nil }
      return path
    }
    let noun = findNoun(word)
    for (level, entry) in scope.visible.reversed() {
      let path = RecordPath(level: level, table: entry.table)
      if let noun, isPart(entry.noun, of: noun), !entry.isOther { return path }
      if let found = reference(word, from: path) { return found }
    }
    guard let noun else { return nil }
    for (level, entry) in scope.visible.reversed() {
      let path = RecordPath(level: level, table: entry.table)
      let ways = forwardWays(from: entry.table, to: noun)
      if ways.count == 1 { return ways[0].reduce(path) { $0.following($1.column, to: $1.target) } }
    }
    return nil
  }

  func findNoun(_ word: String) -> Int? {
    if case .found(let entry) = nounNames.find(word, stemmer: stemmer) { return entry.element }
    return nil
  }

  /// A reference field by its name.
  func reference(_ word: String, from path: RecordPath) -> RecordPath? {
    guard case .found(let entry) = tables[path.table].fieldNames.find(word, stemmer: stemmer) else { return nil }
    switch entry.element {
    case .declared(let field):
      let draft = tables[path.table].fields[field]
      guard let column = draft.column, let target = targetNoun(draft), tables[nouns[target].table].file != nil else {
        return nil
      }
      return path.following(column, to: nouns[target].table)
    case .computed(let index):
      guard case .record(let inner)? = computedValue(index)?.kind, inner.level == 0 else { return nil }
      return inner.steps.reduce(path) { $0.following($1.column, to: $1.target) }
    case .column: return nil
    }
  }

  func targetNoun(_ field: FieldDraft) -> Int? {
    guard let target = field.target, case .found(let entry) = nounNames.find(target.word, stemmer: stemmer),
      nouns[entry.element].table >= 0
    else { return nil }
    return entry.element
  }

  /// All references of a table with their target nouns.
  func references(of table: Int) -> [(name: String, column: Int, noun: Int)] {
    tables[table].fields.compactMap { field in
      guard let column = field.column, let noun = targetNoun(field), tables[nouns[noun].table].file != nil else {
        return nil
      }
      return (field.name, column, noun)
    }
  }

  // MARK: Fields

  /// The cell or computed value a field name means at a record; nil where the table has no such field.
  func field(_ word: String, at path: RecordPath, _ span: Span, isDeclaredOnly: Bool? = nil) -> Value? {
    if isDeclaredOnly != false {
      switch tables[path.table].fieldNames.find(word, stemmer: stemmer) {
      case .found(let entry): return value(of: entry.element, at: path, span)
      case .several(let entries):
        report(
          Diagnostic(.ambiguousName, at: span, [.text(word), .list(entries.map { .text($0.name) })]))
        return unknownValue(span)
      case .none: break
      }
    }
    if isDeclaredOnly != true {
      if case .found(let entry) = tables[path.table].undeclaredNames.find(word, stemmer: stemmer) {
        return value(of: entry.element, at: path, span)
      }
      // Any word may be a column of a table that could not be read.
      if tables[path.table].isLost, findNoun(word) == nil, adjective(word, for: path.table) == nil {
        return unknownValue(span)
      }
    }
    return nil
  }

  func unknownValue(_ span: Span?) -> Value { Value(id: identifier(), .flag(false), .unknown, span) }

  private func value(of element: FieldElement, at path: RecordPath, _ span: Span) -> Value {
    fieldUses[FieldUse(table: path.table, element: element), default: []].append(span)
    switch element {
    case .computed(let index):
      guard let inner = computedValue(index) else { return unknownValue(span) }
      if case .record(let record) = inner.kind, record.level == 0 {
        let whole = record.steps.reduce(path) { $0.following($1.column, to: $1.target) }
        return Value(id: identifier(), .record(whole), .record(table: whole.table), span)
      }
      return Value(id: identifier(), .computed(path, index), inner.type, span)
    case .declared(let index):
      let draft = tables[path.table].fields[index]
      guard let column = draft.column else {
        if let table = tables[path.table].table {
          let found = table.columns.map { Argument.text($0.title) }
          report(
            Diagnostic(
              .columnMissing, at: span, [.text(draft.titles.first ?? draft.name), .text(table.file), .list(found)],
              proposals: Closeness.proposals(for: draft.name, among: table.columns.map(\.title))))
        }
        return unknownValue(span)
      }
      // What it refers to has no file: the cell is a text like any other.
      if let target = targetNoun(draft), tables[nouns[target].table].file != nil {
        let table = nouns[target].table
        return Value(id: identifier(), .record(path.following(column, to: table)), .record(table: table), span)
      }
      columnsRead[path.table, default: []].insert(column)
      return Value(id: identifier(), .column(path, column), type(of: column, in: path.table, draft), span)
    case .column(let column):
      columnsRead[path.table, default: []].insert(column)
      return Value(id: identifier(), .column(path, column), type(of: column, in: path.table, nil), span)
    }
  }

  private func type(of column: Int, in table: Int, _ draft: FieldDraft?) -> ValueType {
    guard let loaded = tables[table].table else { return .unknown }
    switch loaded.columns[column].type {
    case .text: return .text
    case .number: return .number(draft?.unit)
    case .date: return .date
    case .flag: return .flag
    }
  }

  /// Every name that could stand where a field or a noun is wanted.
  func knownNames(_ scope: Scope) -> [String] {
    var names: [String] = []
    for level in scope.visible.map(\.element).reversed() {
      names += tables[level.table].fieldNames.entries.map(\.name)
      names += tables[level.table].undeclaredNames.entries.map(\.name)
    }
    return names + nounNames.entries.map(\.name)
  }

  // MARK: Runs

  /// What a run means where a value, a record or a set may stand.
  func meaning(_ node: Node, _ scope: Scope) -> Meaning {
    let words = node.children.filter { $0.kind == .name && $0.terminal == nil }
    let ofOwner = node.first(.run)
    guard let first = words.first else { return .nothing }
    if words.count == 1, ofOwner == nil {
      if let found = single(first, scope) { return found }
      reportUnknown(first, "kind.any", knownNames(scope))
      return .nothing
    }
    return split(node, words, ofOwner, scope)
  }

  private func single(_ word: Node, _ scope: Scope) -> Meaning? {
    let name = text(word)
    let span = tree.span(word)
    if let argument = argument(name) { return argumentValue(argument, scope, span).map { asMeaning($0) } ?? .nothing }
    // Declared fields of the innermost record, then of the outer ones; then undeclared columns.
    for isDeclared in [true, false] {
      if !isDeclared, let index = parameter(name) { return .value(parameterValue(index, span)) }
      var found: [Value] = []
      for (level, entry) in scope.visible.reversed() {
        let path = RecordPath(level: level, table: entry.table)
        if let value = field(name, at: path, span, isDeclaredOnly: isDeclared) {
          if isDeclared { return .value(value) }
          found.append(value)
        }
      }
      if found.count > 1 {
        report(.undeclaredAtTwoLevels, word, [.text(name)])
        return .nothing
      }
      if let value = found.first { return .value(value) }
    }
    if let record = record(name, scope) { return .record(record) }
    switch nounNames.find(name, stemmer: stemmer) {
    case .found(let entry):
      guard prepare(entry.element) else { return .nothing }
      return .set(SetHead(noun: entry.element, adjectives: [], owner: nil))
    case .several(let entries):
      report(.ambiguousName, word, [.text(name), .list(entries.map { .text($0.name) })])
      return .nothing
    case .none: break
    }
    if let level = scope.innermost, let adjective = adjective(name, for: scope.levels[level].table) {
      let path = RecordPath(level: level, table: scope.levels[level].table)
      return .adjective(claim(adjective, path, span))
    }
    if case .found(let entry) = periodNames.find(name, stemmer: stemmer) { return .period(entry.element) }
    return nil
  }

  /// A record is told apart from other values.
  private func asMeaning(_ value: Value) -> Meaning {
    if case .record(let path) = value.kind { return .record(path) }
    return .value(value)
  }

  func claim(_ adjective: Int, _ path: RecordPath, _ span: Span) -> Condition {
    prepareAdjective(adjective)
    return Condition(id: identifier(), .adjective(path, adjective), span)
  }

  func adjective(_ word: String, for table: Int) -> Int? {
    switch adjectiveNames.find(word, stemmer: stemmer) {
    case .found(let entry): return nouns[adjectives[entry.element].noun].table == table ? entry.element : nil
    case .several(let entries):
      return entries.first { nouns[adjectives[$0.element].noun].table == table }?.element
    case .none: return nil
    }
  }

  /// Whether a word is an adjective. «Обученных» before «людей» is theirs, though «обучение» has the same stem.
  private func isAdjective(_ word: Node, before words: ArraySlice<Node>) -> Bool {
    let name = text(word)
    if findNoun(name) == nil {
      return Vocabulary.standard.isInForce(name) || adjectiveNames.has(name, stemmer: stemmer)
    }
    return words.contains { next in
      findNoun(text(next)).map { nouns[$0].table >= 0 && adjective(name, for: nouns[$0].table) != nil } ?? false
    }
  }

  /// «пробной встречи», where «пробная» is a kind that occurs: `встречи "пробная"`.
  private func kindPhrase(_ word: String, _ nounWord: String) -> [String] {
    guard let noun = findNoun(nounWord), nouns[noun].table >= 0 else { return [] }
    let info = tables[nouns[noun].table]
    guard let column = info.fields.first(where: { $0.type == .typeCategory })?.column, let table = info.table,
      case .texts(_, let dictionary) = table.columns[column].values
    else { return [] }
    let stem = stemmer.stem(Letters.fold(word))
    return dictionary.filter { stemmer.stem(Letters.fold($0)) == stem }.map { "\(nounWord) \"\($0)\"" }
  }

  /// adjectives, one noun or field, at most one owner.
  private func split(_ node: Node, _ words: [Node], _ ofOwner: Node?, _ scope: Scope) -> Meaning {
    var words = words
    let isOther = words.count > 1 && Vocabulary.standard.isAnother(text(words[0])) && findNoun(text(words[0])) == nil
    if isOther { words.removeFirst() }
    var index = 0
    while index < words.count - 1, isAdjective(words[index], before: words[(index + 1)...]) { index += 1 }
    let head = words[index]
    var ownerWord = ofOwner.flatMap { $0.children.last { $0.kind == .name } }
    if index + 1 < words.count {
      // «участник несовершеннолетний»: an adjective said of a record.
      if index == 0, words.count == 2, let record = record(text(head), scope),
        let adjective = adjective(text(words[1]), for: record.table)
      {
        return .adjective(claim(adjective, record, tree.span(node)))
      }
      ownerWord = ownerWord ?? words[index + 1]
      if index + 2 < words.count {
        report(.notUnderstood, words[index + 2], [.text(text(words[index + 2]))])
        return .nothing
      }
    }
    var owner: RecordPath?
    if let ownerWord {
      guard let found = record(text(ownerWord), scope) else {
        if findNoun(text(head)) == nil, !isField(text(head)) {
          reportUnknown(
            head, "kind.noun", nounNames.entries.map(\.name), better: kindPhrase(text(head), text(ownerWord)))
          return .nothing
        }
        reportUnknown(ownerWord, scope.isEmpty ? "kind.noun" : "kind.record", recordNames(scope))
        return .nothing
      }
      owner = found
      if index == 0, !isOther, let value = field(text(head), at: found, tree.span(node)) { return .value(value) }
    }
    guard let noun = findNoun(text(head)) else {
      if let owner {
        reportUnknown(
          head, "kind.any", tables[owner.table].fieldNames.entries.map(\.name) + nounNames.entries.map(\.name),
          better: ownerWord.map { kindPhrase(text(head), text($0)) } ?? [])
      } else {
        reportUnknown(head, "kind.noun", nounNames.entries.map(\.name))
      }
      return .nothing
    }
    guard prepare(noun) else { return .nothing }
    var found: [Int] = []
    for word in words[..<index] {
      if Vocabulary.standard.isInForce(text(word)), isState(nouns[noun].table) { continue }
      guard let adjective = adjective(text(word), for: nouns[noun].table) else {
        reportUnknown(word, "kind.adjective", adjectiveNames.entries.map(\.name))
        return .nothing
      }
      prepareAdjective(adjective)
      found.append(adjective)
    }
    return .set(SetHead(noun: noun, adjectives: found, owner: owner, isOther: isOther))
  }

  private func isField(_ word: String) -> Bool {
    tables.contains { $0.fieldNames.has(word, stemmer: stemmer) }
  }

  private func isState(_ table: Int) -> Bool { tables[table].stateNodes != nil }

  private func recordNames(_ scope: Scope) -> [String] {
    scope.visible.map(\.element).flatMap { level in [nouns[level.noun].name] + references(of: level.table).map(\.name) }
  }
}
