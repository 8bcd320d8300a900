import VekhaCheck
import VekhaTable

/// How little has to be looked at: what is the same for all tuples is computed once, and tuples that are decided are
/// left out where a condition costs more than a comparison of a column.
extension Evaluator {
  /// A value of each tuple, or one for all.
  func operand(_ value: Value, _ frame: Frame) -> Vector {
    guard frame.count != 1, Self.isUniform(value) else { return evaluate(value, frame) }
    let saved = recorder
    recorder = nil
    defer { recorder = saved }
    return evaluate(value, .root())
  }

  func compare(_ comparison: Comparison, _ left: Vector, _ right: Vector, _ count: Int) -> Verdict {
    let result = Comparing.verdict(comparison, left, right, data.texts)
    return result.count == count ? result : result.gathered(.repeated(0, count))
  }

  /// Whether a value depends on no record.
  static func isUniform(_ value: Value) -> Bool {
    switch value.kind {
    case .text, .number, .date, .flag, .today, .spanEdge, .done, .absent: true
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b):
      isUniform(a) && isUniform(b)
    case .negative(let inner): isUniform(inner)
    case .moved(let inner, let move): move.excluding?.set == nil && isUniform(inner)
    case .count(let set), .share(let set, _), .aggregate(_, let set, _, _), .picked(_, let set, _, _): set.depth == 0
    default: false
    }
  }

  /// Whether a condition comes down to comparing columns of the innermost record with one value.
  private func isCheap(_ condition: Condition, _ frame: Frame) -> Bool {
    func isDirect(_ value: Value) -> Bool {
      guard case .column(let path, _) = value.kind else { return false }
      return isInnermost(path)
    }
    func isInnermost(_ path: RecordPath) -> Bool { path.steps.isEmpty && path.level == frame.levelCount - 1 }
    switch condition.kind {
    case .constant: return true
    case .not(let inner): return isCheap(inner, frame)
    case .compare(_, let left, let right):
      return isDirect(left) && (isDirect(right) || Self.isUniform(right)) || Self.isUniform(left) && isDirect(right)
    case .known(let value), .missing(let value), .isTrue(let value), .text(_, let value, _): return isDirect(value)
    case .oneOf(let value, let list): return isDirect(value) && list.allSatisfy(Self.isUniform)
    case .within(let value, let low, let high):
      return isDirect(value) && [low, high].compactMap { $0 }.allSatisfy(Self.isUniform)
    case .member(let path, _), .adjective(let path, _): return isInnermost(path)
    case .and(let parts), .or(let parts): return parts.allSatisfy { isCheap($0, frame) }
    case .quantified, .dayKind: return false
    }
  }

  static func flattened(_ parts: [Condition]) -> [Condition] {
    parts.flatMap { part in
      if case .and(let inner) = part.kind { return flattened(inner) }
      return [part]
    }
  }

  /// What holds already, and all the parts.
  func conjunction(_ parts: [Condition], _ frame: Frame, _ start: Verdict) -> Verdict {
    var result = start
    guard isFree, recorder == nil, frame.count > 256 else {
      for part in parts { result.formAnd(evaluate(part, frame, besides: result.fails)) }
      return result
    }
    var dear: [Condition] = []
    for part in Self.flattened(parts) {
      if isCheap(part, frame) { result.formAnd(evaluate(part, frame)) } else { dear.append(part) }
    }
    for (index, part) in dear.enumerated() {
      let open = frame.count - result.fails.population
      if open == 0 { break }
      if open * 4 <= frame.count * 3 {
        let places = result.fails.inverted.rows
        let rest = Array(dear[index...])
        let picked = frame.picked(places)
        var inner = conjunction(rest, picked, Verdict(count: picked.count, constant: true))
        inner = inner.scattered(places, count: frame.count)
        result.holds.formIntersection(inner.holds)
        result.fails.formUnion(inner.fails)
        break
      }
      result.formAnd(evaluate(part, frame))
    }
    return result
  }

  /// A condition of the tuples that are not decided; of the rest nothing is said.
  func evaluate(_ condition: Condition, _ frame: Frame, exceptFor decided: BitSet) -> Verdict {
    guard isFree, recorder == nil, frame.count > 256 else { return evaluate(condition, frame, besides: decided) }
    return conjunction([condition], frame, Verdict(holds: decided.inverted, fails: decided))
  }
}
