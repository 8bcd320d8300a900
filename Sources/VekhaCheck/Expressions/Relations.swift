import VekhaSyntax
import VekhaText

extension Checker {
  /// A way from a record to the rows of a noun.
  struct Way: Equatable {
    var steps: [Step]
    /// As a person reads it: «пары, где наставляемый».
    var names: [String]
  }

  /// The shortest ways, at most two steps: rows that refer to the record, what it refers to, or through a linking
  /// row. Never to a common owner and back, never back to its own kind.
  func ways(from noun: Int, to wanted: Int, as reference: String? = nil) -> [Way] {
    let isOwnKind = isPart(noun, of: wanted) || isPart(wanted, of: noun)
    if isOwnKind, reference == nil { return [] }
    let near = named(reference, single(from: noun, to: wanted))
    if !near.isEmpty { return near }
    let declared = named(reference, declaredWays(from: noun, to: wanted))
    if !declared.isEmpty { return declared }
    return named(reference, double(from: noun, to: wanted))
  }

  private func named(_ reference: String?, _ ways: [Way]) -> [Way] {
    guard let reference else { return ways }
    return ways.filter { way in way.names.contains { isCalled($0, reference) } }
  }

  /// Whether a word is a name, or a second name or form, of a reference or table.
  private func isCalled(_ name: String, _ word: String) -> Bool {
    if Letters.fold(name) == Letters.fold(word) { return true }
    if case .found(let entry) = nounNames.find(word, stemmer: stemmer), let own = nounNames.declared(name),
      own.element == entry.element
    {
      return true
    }
    return tables.contains { table in
      guard case .found(let entry) = table.fieldNames.find(word, stemmer: stemmer) else { return false }
      return table.fieldNames.declared(name)?.element == entry.element
    }
  }

  /// References of `table` that lead to records of the noun: to the noun or all it is a part of; failing these, to a
  /// part of it.
  private func incoming(_ table: Int, to noun: Int) -> [(name: String, column: Int)] {
    let all = references(of: table).filter { nouns[$0.noun].table == nouns[noun].table }
    let sure = all.filter { isPart(noun, of: $0.noun) }
    let parts = sure.isEmpty ? all.filter { isPart($0.noun, of: noun) } : sure
    // Sets of one table that are no part of each other may share records: «учеников без наставника».
    let chosen = parts.isEmpty ? all : parts
    return chosen.map { ($0.name, $0.column) }
  }

  /// References of `table` that lead to the wanted noun, to a part of it or to what it is a part of.
  private func outgoing(_ table: Int, to wanted: Int) -> [(name: String, column: Int, target: Int)] {
    references(of: table).filter { isPart($0.noun, of: wanted) || isPart(wanted, of: $0.noun) }
      .map { ($0.name, $0.column, nouns[$0.noun].table) }
  }

  private func single(from noun: Int, to wanted: Int) -> [Way] {
    let table = nouns[wanted].table
    let backward = incoming(table, to: noun).map { reference in
      Way(steps: [.backward(table: table, column: reference.column)], names: [tables[table].name, reference.name])
    }
    let forward = outgoing(nouns[noun].table, to: wanted).map { reference in
      Way(steps: [.forward(column: reference.column, target: reference.target)], names: [reference.name])
    }
    return backward + forward
  }

  /// A declared reference is one step: `определить школа пары = пара.наставляемый.школа`.
  private func declaredWays(from noun: Int, to wanted: Int) -> [Way] {
    let start = nouns[noun].table
    let goal = nouns[wanted].table
    let forward = declaredReferences(of: start).filter { $0.path.table == goal }.map { name, path in
      Way(steps: path.steps.map { .forward(column: $0.column, target: $0.target) }, names: [name])
    }
    let backward = declaredReferences(of: goal).filter { $0.path.table == start }.map { name, path in
      var table = goal
      var steps: [Step] = []
      for step in path.steps {
        steps.insert(.backward(table: table, column: step.column), at: 0)
        table = step.target
      }
      return Way(steps: steps, names: [tables[goal].name, name])
    }
    return forward + backward
  }

  private func double(from noun: Int, to wanted: Int) -> [Way] {
    var result: [Way] = []
    let start = nouns[noun].table
    let goal = nouns[wanted].table
    for first in references(of: start) where nouns[first.noun].table != goal {
      let middle = nouns[first.noun].table
      for second in outgoing(middle, to: wanted) {
        result.append(
          Way(
            steps: [
              .forward(column: first.column, target: middle), .forward(column: second.column, target: second.target),
            ], names: [first.name, second.name]))
      }
    }
    // A finding about two records relates them to itself, not to each other.
    for link in tables.indices where link != goal && tables[link].item == nil {
      for into in incoming(link, to: noun) {
        let back = Step.backward(table: link, column: into.column)
        for out in outgoing(link, to: wanted) where out.column != into.column {
          result.append(
            Way(
              steps: [back, .forward(column: out.column, target: out.target)],
              names: [tables[link].name, into.name, out.name]))
        }
        for further in incoming(goal, to: tables[link].noun) {
          result.append(
            Way(
              steps: [back, .backward(table: goal, column: further.column)],
              names: [tables[link].name, into.name, tables[goal].name, further.name]))
        }
      }
    }
    return result
  }

  /// Ways that only follow references, for values: one or two steps.
  func forwardWays(from table: Int, to noun: Int) -> [[RecordPath.Forward]] {
    let near = outgoing(table, to: noun).map { [RecordPath.Forward(column: $0.column, target: $0.target)] }
    if !near.isEmpty { return near }
    return references(of: table).flatMap { first -> [[RecordPath.Forward]] in
      let middle = nouns[first.noun].table
      return outgoing(middle, to: noun).map { second in
        [
          RecordPath.Forward(column: first.column, target: middle),
          RecordPath.Forward(column: second.column, target: second.target),
        ]
      }
    }
  }
}
