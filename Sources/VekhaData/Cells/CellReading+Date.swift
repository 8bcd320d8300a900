import VekhaCalendar

/// Values read from the bytes of a cell, which must be trimmed.
enum CellReading {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  enum Date: Equatable {
    case day(Int32)
    /// A day that is written in a way that could be meant otherwise.
    case unusual(Int32, Manner)
    /// Written as a date, but the calendar has no such day.
    case impossible
    case other
  }

  /// `2024-09-03`, `03.09.2024`, `3.9.2024`, each also with «г.» or a midnight after it; what else `DateParts` reads is
  /// unusual. Serial numbers and dates that begin with a word are read in declared columns only.
  static func date(_ bytes: Bytes, isDeclared: Bool) -> Date {
    let count = bytes.count
    if count == 10, isDigit(bytes[0]) {
      if isISO(bytes) {
        let year = digit(bytes, 0) &* 1000 &+ digit(bytes, 1) &* 100 &+ pair(bytes, 2)
        return date(year, pair(bytes, 5), pair(bytes, 8))
      }
      if isDotted(bytes) {
        let year = digit(bytes, 6) &* 1000 &+ digit(bytes, 7) &* 100 &+ pair(bytes, 8)
        return date(year, pair(bytes, 3), pair(bytes, 0))
      }
    }
    guard count >= 5, count <= 60, isDeclared || isDigit(bytes[0]), let parts = DateParts(bytes, isDeclared: isDeclared)
    else { return .other }
    let read = date(parts.year, parts.month, parts.day)
    if case .day(let day) = read, let manner = parts.manner { return .unusual(day, manner) }
    return read
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> Date {
    CivilDay(year: year, month: month, day: day).map { .day($0.number) } ?? .impossible
  }

  /// How many bytes the space at `index` takes; 0 where there is none.
  @inline(__always) static func spaceLength(_ bytes: Bytes, _ index: Int) -> Int {
    switch bytes[index] {
    case 0x20, 0x09: 1
    case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE2:
      index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] == 0xAF || bytes[index + 2] == 0x89)
        ? 3 : 0
    default: 0
    }
  }

  /// The length of the first `count` bytes without spaces at their end.
  static func countWithoutSpaces(_ bytes: Bytes, _ count: Int) -> Int {
    var count = count
    while count > 0 {
      let length = (1...3).first { $0 <= count && spaceLength(bytes, count - $0) == $0 }
      guard let length else { break }
      count -= length
    }
    return count
  }

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether ten bytes have the shape `0000-00-00`. The first eight are tested at once: after the exclusive or a digit
  /// is at most 9 and a hyphen 0, and the sum sets the high bit of every byte that is more.
  @inline(__always) private static func isISO(_ bytes: Bytes) -> Bool {
    let word = UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self))
    let rest = word ^ 0x2D30_302D_3030_3030
    let sum = rest &+ 0x7F76_767F_7676_7676
    return (rest | sum) & 0x8080_8080_8080_8080 == 0 && isDigit(bytes[8]) && isDigit(bytes[9])
  }

  /// The same of `00.00.0000`.
  @inline(__always) private static func isDotted(_ bytes: Bytes) -> Bool {
    let word = UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self))
    let rest = word ^ 0x3030_2E30_302E_3030
    let sum = rest &+ 0x7676_7F76_767F_7676
    return (rest | sum) & 0x8080_8080_8080_8080 == 0 && isDigit(bytes[8]) && isDigit(bytes[9])
  }

  @inline(__always) private static func digit(_ bytes: Bytes, _ index: Int) -> Int { Int(bytes[index] &- 0x30) }

  @inline(__always) private static func pair(_ bytes: Bytes, _ index: Int) -> Int {
    digit(bytes, index) &* 10 &+ digit(bytes, index + 1)
  }
}
