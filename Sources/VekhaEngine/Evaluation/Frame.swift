import VekhaTable

/// Tuples of records, one for each level of scope, a column a level: what conditions are evaluated over.
final class Frame {
  let count: Int
  /// The frame one level up, and for each tuple here the tuple there.
  private let outer: Frame?
  private let outerIndex: [Int32]
  /// The rows of the innermost level.
  private let ownRows: [Int32]
  private var gathered: [Int: [Int32]] = [:]
  let levelCount: Int

  /// One tuple without any record: the plan itself.
  static func root() -> Frame { Frame(count: 1, outer: nil, outerIndex: [], rows: []) }

  private init(count: Int, outer: Frame?, outerIndex: [Int32], rows: [Int32]) {
    self.count = count
    self.outer = outer
    self.outerIndex = outerIndex
    ownRows = rows
    levelCount = outer.map { $0.levelCount + 1 } ?? 0
  }

  /// One level over the rows of a table.
  init(rows: [Int32]) {
    count = rows.count
    outer = nil
    outerIndex = []
    ownRows = rows
    levelCount = 1
  }

  /// All rows of a table as one level.
  convenience init(rowCount: Int) { self.init(rows: (0..<Int32(rowCount)).map { $0 }) }

  /// A level more: for each tuple its index in this frame and the row of the new level.
  func adding(rows: [Int32], outerIndex: [Int32]) -> Frame {
    Frame(count: rows.count, outer: self, outerIndex: outerIndex, rows: rows)
  }

  /// Some of the tuples, with all their levels; not of the plan's own tuple, which has none.
  func picked(_ indices: [Int]) -> Frame {
    if indices.count == count { return self }
    let rows = indices.map { ownRows[$0] }
    guard let outer else { return Frame(rows: rows) }
    return Frame(count: rows.count, outer: outer, outerIndex: indices.map { outerIndex[$0] }, rows: rows)
  }

  func rows(_ level: Int) -> [Int32] {
    if level == levelCount - 1 { return ownRows }
    if let known = gathered[level] { return known }
    guard let outer else { return [Int32](repeating: -1, count: count) }
    let above = outer.rows(level)
    let result = outerIndex.map { above[Int($0)] }
    gathered[level] = result
    return result
  }

  /// The frame of one tuple alone, with all its levels.
  func single(_ index: Int) -> Frame {
    var result: Frame?
    for level in 0..<levelCount {
      let row = [rows(level)[index]]
      result = result.map { $0.adding(rows: row, outerIndex: [0]) } ?? Frame(rows: row)
    }
    return result ?? .root()
  }
}
