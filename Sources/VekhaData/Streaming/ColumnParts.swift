import VekhaTable

/// A column that is made by several threads: each writes its part of one block of memory, then the parts are moved
/// together.
///
/// Memory that nobody touches costs nothing, so the parts stand far apart.
final class ColumnParts {
  /// A column of the file, and what its cells are to be.
  struct Request {
    let fileColumn: Int
    let type: ColumnType
    let unit: TimeUnit?
    let isDeclared: Bool
    /// Whether its texts are keys of records.
    let isIdentifier: Bool
  }

  let request: Request
  private var base: UnsafeMutableRawPointer?
  /// Where each part begins and how many rows there is room for, in rows.
  private let starts: [Int]
  private var days: [Int32] = []
  private var numbers: [Int64] = []
  private var flags: [UInt8] = []
  private(set) var dictionary: TextDictionary?

  init(_ request: Request, starts: [Int]) {
    self.request = request
    self.starts = starts
  }

  /// Gives the column room for `capacity` rows while `body` fills it and returns how many there are.
  func fill(_ capacity: Int, _ body: () -> Int) {
    func filled<Element>(_ type: Element.Type) -> [Element] {
      [Element](unsafeUninitializedCapacity: capacity) { buffer, count in
        base = UnsafeMutableRawPointer(buffer.baseAddress)
        count = body()
        base = nil
      }
    }
    switch request.type {
    case .text, .date: days = filled(Int32.self)
    case .number: numbers = filled(Int64.self)
    case .flag: flags = filled(UInt8.self)
    }
  }

  private func pointer<Element>(_ part: Int, _ type: Element.Type) -> UnsafeMutablePointer<Element> {
    base.unsafelyUnwrapped.assumingMemoryBound(to: type) + starts[part]
  }

  func sink(_ part: Int) -> ColumnSink {
    switch request.type {
    case .date: .days(DaySink(pointer(part, Int32.self)))
    case .number: .numbers(NumberSink(pointer(part, Int64.self), refusesCodes: !request.isDeclared, unit: request.unit))
    case .flag: .flags(FlagSink(pointer(part, UInt8.self), isDeclared: request.isDeclared))
    case .text where request.isIdentifier: .identifiers(IdentifierSink(pointer(part, Int32.self)))
    case .text: .texts(TextSink(pointer(part, Int32.self)))
    }
  }

  /// Moves the parts together, and makes their codes those of one dictionary.
  func join(_ sinks: [ColumnSink], rows: [Int]) {
    switch request.type {
    case .text: joinTexts(sinks, rows)
    case .date: close(rows, Int32.self)
    case .number: close(rows, Int64.self)
    case .flag: close(rows, UInt8.self)
    }
  }

  private func close<Element>(_ rows: [Int], _ type: Element.Type) {
    var end = rows[0]
    for part in 1..<max(1, rows.count) {
      if end != starts[part] { (pointer(0, type) + end).update(from: pointer(part, type), count: rows[part]) }
      end += rows[part]
    }
  }

  private func joinTexts(_ sinks: [ColumnSink], _ rows: [Int]) {
    var identifiers: [IdentifierSink] = []
    for case .identifiers(let sink) in sinks { identifiers.append(sink) }
    if !identifiers.isEmpty, identifiers.allSatisfy({ $0.texts == nil }),
      let (runs, shifts) = IdentifierSink.numbered(identifiers, rows: rows.reduce(0, +))
    {
      dictionary = TextDictionary(numbered: runs)
      each(rows) { part, code in
        code < 0 ? code : code &+ shifts[part][Int(code &>> IdentifierSink.numberBits)]
      }
      return
    }
    var parts: [TextInterner] = []
    for sink in sinks {
      switch sink {
      case .texts(let sink): parts.append(sink.texts)
      case .identifiers(var sink):
        sink.becomeTexts()
        if let texts = sink.texts { parts.append(texts.texts) }
      default: break
      }
    }
    let texts = parts[0]
    var codes: [[Int32]] = []
    for part in parts.indices.dropFirst() {
      codes.append(texts.take(parts[part]))
      parts[part] = texts
    }
    let (dictionary, same) = texts.finish()
    self.dictionary = dictionary
    if same == nil, parts.count == 1 { return }
    each(rows) { part, code in
      if code < 0 { return code }
      let joined = part == 0 ? code : codes[part - 1][Int(code)]
      return same.map { $0[Int(joined)] } ?? joined
    }
  }

  /// Replaces each code while the parts are moved together.
  private func each(_ rows: [Int], _ changed: (Int, Int32) -> Int32) {
    let target = pointer(0, Int32.self)
    var end = 0
    for part in rows.indices {
      let source = pointer(part, Int32.self)
      for row in 0..<rows[part] { target[end + row] = changed(part, source[row]) }
      end += rows[part]
    }
  }

  /// The finished column.
  consuming func column(title: String, absent: Int, unreadable: [Int: String]) -> Column {
    let count = max(days.count, numbers.count, flags.count)
    let isFull = absent == 0
    func present(_ test: (Int) -> Bool) -> BitSet {
      isFull ? BitSet(count: count, filled: true) : BitSet(count: count, where: test)
    }
    switch request.type {
    case .text:
      let present = days.withUnsafeBufferPointer { codes in present { codes[$0] >= 0 } }
      if !isFull { for row in days.indices where days[row] < 0 { days[row] = 0 } }
      return Column(
        title: title, type: .text, values: .texts(codes: days, dictionary: dictionary ?? []), present: present)
    case .date:
      let present = days.withUnsafeBufferPointer { days in present { days[$0] != Absent.day } }
      return Column(title: title, type: .date, values: .dates(days), present: present, unreadable: unreadable)
    case .number:
      let present = numbers.withUnsafeBufferPointer { numbers in present { numbers[$0] != Absent.number } }
      if !isFull { for row in numbers.indices where numbers[row] == Absent.number { numbers[row] = 0 } }
      return Column(title: title, type: .number, values: .numbers(numbers), present: present, unreadable: unreadable)
    case .flag:
      return Column(
        title: title, type: .flag, values: .flags(BitSet(count: count) { flags[$0] == 1 }),
        present: BitSet(count: count) { flags[$0] != Absent.flag }, unreadable: unreadable)
    }
  }
}
