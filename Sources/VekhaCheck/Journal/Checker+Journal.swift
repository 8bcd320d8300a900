import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// The journal: which lines hold, and what they say. The order of lines means nothing.
extension Checker {
  /// Applies the facts of the journals to the tables, and gives back the marks of items.
  func takeJournals(_ journals: [Journal]) -> [MarkInfo] {
    attachTablesOfJournal()
    for journal in journals { journal.diagnostics.forEach(report) }
    var pages = journals.map { JournalPage($0) }
    var entries = JournalEntries()
    for number in pages.indices { addItems(of: journals[number], number, &pages, &entries) }
    for kinds in factLevels {
      let told = read(entries.facts(of: kinds), &pages, &entries)
      addRows(told)
    }
    let changing = Set(facts.indices.filter { !facts[$0].isAdding })
    change(read(entries.facts(of: changing), &pages, &entries))
    let marks = readMarks(&pages, &entries)
    finish(pages, &entries)
    return marks
  }

  /// The tables of whose records journals tell facts, with those to which their references lead.
  package func tablesTold(by journals: [Journal]) -> Set<Int> {
    var kinds: Set<Int> = []
    for journal in journals {
      var seen: Set<JournalWords> = []
      for line in journal.lines where seen.insert(.init(table: -1, bytes: journal.source.bytes[line.phrase])).inserted {
        switch phrase(journal.source.text(line.phrase), at: Span(journal.source, line.phrase)) {
        case .fact(let kind): kinds.insert(kind)
        case .revocation: kinds.formUnion(facts.indices)
        case .mark, .unknown: break
        }
      }
    }
    var result: Set<Int> = []
    var open = kinds.map { facts[$0].table }
    while let table = open.popLast() {
      if result.insert(table).inserted {
        open += tables[table].fields.indices.compactMap { targetTable($0, of: table) }
      }
    }
    return result
  }

  /// Tables whose rows come from the journal only have every field that is declared.
  private func attachTablesOfJournal() {
    for index in tables.indices where tables[index].isOfJournal && tables[index].table == nil {
      let columns = tables[index].fields.map { Column.empty(title: $0.name, type: $0.columnType ?? .text, count: 0) }
      let table = Table(
        file: tables[index].file ?? "", columns: columns, rowLines: [], balance: .init(rowsInFile: 0, loaded: 0))
      attach(table, columns: Array(columns.indices), to: index)
    }
  }

  // MARK: Lines

  private func addItems(
    of journal: Journal, _ number: Int, _ pages: inout [JournalPage], _ entries: inout JournalEntries
  ) {
    var phrases: [JournalWords: Phrase] = [:]
    for (index, line) in journal.lines.enumerated() {
      var item = JournalItem(
        source: journal.source, page: number, outer: line, line: line, depth: 0, kind: .unknown)
      if let fault = journal.faults[index] {
        item.faults = [shaped(fault)]
      } else {
        open(&item, &pages[number].reader, &phrases)
      }
      entries.add(item)
    }
  }

  /// A line whose colon is forgotten is proposed with it.
  private func shaped(_ fault: Diagnostic) -> Diagnostic {
    guard fault.code == .journalLine, case .source(let span) = fault.place else { return fault }
    var fault = fault
    let words = span.text.split(separator: " ")
    for count in stride(from: min(5, words.count - 1), to: 0, by: -1) {
      let phrase = words[..<count].joined(separator: " ")
      if case .unknown = self.phrase(phrase, at: span) { continue }
      let rest = words[count...].drop { Self.dashes.contains($0) }.joined(separator: " ")
      fault.proposals = [phrase + ": " + rest]
      break
    }
    return fault
  }

  private static let dashes: Set<Substring> = ["-", "–", "—"]

  /// What a phrase of the journal is.
  private enum Phrase {
    case mark(MarkInfo.Kind), fact(Int), revocation
    case unknown(Diagnostic)
  }

