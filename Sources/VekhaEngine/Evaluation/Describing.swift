import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

struct RecordKey: Hashable {
  let table: Int
  let row: Int
}

/// What a record is called, and what tells it from its namesakes.
struct Called {
  let label: String
  let context: String?
}

/// Values and records as a person reads them.
struct Describing {
  let data: Dataset
  let language: Language

  /// A declared name in the language of the answer, where it has one there.
  func name(_ name: String, _ aliases: [String]) -> String {
    let script: Letters.Script = language == .russian ? .cyrillic : .latin
    return ([name] + aliases).first { Letters.script(of: $0) == script } ?? name
  }

  func name(_ noun: NounInfo) -> String { name(noun.name, noun.aliases) }

  func name(_ column: GridColumn) -> String { name(column.title, column.aliases) }

  func text(_ day: CivilDay) -> String {
    let (year, month, date) = day.date
    return DateWording.text(year: year, month: month, day: date, language)
  }

  func text(_ number: Number) -> String { number.text(point: DateWording.decimalPoint(language)) }

  /// A cell's value, or nil for an empty one.
  func text(_ cell: Column.Cell) -> String? {
    switch cell {
    case .missing: nil
    case .unreadable(let raw): raw
    case .text(let text): text
    case .number(let number): text(number)
    case .date(let day): text(day)
    case .flag(let flag): flag ? (language == .russian ? "да" : "yes") : (language == .russian ? "нет" : "no")
    }
  }

  /// The value of a vector of one tuple; nil where there is none.
  func text(_ vector: Vector, _ index: Int = 0) -> String? {
    if case .shares(let met, let failed, let unknown) = vector.storage {
      let total = met[index] + failed[index] + unknown[index]
      return total == 0 ? nil : "\(met[index]) / \(total)"
    }
    guard vector.valid.contains(index) else { return nil }
    switch vector.storage {
    case .numbers(let low, let high):
      let least = text(Number(millionths: low[index]))
      guard let high, high[index] != low[index] else { return least }
      return least + "–" + text(Number(millionths: high[index]))
    case .dates(let dates): return text(CivilDay(number: dates[index]))
    case .texts(let codes, let dictionary): return dictionary[Int(codes[index])]
    case .flags(let flags): return text(.flag(flags.contains(index)))
    case .records: return nil
    case .shares: return nil
    }
  }

  /// What a record is called: its label, else its key, else its row.
  func label(_ table: Int, _ row: Int, _ evaluator: Evaluator) -> String { called(table, row, evaluator).label }

  func context(_ table: Int, _ row: Int, _ evaluator: Evaluator) -> String? { called(table, row, evaluator).context }

  /// A record is found by many rules and called the same by all.
  private func called(_ table: Int, _ row: Int, _ evaluator: Evaluator) -> Called {
    let key = RecordKey(table: table, row: row)
    if let known = evaluator.called[key] { return known }
    let info = data.program.tables[table]
    let label =
      info.label.flatMap { value($0, row, evaluator) } ?? data.key(table, row)
      ?? "\(info.table.file):\(info.table.rowLines[row])"
    let made = Called(label: label, context: info.context.flatMap { value($0, row, evaluator) })
    evaluator.called[key] = made
    return made
  }

  private func value(_ value: Value, _ row: Int, _ evaluator: Evaluator) -> String? {
    let saved = evaluator.recorder
    evaluator.recorder = nil
    defer { evaluator.recorder = saved }
    return text(evaluator.evaluate(value, Frame(rows: [Int32(row)])))
  }
}
