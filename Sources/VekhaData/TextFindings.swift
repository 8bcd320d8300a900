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

  /// Two values that look the same and are not.
  struct Twins {
    let row: Int
    let text: String
    /// The row of the other, and what it is.
    let otherRow: Int
    let other: String
    var count: Int
  }

  /// The column, in which a cell with an error of a spreadsheet is unreadable.
  private(set) var column: Column
  private(set) var mixed: Mixed?
  private(set) var damaged: Damaged?
  private(set) var twins: Twins?

  init(_ column: Column) {
    self.column = column
    guard case .texts(let codes, let dictionary) = column.values, dictionary.numbered == nil else { return }
    var errors: Set<Int32> = []
    var latin: [Int] = []
    var found: [(code: Int, kind: Kind)] = []
    dictionary.forEachText { code, bytes in
      let kind = Self.kind(bytes)
      if kind != .plain { found.append((code, kind)) }
    }
    for (code, kind) in found {
      let number = Int32(truncatingIfNeeded: code)
      func row() -> Int { codes.firstIndex(of: number) ?? 0 }
      switch kind {
      case .plain: break
      case .latin: latin.append(code)
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
    if !latin.isEmpty, dictionary.count <= Self.mostTwins { findTwins(latin, codes, dictionary) }
  }

  /// Texts of Latin letters that stand in Cyrillic ones too: `7A` and «7А».
  private mutating func findTwins(_ latin: [Int], _ codes: [Int32], _ dictionary: TextDictionary) {
    var inCyrillic: [String: Int] = [:]
    for code in latin { if let text = Letters.withoutLookAlikes(dictionary[code]) { inCyrillic[text] = code } }
    for other in dictionary.indices {
      let text = dictionary[other]
      guard let code = inCyrillic[text], code != other else { continue }
      func row(_ code: Int) -> Int { codes.firstIndex(of: Int32(truncatingIfNeeded: code)) ?? 0 }
      if twins == nil {
        twins = Twins(row: row(code), text: dictionary[code], otherRow: row(other), other: text, count: 0)
      }
      twins?.count += 1
    }
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

  /// Values that look alike are searched for among so many at most: more are no closed list.
  private static let mostTwins = 20_000

  private enum Kind { case plain, error, damaged, mixed, latin }

  private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> Kind {
    guard let first = bytes.first else { return .plain }
    if first == 0x23, SpreadsheetError(bytes) != nil { return .error }
    if CellReading.isDigit(first), isDamaged(bytes) { return .damaged }
    return scripts(bytes)
  }

  /// Whether a Latin letter and a Cyrillic one stand side by side, or all letters are Latin and look like Cyrillic.
  private static func scripts(_ bytes: UnsafeBufferPointer<UInt8>) -> Kind {
    var previous: UInt8 = 0
    var (hasLatin, hasOther) = (false, false)
    for byte in bytes {
      let isLatin = byte | 0x20 &- 0x61 < 26
      // A continuation byte of Cyrillic is 80 to BF, its lead D0 to D3.
      if isLatin {
        if previous == 2 { return .mixed }
        hasLatin = true
        hasOther = hasOther || !isTwin(byte)
        previous = 1
      } else if byte >= 0x80 {
        if previous == 1, byte >= 0xD0, byte <= 0xD3 { return .mixed }
        hasOther = true
        if byte >= 0xC0 { previous = byte >= 0xD0 && byte <= 0xD3 ? 2 : 0 }
      } else {
        previous = 0
      }
    }
    return hasLatin && !hasOther ? .latin : .plain
  }

  /// Whether a Latin letter looks like one of the Cyrillic alphabet.
  @inline(__always) private static func isTwin(_ letter: UInt8) -> Bool {
    twinLetters[Int(letter >> 6 & 1)] & 1 << UInt64(letter & 63) != 0
  }

  /// A bit for each byte below 128.
  private static let twinLetters: [UInt64] = "aceopxykABCEHKMOPTXY".utf8.reduce(into: [0, 0]) {
    $0[Int($1 >> 6)] |= 1 << UInt64($1 & 63)
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
