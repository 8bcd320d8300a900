import VekhaTable

/// Tuples of records, one for each level of scope, a column a level: what conditions are evaluated over.
final class Frame {
  let count: Int
  let levelCount: Int
  /// The frame that levels not known here are taken from, and for each tuple here the tuple there.
  private let base: Frame?
  private let baseIndex: Rows
  private var known: [Rows?]

  private init(count: Int, known: [Rows?], base: Frame? = nil, baseIndex: Rows = .all(0)) {
    self.count = count
    levelCount = known.count
    self.known = known
    self.base = base
    self.baseIndex = baseIndex
  }

  /// One tuple without any record: the plan itself.
  static func root() -> Frame { Frame(count: 1, known: []) }

  /// One level over some rows of a table.
  convenience init(_ rows: Rows) { self.init(count: rows.count, known: [rows]) }

  convenience init(rows: [Int32]) { self.init(.list(rows)) }

  /// All rows of a table as one level.
  convenience init(rowCount: Int) { self.init(.all(rowCount)) }

  /// Rows of one level alone; what stands above is no record.
  convenience init(level: Int, _ rows: Rows) {
    self.init(count: rows.count, known: [Rows?](repeating: nil, count: level) + [rows])
  }

  /// Rows of two levels side by side; what lies between them and above is no record.
  convenience init(owner level: Int, _ owners: Rows, own: Int, _ rows: Rows) {
    var known = [Rows?](repeating: nil, count: own + 1)
    known[level] = owners
    known[own] = rows
    self.init(count: rows.count, known: known)
  }

  /// A level more: for each tuple its index in this frame and the row of the new level.
  func adding(rows: Rows, outerIndex: Rows) -> Frame {
    Frame(
      count: rows.count, known: [Rows?](repeating: nil, count: levelCount) + [rows], base: self, baseIndex: outerIndex)
  }

  /// Some of the tuples, with all their levels.
  func picked(_ indices: [Int32]) -> Frame {
    if indices.count == count { return self }
    return Frame(
      count: indices.count, known: [Rows?](repeating: nil, count: levelCount), base: self, baseIndex: .list(indices))
  }

  /// The row of each tuple at a level.
  func index(_ level: Int) -> Rows {
    guard level < levelCount else { return .repeated(-1, count) }
    if let rows = known[level] { return rows }
    let rows = base.map { $0.index(level).gathered(baseIndex) } ?? .repeated(-1, count)
    known[level] = rows
    return rows
  }

  func rows(_ level: Int) -> [Int32] { index(level).array }

  /// The frame of one tuple alone, with all its levels.
  func single(_ index: Int) -> Frame {
    Frame(count: 1, known: (0..<levelCount).map { .list([self.index($0)[index]]) })
  }
}