  /// Finds what kind of line it is, and the line inside of one that revokes another.
  private func open(_ item: inout JournalItem, _ reader: inout JournalReader, _ phrases: inout [JournalWords: Phrase]) {
    while item.depth < 10 {
      let words = JournalWords(table: -1, bytes: item.source.bytes[item.line.phrase])
      let phrase =
        phrases[words] ?? self.phrase(item.source.text(item.line.phrase), at: Span(item.source, item.line.phrase))
      if phrases[words] == nil { phrases[words] = phrase }
      switch phrase {
      case .mark(let kind): item.kind = .mark(kind)
      case .fact(let kind): item.kind = .fact(kind)
      case .unknown(let fault):
        item.faults = [
          Diagnostic(
            fault.code, at: Span(item.source, item.line.phrase), fault.arguments, proposals: fault.proposals)
        ]
      case .revocation:
        item.depth += 1
        switch reader.read(item.line.body) {
        case .line(let inner): item.line = inner
        case .fault(let inner, let fault):
          item.line = inner
          item.faults = [fault]
          return
        case .nothing, .torn:
          item.depth -= 1
          item.faults = [Diagnostic(.nothingToRevoke, at: Span(item.source, item.line.phrase), [.text("")])]
          return
        }
        continue
      }
      return
    }
    item.faults = [Diagnostic(.journalLine, at: item.span, [.text(item.span.text)])]
  }

  private static let marks: [String: Terminal] = Vocabulary.standard.phrasings.reduce(into: [:]) { result, phrasing in
    if phrasing.section == .marks { result[phrasing.words.joined(separator: " ")] = phrasing.terminal }
  }

  private func phrase(_ text: String, at span: Span) -> Phrase {
    let words = Letters.fold(text).split(separator: " ")
    switch Self.marks[words.joined(separator: " ")] {
    case .markDone: return .mark(.done)
    case .markAccepted: return .mark(.accepted)
    case .markCancelled: return .mark(.cancelled)
    case .markNotRequired: return .mark(.notRequired)
    case .markRevoked: return .revocation
    default: break
    }
    let name = words.joined(separator: "_")
    switch factNames.find(name, stemmer: stemmer) {
    case .found(let entry): return .fact(entry.element)
    case .several(let entries):
      return .unknown(Diagnostic(.ambiguousName, at: span, [.text(text), .list(entries.map { .text($0.name) })]))
    case .none:
      let spoken = factNames.entries.map { $0.name.replacing("_", with: " ") }
      let known = Vocabulary.standard.candidates(in: [.marks]) + spoken
      var near = Closeness.proposals(for: text, among: known)
      // «согласие»: what is said of it has more words.
      if near.isEmpty, let first = words.first {
        let longer = known.filter { Letters.fold($0).split(separator: " ").contains(first) }.sorted()
        let begun = longer.filter { Letters.fold($0).hasPrefix(first) }
        near = Array((begun.isEmpty ? longer : begun).prefix(3))
      }
      return .unknown(Diagnostic(.journalLine, at: span, [.text(text)], proposals: near))
    }
  }

  // MARK: Facts

