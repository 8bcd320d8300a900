import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// Lines of the journal to facts: names to records, words to fields, texts to cells.
extension Checker {
  /// The fact that a line tells; nil where something in it is not understood, with what it is in `faults`.
  func fact(_ item: inout JournalItem, _ kind: Int, _ reader: JournalReader, _ parts: inout [JournalPart]) -> Fact? {
    let draft = facts[kind]
    let source = item.source
    // That the file could not be read was told.
    if tables[draft.table].isLost { return nil }
    guard tables[draft.table].table != nil else {
      item.faults.append(
        Diagnostic(.dataWithoutFile, at: Span(source, item.line.phrase), [called(draft.table)]))
      return nil
    }
    reader.split(item.line.body, into: &parts)
    divideNames(&parts, draft, reader, source)
    let span = Span(source, item.outer.range)
    var fact = Fact(
      identity: .init(kind: kind, day: item.line.day, rows: [], cells: []), span: span)
    var next = 0
    if draft.isAdding {
      for field in draft.slots {
        guard next < parts.count, !parts[next].range.isEmpty else {
          item.faults.append(missing(tables[draft.table].fields[field].name, item))
          return nil
        }
        guard let target = targetTable(field, of: draft.table) else {
          let text = Self.unquoted(source.text(parts[next].range))
          next += 1
          fact.identity.cells.append(.init(field: field, cell: cell(text, field, of: draft.table) ?? .text(text)))
          continue
        }
        let end = draft.slots.count == 1 ? subjectEnd(parts, from: next) : next + 1
        guard let row = record(parts[next..<end], in: target, &item) else { return nil }
        next = end
        set(field, to: row, in: target, &fact)
      }
    } else {
      guard !parts[0].range.isEmpty else {
        item.faults.append(missing(tables[draft.table].name, item))
        return nil
      }
      next = subjectEnd(parts, from: 0)
      guard let row = record(parts[0..<next], in: draft.table, &item) else { return nil }
      fact.identity.rows = [row]
    }
    var days: (first: CivilDay?, last: CivilDay?)
    for part in parts[next...] {
      let words = JournalWords(table: draft.table, bytes: source.bytes[part.range])
      if let known = knownProperties[words] {
        fact.identity.cells.append(known)
      } else if let found = self.days(part, reader, source) {
        days = found
      } else if !property(part, draft, &fact, &item) {
        return nil
      }
    }
    give(draft, days, &fact)
    fact.identity.cells.sort { $0.field < $1.field }
    return fact
  }

  /// «Агеева и Ольхина», «Агеева-Ольхина»: two names, where there is nobody of that name.
  private func divideNames(
    _ parts: inout [JournalPart], _ draft: FactDraft, _ reader: JournalReader, _ source: SourceText
  ) {
    guard let first = parts.first, !first.range.isEmpty, parts.count == 1 || !parts[1].isAfterDash else { return }
    let wanted = draft.slots.compactMap { targetTable($0, of: draft.table) }
    let subject = draft.isAdding ? wanted.first : draft.table
    guard let subject, wanted.count < 2 || wanted.count == draft.slots.count else { return }
    let targets = wanted.count > 1 ? wanted : referenceFields(of: subject).compactMap { targetTable($0, of: subject) }
    guard targets.count > 1, rows(Self.unquoted(source.text(first.range)), in: wanted.first ?? subject).isEmpty else {
      return
    }
    for (left, right) in reader.halves(first.range, at: Self.andWords) {
      if rows(Self.unquoted(source.text(left)), in: targets[0]).isEmpty { continue }
      if rows(Self.unquoted(source.text(right)), in: targets[1]).isEmpty { continue }
      parts[0] = JournalPart(range: left, isAfterDash: false)
      parts.insert(JournalPart(range: right, isAfterDash: true), at: 1)
      return
    }
  }

  private static let andWords = Set(Vocabulary.standard.words(of: [.and]))

