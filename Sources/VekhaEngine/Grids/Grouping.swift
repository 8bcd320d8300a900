import VekhaCheck
import VekhaTable

/// Members of a set counted by the values of keys.
struct Grouping {
  struct Tally {
    var met = 0
    var failed = 0
    var unknown = 0

    mutating func add(_ member: Verdict.Outcome, _ body: Verdict.Outcome, isShare: Bool) {
      switch (member, body) {
      case (.holds, .holds): met += 1
      case (.holds, .fails): failed += 1
      // Perhaps a member: a count may have it only where the body does not fail.
      default: if isShare || body != .fails { unknown += 1 }
      }
    }

    func value(isShare: Bool) -> IndicatorValue {
      isShare ? .share(met: met, failed: failed, unknown: unknown) : .count(least: met, most: met + unknown)
    }
  }

  /// The values of each key in order; nil, last, for members that have none.
  var domains: [[String?]]
  var tallies: [[String?]: Tally]
  /// Every member once.
  var whole: Tally
}

extension Engine {
  func grouping(_ set: SetExpression, _ numerator: Condition?, by keys: [Value], _ evaluator: Evaluator) -> Grouping {
    let members = evaluator.members(set, .root())
    let body =
      numerator.map { evaluator.evaluate($0, members.frame) } ?? Verdict(count: members.frame.count, constant: true)
    let isShare = numerator != nil
    let vectors = keys.map { evaluator.evaluate($0, members.frame) }
    var result = Grouping(domains: keys.map { domain($0, evaluator) }, tallies: [:], whole: .init())
    var seen = result.domains.map { Set($0) }
    for index in 0..<members.frame.count where !members.verdict.fails.contains(index) {
      let label = zip(keys, vectors).map { keyLabel($0, $1, index, evaluator) }
      for (key, text) in label.enumerated() where seen[key].insert(text).inserted { result.domains[key].append(text) }
      let (member, outcome) = (members.verdict.outcome(index), body.outcome(index))
      result.tallies[label, default: .init()].add(member, outcome, isShare: isShare)
      result.whole.add(member, outcome, isShare: isShare)
    }
    for key in result.domains.indices {
      result.domains[key].sort { left, right in
        guard let left, let right else { return left != nil && right == nil }
        return NameOrder(left) < NameOrder(right)
      }
    }
    return result
  }

  /// The values that a key has even where no member has them: the records there are, the values of a category.
  private func domain(_ key: Value, _ evaluator: Evaluator) -> [String?] {
    switch key.kind {
    case .record(let path):
      var there = evaluator.presence(path.table)
      if let noun = noun(at: path) { there.formAnd(evaluator.membership(noun)) }
      var seen: Set<String> = []
      return there.holds.indices.map { describing.label(path.table, $0, evaluator) }.filter { seen.insert($0).inserted }
    case .column(let path, let column):
      let info = program.tables[path.table]
      guard info.categories.contains(column), case .texts(_, let dictionary) = info.table.columns[column].values else {
        return []
      }
      return Array(dictionary)
    default: return []
    }
  }

  private func keyLabel(_ key: Value, _ vector: Vector, _ index: Int, _ evaluator: Evaluator) -> String? {
    if case .records(let rows) = vector.storage, case .record(let path) = key.kind {
      return rows[index] >= 0 ? describing.label(path.table, Int(rows[index]), evaluator) : nil
    }
    return describing.text(vector, index)
  }

  /// The noun that the last reference of a path leads to, which may be a set within its table.
  private func noun(at path: RecordPath) -> Int? {
    guard let last = path.steps.last else { return nil }
    let table = path.steps.dropLast().last?.target ?? path.start
    return program.tables[table].references.first { $0.column == last.column }?.noun
  }
}
