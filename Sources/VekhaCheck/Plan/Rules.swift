import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// What must hold of each subject: those of `для`, else of the outermost `every`, else of the plan.
  func obligation(_ whole: Node, for subjects: Node?) -> Obligation? {
    let condition = splitQuantified(whole)
    if let subjects {
      guard let set = setExpression(subjects, Scope()) else { return nil }
      let scope = Scope().adding(set.noun, table: set.table)
      return Obligation(subjects: set, condition: self.condition(condition, scope))
    }
    if condition.kind == .quantified, condition.part(0)?.terminal == .every, let phrase = condition.part(1),
      let claim = condition.part(2)
    {
      guard let set = setExpression(phrase, Scope()) else { return nil }
      let scope = Scope().adding(set.noun, table: set.table)
      return Obligation(subjects: set, condition: self.condition(claim, scope))
    }
    return Obligation(subjects: nil, condition: self.condition(condition, Scope()))
  }

  func ruleInfo(_ node: Node, seen: inout [String: Span]) -> RuleInfo? {
    let (made, readsItems) = trackingItems { rule(node, seen: &seen) }
    guard var info = made else { return nil }
    info.readsItems = readsItems
    if readsItems, info.due != nil {
      report(.itemsDependOnItems, node.part(1) ?? node, [.text(tree.text(node.part(1) ?? node))])
    }
    if let set = info.subjects { info.leads = leads(from: set.table) }
    return info
  }

  private func rule(_ node: Node, seen: inout [String: Span]) -> RuleInfo? {
    guard let first = node.part(0) else { return nil }
    let kind: RuleInfo.Kind = node.terminal == .flag ? .flag : .require
    var info = RuleInfo(
      kind: kind, identity: "", heading: heading(node), gravity: gravity(node), subjects: nil, condition: nil,
      exception: nil, from: nil, until: nil, due: nil, message: [], responsible: nil, because: nil,
      span: headingSpan(node))
    if kind == .flag {
      info.subjects = setExpression(first, Scope())
      if info.subjects == nil { return nil }
    } else {
      let (claim, trailing) = withoutTrailingTerm(first)
      guard let obligation = obligation(claim, for: node.property(.for)?.part(0)) else { return nil }
      if let trailing {
        let scope = obligation.subjects.map { Scope().adding($0.noun, table: $0.table) } ?? Scope()
        info.term = trailing.kind == .term ? term(trailing, scope) : nil
      }
      info.subjects = obligation.subjects
      info.condition = obligation.condition
    }
    setWindow(node, &info)
    let scope = info.subjects.map { Scope().adding($0.noun, table: $0.table) } ?? Scope()
    if let exception = node.property(.unless)?.part(0) { info.exception = condition(exception, scope) }
    if let message = node.property(.message) { info.message = messageParts(message, scope) }
    if let responsible = node.property(.responsible) {
      let owners = responsible.children.compactMap { owner($0, scope) }
      info.responsible = owners.first
    }
    info.because = ground(node.property(.because))
    setTimes(node, scope, &info)
    info.identity = identity(node, info, &seen)
    return info
  }

  /// Grace, own window, who answers later, reminders.
  private func setTimes(_ node: Node, _ scope: Scope, _ info: inout RuleInfo) {
    if let grace = node.property(.grace), let duration = grace.part(0).flatMap({ self.duration($0) }) {
      let since = grace.part(1).flatMap { anchorDate($0, isBefore: false, scope) }
      if grace.part(1) == nil || since != nil { info.grace = Grace(duration: duration, since: since) }
    }
    if let active = node.property(.active)?.part(0) {
      if active.kind == .whereClause {
        info.active = active.part(0).map { condition($0, scope) }
      } else if let window = window(active) {
        info.from = [info.from, window.from].compactMap { $0 }.max()
        info.until = [info.until, window.until].compactMap { $0 }.min()
      }
    }
    if let property = node.property(.escalate), let ownerNode = property.part(0),
      let owner = owner(ownerNode, scope), let duration = property.part(1).flatMap({ self.duration($0) })
    {
      info.escalation = Escalation(owner: owner, after: duration)
    }
    info.advice = node.property(.advice)?.part(0).map { tree.content($0) }
    info.reminders = node.property(.reminder).flatMap { ladder($0.children, scope) }
  }

  /// In a requirement what stands last («в течение 3 рабочих дней после …») is the deadline: the condition without it,
  /// and the term.
  private func withoutTrailingTerm(_ node: Node) -> (Node, Node?) {
    func replacing(_ node: Node, _ index: Int) -> (Node, Node?) {
      let (inner, term) = withoutTrailingTerm(node.children[index])
      guard let term else { return (node, nil) }
      var children = node.children
      children[index] = inner
      return (
        Node(node.kind, node.tokens.lowerBound..<inner.tokens.upperBound, terminal: node.terminal, children), term
      )
    }
    func term(_ restriction: Node) -> Node? {
      guard restriction.kind == .withinAfter else { return nil }
      return Node(.term, restriction.tokens, terminal: .after, restriction.children)
    }
    switch node.kind {
    case .and, .not, .hasNo: return replacing(node, node.children.count - 1)
    case .quantified where node.part(2) != nil: return replacing(node, 2)
    case .has: return replacing(node, 2)
    case .restricted: return term(node.children[1]).map { (node.children[0], $0) } ?? (node, nil)
    case .nounPhrase where node.children.count > 1:
      guard let last = node.children.last, let term = term(last) else { return (node, nil) }
      let rest = Array(node.children.dropLast())
      return (Node(.nounPhrase, node.tokens.lowerBound..<(rest.last?.tokens.upperBound ?? 0), rest), term)
    default: return (node, nil)
    }
  }

  /// The heading after its verb, on one line.
  private func heading(_ node: Node) -> String {
    headingSpan(node).text.split { $0 == "\n" || $0 == " " || $0 == "\r" }.joined(separator: " ")
  }

  private func identity(_ node: Node, _ info: RuleInfo, _ seen: inout [String: Span]) -> String {
    let name = node.property(.name)?.part(0)
    let identity = name.map { text($0) } ?? node.part(0).map { tree.text($0) } ?? info.heading
    let key = Letters.fold(identity)
    if let first = seen[key] {
      duplicate(name ?? node.part(0) ?? node, identity, first)
    } else {
      seen[key] = name.map { tree.span($0) } ?? info.span
    }
    return identity
  }

  private func gravity(_ node: Node) -> Int {
    switch node.property(.severity)?.part(0)?.terminal {
    case .urgent: 0
    case .info: 2
    default: 1
    }
  }

  private func setWindow(_ node: Node, _ info: inout RuleInfo) {
    guard let part = node.part(1) else { return }
    let scope = info.subjects.map { Scope().adding($0.noun, table: $0.table) } ?? Scope()
    if part.kind == .term {
      info.term = term(part, scope)
      return
    }
    if let anchor = part.part(0).map({ asOperand($0, scope) }), part.kind == .window, !isPeriod(anchor),
      anchor.kind != .range
    {
      setRecordWindow(part, anchor, scope, &info)
      return
    }
    guard part.kind == .window, let window = window(part) else { return }
    if info.kind == .require, window.from == nil {
      info.due = window.until
    } else {
      info.from = window.from
      info.until = window.until
    }
  }

  /// «после выполнения 5.1»: from a fact of the plan; «не позднее дата_окончания»: by a date of the record.
  private func setRecordWindow(_ part: Node, _ anchor: Node, _ scope: Scope, _ info: inout RuleInfo) {
    if anchor.kind == .doneAnchor, part.terminal == .after {
      info.trigger = anchorDate(anchor, isBefore: false, scope)
      return
    }
    guard info.kind == .require, let day = anchorDate(anchor, isBefore: false, scope) else {
      if info.kind == .flag {
        report(.unknownName, anchor, [.text(tree.text(anchor)), .word("kind.period"), .list([])])
      }
      return
    }
    let isOpen = part.terminal == .before || part.terminal == .atStart
    let due = isOpen ? Value(id: identifier(), .moved(day, Move(Duration(-1, .day))), .date, day.span) : day
    info.term = Term(trigger: day, due: due)
  }

  /// A message: one text with holes, or a list of texts and values.
  private func messageParts(_ property: Node, _ scope: Scope) -> [MessagePart] {
    property.children.flatMap { part -> [MessagePart] in
      if part.kind == .text { return holes(part, scope) }
      if part.kind == .junk || part.kind == .missing { return [] }
      let value = shown(value(part, scope))
      return value.type == .unknown ? [] : [.value(value)]
    }
  }

  private func holes(_ node: Node, _ scope: Scope) -> [MessagePart] {
    let span = tree.span(node)
    let source = tree.source
    func unclosed(_ index: Int) {
      let brace = Span(source, index..<index + 1)
      report(Diagnostic(.unclosedBracket, at: brace, [.text(brace.text)]))
    }
    var parts: [MessagePart] = []
    var start = span.range.lowerBound + tree.text(node).prefix(1).utf8.count
    let end = span.range.upperBound - tree.text(node).suffix(1).utf8.count
    var index = start
    while index < end {
      guard source.bytes[index] == 0x7B else {
        if source.bytes[index] == 0x7D { unclosed(index) }
        index += 1
        continue
      }
      guard let close = source.bytes[index..<end].firstIndex(of: 0x7D) else {
        unclosed(index)
        break
      }
      if index > start { parts.append(.text(source.text(start..<index))) }
      let parsed = Parser.parseValue(in: source, index + 1..<close)
      parsed.diagnostics.forEach { report($0) }
      if parsed.diagnostics.isEmpty, let root = parsed.tree.root.children.first {
        let value = within(parsed.tree) { shown(self.value(root, scope)) }
        if value.type != .unknown { parts.append(.value(value)) }
      }
      index = close + 1
      start = index
    }
    if start < end { parts.append(.text(source.text(start..<end))) }
    return parts
  }

  // MARK: Indicators

  func indicatorInfo(_ node: Node, seen: inout [String: Span]) -> IndicatorInfo? {
    guard let titleNode = node.part(0), let valueNode = node.part(1) else { return nil }
    let title = tree.content(titleNode)
    let name = node.property(.name)?.part(0)
    let key = Letters.fold(name.map { text($0) } ?? title)
    if let first = seen[key] { duplicate(name ?? titleNode, title, first) }
    seen[key] = tree.span(titleNode)
    let (value, readsItems) = trackingItems { self.value(valueNode, Scope()) }
    if value.type == .unknown { return nil }
    var info = IndicatorInfo(
      title: title, value: value, target: nil, keys: [], readsItems: readsItems, span: headingSpan(node))
    info.name = name.map { text($0) }
    info.responsible = node.property(.responsible)?.part(0).flatMap { owner($0, Scope()) }
    info.because = ground(node.property(.because))
    if let file = node.property(.compareWith)?.part(0) { info.comparedWith = (tree.content(file), tree.span(file)) }
    if let target = node.property(.target) { info.target = targetInfo(target, value) }
    if let by = node.property(.by) {
      guard let (set, _) = measured(value, by) else { return info }
      info.keys = by.children.compactMap { groupKey($0, set) }
    }
    return info
  }

  private func targetInfo(_ property: Node, _ value: Value) -> TargetInfo? {
    guard let sign = property.part(0)?.terminal, let numberNode = property.part(1) else { return nil }
    let isPercent = constant(numberNode) { $0.kind == .percent }
    let written = constant(numberNode) { node in
      node.kind == .run ? nil : number(node.kind == .number ? node : node.children.first ?? node)
    }
    guard let number = written else {
      if numberNode.kind == .run {
        reportUnknown(numberNode, "kind.parameter", parameterNames.entries.map(\.name))
      }
      return nil
    }
    if isPercent != (value.type == .percent) {
      report(
        .typesDiffer, property, [Self.word(value.type), .word(isPercent ? "type.percent" : "type.number")],
        proposals: isPercent ? [] : [number.text() + " %"])
      return nil
    }
    var day: CivilDay?
    if let windowNode = property.part(2), let window = window(windowNode) { day = window.until ?? window.from }
    let wording = tree.source.text(
      tree.span(property.children[0]).union(tree.span(property.children.last ?? numberNode)).range)
    return TargetInfo(
      comparison: Self.comparison(sign), number: number, isPercent: isPercent, day: day, wording: wording)
  }
}