  /// A record may be named by the names of those it refers to, with dashes between.
  private func subjectEnd(_ parts: [JournalPart], from start: Int) -> Int {
    var end = start + 1
    while end < parts.count, parts[end].isAfterDash { end += 1 }
    return end
  }

  private func missing(_ what: String, _ item: JournalItem) -> Diagnostic {
    Diagnostic(.journalRecord, at: Span(item.source, item.line.range), [.text(""), .text(what)])
  }

  func targetTable(_ field: Int, of table: Int) -> Int? {
    if let known = targetTables[table] { return known[field] }
    let made = tables[table].fields.map { field in targetNoun(field).map { nouns[$0].table } }
    targetTables[table] = made
    return made[field]
  }

  private func set(_ field: Int, to row: Int32, in target: Int, _ fact: inout Fact) {
    let key = names(of: target).keys[Int(row)]
    fact.identity.rows.append(row)
    fact.identity.cells.append(.init(field: field, cell: key.map { .text($0) } ?? .missing, target: row))
  }

  /// What the declaration gives besides.
  private func give(_ draft: FactDraft, _ days: (first: CivilDay?, last: CivilDay?), _ fact: inout Fact) {
    for (field, gift) in draft.gifts where !fact.identity.cells.contains(where: { $0.field == field }) {
      let cell: Column.Cell
      switch gift {
      case .day: cell = .date(fact.identity.day)
      case .start: cell = .date(days.first ?? fact.identity.day)
      case .end: cell = days.last.map { .date($0) } ?? .missing
      case .nothing: cell = .missing
      case .cell(let node):
        cell = within(draft.tree) { self.cell(text(node), field, of: draft.table) } ?? .missing
      }
      fact.identity.cells.append(.init(field: field, cell: cell))
    }
  }

  // MARK: Records

  /// What a line calls the records of a table; made when first asked for.
  func names(of table: Int) -> RecordNames {
    if let made = recordNames[table] { return made }
    let draft = tables[table]
    let data = draft.table ?? Table(file: "", columns: [], rowLines: [], balance: .init(rowsInFile: 0, loaded: 0))
    func column(_ name: String?) -> Int? {
      guard draft.table != nil, let name, case .declared(let field)? = draft.fieldNames.declared(name)?.element else {
        return nil
      }
      return draft.fields[field].column
    }
    let made = RecordNames(data, key: column(draft.keyName), label: column(labelName(table)))
    recordNames[table] = made
    return made
  }

  /// The record that some parts of a line name, as it was on the day of the fact.
  private func record(_ parts: ArraySlice<JournalPart>, in table: Int, _ item: inout JournalItem) -> Int32? {
    let range = parts[parts.startIndex].range.lowerBound..<parts[parts.endIndex - 1].range.upperBound
    let span = Span(item.source, range)
    if needsLost(parts, in: table) { return nil }
    let words = JournalWords(table: table, bytes: item.source.bytes[range])
    if !keepsNames, let known = knownRecords[words] { return known }
    let meant =
      parts.count == 1
      ? rows(Self.unquoted(item.source.text(range)), in: table) : linked(parts, in: table, item.source)
    // Who is the only one of the name is so on every day.
    if meant.count == 1 { knownRecords[words] = meant[0] }
    let found =
      parts.count == 1
      ? present(meant, in: table, on: item.line.day) : lastBegun(meant, in: table, by: item.line.day)
    if found.count == 1 {
      if keepsNames { named.append((range, table, found[0], parts.map(\.range))) }
      return found[0]
    }
    guard found.isEmpty else {
      let names = names(of: table)
      item.faults.append(
        Diagnostic(
          .journalRecords, at: span, [.text(span.text), .list(found.prefix(6).map { .text(names.written($0)) })],
          proposals: found.prefix(3).map { names.written($0) }))
      return nil
    }
    item.faults.append(notFound(parts, in: table, item))
    return nil
  }

