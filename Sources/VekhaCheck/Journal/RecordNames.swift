import VekhaCalendar
import VekhaTable
import VekhaText

/// The records of one table by what a line of a journal calls them: a key, a name, words of a name with initials.
struct RecordNames {
  private(set) var keys: [String?] = []
  private(set) var labels: [String?] = []
  private var byKey: [String: Int32] = [:]
  private var byLabel: [String: [Int32]] = [:]
  private var byWord: [String: [Int32]] = [:]
  /// Texts that were looked up and mean one record on every day.
  private var known: [String: Int32] = [:]

  init(_ table: Table, key: Int?, label: Int?) {
    keys = key.map { Self.texts(table.columns[$0]) } ?? [String?](repeating: nil, count: table.rowCount)
    labels = label.map { Self.texts(table.columns[$0]) } ?? [String?](repeating: nil, count: table.rowCount)
    for row in 0..<table.rowCount {
      if let key = keys[row].map({ Letters.fold($0) }), byKey[key] == nil { byKey[key] = Int32(row) }
      guard let folded = labels[row].map({ Letters.fold($0) }) else { continue }
      byLabel[folded, default: []].append(Int32(row))
      for word in Set(Self.words(folded)) { byWord[word, default: []].append(Int32(row)) }
    }
  }

  private static func texts(_ column: Column) -> [String?] {
    (0..<column.present.count).map { column.cell($0).keyText }
  }

  private static func words(_ folded: String) -> [String] {
    folded.unicodeScalars.split { scalar in
      switch scalar {
      case " ", ".", ",", "\"", "«", "»", "“", "”", "„": true
      default: false
      }
    }.map(String.init)
  }

  /// The rows that a text may mean.
  mutating func rows(named text: String) -> [Int32] {
    if let row = known[text] { return [row] }
    let found = look(text)
    if found.count == 1 { known[text] = found[0] }
    return found
  }

  func row(key: String) -> Int32? { byKey[Letters.fold(key)] }

  private func look(_ text: String) -> [Int32] {
    let folded = Letters.fold(text)
    if folded.hasSuffix(")"), let open = folded.lastIndex(of: "(") {
      let key = folded[folded.index(after: open)...].dropLast()
      let name = Self.words(String(folded[..<open]))
      guard let row = byKey[String(key)] else { return [] }
      guard !name.isEmpty, let label = labels[Int(row)] else { return [row] }
      // The key decides, but not against the name beside it.
      return Self.matches(name, Self.words(Letters.fold(label))) || byKey[name.joined(separator: " ")] == row
        ? [row] : []
    }
    if let row = byKey[folded] { return [row] }
    if let rows = byLabel[folded] { return rows }
    let wanted = Self.words(folded)
    guard let first = wanted.first, let near = byWord[first] else { return [] }
    return near.filter { row in labels[Int(row)].map { Self.matches(wanted, Self.words(Letters.fold($0))) } ?? false }
  }

  /// Whether each word begins a word of the name, in the order of the name; a number is a whole one.
  private static func matches(_ wanted: [String], _ words: [String]) -> Bool {
    var index = 0
    for word in wanted {
      let isNumber = word.utf8.allSatisfy { $0 &- 0x30 < 10 }
      while index < words.count, isNumber ? words[index] != word : !words[index].hasPrefix(word) { index += 1 }
      if index == words.count { return false }
      index += 1
    }
    return true
  }

  /// How a record is written so that nobody else can be meant: «Агеева Ирина (н001)».
  func written(_ row: Int32) -> String {
    let (label, key) = (labels[Int(row)], keys[Int(row)])
    guard let key else { return label.map(Self.quoted) ?? "" }
    guard let label, label != key else { return Self.quoted(key) }
    return Self.quoted(label) + " (" + key + ")"
  }

  /// A name that would be read as several parts stands in quotes.
  static func quoted(_ text: String) -> String {
    let isPlain =
      !text.contains { ",;()\"«»“”„".contains($0) } && ![" - ", " – ", " — ", "//"].contains { text.contains($0) }
    if isPlain { return text }
    return text.contains("\"") ? "«" + text + "»" : "\"" + text + "\""
  }

  /// Names close to a text, each with its key.
  func proposals(for text: String) -> [String] {
    let wanted = Self.words(Letters.fold(text))
    guard let first = wanted.first else { return [] }
    var seen: [String] = []
    for row in labels.indices.prefix(20_000) {
      guard let label = labels[row] else { continue }
      let words = Self.words(Letters.fold(label))
      if words.contains(where: { $0.hasPrefix(first) && first.count > 1 }) { seen.append(written(Int32(row))) }
      if seen.count == 3 { return seen }
    }
    if !seen.isEmpty { return seen }
    var byName: [String: Int32] = [:]
    for row in labels.indices.prefix(20_000) {
      guard let label = labels[row] else { continue }
      byName[label] = byName[label] ?? Int32(row)
      for word in label.split(separator: " ") where word.count > 3 {
        byName[String(word)] = byName[String(word)] ?? Int32(row)
      }
    }
    for key in keys.prefix(20_000) { if let key { byName[key] = byName[key] ?? byKey[Letters.fold(key)] } }
    let tried = text.split { $0 == " " || $0 == "(" || $0 == ")" }.map(String.init)
    for word in [text] + tried {
      let close = Closeness.proposals(for: word, among: byName.keys.sorted())
      if !close.isEmpty {
        return close.compactMap { byName[$0].map(written) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      }
    }
    return []
  }
}
