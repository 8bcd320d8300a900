import VekhaCheck
import VekhaTable

/// Members of a set by the values of keys, and what is taken of them.
struct Grouping {
  /// The values of each key in order; nil, last, for members that have none.
  var domains: [[String?]]
  /// Who is or may be a member, by the keys' values.
  var groups: [[String?]: [Int32]] = [:]
  /// Every member once.
  var all: [Int32] = []
  let measure: ([Int32]) -> IndicatorValue

  func value(_ label: [String?]) -> IndicatorValue { measure(groups[label] ?? []) }

  /// Of several groups at once.
  func value(where include: ([String?]) -> Bool) -> IndicatorValue {
    measure(groups.filter { include($0.key) }.flatMap(\.value))
  }
}

extension Engine {
  func grouping(_ set: SetExpression, _ measure: Measure, by keys: [Value], _ evaluator: Evaluator) -> Grouping {
    var members = evaluator.members(set, .root())
    if evaluator.isFree { members = members.narrowed() }
    let vectors = keys.map { evaluator.evaluate($0, members.frame) }
    let names = zip(keys, vectors).map { self.names($0, $1, evaluator) }
    var result = Grouping(
      domains: zip(keys, names).map { domain($0, $1, evaluator) }, measure: measuring(measure, members, evaluator))
    result.all = members.verdict.fails.inverted.rows
    var seen = result.domains.map { Set($0) }
    for group in GroupCodes(vectors).groups(of: result.all) {
      let label = zip(vectors, names).map { keyLabel($0, $1, Int(group[0])) }
      for (key, text) in label.enumerated() where seen[key].insert(text).inserted { result.domains[key].append(text) }
      result.groups[label, default: []] += group
    }
    for key in result.domains.indices {
      let orders = result.domains[key].compactMap { text in text.map { (NameOrder($0), $0) } }
      let hasNone = result.domains[key].contains(nil)
      result.domains[key] = orders.sorted { $0.0 < $1.0 }.map(\.1) + (hasNone ? [nil] : [])
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
    var all = BitSet(count: data.rowCount(path.table))
    for row in there(path, evaluator) { all.insert(row) }
    for row in rows where row >= 0 { all.insert(Int(row)) }
    let alike = Dictionary(grouping: all.rows) { describing.label(path.table, Int($0), evaluator) }
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

/// The groups of tuples by their keys' values, as numbers.
private struct GroupCodes {
  /// The group of each tuple, below `count`.
  private var codes: [Int32]
  private var count: Int

  init(_ vectors: [Vector]) {
    codes = [Int32](repeating: 0, count: vectors.first?.count ?? 0)
    count = 1
    for vector in vectors {
      let (own, ownCount) = Self.codes(vector)
      if count == 1 {
        (codes, count) = (own, ownCount)
      } else if count * ownCount <= max(1 << 16, 2 * codes.count) {
        let factor = Int32(ownCount)
        codes = codes.indices.map { codes[$0] * factor + own[$0] }
        count *= ownCount
      } else {
        var known: [Int64: Int32] = [:]
        for index in codes.indices {
          let key = Int64(codes[index]) << 32 | Int64(own[index])
          let code = known[key] ?? Int32(known.count)
          known[key] = code
          codes[index] = code
        }
        count = known.count
      }
    }
  }

  /// Equal values have equal codes; tuples without a value, those of 0.
  private static func codes(_ vector: Vector) -> (codes: [Int32], count: Int) {
    switch vector.storage {
    case .texts(let codes, let dictionary): return (known(codes, vector.valid), dictionary.count + 1)
    case .records(let rows): return (known(rows, vector.valid), Int(rows.max() ?? -1) + 2)
    case .flags(let flags):
      return (known((0..<vector.count).map { flags.contains($0) ? 1 : 0 }, vector.valid), 3)
    case .dates(let dates): return numbered(dates.map(Int64.init), vector.valid)
    case .numbers(let numbers, nil): return numbered(numbers, vector.valid)
    case .numbers, .shares: return ((0..<Int32(vector.count)).map { $0 + 1 }, vector.count + 1)
    }
  }

  private static func known(_ codes: [Int32], _ valid: BitSet) -> [Int32] {
    if valid.isFull { return Kernels.map(codes) { $0 &+ 1 } }
    return codes.indices.map { valid.contains($0) ? codes[$0] + 1 : 0 }
  }

  private static func numbered(_ values: [Int64], _ valid: BitSet) -> (codes: [Int32], count: Int) {
    var known: [Int64: Int32] = [:]
    var codes = [Int32](repeating: 0, count: values.count)
    valid.forEach { index in
      let code = known[values[index]] ?? Int32(known.count + 1)
      known[values[index]] = code
      codes[index] = code
    }
    return (codes, known.count + 1)
  }

  /// The tuples of each group, in the order of the first of each.
  func groups(of tuples: [Int32]) -> [[Int32]] {
    let own = Kernels.gather(codes, tuples, none: 0)
    let (starts, order) = Kernels.sorted(own, below: count)
    let groups = (0..<count).lazy.map { order[Int(starts[$0])..<Int(starts[$0 + 1])] }.filter { !$0.isEmpty }
    return groups.sorted { $0.first ?? 0 < $1.first ?? 0 }.map { group in group.map { tuples[Int($0)] } }
  }
}