  /// Whether a file that could not be read, which was told, would have to be looked into.
  private func needsLost(_ parts: ArraySlice<JournalPart>, in table: Int) -> Bool {
    if tables[table].isLost { return true }
    if parts.count == 1 { return false }
    return zip(parts, referenceFields(of: table)).contains { _, field in
      targetTable(field, of: table).map { tables[$0].isLost } ?? false
    }
  }

  private func rows(_ text: String, in table: Int) -> [Int32] {
    _ = names(of: table)
    return recordNames[table]?.rows(named: text) ?? []
  }

  /// Whoever has not come yet or has left cannot be meant where somebody else can.
  private func present(_ rows: [Int32], in table: Int, on day: CivilDay) -> [Int32] {
    guard rows.count > 1, let (from, to) = tables[table].stateNodes else { return rows }
    let there = rows.filter { row in
      (date(from, row, in: table).map { $0 <= day } ?? true) && (date(to, row, in: table).map { $0 >= day } ?? true)
    }
    return there.isEmpty ? rows : there
  }

  private func date(_ name: String, _ row: Int32, in table: Int) -> CivilDay? {
    guard case .declared(let field)? = tables[table].fieldNames.declared(name)?.element,
      let column = tables[table].fields[field].column,
      case .date(let day)? = tables[table].table?.columns[column].cell(Int(row))
    else { return nil }
    return day
  }

  /// The records whose references lead to what the parts name: «Агеева – Ольхина» is their pair.
  private func linked(_ parts: ArraySlice<JournalPart>, in table: Int, _ source: SourceText) -> [Int32] {
    let fields = referenceFields(of: table)
    guard fields.count >= parts.count else { return [] }
    var found: [Int32]?
    for (part, field) in zip(parts, fields) {
      guard let target = targetTable(field, of: table) else { return [] }
      let wanted = rows(Self.unquoted(source.text(part.range)), in: target)
      let links = links(of: field, in: table)
      let own = wanted.flatMap { links[$0] ?? [] }
      found = found.map { before in before.filter { own.contains($0) } } ?? own
    }
    return found ?? []
  }

  /// Of several records those that began last, not later than a day.
  private func lastBegun(_ rows: [Int32], in table: Int, by last: CivilDay) -> [Int32] {
    guard rows.count > 1, let start = tables[table].stateNodes?.from ?? tables[table].eventName else { return rows }
    var best: (day: CivilDay, rows: [Int32])?
    for row in rows {
      let day = date(start, row, in: table) ?? .earliest
      if day > last { continue }
      if let other = best, other.day > day { continue }
      if best?.day == day { best?.rows.append(row) } else { best = (day, [row]) }
    }
    return best?.rows ?? rows
  }

  /// The reference fields of a table that have a column, in order.
  private func referenceFields(of table: Int) -> [Int] {
    tables[table].fields.indices.filter { field in
      tables[table].fields[field].column != nil && targetTable(field, of: table) != nil
    }
  }

  /// For each row of the target, the rows that refer to it.
  private func links(of field: Int, in table: Int) -> [Int32: [Int32]] {
    if let made = recordLinks[[table, field]] { return made }
    var made: [Int32: [Int32]] = [:]
    for (row, target) in targets(of: field, in: table).enumerated() where target >= 0 {
      made[target, default: []].append(Int32(row))
    }
    recordLinks[[table, field]] = made
    return made
  }

  /// The rows that a reference column leads to, those of the journal among them.
  func targets(of field: Int, in table: Int) -> [Int32] {
    guard let column = tables[table].fields[field].column, let data = tables[table].table,
      let target = targetTable(field, of: table)
    else { return [] }
    let added = tables[table].facts?.targets[column] ?? []
    let count = data.rowCount - added.count
    var result: [Int32] = []
    result.reserveCapacity(data.rowCount)
    let names = names(of: target)
    for row in 0..<count {
      result.append(data.columns[column].cell(row).keyText.flatMap { names.row(key: $0) } ?? -1)
    }
    return result + added
  }

