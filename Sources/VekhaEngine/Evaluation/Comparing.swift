import VekhaCheck
import VekhaTable
import VekhaText

/// Comparisons of vectors: unknown wherever a side has no value. A vector of one tuple is the same for all.
enum Comparing {
  static func verdict(_ comparison: Comparison, _ left: Vector, _ right: Vector, _ texts: TextClasses.Store) -> Verdict
  {
    if left.count == 1, right.count != 1 { return verdict(flipped(comparison), right, left, texts) }
    let count = left.count
    let isConstant = right.count == 1 && count != 1
    if isConstant, !right.valid.contains(0) { return .unknown(count) }
    let valid = isConstant ? left.valid : left.valid.intersection(right.valid)
    switch (left.storage, right.storage) {
    case (.numbers(let a, nil), .numbers(let b, nil)):
      return sure(valid, isConstant ? Kernels.bits(a, comparison, b[0]) : Kernels.bits(a, comparison, b))
    case (.dates(let a), .dates(let b)), (.records(let a), .records(let b)):
      return sure(valid, isConstant ? Kernels.bits(a, comparison, b[0]) : Kernels.bits(a, comparison, b))
    case (.texts(let a, let aTexts), .texts(let b, let bTexts)):
      return sure(valid, texts.bits(comparison, a, aTexts, b, bTexts))
    case (.flags(let a), .flags(let b)):
      let other = isConstant ? BitSet(count: count, filled: b.contains(0)) : b
      let differing = a.subtracting(other).union(other.subtracting(a))
      return sure(valid, comparison == .equal ? differing.inverted : differing)
    default: break
    }
    let right = isConstant ? right.broadcast(count) : right
    switch (left.storage, right.storage) {
    case (.numbers(let a, let aUpper), .numbers(let b, let bUpper)):
      return ranges(comparison, a, aUpper ?? a, b, bUpper ?? b, valid)
    case (.shares(let met, let failed, let unknown), .numbers(let bound, _)):
      return shares(comparison, met, failed, unknown, bound, valid)
    case (.numbers(let bound, _), .shares(let met, let failed, let unknown)):
      return shares(flipped(comparison), met, failed, unknown, bound, valid)
    default: return .unknown(count)
    }
  }

  private static func flipped(_ comparison: Comparison) -> Comparison {
    switch comparison {
    case .less: .more
    case .atMost: .atLeast
    case .more: .less
    case .atLeast: .atMost
    default: comparison
    }
  }

  private static func sure(_ valid: BitSet, _ holds: BitSet) -> Verdict {
    Verdict(holds: holds.intersection(valid), fails: valid.subtracting(holds))
  }

  /// A comparison of ranges holds or fails when it does for every value in them.
  private static func ranges(
    _ comparison: Comparison, _ low: [Int64], _ high: [Int64], _ otherLow: [Int64], _ otherHigh: [Int64],
    _ valid: BitSet
  ) -> Verdict {
    var holds = BitSet(count: valid.count)
    var fails = BitSet(count: valid.count)
    valid.forEach { i in
      switch outcome(comparison, low[i], high[i], otherLow[i], otherHigh[i]) {
      case true?: holds.insert(i)
      case false?: fails.insert(i)
      case nil: break
      }
    }
    return Verdict(holds: holds, fails: fails)
  }

  static func outcome(_ comparison: Comparison, _ low: Int64, _ high: Int64, _ otherLow: Int64, _ otherHigh: Int64)
    -> Bool?
  {
    switch comparison {
    case .less: high < otherLow ? true : low >= otherHigh ? false : nil
    case .atMost: high <= otherLow ? true : low > otherHigh ? false : nil
    case .more: low > otherHigh ? true : high <= otherLow ? false : nil
    case .atLeast: low >= otherHigh ? true : high < otherLow ? false : nil
    case .equal:
      low == high && otherLow == otherHigh && low == otherLow ? true : high < otherLow || low > otherHigh ? false : nil
    case .notEqual: outcome(.equal, low, high, otherLow, otherHigh).map { !$0 }
    }
  }

  /// A share lies between met of all and met with all unknown of all. Exact: no division is made.
  private static func shares(
    _ comparison: Comparison, _ met: [Int32], _ failed: [Int32], _ unknown: [Int32], _ bound: [Int64], _ valid: BitSet
  ) -> Verdict {
    var holds = BitSet(count: valid.count)
    var fails = BitSet(count: valid.count)
    valid.forEach { i in
      switch share(comparison, met: Int(met[i]), failed: Int(failed[i]), unknown: Int(unknown[i]), bound: bound[i]) {
      case true?: holds.insert(i)
      case false?: fails.insert(i)
      case nil: break
      }
    }
    return Verdict(holds: holds, fails: fails)
  }

  /// Whether a share compares with a bound in millionths of a per cent; nil where it cannot be told.
  static func share(_ comparison: Comparison, met: Int, failed: Int, unknown: Int, bound: Int64) -> Bool? {
    let total = Int64(met + failed + unknown)
    guard total > 0 else { return nil }
    let scale = 100 * Number.scale
    return outcome(
      comparison, Int64(met) * scale, Int64(met + unknown) * scale, bound * total, bound * total)
  }

  /// Whether a text fits a pattern of letters, `*` and `?`. Time: the product of the lengths.
  static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    var (i, j) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while i < text.count {
      if j < pattern.count, pattern[j] == "*" {
        star = (j, i)
        j += 1
      } else if j < pattern.count, pattern[j] == "?" || pattern[j] == text[i] {
        i += 1
        j += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        j = last.pattern + 1
        i = last.text + 1
      } else {
        return false
      }
    }
    return pattern[j...].allSatisfy { $0 == "*" }
  }

  static func text(_ test: TextTest, _ vector: Vector, _ text: String) -> Verdict {
    guard case .texts(let codes, let dictionary) = vector.storage else { return .unknown(vector.count) }
    let wanted = Letters.fold(text)
    let matching = dictionary.map { entry in
      let folded = Letters.fold(entry)
      switch test {
      case .startsWith: return folded.hasPrefix(wanted)
      case .contains: return folded.contains(wanted)
      case .matches: return matches(Array(folded.unicodeScalars), Array(wanted.unicodeScalars))
      }
    }
    return sure(vector.valid, Kernels.bits(codes, in: matching))
  }
}
