import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  /// Records of one table that may be one: their names differ in spelling only, or one has initials where the other has
  /// names, and nothing else or not everything else differs. They are offered to a person and never merged.
  package func similarRecords() -> [Diagnostic] {
    program.tables.indices.flatMap { table -> [Diagnostic] in
      let info = program.tables[table]
      guard info.key != nil, case .column(let path, let column)? = info.label?.kind, path.steps.isEmpty else {
        return []
      }
      if case .event = info.presence { return [] }
      return SimilarRecords(info.table, label: column, key: info.key).diagnostics
    }
  }
}

/// Finds the rows of a table whose labels are written alike.
private struct SimilarRecords {
  private let table: Table
  private let label: Int
  private let key: Int?

  init(_ table: Table, label: Int, key: Int?) {
    self.table = table
    self.label = label
    self.key = key
  }

  /// Each row with the first of those above that it is like.
  var diagnostics: [Diagnostic] {
    guard case .texts(let codes, let dictionary) = table.columns[label].values else { return [] }
    let names = dictionary.indices.map { Name(dictionary[$0]) }
    var byWords: [String: [Int]] = [:]
    var full: [String: [Int]] = [:]
    var short: [String: [Int]] = [:]
    let hasInitials = names.contains { $0?.hasInitials == true }
    var found: [Diagnostic] = []
    table.columns[label].present.forEach { row in
      guard let name = names[Int(codes[row])] else { return }
      var alike = byWords[name.words.joined(separator: " "), default: []]
      if hasInitials {
        let initials = name.initials
        let others = short[initials, default: []] + (name.hasInitials ? full[initials, default: []] : [])
        alike += others.filter { other in names[Int(codes[other])].map { name.mayBe($0) } ?? false }
        if name.hasInitials {
          short[initials, default: []].append(row)
        } else {
          full[initials, default: []].append(row)
        }
      }
      byWords[name.words.joined(separator: " "), default: []].append(row)
      for other in alike.sorted() {
        guard let same = agreement(row, other) else { continue }
        found.append(diagnostic(row, other, same))
        break
      }
    }
    return found
  }

  /// The titles of the other columns in which two rows agree; nil where those that both have tell of two records: where
  /// more differ than agree if the names are the same to the letter, where two or more differ and none agrees if not.
  private func agreement(_ row: Int, _ other: Int) -> [String]? {
    var same: [String] = []
    var differing = 0
    for (index, column) in table.columns.enumerated() where index != label && index != key {
      guard column.present.contains(row), column.present.contains(other) else { continue }
      if column.cell(row) == column.cell(other) { same.append(column.title) } else { differing += 1 }
    }
    let isSameName = table.columns[label].cell(row) == table.columns[label].cell(other)
    return (isSameName ? differing > same.count : same.isEmpty && differing > 1) ? nil : same
  }

  private func diagnostic(_ row: Int, _ other: Int, _ same: [String]) -> Diagnostic {
    func text(_ row: Int) -> String { if case .text(let text) = table.columns[label].cell(row) { text } else { "" } }
    let place = Diagnostic.Place.cell(table.place(row: row, column: label))
    var notes = [Diagnostic.Note("other", .cell(table.place(row: other, column: label)))]
    if !same.isEmpty { notes.append(Diagnostic.Note("same", place, [.list(same.map(Argument.text))])) }
    return Diagnostic(
      .similarRecords, place, [.text(text(row)), .text(text(other)), .number(Int(table.rowLines[other]))], notes: notes)
  }
}

/// A name of two words or more as it is compared: without case, ё, look-alike letters and the order of words.
private struct Name {
  let words: [String]

  init?(_ text: String) {
    let plain = Letters.fold(Letters.withoutLookAlikes(text) ?? text)
    words = plain.split { !$0.isLetter && !$0.isNumber }.map(String.init).sorted()
    if words.count < 2 { return nil }
  }

  /// The first letters of the words.
  var initials: String { String(words.compactMap(\.first)) }

  var hasInitials: Bool { words.contains { $0.count == 1 } }

  /// Whether one has initials for words of the other.
  func mayBe(_ other: Name) -> Bool {
    guard words != other.words, words.count == other.words.count, hasInitials || other.hasInitials else { return false }
    return zip(words, other.words).allSatisfy { one, two in
      one == two || (one.count == 1 && two.hasPrefix(one)) || (two.count == 1 && one.hasPrefix(two))
    }
  }
}
