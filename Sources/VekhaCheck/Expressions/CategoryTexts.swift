import VekhaTable
import VekhaText

/// Values of a category that are one letter away from one that the plan asks for: «наставлемый» belongs to no set, and
/// without a word of it whoever is called so would be missing from every count.
extension Checker {
  /// Notes that a condition compares a category with a text.
  func noteAsked(_ text: Value, of column: Value) {
    guard case .text(let wanted) = text.kind, case .column(let path, let index) = column.kind,
      tables[path.table].fields.contains(where: { $0.column == index && $0.type == .typeCategory })
    else { return }
    askedTexts[path.table, default: [:]][index, default: []].insert(Letters.fold(wanted))
  }

  /// Tells of the near misses in a table whose rows are there; each value once, where it stands first.
  func tellNearMisses(of index: Int) {
    guard let asked = askedTexts[index], !pendingTables.contains(index), let table = tables[index].table,
      table.file != plan.source.name
    else { return }
    for (column, wanted) in asked.sorted(by: { $0.key < $1.key }) {
      guard case .texts(let codes, let dictionary) = table.columns[column].values, dictionary.count <= 1000 else {
        continue
      }
      let present = table.columns[column].present
      let known = wanted.sorted()
      for (code, text) in dictionary.enumerated() {
        let folded = Letters.fold(text)
        guard !wanted.contains(folded), Self.isWord(folded),
          let meant = known.first(where: { Self.isWord($0) && Closeness.distance(folded, $0, limit: 1) != nil }),
          let row = codes.indices.first(where: { Int(codes[$0]) == code && present.contains($0) })
        else { continue }
        let count = codes.indices.count { Int(codes[$0]) == code && present.contains($0) }
        report(
          Diagnostic(
            .nearMiss, .cell(table.place(row: row, column: column)), [.text(text), .text(meant), .number(count)],
            proposals: [meant]))
      }
    }
  }

  /// Short values and those with digits («10А», «10Б») differ by a letter and mean something else.
  private static func isWord(_ text: String) -> Bool {
    text.unicodeScalars.count >= 5 && !text.unicodeScalars.contains { $0.properties.numericType != nil }
  }
}
