import VekhaTable

/// A row number for each tuple of a frame; -1 for none.
enum Rows {
  /// Each row of a table in its place.
  case all(Int)
  case repeated(Int32, Int)
  case list([Int32])

  var count: Int {
    switch self {
    case .all(let count), .repeated(_, let count): count
    case .list(let rows): rows.count
    }
  }

  subscript(index: Int) -> Int32 {
    switch self {
    case .all: Int32(truncatingIfNeeded: index)
    case .repeated(let row, _): row
    case .list(let rows): rows[index]
    }
  }

  var array: [Int32] {
    switch self {
    case .all(let count): (0..<Int32(truncatingIfNeeded: count)).map { $0 }
    case .repeated(let row, let count): [Int32](repeating: row, count: count)
    case .list(let rows): rows
    }
  }

  /// These rows at the given places; -1 where the place is none.
  func gathered(_ places: Rows) -> Rows {
    switch (self, places) {
    case (_, .all): self
    case (.all, _): places
    case (_, .repeated(let place, let count)): .repeated(place >= 0 ? self[Int(place)] : -1, count)
    case (.list(let rows), .list(let places)): .list(Kernels.gather(rows, places, none: -1))
    case (.repeated(let row, _), .list(let places)): .list(places.map { $0 >= 0 ? row : -1 })
    }
  }

  /// Where there is a row.
  var present: BitSet {
    switch self {
    case .all(let count): BitSet(count: count, filled: true)
    case .repeated(let row, let count): BitSet(count: count, filled: row >= 0)
    case .list(let rows): Kernels.bits(rows, .atLeast, 0)
    }
  }
}
