import VekhaCheck
import VekhaTable

/// Members of a set by the values of keys, and what is taken of them.
struct Grouping {
  /// The values of each key in order; nil, last, for members that have none.
  var domains: [[String?]]
  /// Who is or may be a member, by the keys' values.
  var groups: [[String?]: [Int]] = [:]
  /// Every member once.
  var all: [Int] = []
  let measure: ([Int]) -> IndicatorValue

  func value(_ label: [String?]) -> IndicatorValue { measure(groups[label] ?? []) }

  /// Of several groups at once.
  func value(where include: ([String?]) -> Bool) -> IndicatorValue {
    measure(groups.filter { include($0.key) }.flatMap(\.value))
  }
}

extension Engine {
  func grouping(_ set: SetExpression, _ measure: Measure, by keys: [Value], _ evaluator: Evaluator) -> Grouping {
    let members = evaluator.members(set, .root())
    let vectors = keys.map { evaluator.evaluate($0, members.frame) }
    let names = zip(keys, vectors).map { self.names($0, $1, evaluator) }
    var result = Grouping(
      domains: zip(keys, names).map { domain($0, $1, evaluator) }, measure: measuring(measure, members, evaluator))
    var seen = result.domains.map { Set($0) }
    for index in 0..<members.frame.count where !members.verdict.fails.contains(index) {
      let label = zip(vectors, names).map { keyLabel($0, $1, index) }
      for (key, text) in label.enumerated() where seen[key].insert(text).inserted { result.domains[key].append(text) }
      result.groups[label, default: []].append(index)
      result.all.append(index)
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
  private func domain(_ key: Value, _ names: [Int32: String], _ evaluator: Evaluator) -> [String?] {
    switch key.kind {
    case .record(let path): return there(path, evaluator).compactMap { names[Int32($0)] }
    case .column(let path, let column):
      let info = program.tables[path.table]
      guard info.categories.contains(column), case .texts(_, let dictionary) = info.table.columns[column].values else {
        return []
      }
      return Array(dictionary)
    default: return []
    }
  }

  /// What the records of a key are called. Namesakes stay apart, each with what tells it from the others.
  private func names(_ key: Value, _ vector: Vector, _ evaluator: Evaluator) -> [Int32: String] {
    guard case .record(let path) = key.kind, case .records(let rows) = vector.storage else { return [:] }
    let all = Set(there(path, evaluator).map { Int32($0) } + rows.filter { $0 >= 0 })
    let alike = Dictionary(grouping: all) { describing.label(path.table, Int($0), evaluator) }
    var result: [Int32: String] = [:]
    for (label, rows) in alike {
      if rows.count == 1 {
        result[rows[0]] = label
        continue
      }
      let contexts = rows.map { describing.context(path.table, Int($0), evaluator) ?? "" }
      let isTelling = Set(contexts).count == rows.count && !contexts.contains("")
      for (row, context) in zip(rows, contexts) {
        let key = data.key(path.table, Int(row)) ?? String(data.place(path.table, Int(row)).line)
        result[row] = "\(label) (\(isTelling ? context : key))"
      }
    }
    return result
  }

  /// The records of a key that are there.
  private func there(_ path: RecordPath, _ evaluator: Evaluator) -> [Int] {
    var there = evaluator.presence(path.table)
    if let noun = noun(at: path) { there.formAnd(evaluator.membership(noun)) }
    return there.holds.indices.map { $0 }
  }

  private func keyLabel(_ vector: Vector, _ names: [Int32: String], _ index: Int) -> String? {
    if case .records(let rows) = vector.storage { return names[rows[index]] }
    return describing.text(vector, index)
  }

  /// The noun that the last reference of a path leads to, which may be a set within its table.
  private func noun(at path: RecordPath) -> Int? {
    guard let last = path.steps.last else { return nil }
    let table = path.steps.dropLast().last?.target ?? path.start
    return program.tables[table].references.first { $0.column == last.column }?.noun
  }
}
