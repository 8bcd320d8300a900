/// The line of a file on which each row begins. Rows that follow each other line by line cost nothing.
package struct RowLines: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// From this row on lines are consecutive, beginning with this one.
  private struct Run: Hashable {
    let row: Int32
    let line: Int32
  }

  package private(set) var count = 0
  private var runs: [Run] = []

  package init() {}

  package init(_ lines: some Sequence<Int32>) { for line in lines { append(line) } }

  package init(arrayLiteral lines: Int32...) { self.init(lines) }

  /// The line of the next row.
  package mutating func append(_ line: Int32) { append(lines: line, count: 1) }

  /// The lines of the next rows, which follow each other.
  package mutating func append(lines first: Int32, count added: Int) {
    if added == 0 { return }
    let row = Int32(truncatingIfNeeded: count)
    if runs.last.map({ $0.line &+ (row &- $0.row) }) != first { runs.append(Run(row: row, line: first)) }
    count += added
  }

  /// The rows of `other` go on below these, `lines` lines further down than they say.
  package mutating func append(_ other: RowLines, shiftedBy lines: Int32) {
    for (index, run) in other.runs.enumerated() {
      let end = index + 1 < other.runs.count ? other.runs[index + 1].row : Int32(truncatingIfNeeded: other.count)
      append(lines: run.line &+ lines, count: Int(end &- run.row))
    }
  }

  package subscript(row: Int) -> Int32 {
    precondition(row >= 0 && row < count)
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(runs[middle].row) <= row { low = middle } else { high = middle }
    }
    return runs[low].line &+ Int32(truncatingIfNeeded: row) &- runs[low].row
  }

  /// Some of the rows, in order.
  package func kept(_ rows: BitSet) -> RowLines {
    var result = RowLines()
    rows.forEach { result.append(self[$0]) }
    return result
  }
}