  /// The facts that add rows, by table, those first to whose rows others lead.
  private var factLevels: [Set<Int>] {
    var levels: [Int: Int] = [:]
    func level(_ table: Int, _ open: Set<Int>) -> Int {
      if let known = levels[table] { return known }
      let targets = tables[table].fields.indices.compactMap { targetTable($0, of: table) }
      let below = targets.filter { !open.contains($0) }.map { level($0, open.union([$0])) }
      let own = (below.max() ?? -1) + 1
      levels[table] = own
      return own
    }
    var result: [Int: Set<Int>] = [:]
    for (index, fact) in facts.enumerated() where fact.isAdding {
      result[level(fact.table, [fact.table]), default: []].insert(index)
    }
    return result.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The facts of some kinds that hold: each once, in an order that is not that of the lines.
  private func read(_ chosen: [Int], _ pages: inout [JournalPage], _ entries: inout JournalEntries) -> [Fact] {
    var parts: [JournalPart] = []
    var told: [Fact] = []
    for index in chosen {
      guard case .fact(let kind) = entries.items[index].kind else { continue }
      watch(entries.items[index])
      if let fact = fact(&entries.items[index], kind, pages[entries.items[index].page].reader, &parts) {
        let isNew = entries.take(.fact(fact.identity), index)
        if isNew, entries.items[index].depth == 0 { told.append(fact) }
        log(entries.items[index], .fact(fact), isNew: isNew, entries)
      }
      keepsNames = false
    }
    if entries.hasRevocations { told.removeAll { entries.isRevoked(.fact($0.identity)) } }
    return Self.ordered(told)
  }

  /// By day, kind and records; what is left is told apart by its cells.
  private static func ordered(_ facts: [Fact]) -> [Fact] {
    struct Place {
      let day: Int32
      let kind: Int32
      let row: Int32
      let index: Int32
    }
    let places = facts.indices.map { index -> Place in
      let identity = facts[index].identity
      return Place(
        day: identity.day.number, kind: Int32(identity.kind), row: identity.rows.first ?? -1, index: Int32(index))
    }
    return places.sorted { left, right in
      if left.day != right.day { return left.day < right.day }
      if left.kind != right.kind { return left.kind < right.kind }
      if left.row != right.row { return left.row < right.row }
      return precedes(facts[Int(left.index)].identity, facts[Int(right.index)].identity)
    }.map { facts[Int($0.index)] }
  }

  private static func precedes(_ left: Fact.Identity, _ right: Fact.Identity) -> Bool {
    if left.rows != right.rows { return left.rows.lexicographicallyPrecedes(right.rows) }
    func text(_ identity: Fact.Identity) -> String {
      identity.cells.map { "\($0.field) \($0.cell.keyText ?? "")" }.joined(separator: "\n")
    }
    return text(left) < text(right)
  }

  // MARK: Marks

  private func readMarks(_ pages: inout [JournalPage], _ entries: inout JournalEntries) -> [MarkInfo] {
    var told: [MarkInfo] = []
    for index in entries.items.indices {
      guard case .mark(let kind) = entries.items[index].kind else { continue }
      let item = entries.items[index]
      guard let mark = mark(&entries.items[index], kind, pages[item.page].reader) else { continue }
      let isNew = entries.take(Entry.mark(mark).identity, index)
      if isNew, item.depth == 0 { told.append(mark) }
      log(item, .mark(mark), isNew: isNew, entries)
    }
    if entries.hasRevocations { told.removeAll { entries.isRevoked(Entry.mark($0).identity) } }
    var first: [ItemPath: [CivilDay: MarkInfo]] = [:]
    for mark in told {
      // Two different marks of one day cannot both hold.
      if let other = first[mark.item]?[mark.day], other.kind != mark.kind {
        report(
          Diagnostic(.twoMarks, at: mark.span, [mark.day.argument], notes: [.init("first", .source(other.span))]))
      }
      first[mark.item, default: [:]][mark.day] = first[mark.item]?[mark.day] ?? mark
    }
    return told
  }

  private func mark(_ item: inout JournalItem, _ kind: MarkInfo.Kind, _ reader: JournalReader) -> MarkInfo? {
    let (word, isQuoted, rest) = reader.first(item.line.body)
    let span = Span(item.source, word)
    if word.isEmpty {
      item.faults.append(Diagnostic(.expected, at: span, [.word("expected.item"), .text("")]))
      return nil
    }
    var reason: String?
    if !rest.isEmpty {
      let (text, isText, after) = reader.first(rest)
      guard isText, after.isEmpty else {
        let left = Span(item.source, rest)
        item.faults.append(Diagnostic(.notUnderstood, at: left, [.text(left.text)]))
        return nil
      }
      reason = SyntaxTree.unquoted(item.source.text(text))
    }
    let isNumber = item.source.bytes[word.lowerBound] &- 0x30 < 10
    let name = isQuoted ? SyntaxTree.unquoted(span.text) : span.text
    let count = diagnostics.count
    guard let path = itemPath(name, isQuoted ? .title : isNumber ? .number : .name, at: span, unknown: .journalItem)
    else {
      item.faults += diagnostics[count...]
      dropDiagnostics(after: count)
      return nil
    }
    return MarkInfo(kind: kind, day: item.line.day, item: path, reason: reason, span: item.span)
  }

  // MARK: What is left

  /// Tells what was not understood, and what is revoked and is not there.
  private func finish(_ pages: [JournalPage], _ entries: inout JournalEntries) {
    for item in entries.items where !item.faults.isEmpty {
      entries.note(.unknown(Self.plain(Span(item.source, item.line.range).text)), item.depth)
    }
    for index in entries.items.indices {
      let item = entries.items[index]
      if item.depth > 0 || !item.faults.isEmpty {
        tellDoubtful(item, index, entries)
      } else if let period = planPeriod, !period.contains(item.line.day) {
        report(
          Diagnostic(
            .markOutsidePeriod, at: item.span,
            [item.line.day.argument, period.first.argument, period.last.argument]))
      }
    }
  }

  private func tellDoubtful(_ item: JournalItem, _ index: Int, _ entries: JournalEntries) {
    let inner = Span(item.source, item.line.range)
    let identity = entries.identities[index] ?? .unknown(Self.plain(inner.text))
    if item.depth == 0 {
      if !entries.isRevoked(identity) { item.faults.forEach(report) }
    } else if entries.lacks(identity, below: item.depth) {
      report(Diagnostic(.nothingToRevoke, at: inner, [.text(inner.text)], proposals: entries.near(inner.text)))
    }
  }

  /// A line as its words: for lines that are not understood and revoked all the same.
  static func plain(_ text: String) -> String {
    let quotes: Set<Character> = ["«", "»", "“", "”", "„"]
    return String(Letters.fold(text).map { quotes.contains($0) ? "\"" : $0 }).split(separator: " ")
      .joined(separator: " ")
  }
}

/// A journal with its reader.
struct JournalPage {
  var reader: JournalReader
  init(_ journal: Journal) { reader = JournalReader(journal.source) }
}

/// The lines of all journals, and which of them are revoked.
struct JournalEntries {
  var items: [JournalItem] = []
  /// What the lines that were understood say.
  private(set) var identities: [Int: Entry.Identity] = [:]
  private(set) var hasRevocations = false
  private var told: Set<Entry.Identity> = []
  /// For each fact that is revoked, at which depths.
  private var revoked: [Entry.Identity: Set<Int>] = [:]
  private var byKind: [Int: [Int]] = [:]

