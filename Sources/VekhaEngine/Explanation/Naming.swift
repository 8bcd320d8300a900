import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

/// What a question is about: items, rules, indicators and records by what a person calls them.
extension Engine {
  /// A rule by its name or its heading, an indicator by its name or title; the sign of a rule's verb may be left out.
  func rule(named question: String) -> RuleInfo? {
    let wanted = Self.plain(question)
    return program.rules.first { Self.plain($0.identity) == wanted || Self.plain($0.heading) == wanted }
  }

  /// Whether a record is one of a noun's on a day, or may be.
  func isOne(of noun: Int, _ table: Int, _ row: Int, on day: CivilDay) -> Bool {
    let evaluator = evaluator(day)
    return !evaluator.membership(noun).fails.contains(row) && !evaluator.presence(table).fails.contains(row)
  }

  func indicator(named question: String) -> IndicatorInfo? {
    let wanted = Self.plain(question)
    return program.indicators.first {
      Self.plain($0.title) == wanted || $0.name.map { Self.plain($0) == wanted } == true
    }
  }

  /// Folded, with single spaces.
  private static func plain(_ text: String) -> String {
    Letters.fold(text).split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  func item(named question: String) -> ItemPath? {
    let wanted = Letters.fold(question)
    func matches(_ item: ItemInfo) -> Bool {
      Letters.fold(item.number) == wanted || item.name.map { Letters.fold($0) == wanted } == true
        || Letters.fold(item.title) == wanted
    }
    for (s, stage) in program.stages.enumerated() {
      for (a, activity) in stage.activities.enumerated() {
        if matches(activity.item) { return ItemPath(stage: s, activity: a) }
        for (p, part) in activity.parts.enumerated() where matches(part.item) {
          return ItemPath(stage: s, activity: a, part: p)
        }
      }
    }
    for (s, stage) in program.stages.enumerated() where matches(stage.item) && !stage.item.number.isEmpty {
      return ItemPath(stage: s)
    }
    return nil
  }

  /// Records whose label begins with the question or has all its words, or whose key it is.
  func records(named question: String, on today: CivilDay) -> [(table: Int, row: Int)] {
    let words = Letters.fold(question).split(separator: " ").map(String.init)
    let evaluator = evaluator(today)
    var exact: [(Int, Int)] = []
    var close: [(Int, Int)] = []
    // «участники 1»: a key of one table.
    let named = words.count == 2 ? program.tables.firstIndex { Letters.fold($0.name) == words[0] } : nil
    for (table, info) in program.tables.enumerated() where !info.table.file.isEmpty && (named ?? table) == table {
      for row in 0..<info.table.rowCount {
        if let key = data.key(table, row), Letters.fold(key) == (named == nil ? Letters.fold(question) : words[1]) {
          exact.append((table, row))
          continue
        }
        guard !isEvent(table), info.label != nil else { continue }
        let label = Letters.fold(describing.label(table, row, evaluator))
        if label == words.joined(separator: " ") {
          exact.append((table, row))
        } else if !words.isEmpty,
          words.allSatisfy({ word in label.split(separator: " ").contains { $0.hasPrefix(word) } })
        {
          close.append((table, row))
        }
      }
    }
    return (exact.isEmpty ? close : exact).map { (table: $0.0, row: $0.1) }
  }

  private func isEvent(_ table: Int) -> Bool {
    if case .event = program.tables[table].presence { return true }
    return false
  }

  func candidates(on today: CivilDay) -> [String] {
    let evaluator = evaluator(today)
    var names: [String] = []
    for (table, info) in program.tables.enumerated() where !isEvent(table) && info.label != nil {
      for row in 0..<min(info.table.rowCount, 5000) {
        let label = describing.label(table, row, evaluator)
        names.append(label)
        if let first = label.split(separator: " ").first { names.append(String(first)) }
      }
    }
    return names
  }
}
