import VekhaTable
import VekhaText

/// What the texts of a column hold that is no text: errors of a spreadsheet, damaged numbers, letters of two alphabets.
struct TextFindings {
  struct Mixed {
    let row: Int
    let word: String
    let letter: String
    /// From 1.
    let position: Int
    let proposal: String
    var count: Int
  }

  struct Damaged {
    let row: Int
    let text: String
    var count: Int
  }

  /// The column, in which a cell with an error of a spreadsheet is unreadable.
  private(set) var column: Column
  private(set) var mixed: Mixed?
  private(set) var damaged: Damaged?

  init(_ column: Column) {
    self.column = column
    guard case .texts(let codes, let dictionary) = column.values, dictionary.numbered == nil else { return }
    var errors: Set<Int32> = []
    for code in dictionary.indices {
      let kind = dictionary.withBytes(of: code, Self.kind)
      if kind == .plain { continue }
      let number = Int32(truncatingIfNeeded: code)
      func row() -> Int { codes.firstIndex(of: number) ?? 0 }
      switch kind {
      case .plain: break
      case .error: errors.insert(number)
      case .damaged:
        if damaged == nil { damaged = Damaged(row: row(), text: dictionary[code], count: 0) }
        damaged?.count += 1
      case .mixed:
        guard let found = Self.mixedWord(dictionary[code]) else { continue }
        if mixed == nil {
          mixed = Mixed(
            row: row(), word: found.word, letter: found.letter, position: found.position, proposal: found.proposal,
            count: 0)
        }
        mixed?.count += 1
      }
    }
    if !errors.isEmpty { leaveOut(errors, codes, dictionary) }
  }

  private mutating func leaveOut(_ errors: Set<Int32>, _ codes: [Int32], _ dictionary: TextDictionary) {
    var present = column.present
    var unreadable = column.unreadable
    for row in codes.indices where errors.contains(codes[row]) && present.contains(row) {
      present.remove(row)
      unreadable[row] = dictionary[Int(codes[row])]
    }
    column = Column(
      title: column.title, type: column.type, values: column.values, present: present, unreadable: unreadable)
  }

  private enum Kind { case plain, error, damaged, mixed }

  private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> Kind {
    guard let first = bytes.first else { return .plain }
    if first == 0x23, SpreadsheetError(bytes) != nil { return .error }
    if CellReading.isDigit(first), isDamaged(bytes) { return .damaged }
    return hasNeighbours(bytes) ? .mixed : .plain
  }

  /// Whether a Latin letter and a Cyrillic one stand side by side.
  private static func hasNeighbours(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      let isLatin = byte | 0x20 &- 0x61 < 26
      // A continuation byte of Cyrillic is 80 to BF, its lead D0 to D3.
      if isLatin {
        if previous == 2 { return true }
        previous = 1
      } else if byte >= 0x80 {
        if previous == 1, byte >= 0xD0, byte <= 0xD3 { return true }
        if byte >= 0xC0 { previous = byte >= 0xD0 && byte <= 0xD3 ? 2 : 0 }
      } else {
        previous = 0
      }
    }
    return false
  }

  /// `7,9E+10`.
  private static func isDamaged(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 5, bytes.count <= 24, let sign = bytes.lastIndex(of: 0x2B), sign > 1, sign + 1 < bytes.count,
      bytes[sign - 1] | 0x20 == 0x65 || (sign > 2 && bytes[sign - 2] == 0xD0 && bytes[sign - 1] == 0x95)
    else { return false }
    let head = bytes[sign - 1] | 0x20 == 0x65 ? sign - 1 : sign - 2
    return bytes[(sign + 1)...].allSatisfy(CellReading.isDigit)
      && bytes[..<head].allSatisfy { CellReading.isDigit($0) || $0 == 0x2C || $0 == 0x2E }
  }

  /// The first word that can be written in one alphabet by look-alikes.
  private static func mixedWord(
    _ text: String
  ) -> (word: String, letter: String, position: Int, proposal: String)? {
    for word in text.split(whereSeparator: { !$0.isLetter }) where Letters.isMixed(String(word)) {
      let word = String(word)
      guard let proposal = Letters.withoutLookAlikes(word), let own = Letters.script(of: proposal) else { continue }
      let scalars = Array(word.unicodeScalars)
      guard let foreign = scalars.firstIndex(where: { Letters.script($0).map { $0 != own } ?? false }) else { continue }
      return (word, String(scalars[foreign]), foreign + 1, proposal)
    }
    return nil
  }
}
