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

extension Column {
  /// Some of the rows, in order.
  package func kept(_ rows: BitSet) -> Column {
    let indices = rows.indices
    let values: Values =
      switch self.values {
      case .texts(let codes, let dictionary): .texts(codes: indices.map { codes[$0] }, dictionary: dictionary)
      case .numbers(let numbers): .numbers(indices.map { numbers[$0] })
      case .dates(let dates): .dates(indices.map { dates[$0] })
      case .flags(let flags): .flags(BitSet(count: indices.count) { flags.contains(indices[$0]) })
      }
    var unreadable: [Int: String] = [:]
    if !self.unreadable.isEmpty {
      for (new, old) in indices.enumerated() { unreadable[new] = self.unreadable[old] }
    }
    return Column(
      title: title, type: type, values: values, present: BitSet(count: indices.count) { present.contains(indices[$0]) },
      unreadable: unreadable)
  }
}
