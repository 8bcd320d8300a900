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
    let forward = declaredLinks(of: start).filter { $0.target == goal }.map {
      Way(steps: $0.forward, names: [$0.name])
    }
    let backward = declaredLinks(of: goal).filter { $0.target == start }.map {
      Way(steps: $0.backward(from: goal), names: [tables[goal].name, $0.name])
    }
    return forward + backward
  }

  /// A reference that stands in a column, or a declared one, as steps over columns.
  private struct Link: Equatable {
    var name: String
    var target: Int
    var path: [RecordPath.Forward]
    var isDeclared = false

    var forward: [Step] { path.map { .forward(column: $0.column, target: $0.target) } }

    func backward(from table: Int) -> [Step] {
      let owners = [table] + path.dropLast().map(\.target)
      return zip(owners, path).map { .backward(table: $0, column: $1.column) }.reversed()
    }
  }

  private func declaredLinks(of table: Int) -> [Link] {
    declaredReferences(of: table).map { name, path in
      let steps = path.steps.map { RecordPath.Forward(column: $0.column, target: $0.target) }
      return Link(name: name, target: path.table, path: steps, isDeclared: true)
    }
  }

  /// References of a table, all or those that lead to the wanted noun.
  private func links(of table: Int, to wanted: Int? = nil) -> [Link] {
    let goal = wanted.map { nouns[$0].table }
    let read =
      wanted.map { outgoing(table, to: $0) }
      ?? references(of: table).map { ($0.name, $0.column, nouns[$0.noun].table) }
    return read.map { Link(name: $0.name, target: $0.target, path: [.init(column: $0.column, target: $0.target)]) }
      + declaredLinks(of: table).filter { goal == nil || $0.target == goal }
  }

  /// References of a table that lead to records of the noun, which ways go back over.
  private func links(of table: Int, backTo noun: Int) -> [Link] {
    let target = nouns[noun].table
    return incoming(table, to: noun).map {
      Link(name: $0.name, target: target, path: [.init(column: $0.column, target: target)])
    } + declaredLinks(of: table).filter { $0.target == target }
  }

  /// Ways of two steps; those over declared references only where there is no other.
  private func double(from noun: Int, to wanted: Int) -> [Way] {
    var result: [Way] = []
    var declared: [Way] = []
    func add(_ first: Link, _ second: Link, _ steps: [Step], _ names: [String]) {
      if first.isDeclared || second.isDeclared {
        declared.append(Way(steps: steps, names: names))
      } else {
        result.append(Way(steps: steps, names: names))
      }
    }
    let goal = nouns[wanted].table
    for first in links(of: nouns[noun].table) where first.target != goal {
      for second in links(of: first.target, to: wanted) {
        add(first, second, first.forward + second.forward, [first.name, second.name])
      }
    }
    // A finding about two records relates them to itself, not to each other.
    for link in tables.indices where link != goal && tables[link].item == nil {
      let name = tables[link].name
      for into in links(of: link, backTo: noun) {
        let back = into.backward(from: link)
        for out in links(of: link, to: wanted) where out.name != into.name {
          add(into, out, back + out.forward, [name, into.name, out.name])
        }
        for further in links(of: goal, backTo: tables[link].noun) {
          add(into, further, back + further.backward(from: goal), [name, into.name, tables[goal].name, further.name])
        }
      }
    }
    return result.isEmpty ? declared : result
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
