import VekhaFormats
import VekhaTable
import VekhaText

/// The row, or two rows, that hold the titles if one separator divides them.
struct HeaderCandidate {
  let rows: SampleRows
  /// The row of `rows.all` that the titles begin in, and how many rows they take.
  let index: Int
  let height: Int
  let titles: [String]
  /// How many declared titles are among them.
  let matches: Int

  init?(_ rows: SampleRows, _ source: DataSource) {
    guard !rows.all.isEmpty else { return nil }
    self.rows = rows
    let asked = Titles.requestedKeys(source)
    let first = Self.firstBelowNamedCells(rows, source, asked) ?? Self.firstPlausible(rows)
    let all = Set(asked.joined())
    var best = Self.read(rows, first, asked, all)
    for index in rows.all.indices where index != first && best.matches < asked.count {
      let other = Self.read(rows, index, asked, all)
      // One title found in a row may be a word of its cells; above the first plausible row there are headings only.
      if other.matches > best.matches, other.matches > 1 || index < first || best.index < first {
        best = other
      }
    }
    (index, height, titles, matches) = best
  }

  /// More declared titles, then more cells that can be titles, then more cells, then higher up.
  var score: (Int, Int, Int, Int) {
    let row = rows.all[index]
    let titled = row.cells.count { Self.canBeTitle($0, separator: rows.separator) }
    let isSentence = rows.separator == 0x2C && row.afterSpace > 0
    return (matches, titled - (isSentence ? row.afterSpace : 0), isSentence ? 1 : row.filled, -row.line)
  }

  /// The last row of the header, with the numbers of its columns where they stand below it.
  var lastRow: SampleRows.Row {
    let last = index + height - 1
    guard last + 1 < rows.all.count, rows.all[last + 1].isNumbering(of: titles.count) else { return rows.all[last] }
    return rows.all[last + 1]
  }

  private typealias Found = (index: Int, height: Int, titles: [String], matches: Int)

  private static func read(
    _ rows: SampleRows, _ index: Int, _ asked: [[String]], _ all: Set<String>
  ) -> Found {
    let row = rows.all[index]
    let matches = Titles.matches(row.cells, asked)
    guard index + 1 < rows.all.count, rows.all[index + 1].isComplete else { return (index, 1, row.cells, matches) }
    guard HeaderLevels.hasGroups(row.cells, rows.all[index + 1].cells) else { return (index, 1, row.cells, matches) }
    let levels = HeaderLevels(row.cells, rows.all[index + 1].cells, asked: all)
    let joined = levels.titles
    let joinedMatches = levels.isPossible ? Titles.matches(joined, asked) : 0
    // A line of another kind may stand above titles that are whole without it.
    let isOne = !levels.isPlain && joinedMatches <= Titles.matches(rows.all[index + 1].cells, asked)
    if (joinedMatches > matches && !isOne) || (levels.isPlain && joinedMatches == matches) {
      return (index, 2, joined, joinedMatches)
    }
    return (index, 1, row.cells, matches)
  }

  /// The first row with a declared title below the cells that the plan names by their addresses: they stand above the table.
  private static func firstBelowNamedCells(_ rows: SampleRows, _ source: DataSource, _ asked: [[String]]) -> Int? {
    guard let last = source.wantedCells.compactMap({ CellAddress.parse($0)?.row }).max() else { return nil }
    return rows.all.firstIndex { $0.line > last + 1 && Titles.matches($0.cells, asked) > 0 }
  }

  /// The first row that is no heading of the page: a heading fills one cell, or few, of a table that is wider.
  private static func firstPlausible(_ rows: SampleRows) -> Int {
    let all = rows.all
    // A comma with a space after it is a sentence's.
    if rows.separator == 0x2C, all[0].cells.count == 1, all.contains(where: { $0.afterSpace > 0 }) { return 0 }
    let widths = all.map(\.filled).sorted(by: >)
    let width = widths[min(widths.count - 1, max(1, widths.count / 2 - 1))]
    let first = all.firstIndex { row in
      row.filled <= 1 ? !(width >= 3 || (width == 2 && row.cells.count == 1)) : row.filled * 3 > width
    }
    return first ?? 0
  }

  /// Whether the text has letters and none of the other separators.
  static func canBeTitle(_ text: String, separator: UInt8) -> Bool {
    if text.isEmpty || text.utf8.count > 400 { return false }
    if text.utf8.contains(where: { $0 != separator && $0 != 0x2C && HeaderSearch.separators.contains($0) }) {
      return false
    }
    return text.unicodeScalars.contains { $0.properties.isAlphabetic || $0 == "№" }
  }
}

/// Titles in two rows, the upper of which may stand over several columns, as merged cells are saved.
struct HeaderLevels {
  let titles: [String]
  /// Some title of the upper row stands over several of the lower.
  private(set) var isPossible = false
  /// The rows fit as a merged header does: each upper title stands over a group, or over an empty cell.
  private(set) var isPlain = false

  /// Whether some upper title stands over several of the lower.
  static func hasGroups(_ upper: [String], _ lower: [String]) -> Bool {
    lower.indices.dropLast().contains { column in
      column < upper.count && !upper[column].isEmpty && !lower[column].isEmpty && !lower[column + 1].isEmpty
        && (column + 1 >= upper.count || upper[column + 1].isEmpty)
    }
  }

  init(_ upper: [String], _ lower: [String], asked: Set<String>) {
    let width = max(upper.count, lower.count)
    func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }
    var counts: [String: Int] = [:]
    for title in lower { counts[ColumnRequest.key(of: title), default: 0] += 1 }
    var made: [String] = []
    var (groups, singles, misfits) = (0, 0, 0)
    var group = ""
    for column in 0..<width {
      let (above, below) = (cell(upper, column), cell(lower, column))
      if !above.isEmpty {
        group = above
        let isHead = column + 1 < width && cell(upper, column + 1).isEmpty && !cell(lower, column + 1).isEmpty
        if isHead, !below.isEmpty {
          groups += 1
        } else if below.isEmpty {
          singles += 1
        } else {
          misfits += 1
        }
      }
      made.append(Self.title(above.isEmpty && !below.isEmpty ? group : above, below, counts, asked))
    }
    titles = made
    let areTitles = lower.allSatisfy { $0.isEmpty || Self.canBeLowerTitle($0) }
    isPossible = groups > 0 && areTitles
    isPlain = isPossible && misfits == 0 && (singles > 0 || groups > 1)
  }

  private static func title(_ above: String, _ below: String, _ counts: [String: Int], _ asked: Set<String>) -> String {
    if below.isEmpty { return above }
    if above.isEmpty { return below }
    let joined = above + ": " + below
    if asked.contains(ColumnRequest.key(of: joined)) { return joined }
    let key = ColumnRequest.key(of: below)
    return asked.contains(key) && counts[key] == 1 ? below : joined
  }

  private static func canBeLowerTitle(_ text: String) -> Bool {
    HeaderCandidate.canBeTitle(text, separator: 0)
      && text.unicodeScalars.first.map { !("0"..."9").contains($0) } ?? false
  }
}
