extension Column {
  /// One column of the rows of several, in order; nil parts are rows whose cells are missing.
  ///
  /// All parts that have a filled cell are of the given type.
  package static func joined(_ parts: [(column: Column?, rows: [Int])], title: String, type: ColumnType) -> Column {
    let count = parts.reduce(0) { $0 + $1.rows.count }
    var present = BitSet(count: count)
    var unreadable: [Int: String] = [:]
    var codes: [Int32] = []
    var dictionary: [String] = []
    var codeOfText: [String: Int32] = [:]
    var numbers: [Int64] = []
    var dates: [Int32] = []
    var flags = BitSet(count: count)
    var row = 0
    for (column, rows) in parts {
      var newCodes: [Int32] = []
      if case .texts(_, let old)? = column?.values, type == .text {
        newCodes = old.map { text in
          if let known = codeOfText[text] { return known }
          let code = Int32(dictionary.count)
          dictionary.append(text)
          codeOfText[text] = code
          return code
        }
      }
      for from in rows {
        if let text = column?.unreadable[from] { unreadable[row] = text }
        let isPresent = column?.type == type && column?.present.contains(from) == true
        if isPresent { present.insert(row) }
        switch (column?.values, type) {
        case (.texts(let old, _)?, .text): codes.append(isPresent ? newCodes[Int(old[from])] : 0)
        case (.numbers(let old)?, .number): numbers.append(old[from])
        case (.dates(let old)?, .date): dates.append(old[from])
        case (.flags(let old)?, .flag): if isPresent, old.contains(from) { flags.insert(row) }
        case (_, .text): codes.append(0)
        case (_, .number): numbers.append(0)
        case (_, .date): dates.append(0)
        case (_, .flag): break
        }
        row += 1
      }
    }
    let values: Values =
      switch type {
      case .text: .texts(codes: codes, dictionary: TextDictionary(dictionary))
      case .number: .numbers(numbers)
      case .date: .dates(dates)
      case .flag: .flags(flags)
      }
    return Column(title: title, type: type, values: values, present: present, unreadable: unreadable)
  }

  /// Whether any cell holds anything.
  package var isFilled: Bool { !unreadable.isEmpty || !present.isEmpty }
}
