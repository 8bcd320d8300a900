import VekhaCalendar
import VekhaCheck
import VekhaTable

extension Evaluator {
  /// A value as of a day of each tuple: tuples with one day are computed together by that day's evaluator. Without a
  /// day there is no value.
  func asOf(_ value: Value, _ days: Vector, _ frame: Frame) -> Vector {
    guard case .dates(let numbers) = days.storage else { return days }
    var tuples: [Int32: [Int32]] = [:]
    days.valid.forEach { tuples[numbers[$0], default: []].append(Int32($0)) }
    var result: Vector?
    var places = [Int32](repeating: -1, count: frame.count)
    for (number, indices) in tuples.sorted(by: { $0.key < $1.key }) {
      let part = on(CivilDay(number: number)) { $0.evaluate(value, frame.picked(indices)) }
      if indices.count == frame.count { return part }
      let start = Int32(result?.count ?? 0)
      for (offset, index) in indices.enumerated() { places[Int(index)] = start + Int32(offset) }
      result = result.map { $0.appending(part) } ?? part
    }
    var whole = (result ?? absent(value.type, 0)).gathered(.list(places))
    whole.unreadable.formUnion(days.unreadable)
    return whole
  }
}

extension Vector {
  /// The values of this and then of another vector of the same type.
  func appending(_ other: Vector) -> Vector {
    func joined(_ a: BitSet, _ b: BitSet) -> BitSet {
      BitSet(count: a.count + b.count) { $0 < a.count ? a.contains($0) : b.contains($0 - a.count) }
    }
    let storage: Storage
    switch (self.storage, other.storage) {
    case (.numbers(let a, let aUpper), .numbers(let b, let bUpper)):
      storage = .numbers(a + b, upper: aUpper == nil && bUpper == nil ? nil : (aUpper ?? a) + (bUpper ?? b))
    case (.dates(let a), .dates(let b)): storage = .dates(a + b)
    case (.texts(let a, let first), .texts(let b, let second)):
      storage = .texts(
        a + b.map { $0 < 0 ? $0 : $0 + Int32(first.count) }, dictionary: TextDictionary(Array(first) + Array(second)))
    case (.flags(let a), .flags(let b)): storage = .flags(joined(a, b))
    case (.records(let a), .records(let b)): storage = .records(a + b)
    case (.shares(let a, let aFailed, let aUnknown), .shares(let b, let bFailed, let bUnknown)):
      storage = .shares(met: a + b, failed: aFailed + bFailed, unknown: aUnknown + bUnknown)
    default: storage = self.storage
    }
    var result = Vector(
      storage, valid: joined(valid, other.valid), unreadable: joined(unreadable, other.unreadable))
    if leftOut != nil || other.leftOut != nil {
      result.leftOut =
        (leftOut ?? [Int32](repeating: 0, count: count)) + (other.leftOut ?? [Int32](repeating: 0, count: other.count))
    }
    if ofNobody != nil || other.ofNobody != nil {
      result.ofNobody = joined(ofNobody ?? BitSet(count: count), other.ofNobody ?? BitSet(count: other.count))
    }
    return result
  }
}
