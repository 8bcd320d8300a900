import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

extension Checker {
  /// The typed program, or nil where faults of the plan forbid it. `journals` is nil where the plan names none.
  /// A plan that is not `sound` (it had faults before) is not looked at for sense: what is missing may stand in a line
  /// that was not understood.
  package func program(journals: [Journal]?, isSound: Bool) -> Program? {
    tree = plan
    assumeLostTables()
    guard let head = planInfo() else { return nil }
    planFacts = head
    calendar = planCalendar()
    schoolYears = declaredSchoolYears()
    holidayTable = ownTable(named: [.holidayDays])
    ownParts = ownPartTable()
    drafts = itemDrafts()
    let numbers = indexItems(drafts)
    let marks = takeJournals(journals ?? [])
    prepareAll()
    tree = plan
    let stages = drafts.map { stageInfo($0, numbers) }
    var seenRules: [String: Span] = [:]
    var seenIndicators: [String: Span] = [:]
    var rules: [RuleInfo] = []
    var indicators: [IndicatorInfo] = []
    var grids: [GridInfo] = []
    for tree in modules + [plan] {
      within(tree) {
        for node in tree.root.children where node.kind == .statement {
          switch node.terminal {
          case .flag, .require: if let rule = ruleInfo(node, seen: &seenRules) { rules.append(rule) }
          case .indicator:
            if let indicator = indicatorInfo(node, seen: &seenIndicators) { indicators.append(indicator) }
          case .show, .table: if let grid = gridInfo(node) { grids.append(grid) }
          default: break
          }
        }
      }
    }
    checkNeeds(stages)
    for index in tables.indices { tellNearMisses(of: index) }
    let infos = tableInfos()
    for index in nouns.indices { nouns[index].aliases = aliases(of: index, nouns[index].name) }
    var program = Program(
      plan: head, tables: infos, nouns: nouns, adjectives: adjectives, computed: computed, stages: stages, rules: rules,
      indicators: indicators, grids: grids, marks: marks, hasJournal: journals != nil, reminders: planReminders(),
      holidays: schoolYears.values.flatMap(\.holidays).filter { $0.overlaps(head.period) }
        .sorted { $0.first < $1.first },
      calendar: calendar, schoolYears: schoolYears)
    program.columnsRead = columnsRead(by: infos)
    if diagnostics.contains(where: { $0.severity == .error && $0.code.isBlocking }) { return nil }
    if isSound { Lint.run(program, drafts, plan: plan, checker: self) }
    return program
  }

  /// The columns that expressions speak of, and those by which rows hang together and are in time.
  private func columnsRead(by tables: [TableInfo]) -> [Int: Set<Int>] {
    var result = columnsRead
    for (index, info) in tables.enumerated() {
      var columns = info.references.map(\.column) + [info.key].compactMap { $0 }
      switch info.presence {
      case .always: break
      case .event(let column): columns.append(column)
      case .state(let from, let to): columns += [from, to].filter { $0 >= 0 }
      }
      result[index, default: []].formUnion(columns)
    }
    return result
  }

  /// A table whose file could not be read was told; what is said of it is taken as it stands.
  private func assumeLostTables() {
    for index in tables.indices where tables[index].isLost {
      for field in tables[index].fields.indices { tables[index].fields[field].column = field }
    }
  }

