import VekhaCalendar

extension Column {
  /// A column of the given cells; a cell of another type is missing.
  package static func of(_ cells: [Cell], title: String, type: ColumnType) -> Column {
    var present = BitSet(count: cells.count)
    var codes = [Int32](repeating: 0, count: cells.count)
    var dictionary: [String] = []
    var known: [String: Int32] = [:]
    var numbers = [Int64](repeating: 0, count: cells.count)
    var dates = [Int32](repeating: 0, count: cells.count)
    var flags = BitSet(count: cells.count)
    for (row, cell) in cells.enumerated() {
      switch (cell, type) {
      case (.text(let text), .text):
        if known[text] == nil {
          known[text] = Int32(dictionary.count)
          dictionary.append(text)
        }
        codes[row] = known[text] ?? 0
      case (.number(let number), .number): numbers[row] = number.millionths
      case (.date(let day), .date): dates[row] = day.number
      case (.flag(let flag), .flag): if flag { flags.insert(row) }
      default: continue
      }
      present.insert(row)
    }
    let values: Values =
      switch type {
      case .text: .texts(codes: codes, dictionary: TextDictionary(dictionary))
      case .number: .numbers(numbers)
      case .date: .dates(dates)
      case .flag: .flags(flags)
      }
    return Column(title: title, type: type, values: values, present: present)
  }
}
