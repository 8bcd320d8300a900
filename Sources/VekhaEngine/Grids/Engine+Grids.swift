import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  /// The rows of a query or a table on a day; `asked` is the day of the question.
  func answer(_ grid: GridInfo, on day: CivilDay, asked: CivilDay) -> GridAnswer {
    var answer = GridAnswer(
      kind: grid.kind == .show ? .show : .table, name: grid.name, title: grid.title, line: grid.span.line,
      asOf: day == asked ? nil : day, columns: [], rows: [], total: nil, rowCount: 0, unknown: [])
    switch grid.shape {
    case .records(let set, let columns): records(grid, set, columns, on: day, &answer)
    case .groups(let set, let measure, let keys, let title):
      let grouping = grouping(set, measure, by: keys.compactMap(\.value), evaluator(day))
      if keys.count == 2 {
        crossed(grid, grouping, keys, &answer)
      } else {
        listed(grid, grouping, keys, title, &answer)
      }
    case .value(let value, let title):
      let vector = evaluator(day).evaluate(value, .root())
      answer.columns = [.init(title: title, isNumeric: false)]
      answer.rows = [[cell(value, vector, 0)]]
    }
    answer.rowCount = answer.rows.count
    if let limit = grid.limit { answer.rows = Array(answer.rows.prefix(limit)) }
    return answer
  }

  // MARK: Records

  private func records(
    _ grid: GridInfo, _ set: SetExpression, _ columns: [GridColumn], on day: CivilDay, _ answer: inout GridAnswer
  ) {
    let evaluator = evaluator(day)
    let (sure, perhaps) = population(set, on: day)
    let frame = Frame(rows: sure)
    let labels = sure.map { row in
      (grid.isWithoutNames ? data.key(set.table, Int(row)) : nil) ?? label(set, Int(row), grid, evaluator)
    }
    let vectors = columns.map { column in column.value.map { evaluator.evaluate($0, frame) } }
    answer.columns = columns.map {
      .init(title: describing.name($0), isNumeric: $0.value.map { isNumeric($0.type) } ?? false)
    }
    let rows = sure.indices.map { row in
      zip(columns, vectors).map { column, vector -> GridCell in
        guard let value = column.value, let vector else { return .text(labels[row]) }
        return cell(value, vector, row)
      }
    }
    // The plan's own items stand as in the plan.
    let names = program.tables[set.table].item == nil ? labels.map { NameOrder($0) } : []
    let order = order(grid.order, names, frame, evaluator)
    answer.rows = order.map { rows[$0] }
    if grid.kind == .table, !sure.isEmpty {
      answer.total = columns.map { column in
        guard let value = column.value else { return .total }
        return total(value, frame, evaluator).map { .value($0) } ?? .meaningless
      }
    }
    if grid.kind == .table { answer.aside = aside(columns, set.table, evaluator) }
    // Who may belong here is told apart, with the cell that is to blame.
    let always = Condition(id: -1, .constant(true), nil)
    answer.unknown = sorted(
      perhaps.map { row in
        var unknown = subject(set.table, Int(row), .cannotTell, on: day, owner: nil)
        unknown.blockers = blockers(set, always, Int(row), on: day)
        if grid.isWithoutNames {
          unknown.label = data.key(set.table, Int(row)) ?? rowNumber(set.table, Int(row))
          unknown.context = nil
          unknown.blockers = unknown.blockers.map { Blocker(cause: $0.cause, place: $0.place, label: unknown.label) }
        }
        return unknown
      })
  }

  private func label(_ set: SetExpression, _ row: Int, _ grid: GridInfo, _ evaluator: Evaluator) -> String {
    grid.isWithoutNames ? rowNumber(set.table, row) : describing.label(set.table, row, evaluator)
  }

  private func rowNumber(_ table: Int, _ row: Int) -> String {
    let place = data.place(table, row)
    return "\(place.file):\(place.line)"
  }

  private func isNumeric(_ type: ValueType) -> Bool {
    switch type {
    case .number, .percent: true
    default: false
    }
  }

  /// Rows in the order wanted, those without a value last, then by what they are called, else by their place.
  private func order(_ keys: [GridOrder], _ names: [NameOrder], _ frame: Frame, _ evaluator: Evaluator) -> [Int] {
    let ranks = keys.map { key in key.value.map { self.ranks(evaluator.evaluate($0, frame)) } ?? [] }
    return (0..<frame.count).sorted { a, b in
      for (key, rank) in zip(keys, ranks) where !rank.isEmpty {
        guard rank[a] != rank[b] else { continue }
        guard let left = rank[a], let right = rank[b] else { return rank[a] != nil }
        return key.isDescending ? right < left : left < right
      }
      return names.isEmpty || names[a] == names[b] ? a < b : names[a] < names[b]
    }
  }

  private enum Rank: Comparable {
    case number(Int64)
    case name(NameOrder)
  }

  private func ranks(_ vector: Vector) -> [Rank?] {
    (0..<vector.count).map { index in
      switch vector.storage {
      case .shares(let met, let failed, _):
        let all = met[index] + failed[index]
        return all == 0 ? nil : .number(Int64(met[index]) * Number.scale / Int64(all))
      case .numbers(let low, _) where vector.valid.contains(index): return .number(low[index])
      case .dates(let dates) where vector.valid.contains(index): return .number(Int64(dates[index]))
      case .flags(let flags) where vector.valid.contains(index): return .number(flags.contains(index) ? 1 : 0)
      default: return describing.text(vector, index).map { .name(NameOrder($0)) }
      }
    }
  }

  /// What the columns count and no row of the table, shown or not, is related to.
  private func aside(_ columns: [GridColumn], _ table: Int, _ evaluator: Evaluator) -> [GridAnswer.Aside] {
    let all = Frame(rowCount: data.rowCount(table))
    var result: [GridAnswer.Aside] = []
    for column in columns {
      guard let counted = column.value?.measured?.set, counted.relation?.level == 0 else { continue }
      let members = evaluator.members(counted, all)
      let reached = Set(members.frame.rows(members.frame.levelCount - 1))
      var there = evaluator.presence(counted.table)
      there.formAnd(evaluator.membership(counted.noun))
      let left = there.holds.indices.filter { !reached.contains(Int32($0)) }.count
      let made = GridAnswer.Aside(name: describing.name(program.nouns[counted.noun]), count: left)
      if left > 0, !result.contains(made) { result.append(made) }
    }
    return result
  }

  // MARK: Groups

  private func listed(
    _ grid: GridInfo, _ grouping: Grouping, _ keys: [GridColumn], _ title: String, _ answer: inout GridAnswer
  ) {
    answer.columns =
      keys.map { .init(title: describing.name($0), isNumeric: false) } + [.init(title: title, isNumeric: true)]
    let labels =
      keys.count == 1
      ? grouping.domains[0].map { [$0] } : grouping.groups.keys.sorted { Self.precedes($0, $1) }
    answer.rows = sorted(labels, grid, grouping).map { label in
      label.map { keyCell($0) } + [.value(grouping.value(label))]
    }
    answer.total =
      [.total] + [GridCell](repeating: .text(""), count: keys.count - 1) + [.value(grouping.measure(grouping.all))]
  }

  /// Two keys: the first down, the second across, with the whole of each.
  private func crossed(
    _ grid: GridInfo, _ grouping: Grouping, _ keys: [GridColumn], _ answer: inout GridAnswer
  ) {
    let isNamed = grouping.domains[1].contains { $0 == nil }
    answer.columns = [.init(title: describing.name(keys[0]), isNumeric: false)]
    answer.columns += grouping.domains[1].compactMap { $0 }.map { .init(title: $0, isNumeric: true) }
    if isNamed { answer.columns.append(.init(title: "", isNumeric: true)) }
    answer.columns.append(.init(title: nil, isNumeric: true))
    func row(_ first: GridCell, _ include: ([String?]) -> Bool) -> [GridCell] {
      [first] + grouping.domains[1].map { second in .value(grouping.value { include($0) && $0[1] == second }) }
        + [.value(grouping.value(where: include))]
    }
    answer.rows = sorted(grouping.domains[0].map { [$0] }, grid, grouping).map { label in
      row(keyCell(label[0])) { $0[0] == label[0] }
    }
    answer.total = row(.total) { _ in true }
  }

  private func sorted(_ labels: [[String?]], _ grid: GridInfo, _ grouping: Grouping) -> [[String?]] {
    guard let order = grid.order.first else { return labels }
    let ranks = labels.map { label in Self.rank(grouping.value { $0.starts(with: label) }) }
    return labels.indices.sorted { a, b in
      if ranks[a] == ranks[b] { return a < b }
      guard let left = ranks[a], let right = ranks[b] else { return ranks[a] != nil }
      return order.isDescending ? left > right : left < right
    }.map { labels[$0] }
  }

  /// Where a group stands by its value; nil, last, for what cannot be told.
  private static func rank(_ value: IndicatorValue) -> Int64? {
    switch value {
    case .share(let met, let failed, _):
      met + failed == 0 ? nil : Int64(met) * Number.scale / Int64(met + failed)
    case .count(let least, _): Int64(least) * Number.scale
    case .number(let number), .partial(let number, _): number.millionths
    case .date(let day): Int64(day.number)
    case .empty, .unknown: nil
    }
  }

  private func keyCell(_ label: String?) -> GridCell { label.map { .text($0) } ?? .notGiven }

  // MARK: Cells

  func cell(_ value: Value, _ vector: Vector, _ index: Int) -> GridCell {
    if case .shares = vector.storage { return .value(Self.value(vector, index, isCount: false)) }
    guard vector.valid.contains(index) else {
      let told = Self.value(vector, index, isCount: false)
      if told != .unknown { return .value(told) }
      return vector.unreadable.contains(index) ? .unknown : .missing
    }
    switch vector.storage {
    case .numbers(let low, let high):
      let isRange = high.map { $0[index] != low[index] } ?? false
      return .value(Self.value(vector, index, isCount: isCount(value) || isRange))
    case .dates(let dates): return .date(CivilDay(number: dates[index]))
    case .flags(let flags): return .flag(flags.contains(index))
    case .texts(let codes, let dictionary):
      let text = dictionary[Int(codes[index])]
      return wording(value).map { .worded($0 + text) } ?? .text(text)
    case .records, .shares: return .missing
    }
  }

  /// What stands before a code of a closed list in the catalogue; nil for a text like any other.
  private func wording(_ value: Value) -> String? {
    guard case .column(let path, let column) = value.kind, let item = program.tables[path.table].item else {
      return nil
    }
    switch (item.fields[column], item.kind) {
    case (.state, .indicators): return "target."
    case (.state, _): return "state."
    case (.severity, _): return "gravity."
    default: return nil
    }
  }

  // MARK: Totals

  /// The value over all rows at once, every related record counted once; nil where the whole has no meaning.
  private func total(_ value: Value, _ frame: Frame, _ evaluator: Evaluator) -> IndicatorValue? {
    switch value.kind {
    case .number(let number): return .number(number)
    case .sum(let a, let b): return total(a, b, frame, evaluator) { $0.adding($1) }
    case .difference(let a, let b): return total(a, b, frame, evaluator) { $0.subtracting($1) }
    case .product(let a, let b): return total(a, b, frame, evaluator) { $0.multiplied(by: $1) }
    case .quotient(let a, let b): return total(a, b, frame, evaluator) { $0.divided(by: $1) }
    default: return value.measured.flatMap { whole($0.set, $0.measure, frame, evaluator) }
    }
  }

  private func total(
    _ left: Value, _ right: Value, _ frame: Frame, _ evaluator: Evaluator, _ body: (Number, Number) -> Number?
  ) -> IndicatorValue? {
    guard left.type != .date, let a = total(left, frame, evaluator), let b = total(right, frame, evaluator) else {
      return nil
    }
    guard let x = Self.exact(a), let y = Self.exact(b), let result = body(x, y) else { return .unknown }
    return .number(result)
  }

  private static func exact(_ value: IndicatorValue) -> Number? {
    switch value {
    case .count(let least, let most): least == most ? Number(least) : nil
    case .number(let number): number
    case .share, .date, .partial, .empty, .unknown: nil
    }
  }
}