  private func planInfo() -> PlanInfo? {
    let statements = plan.root.children.filter { $0.kind == .statement && $0.terminal == .plan }
    if statements.isEmpty, let assumedPeriod, let module = plan.root.children.first(where: { $0.terminal == .module }) {
      planPeriod = assumedPeriod
      return PlanInfo(
        title: module.part(0).map { tree.text($0) } ?? "", period: assumedPeriod, periodWording: "",
        span: headingSpan(module))
    }
    guard let node = statements.first else {
      // A line that was not understood may have been meant as the plan's.
      if !plan.root.children.contains(where: { $0.kind == .junk }) {
        report(Diagnostic(.noPlan, .file(plan.source.name)))
      }
      return nil
    }
    for extra in statements.dropFirst() {
      report(
        Diagnostic(
          .secondPlan, at: headingSpan(extra), [], notes: [.init("first", .source(headingSpan(node)))]))
    }
    planNode = node
    let told = diagnostics.count
    guard let periodNode = node.part(1), let period = period(periodNode) else {
      // What is wrong with a period that is there was said where it was read.
      if diagnostics.count == told {
        report(
          Diagnostic(.planWithoutPeriod, at: headingSpan(node), [.text(node.part(0).map { tree.content($0) } ?? "")]))
      }
      return nil
    }
    planPeriod = period
    var approved: CivilDay?
    if let act = node.property(.approved)?.part(0), let date = act.part(2) { approved = self.period(date)?.first }
    // Who controls the plan answers for no item; the role must be known all the same.
    let controllers = (node.property(.control)?.children ?? []).compactMap { owner($0, Scope()) }
    return PlanInfo(
      title: node.part(0).map { tree.content($0) } ?? "", period: period, periodWording: tree.text(periodNode),
      approvedOn: approved, control: controllers.first,
      territory: node.property(.territory)?.part(0).map { tree.content($0) }, span: headingSpan(node))
  }

  private func stageInfo(_ draft: ItemDraft, _ numbers: [ItemPath: String]) -> StageInfo {
    let item = itemInfo(draft, numbers[draft.path] ?? "", Inherited(), Scope())
    let inherited = Inherited(
      due: item.due, responsible: item.responsible, responsibleCount: item.responsibleCount, helpers: item.helpers)
    return StageInfo(item: item, activities: draft.parts.map { activityInfo($0, inherited, numbers) })
  }

  private func activityInfo(
    _ draft: ItemDraft, _ inherited: Inherited, _ numbers: [ItemPath: String]
  ) -> ActivityInfo {
    var done: Obligation?
    let subjects = draft.node.property(.for)?.part(0)
    let requests = draft.node.property(.request)?.part(0)
    if let condition = draft.node.property(.doneWhen)?.part(0) {
      let (made, readsItems) = trackingItems { obligation(condition, for: requests ?? subjects) }
      done = made
      if readsItems { report(.itemsDependOnItems, condition, [.text(tree.text(condition))]) }
    }
    if let requests, let subjects, var obligation = done {
      obligation.subjects = requested(requests, of: subjects) ?? obligation.subjects
      done = obligation
    }
    // A cadence has subjects and no condition.
    let ownSet = done == nil ? subjects.flatMap { setExpression($0, Scope()) } : done?.subjects
    let scope = ownSet.map { Scope().adding($0.noun, table: $0.table) } ?? Scope()
    let item = itemInfo(draft, numbers[draft.path] ?? "", inherited, scope)
    let own = Inherited(
      due: item.due, responsible: item.responsible, responsibleCount: item.responsibleCount, helpers: item.helpers)
    let documents = draft.node.property(.documents)?.children.map { text($0) } ?? []
    var info = ActivityInfo(
      item: item, documents: documents, done: done, parts: draft.parts.map { activityInfo($0, own, numbers) })
    info.because = ground(draft.node.property(.because))
    info.advice = draft.node.property(.advice)?.part(0).map { tree.content($0) }
    info.keepUntil = draft.node.property(.keep)?.part(0).flatMap { anchorDate($0, isBefore: false, Scope()) }
    if let controller = draft.node.property(.control) {
      for node in controller.children { _ = owner(node, scope) }
    }
    setCadence(draft, subjects, &info)
    return info
  }

  /// What is counted towards a cadence, of whom, and how much of it is enough.
  private func setCadence(_ draft: ItemDraft, _ subjects: Node?, _ info: inout ActivityInfo) {
    guard case .cadence = info.item.due else {
      for property in [Terminal.counts, .norm] {
        if let node = draft.node.property(property) { report(.onlyWithCadence, node, [.terminal(property.rawValue)]) }
      }
      return
    }
    if let subjects { info.cadenceSubjects = setExpression(subjects, Scope()) }
    let scope = info.cadenceSubjects.map { Scope().adding($0.noun, table: $0.table) } ?? Scope()
    if let counts = draft.node.property(.counts)?.part(0) {
      info.counts = setExpression(counts, scope)
      if let set = info.counts, tables[set.table].eventName == nil {
        report(.notInTime, counts, [.text(tree.text(counts)), .text(nouns[set.noun].name)])
      }
    } else if info.cadenceSubjects != nil {
      report(.cadenceWithoutCounts, subjects ?? draft.node, [.text(info.item.title)])
    }
    if let norm = draft.node.property(.norm), let sign = norm.part(0)?.terminal,
      let written = norm.part(1), let number = percent(written)
    {
      info.norm = Norm(comparison: Self.comparison(sign), number: number)
    }
  }

