import VekhaCheck
import VekhaEngine
import VekhaSyntax
import VekhaText

/// The answer of `vekha doc` as text: what a plan names, and where it speaks of it.
package struct NamesText: Sendable {
  let say: Wording
  let style: Style
  let width: Int

  package init(_ wording: Wording, isColoured: Bool = false, width: Int? = nil) {
    say = wording
    style = Style(isOn: isColoured)
    self.width = max(60, width ?? 110)
  }

  package func render(_ names: PlanNames, of plan: PlanHead) -> String {
    var lines = [style(VisibleText.line(plan.title), .bold)]
    if !names.modules.isEmpty { lines.append(say("doc.modules", .init(names.modules.joined(separator: ", ")))) }
    lines += part("doc.tables", names.tables.flatMap { table($0) })
    let headings: [PlanNames.Definition.Kind: String] = [
      .set: "doc.sets", .adjective: "doc.adjectives", .field: "doc.fields", .period: "doc.periods",
    ]
    for kind in PlanNames.Definition.Kind.allCases {
      let own = names.definitions.filter { $0.kind == kind }
      lines += part(headings[kind] ?? "", own.flatMap { definition($0) })
    }
    lines += part(
      "doc.roles", names.roles.flatMap { wrapped($0.holder.isEmpty ? $0.name : "\($0.name): \($0.holder)") })
    lines += part("doc.items", names.items.flatMap { item($0) })
    lines += part("doc.rules", names.rules.flatMap { rule($0) })
    lines += part("doc.indicators", names.indicators.flatMap { rule($0) })
    lines += part("doc.relations", names.relations.flatMap { relation($0) })
    return lines.map { $0 + "\n" }.joined()
  }

  private func part(_ heading: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["", style(say(heading), .bold)] + lines
  }

  private func wrapped(_ text: String, indent: String = "  ") -> [String] {
    Wrapping.indented(VisibleText.line(text), first: indent, next: indent + "    ", width: width)
  }

  private func named(_ name: String, _ aliases: [String] = []) -> String {
    aliases.isEmpty ? name : "\(name) (\(aliases.joined(separator: ", ")))"
  }

  // MARK: Tables

  private func table(_ table: PlanNames.Table) -> [String] {
    var facts = [table.file ?? ""]
    if let rows = table.rows { facts.append(say("doc.rows", .init(rows))) }
    switch table.time {
    case .always: break
    case .event(let day): facts.append(say("doc.event", .init(day)))
    case .state(let from, let to): facts.append(say("doc.state", .init(from), .init(to)))
    }
    if let key = table.key { facts.append(say("doc.key", .init(key))) }
    if let module = table.module { facts.append(say("doc.module", .init(module))) }
    var lines = wrapped(named(table.name, table.aliases) + " – " + facts.joined(separator: ", "))
    let present = table.fields.filter { $0.column != nil && ($0.isDeclared || !$0.lines.isEmpty) }
    let names = present.map { named($0.name, $0.aliases) }
    let types = present.map { type($0) }
    let nameWidth = names.map { DisplayWidth.of($0) }.max() ?? 0
    let typeWidth = types.map { DisplayWidth.of($0) }.max() ?? 0
    for (index, field) in present.enumerated() {
      var line = "    " + padded(names[index], nameWidth) + "  " + padded(types[index], typeWidth)
      line += "  " + say.quote(VisibleText.short(field.column ?? ""))
      if !field.lines.isEmpty {
        line += "  " + say(field.lines.count == 1 ? "doc.line" : "doc.lines", .init(numbers(field.lines)))
      }
      lines.append(line)
    }
    let missing = table.fields.filter { $0.column == nil }.map(\.name)
    if !missing.isEmpty { lines += wrapped(say("doc.missing", .init(missing.joined(separator: ", "))), indent: "    ") }
    let unread = table.fields.filter { $0.column != nil && !$0.isDeclared && $0.lines.isEmpty }.map(\.name)
    if !unread.isEmpty { lines += wrapped(say("doc.unread", .init(unread.joined(separator: ", "))), indent: "    ") }
    return lines
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }

  private func type(_ field: PlanNames.Field) -> String {
    if let target = field.target { return say("doc.reference", .init(target)) }
    return field.type.map { Vocabulary.standard.phrase($0, say.language) } ?? ""
  }

  /// At most eight lines, then «…».
  private func numbers(_ lines: [Int]) -> String {
    lines.prefix(8).map(String.init).joined(separator: ", ") + (lines.count > 8 ? ", …" : "")
  }

  // MARK: The rest

  private func definition(_ definition: PlanNames.Definition) -> [String] {
    let sign = definition.kind == .adjective ? ": " : " = "
    let module = definition.module.map { " (" + say("doc.module", .init($0)) + ")" } ?? ""
    return wrapped(named(definition.name, definition.aliases) + sign + definition.wording + module)
  }

  private func item(_ item: PlanNames.Item) -> [String] {
    let name = item.name.flatMap { $0 == item.title ? nil : "[\($0)]" } ?? ""
    let parts = [item.number, item.title, name].filter { !$0.isEmpty }
    return wrapped(parts.joined(separator: " "), indent: String(repeating: "  ", count: item.level + 1))
  }

  private func rule(_ rule: PlanNames.Named) -> [String] {
    wrapped((rule.name.map { $0 + ": " } ?? "") + rule.title)
  }

  private func relation(_ relation: PlanNames.Relation) -> [String] {
    let ways = relation.ways.map { $0.joined(separator: " → ") }
    let head = "\(relation.from), \(relation.to): "
    guard ways.count > 1 else { return wrapped(head + ways[0]) }
    return wrapped(say("doc.ambiguous", .init(head + ways.joined(separator: "; "))))
  }
}
