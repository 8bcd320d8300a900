import VekhaCalendar
import VekhaTable

/// Holds, fails, or cannot be told: three sets over the tuples of a frame, the third being the rest.
struct Verdict {
  var holds: BitSet
  var fails: BitSet

  init(holds: BitSet, fails: BitSet) {
    self.holds = holds
    self.fails = fails
  }

  init(count: Int, constant: Bool) {
    holds = BitSet(count: count, filled: constant)
    fails = BitSet(count: count, filled: !constant)
  }

  static func unknown(_ count: Int) -> Verdict { Verdict(holds: BitSet(count: count), fails: BitSet(count: count)) }

  var count: Int { holds.count }
  var unknown: BitSet { holds.union(fails).inverted }
  var negated: Verdict { Verdict(holds: fails, fails: holds) }

  /// Kleene's conjunction.
  mutating func formAnd(_ other: Verdict) {
    holds.formIntersection(other.holds)
    fails.formUnion(other.fails)
  }

  /// Kleene's disjunction.
  mutating func formOr(_ other: Verdict) {
    holds.formUnion(other.holds)
    fails.formIntersection(other.fails)
  }

  /// The verdict at the rows of each tuple; no row gives unknown.
  func gathered(_ rows: Rows) -> Verdict {
    switch rows {
    case .all: return self
    case .list(let rows): return Verdict(holds: holds.gathered(rows), fails: fails.gathered(rows))
    case .repeated(let row, let count):
      if row < 0 { return .unknown(count) }
      return Verdict(
        holds: BitSet(count: count, filled: holds.contains(Int(row))),
        fails: BitSet(count: count, filled: fails.contains(Int(row))))
    }
  }

  /// The verdict at the tuples that were picked, put back in their places; the rest unknown.
  func scattered(_ places: [Int32], count: Int) -> Verdict {
    Verdict(holds: holds.scattered(places, count: count), fails: fails.scattered(places, count: count))
  }

  enum Outcome { case holds, fails, unknown }

  func outcome(_ index: Int) -> Outcome {
    holds.contains(index) ? .holds : fails.contains(index) ? .fails : .unknown
  }
}

/// Values over the tuples of a frame.
struct Vector {
  enum Storage {
    /// Millionths; `upper` where a value is known to lie in a range (`values` is its lower end).
    case numbers([Int64], upper: [Int64]?)
    case dates([Int32])
    case texts([Int32], dictionary: TextDictionary)
    case flags(BitSet)
    case records([Int32])
    /// Members met, not met, and those that cannot be told.
    case shares(met: [Int32], failed: [Int32], unknown: [Int32])
  }

  var storage: Storage
  /// Where there is a value.
  var valid: BitSet
  /// Where there is none although the cell is not empty.
  var unreadable: BitSet
  /// Of an aggregate, how many members it leaves out because they cannot be told; the storage then holds the value of
  /// the rest, which is not valid. Zero where there is no rest.
  var leftOut: [Int32]?
  /// Of an aggregate, where there is nobody to take it of and so no value.
  var ofNobody: BitSet?

  init(_ storage: Storage, valid: BitSet, unreadable: BitSet? = nil) {
    self.storage = storage
    self.valid = valid
    self.unreadable = unreadable ?? BitSet(count: valid.count)
  }

  var count: Int { valid.count }

  /// One value, at one tuple.
  static func one(_ storage: Storage) -> Vector { Vector(storage, valid: BitSet(count: 1, filled: true)) }

  static func day(_ day: CivilDay) -> Vector { .one(.dates([day.number])) }

  /// The one value of a frame of one tuple, at each of `count` tuples.
  func broadcast(_ count: Int) -> Vector {
    func spread<T>(_ values: [T]) -> [T] { values.isEmpty ? [] : [T](repeating: values[0], count: count) }
    let storage: Storage =
      switch self.storage {
      case .numbers(let low, let high): .numbers(spread(low), upper: high.map(spread))
      case .dates(let dates): .dates(spread(dates))
      case .texts(let codes, let dictionary): .texts(spread(codes), dictionary: dictionary)
      case .flags(let flags): .flags(BitSet(count: count, filled: flags.contains(0)))
      case .records(let rows): .records(spread(rows))
      case .shares(let met, let failed, let unknown):
        .shares(met: spread(met), failed: spread(failed), unknown: spread(unknown))
      }
    var result = Vector(
      storage, valid: BitSet(count: count, filled: valid.contains(0)),
      unreadable: BitSet(count: count, filled: unreadable.contains(0)))
    result.leftOut = leftOut.map(spread)
    result.ofNobody = ofNobody.map { BitSet(count: count, filled: $0.contains(0)) }
    return result
  }

  /// The values at the rows of each tuple; no row gives none.
  func gathered(_ rows: Rows) -> Vector {
    switch rows {
    case .all: return self
    case .list(let rows): return gathered(rows)
    case .repeated(let row, let count): return gathered([row]).broadcast(count)
    }
  }

  private func gathered(_ rows: [Int32]) -> Vector {
    func pick<T>(_ values: [T], _ none: T) -> [T] { Kernels.gather(values, rows, none: none) }
    let storage: Storage =
      switch self.storage {
      case .numbers(let low, let high): .numbers(pick(low, 0), upper: high.map { pick($0, 0) })
      case .dates(let dates): .dates(pick(dates, 0))
      case .texts(let codes, let dictionary): .texts(pick(codes, 0), dictionary: dictionary)
      case .flags(let flags): .flags(flags.gathered(rows))
      case .records(let targets): .records(pick(targets, -1))
      case .shares(let met, let failed, let unknown):
        .shares(met: pick(met, 0), failed: pick(failed, 0), unknown: pick(unknown, 0))
      }
    var result = Vector(
      storage, valid: valid.gathered(rows),
      unreadable: rows.count > 64 && unreadable.isEmpty ? BitSet(count: rows.count) : unreadable.gathered(rows))
    result.leftOut = leftOut.map { pick($0, 0) }
    result.ofNobody = ofNobody.map { $0.gathered(rows) }
    return result
  }
}