  mutating func add(_ item: JournalItem) {
    if case .fact(let kind) = item.kind { byKind[kind, default: []].append(items.count) }
    if item.depth > 0 { hasRevocations = true }
    items.append(item)
  }

  func facts(of kinds: Set<Int>) -> [Int] { kinds.sorted().flatMap { byKind[$0] ?? [] } }

  /// Notes what a line says. True where no line before it has said the same.
  mutating func take(_ identity: Entry.Identity, _ index: Int) -> Bool {
    if hasRevocations { identities[index] = identity }
    if items[index].depth > 0 {
      return revoked[identity, default: []].insert(items[index].depth).inserted
    }
    return told.insert(identity).inserted
  }

  mutating func note(_ identity: Entry.Identity, _ depth: Int) {
    if depth > 0 { revoked[identity, default: []].insert(depth) } else { told.insert(identity) }
  }

  /// A revocation holds where none that holds revokes it.
  func isRevoked(_ identity: Entry.Identity) -> Bool {
    guard let depths = revoked[identity], let deepest = depths.max() else { return false }
    var holds = false
    for depth in stride(from: deepest, through: 1, by: -1) { holds = depths.contains(depth) && !holds }
    return holds
  }

  /// Whether there is nothing that a revocation of a depth could revoke.
  func lacks(_ identity: Entry.Identity, below depth: Int) -> Bool {
    depth == 1 ? !told.contains(identity) : revoked[identity]?.contains(depth - 1) != true
  }

  /// Lines close to one that is not there.
  func near(_ text: String) -> [String] {
    let lines = items.filter { $0.depth == 0 }.suffix(5000).map { $0.span.text }
    // The line may have been named without its day, or by its beginning.
    let wanted = Checker.plain(text)
    let longer = wanted.isEmpty ? [] : lines.filter { Checker.plain($0).contains(wanted) }
    return longer.isEmpty ? Closeness.proposals(for: text, among: lines) : Array(longer.suffix(3))
  }
}