  private func notFound(_ parts: ArraySlice<JournalPart>, in table: Int, _ item: JournalItem) -> Diagnostic {
    let fields = referenceFields(of: table)
    if parts.count > 1, fields.count >= parts.count {
      for (part, field) in zip(parts, fields) {
        guard let target = targetTable(field, of: table) else { continue }
        let text = Self.unquoted(item.source.text(part.range))
        if rows(text, in: target).isEmpty {
          return Diagnostic(
            .journalRecord, at: Span(item.source, part.range), [.text(text), called(target)],
            proposals: withComma(text, in: target, item).map { [$0] } ?? names(of: target).proposals(for: text))
        }
      }
    }
    let range = parts[parts.startIndex].range.lowerBound..<parts[parts.endIndex - 1].range.upperBound
    let text = Self.unquoted(item.source.text(range))
    return Diagnostic(
      .journalRecord, at: Span(item.source, range), [.text(text), called(table)],
      proposals: parts.count > 1
        ? [] : withComma(text, in: table, item).map { [$0] } ?? names(of: table).proposals(for: text))
  }

  /// «п001 минут 40» with the comma that is forgotten.
  private func withComma(_ text: String, in table: Int, _ item: JournalItem) -> String? {
    guard case .fact(let kind) = item.kind else { return nil }
    let words = text.split(separator: " ")
    for count in stride(from: words.count - 1, to: 0, by: -1) {
      let name = words[..<count].joined(separator: " ")
      let rest = words[count...]
      if rows(name, in: table).isEmpty { continue }
      let first = Letters.fold(String(rest.first ?? ""))
      let isField = (1...min(4, rest.count)).contains {
        namedField(rest.prefix($0).joined(separator: "_"), of: facts[kind].table) != nil
      }
      if isField || Self.fromWords.contains(first) || Self.toWords.contains(first) {
        return name + ", " + rest.joined(separator: " ")
      }
    }
    return nil
  }

  // MARK: Fields

  static func unquoted(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "\"«“„".unicodeScalars.contains(first) else { return text }
    return SyntaxTree.unquoted(text)
  }

  /// «с 15.10.2024 по 20.11.2024», either of the two.
  private func days(
    _ part: JournalPart, _ reader: JournalReader, _ source: SourceText
  ) -> (first: CivilDay?, last: CivilDay?)? {
    var result: (first: CivilDay?, last: CivilDay?) = (nil, nil)
    var rest = part.range
    while !rest.isEmpty {
      let (word, isQuoted, after) = reader.first(rest)
      let folded = Letters.fold(source.text(word))
      guard !isQuoted, let (day, end) = reader.date(after), let day else { return nil }
      if Self.fromWords.contains(folded) {
        result.first = day
      } else if Self.toWords.contains(folded) {
        result.last = day
      } else {
        return nil
      }
      rest = reader.skipSpaces(end, rest.upperBound)..<rest.upperBound
    }
    return result.first == nil && result.last == nil ? nil : result
  }

  private static let fromWords = Set(Vocabulary.standard.words(of: [.from]))
  private static let toWords = Set(Vocabulary.standard.words(of: [.to, .until]))

