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
    guard tables[draft.table].table != nil else {
      item.faults.append(
        Diagnostic(.dataWithoutFile, at: Span(source, item.line.phrase), [.text(tables[draft.table].name)]))
      return nil
    }
    reader.split(item.line.body, into: &parts)
    let span = Span(source, item.outer.range)
    var fact = Fact(
      identity: .init(kind: kind, day: item.line.day, rows: [], cells: []), targets: [:], span: span)
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
      if let found = self.days(part, reader, source) {
        days = found
      } else if !property(part, draft, &fact, &item) {
        return nil
      }
    }
    give(draft, days, &fact)
    fact.identity.cells.sort { $0.field < $1.field }
    return fact
  }

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
    targetNoun(tables[table].fields[field]).map { nouns[$0].table }
  }

  private func set(_ field: Int, to row: Int32, in target: Int, _ fact: inout Fact) {
    let key = names(of: target).keys[Int(row)]
    fact.identity.rows.append(row)
    fact.identity.cells.append(.init(field: field, cell: key.map { .text($0) } ?? .missing))
    fact.targets[field] = row
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
      guard let name, case .declared(let field)? = draft.fieldNames.declared(name)?.element else { return nil }
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
    let found =
      parts.count == 1
      ? present(rows(Self.unquoted(item.source.text(range)), in: table), in: table, on: item.line.day)
      : linked(parts, in: table, item)
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

  /// The records whose references lead to what the parts name: «Агеева – Ольхина» is their pair. Of several the one
  /// that began last, not later than the day of the fact.
  private func linked(_ parts: ArraySlice<JournalPart>, in table: Int, _ item: JournalItem) -> [Int32] {
    let fields = referenceFields(of: table)
    guard fields.count >= parts.count else { return [] }
    var found: [Int32]?
    for (part, field) in zip(parts, fields) {
      guard let target = targetTable(field, of: table) else { return [] }
      let wanted = rows(Self.unquoted(item.source.text(part.range)), in: target)
      let links = links(of: field, in: table)
      let own = wanted.flatMap { links[$0] ?? [] }
      found = found.map { before in before.filter { own.contains($0) } } ?? own
    }
    guard let found, found.count > 1, let start = tables[table].stateNodes?.from ?? tables[table].eventName else {
      return found ?? []
    }
    var best: (day: CivilDay, rows: [Int32])?
    for row in found {
      let day = date(start, row, in: table) ?? .earliest
      if day > item.line.day { continue }
      if let other = best, other.day > day { continue }
      if best?.day == day { best?.rows.append(row) } else { best = (day, [row]) }
    }
    return best?.rows ?? found
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
      result.append(RecordNames.text(data.columns[column].cell(row)).flatMap { names.row(key: $0) } ?? -1)
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
            .journalRecord, at: Span(item.source, part.range), [.text(text), .text(tables[target].name)],
            proposals: names(of: target).proposals(for: text))
        }
      }
    }
    let range = parts[parts.startIndex].range.lowerBound..<parts[parts.endIndex - 1].range.upperBound
    let text = Self.unquoted(item.source.text(range))
    return Diagnostic(
      .journalRecord, at: Span(item.source, range), [.text(text), .text(tables[table].name)],
      proposals: parts.count > 1 ? [] : names(of: table).proposals(for: text))
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
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    for count in stride(from: min(4, words.count - 1), to: 0, by: -1) {
      let name = words[..<count].joined(separator: "_")
      guard let field = namedField(name, of: draft.table) else { continue }
      var value = words[count...].joined(separator: " ")
      if value.hasPrefix("= ") { value.removeFirst(2) }
      if let target = targetTable(field, of: draft.table) {
        let found = present(rows(Self.unquoted(value), in: target), in: target, on: item.line.day)
        guard found.count == 1 else {
          let names = names(of: target)
          let span = Span(item.source, part.range)
          item.faults.append(
            found.isEmpty
              ? Diagnostic(
                .journalRecord, at: span, [.text(value), .text(tables[target].name)],
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
      fact.identity.cells.append(.init(field: field, cell: cell))
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