  /// A percentage, or the parameter that is one.
  private func percent(_ written: Node) -> Number? {
    if written.kind == .run, let name = written.children.first, !parameterNames.has(text(name), stemmer: stemmer) {
      reportUnknown(name, "kind.parameter", parameterNames.entries.map(\.name))
      return nil
    }
    return constant(written) { value in
      guard value.kind == .percent else {
        report(.expected, written, [.word("expected.percent"), .text(tree.text(written))])
        return nil
      }
      return value.part(0).flatMap { number($0) }
    }
  }

  /// The requests that belong to one of the activity's subjects.
  private func requested(_ requests: Node, of subjects: Node) -> SetExpression? {
    guard let set = setExpression(requests, Scope()) else { return nil }
    let scope = Scope().adding(set.noun, table: set.table)
    guard let own = setExpression(subjects, scope) else { return nil }
    let belongs = Condition(id: identifier(), .quantified(.some, own, nil), tree.span(subjects))
    return SetExpression(
      id: identifier(), noun: set.noun, table: set.table, relation: set.relation,
      filter: all([set.filter, belongs].compactMap { $0 }, set.span), window: set.window, depth: set.depth,
      span: set.span)
  }

  /// `напоминание: …`: reminders of items that have none of their own.
  private func planReminders() -> Ladder? {
    let nodes = plan.root.children.filter { $0.kind == .statement && $0.terminal == .remind }
    for extra in nodes.dropFirst() { duplicate(extra, tree.text(extra), headingSpan(nodes[0])) }
    return nodes.first.flatMap { node in
      ladder(node.children.filter { $0.kind != .property && $0.kind != .junk }, Scope())
    }
  }

  // MARK: Tables

  private func tableInfos() -> [TableInfo] {
    tables.indices.map { index in
      let draft = tables[index]
      let empty = Table(file: draft.file ?? "", columns: [], rowLines: [], balance: .init(rowsInFile: 0, loaded: 0))
      var info = TableInfo(
        name: draft.name, noun: draft.noun, table: draft.table ?? empty, presence: presence(draft),
        key: draft.keyName.flatMap { column($0, draft) }, label: nil, context: nil, references: [], factDates: [],
        units: [:], span: draft.span)
      let path = RecordPath(level: 0, table: index)
      info.paused = pausedCondition(index)
      info.facts = draft.facts
      if draft.table != nil {
        info.label = labelValue(path, draft.span)
        if let (tree, node) = draft.contextNode, hasColumn(within(tree) { text(node) }, index) {
          info.context = within(tree) { shown(value(node, Scope().adding(draft.noun, table: index))) }
        }
      }
      for field in draft.fields {
        guard let column = field.column else { continue }
        if field.type == .typeFactDate { info.factDates.insert(column) }
        if let unit = field.unit { info.units[column] = unit }
        if field.type == .typeCategory { info.categories.insert(column) }
      }
      info.item = draft.item.map { ItemTableInfo(kind: $0, fields: draft.fields.map { itemField($0) }) }
      info.references = references(of: index).map {
        ReferenceInfo(name: $0.name, column: $0.column, noun: $0.noun, table: nouns[$0.noun].table)
      }
      checkTargets(draft)
      checkModuleColumns(draft)
      return info
    }
  }

  /// When a record is paused. A module's condition may ask for columns that neither the file nor the journal has: then
  /// nothing is paused.
  private func pausedCondition(_ index: Int) -> Condition? {
    let draft = tables[index]
    guard draft.table != nil, let (tree, node) = draft.pausedNode else { return nil }
    let told = diagnostics.count
    let paused = within(tree) { condition(node, Scope().adding(draft.noun, table: index)) }
    guard tree.source !== plan.source, diagnostics.count > told else { return paused }
    dropDiagnostics(after: told)
    return nil
  }

