import VekhaTable

/// The cells of a column that are written in a way that could be meant otherwise, by the way: how many, and the first.
struct UnusualCells {
  struct Occurrence {
    var count = 0
    /// The first rows, three at most.
    var rows: [Int] = []
    /// What stands in the first.
    var text = ""
  }

  private(set) var found: [CellReading.Manner: Occurrence] = [:]
  private static let mostRows = 3

  mutating func add(_ manner: CellReading.Manner, row: Int, _ text: @autoclosure () -> String) {
    var known = found[manner] ?? Occurrence(text: text())
    known.count += 1
    if known.rows.count < Self.mostRows { known.rows.append(row) }
    found[manner] = known
  }

  /// Those of the rows that are kept, which are numbered anew.
  func kept(_ kept: BitSet) -> UnusualCells {
    var result = UnusualCells()
    for (manner, occurrence) in found {
      var left = occurrence
      left.rows = occurrence.rows.filter(kept.contains).map { row in (0..<row).count(where: kept.contains) }
      left.count -= occurrence.rows.count - left.rows.count
      if !left.rows.isEmpty { result.found[manner] = left }
    }
    return result
  }

  /// Adds those of the rows that follow these; `other` counts its rows from `row`.
  mutating func append(_ other: UnusualCells, from row: Int) {
    for (manner, later) in other.found {
      var sum = found[manner] ?? Occurrence(text: later.text)
      sum.count += later.count
      sum.rows = Array((sum.rows + later.rows.map { $0 + row }).prefix(Self.mostRows))
      found[manner] = sum
    }
  }
}
