import VekhaTable
import VekhaText

/// The title row of a file, held against what the plan asks.
struct Titles {
  /// A column of the table to be made.
  struct Wanted {
    /// The column of the file, from 0.
    let fileColumn: Int
    /// Nil where nobody declared it.
    let type: ColumnType?
    let unit: TimeUnit?
    /// Where it is declared.
    let span: Span?
    /// Whether its cells are keys of records, of this table or another.
    var isIdentifier = false
  }

  /// As they stand in the file.
  let titles: [String]
  let line: Int
  /// In the order of the file's columns.
  private(set) var wanted: [Wanted] = []
  /// For each request of the source, the index in `wanted`.
  private(set) var wantedIndex: [Int?] = []
  /// The column of the file that holds the key.
  private(set) var keyColumn: Int?
  /// Columns of the file without a title.
  let untitled: [Int]
  private(set) var diagnostics: [Diagnostic] = []

  init(_ titles: [String], line: Int, source: DataSource) {
    self.titles = titles
    self.line = line
    untitled = titles.indices.filter { titles[$0].isEmpty }
    let columnOfKey = firstColumns(source)
    let asked = source.askedTitles.map { Self.column(titled: $0, in: columnOfKey) }
    let requested = Array(asked.dropLast())
    keyColumn = asked.last.flatMap { $0 }
    reportMissing(requested, source)
    choose(requested, source)
  }

  /// The number of columns whose title is among those declared: the measure of a separator.
  static func matches(_ titles: [String], _ requested: [[String]]) -> Int {
    let keys = Set(titles.lazy.filter { !$0.isEmpty }.map(ColumnRequest.key))
    return requested.count { request in request.contains { keys.contains($0) } }
  }

  /// The keys of the titles of each declared column, and those of the key.
  static func requestedKeys(_ source: DataSource) -> [[String]] {
    source.askedTitles.filter { !$0.isEmpty }
  }

  private static func column(titled keys: [String], in columnOfKey: [String: Int]) -> Int? {
    keys.lazy.compactMap { columnOfKey[$0] }.first
  }

  /// The first column of each title; a later one of the same title is reported.
  private mutating func firstColumns(_ source: DataSource) -> [String: Int] {
    var columns: [String: Int] = [:]
    for (index, title) in titles.enumerated() where !title.isEmpty {
      let key = ColumnRequest.key(of: title)
      if let first = columns[key] {
        let place = Diagnostic.Place.cell(CellPlace(file: source.path, line: line, title: title))
        let arguments: [Argument] = [
          .word("title.duplicate"), .text(title), .number(index + 1), .number(first + 1),
        ]
        diagnostics.append(Diagnostic(.badTitle, place, arguments))
      } else {
        columns[key] = index
      }
    }
    return columns
  }

  private mutating func reportMissing(_ requested: [Int?], _ source: DataSource) {
    let unused = titles.indices.filter { !titles[$0].isEmpty && !requested.contains($0) }.map { titles[$0] }
    func report(_ names: [String], at span: Span) {
      var proposals: [String] = []
      for name in names {
        for proposal in Closeness.proposals(for: name, among: unused) where !proposals.contains(proposal) {
          proposals.append(proposal)
        }
      }
      let found = titles.filter { !$0.isEmpty }.map(Argument.text)
      let place = Diagnostic.Place.cell(CellPlace(file: source.path, line: line, title: ""))
      diagnostics.append(
        Diagnostic(
          .columnMissing, at: span, [.text(names.first ?? ""), .text(source.path), .list(found)],
          notes: [Diagnostic.Note("titles", place)], proposals: Array(proposals.prefix(3))))
    }
    for (request, column) in zip(source.columns, requested) where column == nil && request.isRequired {
      report(request.titles, at: request.span)
    }
    guard keyColumn == nil, !source.keyTitles.isEmpty else { return }
    let keys = Set(source.keyTitles.map(ColumnRequest.key))
    let isAsked = source.columns.contains { request in
      request.isRequired && request.keys.contains(where: keys.contains)
    }
    if !isAsked { report(source.keyTitles, at: source.span) }
  }

  private mutating func choose(_ requested: [Int?], _ source: DataSource) {
    wantedIndex = source.columns.map { _ in nil }
    for column in titles.indices where !titles[column].isEmpty {
      var chosen: [ColumnType?: Int] = [:]
      let requests = source.columns.indices.filter { requested[$0] == column }
      let declared = requests.lazy.compactMap { source.columns[$0].type }.first
      for index in requests {
        let request = source.columns[index]
        // Two requests may read one column as different types; each gets its own. One without a type takes another's.
        let type = request.type ?? declared
        if chosen[type] == nil {
          chosen[type] = wanted.count
          wanted.append(Wanted(fileColumn: column, type: type, unit: request.unit, span: request.span))
        }
        wantedIndex[index] = chosen[type]
        if request.isIdentifier, let made = chosen[type] { wanted[made].isIdentifier = true }
      }
      if chosen.isEmpty, source.wantsUndeclared || column == keyColumn {
        wanted.append(Wanted(fileColumn: column, type: nil, unit: nil, span: nil))
      }
    }
  }
}