  private func hasColumn(_ name: String, _ table: Int) -> Bool {
    guard case .found(let entry) = tables[table].fieldNames.find(name, stemmer: stemmer),
      case .declared(let field) = entry.element
    else { return true }
    return tables[table].fields[field].column != nil
  }

  /// Columns by which a module's rows are in time or hang together, and which the file does not have: its answers
  /// would change without a word.
  private func checkModuleColumns(_ draft: TableDraft) {
    guard let table = draft.table, let span = draft.fileSpan, draft.values == nil else { return }
    let ends = [draft.stateNodes?.from, draft.stateNodes?.to].compactMap { $0 }
    for field in draft.fields where field.column == nil && !field.isRequired {
      let isEvent = draft.eventName == field.name
      let isOfTable = field.target.map { target in targetTable(target.word)?.file != nil } ?? false
      guard isEvent || ends.contains(field.name) || isOfTable else { continue }
      let unused = table.columns.map(\.title)
      let near = field.titles.flatMap { Closeness.proposals(for: $0, among: unused) }
      let distinct = near.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      report(
        Diagnostic(
          .moduleColumnMissing, at: span,
          [
            .name([field.name] + field.aliases), .text(table.file),
            .list(titles(of: field, in: draft).map(Argument.text)),
          ],
          severity: isEvent ? .error : nil, proposals: Array(distinct.prefix(3))))
    }
  }

  private func targetTable(_ word: String) -> TableDraft? {
    guard case .found(let entry) = nounNames.find(word, stemmer: stemmer), nouns[entry.element].table >= 0 else {
      return nil
    }
    return tables[nouns[entry.element].table]
  }

  private func checkTargets(_ draft: TableDraft) {
    for field in draft.fields {
      guard let target = field.target, draft.file != nil else { continue }
      if !nounNames.has(target.word, stemmer: stemmer) {
        report(
          Diagnostic(
            .unknownName, at: target.span,
            [.text(target.word), .word("kind.noun"), .list(nounNames.entries.map { .text($0.name) })],
            proposals: Closeness.proposals(for: target.word, among: nounNames.entries.map(\.name))))
      }
    }
  }

  private func column(_ name: String, _ draft: TableDraft) -> Int? {
    switch draft.fieldNames.find(name, stemmer: stemmer) {
    case .found(let entry):
      if case .declared(let field) = entry.element { return draft.fields[field].column }
      return nil
    default: break
    }
    if case .found(let entry) = draft.undeclaredNames.find(name, stemmer: stemmer),
      case .column(let column) = entry.element
    {
      return column
    }
    if draft.table != nil {
      report(
        Diagnostic(
          .unknownName, at: draft.fileSpan ?? draft.span,
          [.text(name), .word("kind.field"), .list(draft.fieldNames.entries.prefix(12).map { .text($0.name) })],
          proposals: Closeness.proposals(for: name, among: draft.fieldNames.entries.map(\.name))))
    }
    return nil
  }

  private func presence(_ draft: TableDraft) -> Presence {
    if let name = draft.eventName, let column = column(name, draft) { return .event(column: column) }
    if let (from, to) = draft.stateNodes {
      return .state(from: column(from, draft) ?? -1, to: column(to, draft) ?? -1)
    }
    return .always
  }

  /// `нужно` in a circle can never be met.
  private func checkNeeds(_ stages: [StageInfo]) {
    var needs: [ItemPath: (needs: [ItemPath], item: ItemInfo)] = [:]
    for (s, stage) in stages.enumerated() {
      needs[ItemPath(stage: s)] = (stage.item.needs, stage.item)
      for (a, activity) in stage.activities.enumerated() {
        needs[ItemPath(stage: s, activity: a)] = (activity.item.needs, activity.item)
        for (p, part) in activity.parts.enumerated() {
          needs[ItemPath(stage: s, activity: a, part: p)] = (part.item.needs, part.item)
        }
      }
    }
    for (path, entry) in needs where !entry.needs.isEmpty {
      var seen: Set<ItemPath> = []
      var open = entry.needs
      while let next = open.popLast() {
        if next == path {
          report(Diagnostic(.needsCircle, at: entry.item.span, [.text(entry.item.number), .text(entry.item.title)]))
          break
        }
        if seen.insert(next).inserted { open += needs[next]?.needs ?? [] }
      }
    }
  }
}
