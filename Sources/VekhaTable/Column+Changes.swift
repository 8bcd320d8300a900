import VekhaCalendar

extension Column {
  /// This column with some cells replaced, and with `count` rows: those it had not are missing where no cell is given.
  /// A cell of another type is missing.
  package func replacing(_ cells: [(row: Int, cell: Cell)], count: Int) -> Column {
    var present = BitSet(count: count)
    for index in self.present.words.indices { present.words[index] = self.present.words[index] }
    var unreadable = self.unreadable
    if !unreadable.isEmpty { for (row, _) in cells { unreadable[row] = nil } }
    let added = max(0, count - self.present.count)
    /// Calls `take` with each cell; what it does not take is missing.
    func place(_ take: (Int, Cell) -> Bool) {
      for (row, cell) in cells { if take(row, cell) { present.insert(row) } else { present.remove(row) } }
    }
    let values: Values
    switch self.values {
    case .texts(var codes, let dictionary):
      codes += repeatElement(0, count: added)
      var texts = NewTexts(dictionary)
      place { row, cell in
        guard case .text(let text) = cell else { return false }
        codes[row] = texts.code(of: text)
        return true
      }
      values = .texts(codes: codes, dictionary: texts.dictionary)
    case .numbers(var numbers):
      numbers += repeatElement(0, count: added)
      place { row, cell in
        guard case .number(let number) = cell else { return false }
        numbers[row] = number.millionths
        return true
      }
      values = .numbers(numbers)
    case .dates(var dates):
      dates += repeatElement(0, count: added)
      place { row, cell in
        guard case .date(let day) = cell else { return false }
        dates[row] = day.number
        return true
      }
      values = .dates(dates)
    case .flags(let old):
      var flags = BitSet(count: count)
      for index in old.words.indices { flags.words[index] = old.words[index] }
      place { row, cell in
        guard case .flag(let flag) = cell else { return false }
        if flag { flags.insert(row) } else { flags.remove(row) }
        return true
      }
      values = .flags(flags)
    }
    return Column(title: title, type: type, values: values, present: present, unreadable: unreadable)
  }

  /// This column with texts that it may come to have.
  package func knowing(_ texts: [String]) -> Column {
    guard case .texts(let codes, let dictionary) = values else { return self }
    var known = NewTexts(dictionary)
    for text in texts { _ = known.code(of: text) }
    return Column(
      title: title, type: type, values: .texts(codes: codes, dictionary: known.dictionary), present: present,
      unreadable: unreadable)
  }

  /// A column without a value.
  package static func empty(title: String, type: ColumnType, count: Int) -> Column {
    let values: Values =
      switch type {
      case .text: .texts(codes: [Int32](repeating: 0, count: count), dictionary: [])
      case .number: .numbers([Int64](repeating: 0, count: count))
      case .date: .dates([Int32](repeating: 0, count: count))
      case .flag: .flags(BitSet(count: count))
      }
    return Column(title: title, type: type, values: values, present: BitSet(count: count))
  }
}

/// A dictionary that grows by the texts it has not.
private struct NewTexts {
  private let old: TextDictionary
  private var known: [String: Int32] = [:]
  private var isRead = false
  private var new: [String] = []

  init(_ dictionary: TextDictionary) { old = dictionary }

  var dictionary: TextDictionary { new.isEmpty ? old : TextDictionary(Array(old) + new) }

  mutating func code(of text: String) -> Int32 {
    if !isRead {
      isRead = true
      for (code, text) in old.enumerated() { known[text] = Int32(code) }
    }
    if let code = known[text] { return code }
    let code = Int32(old.count + new.count)
    known[text] = code
    new.append(text)
    return code
  }
}
