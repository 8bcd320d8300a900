import VekhaCheck
import VekhaEngine

/// The names of a plan in the schema `vekha.names`.
struct NamesJSON: Encodable {
  struct Field: Encodable {
    let name: String
    let aliases: [String]
    let type: String?
    let target: String?
    let column: String?
    let isDeclared: Bool
    let lines: [Int]
  }

  struct Table: Encodable {
    let name: String
    let aliases: [String]
    let module: String?
    let file: String?
    let rows: Int?
    var dated: String?
    var inForceFrom: String?
    var inForceTo: String?
    let key: String?
    let fields: [Field]
  }

  struct Definition: Encodable {
    let kind: String
    let name: String
    let aliases: [String]
    let wording: String
    let module: String?
    let line: Int
  }

  struct Role: Encodable {
    let name: String
    let holder: String
    let line: Int
  }

  struct Item: Encodable {
    let level: Int
    let number: String
    let name: String?
    let title: String
    let line: Int
  }

  struct Named: Encodable {
    let name: String?
    let title: String
    let line: Int
  }

  struct Relation: Encodable {
    let from: String
    let to: String
    let ways: [[String]]
  }

  let schema = "vekha.names"
  let version = JSONText.version
  let plan: PlanJSON
  let modules: [String]
  let tables: [Table]
  let definitions: [Definition]
  let roles: [Role]
  let items: [Item]
  let rules: [Named]
  let indicators: [Named]
  let relations: [Relation]

  init(_ names: PlanNames, _ head: PlanHead) {
    plan = PlanJSON(head)
    modules = names.modules
    tables = names.tables.map { table in
      var result = Table(
        name: table.name, aliases: table.aliases, module: table.module, file: table.file, rows: table.rows,
        key: table.key,
        fields: table.fields.map {
          Field(
            name: $0.name, aliases: $0.aliases, type: $0.type.map { String($0.rawValue.dropFirst("type_".count)) },
            target: $0.target, column: $0.column, isDeclared: $0.isDeclared, lines: $0.lines)
        })
      switch table.time {
      case .always: break
      case .event(let day): result.dated = day
      case .state(let from, let to): (result.inForceFrom, result.inForceTo) = (from, to)
      }
      return result
    }
    definitions = names.definitions.map {
      Definition(
        kind: $0.kind.rawValue, name: $0.name, aliases: $0.aliases, wording: $0.wording, module: $0.module,
        line: $0.line)
    }
    roles = names.roles.map { Role(name: $0.name, holder: $0.holder, line: $0.line) }
    items = names.items.map {
      Item(level: $0.level, number: $0.number, name: $0.name, title: $0.title, line: $0.line)
    }
    rules = names.rules.map { Named(name: $0.name, title: $0.title, line: $0.line) }
    indicators = names.indicators.map { Named(name: $0.name, title: $0.title, line: $0.line) }
    relations = names.relations.map { Relation(from: $0.from, to: $0.to, ways: $0.ways) }
  }
}