  /// `минут 40`, `причина "переезд"`: a field by its name, and its value.
  private func property(
    _ part: JournalPart, _ draft: FactDraft, _ fact: inout Fact, _ item: inout JournalItem
  ) -> Bool {
    let text = item.source.text(part.range)
    var words = text.split(separator: " ", omittingEmptySubsequences: true)[...]
    // «40 минут»: a number before the name of its field.
    if words.count > 1, let number = words.first, number.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2E }),
      namedField(words.dropFirst().joined(separator: "_"), of: draft.table) != nil
    {
      words = words.dropFirst() + [number]
    }
    for count in stride(from: min(4, words.count - 1), to: 0, by: -1) {
      let name = words.prefix(count).joined(separator: "_")
      guard let field = namedField(name, of: draft.table) else { continue }
      var value = words.dropFirst(count).joined(separator: " ")
      if value.hasPrefix("= ") { value.removeFirst(2) }
      if let target = targetTable(field, of: draft.table) {
        if tables[target].isLost { return false }
        let found = present(rows(Self.unquoted(value), in: target), in: target, on: item.line.day)
        guard found.count == 1 else {
          let names = names(of: target)
          let span = Span(item.source, part.range)
          item.faults.append(
            found.isEmpty
              ? Diagnostic(
                .journalRecord, at: span, [.text(value), called(target)],
                proposals: names.proposals(for: value))
              : Diagnostic(
                .journalRecords, at: span, [.text(value), .list(found.prefix(6).map { .text(names.written($0)) })],
                proposals: found.prefix(3).map { names.written($0) }))
          return false
        }
        set(field, to: found[0], in: target, &fact)
        return true
      }
      guard let cell = cell(Self.unquoted(value), field, of: draft.table) else {
        item.faults.append(
          Diagnostic(
            .journalField, at: Span(item.source, part.range),
            [.text(value), .text(tables[draft.table].fields[field].name)]))
        return false
      }
      let given = Fact.FieldCell(field: field, cell: cell)
      knownProperties[JournalWords(table: draft.table, bytes: item.source.bytes[part.range])] = given
      fact.identity.cells.append(given)
      return true
    }
    let fields = tables[draft.table].fields.map(\.name)
    item.faults.append(
      Diagnostic(
        .journalField, at: Span(item.source, part.range), [.text(text), .text("")],
        proposals: Closeness.proposals(for: String(words.first ?? ""), among: fields)))
    return false
  }

  private func namedField(_ name: String, of table: Int) -> Int? {
    let key = FieldWord(table: table, word: name)
    if let known = fieldWords[key] { return known }
    var result: Int?
    if case .found(let entry) = tables[table].fieldNames.find(name, stemmer: stemmer),
      case .declared(let field) = entry.element
    {
      result = field
    }
    fieldWords[key] = result
    return result
  }

  /// A text as a cell of a field; nil where it is none.
  private func cell(_ text: String, _ field: Int, of table: Int) -> Column.Cell? {
    let draft = tables[table].fields[field]
    let type = draft.columnType ?? draft.column.flatMap { tables[table].table?.columns[$0].type } ?? .text
    if text.isEmpty { return nil }
    switch type {
    case .text: return .text(text)
    case .number:
      let digits = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
      let isNegative = digits.hasPrefix("-") || digits.hasPrefix("−")
      let halves = (isNegative ? digits.dropFirst() : digits[...])
        .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard let whole = halves.first, !whole.isEmpty, whole.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
      return Number(whole: whole, fraction: halves.count > 1 ? halves[1] : "", isNegative: isNegative)
        .map { .number($0) }
    case .date:
      let source = SourceText(name: "", text: text)
      guard let (day, end) = JournalReader(source).date(0..<source.bytes.count), end == source.bytes.count else {
        return nil
      }
      return day.map { .date($0) }
    case .flag:
      let folded = Letters.fold(text)
      if Vocabulary.standard.words(of: [.yes]).contains(folded) { return .flag(true) }
      return Vocabulary.standard.words(of: [.noValue]).contains(folded) ? .flag(false) : nil
    }
  }
}

/// A word that names a field of a table.
struct FieldWord: Hashable {
  let table: Int
  let word: String
}

/// What stands in a line, about records of a table, by its bytes.
struct JournalWords: Hashable {
  let table: Int
  let bytes: ArraySlice<UInt8>

  static func == (left: JournalWords, right: JournalWords) -> Bool {
    left.table == right.table && left.bytes == right.bytes
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(table)
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
