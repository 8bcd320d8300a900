import VekhaCalendar

/// Values read from the bytes of a cell, which must be trimmed.
enum CellReading {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  enum Date: Equatable {
    case day(Int32)
    /// Written as a date, but the calendar has no such day.
    case impossible
    case other
  }

  /// `2024-09-03`, `03.09.2024`, `3.9.2024`, each also with «г.» after it.
  static func date(_ bytes: Bytes) -> Date {
    if bytes.count < 8 || !isDigit(bytes[0]) { return .other }
    let count = countWithoutYearMark(bytes)
    guard count >= 8, count <= 10 else { return .other }
    if count == 10, isISO(bytes) {
      let year = digit(bytes, 0) &* 1000 &+ digit(bytes, 1) &* 100 &+ pair(bytes, 2)
      return date(year, pair(bytes, 5), pair(bytes, 8))
    }
    let dayEnd = bytes[1] == 0x2E ? 1 : 2
    let monthEnd = count - 5
    guard bytes[dayEnd] == 0x2E, bytes[monthEnd] == 0x2E, monthEnd > dayEnd + 1, monthEnd <= dayEnd + 3,
      let day = digits(bytes, 0, dayEnd), let month = digits(bytes, dayEnd + 1, monthEnd),
      let year = digits(bytes, monthEnd + 1, count)
    else { return .other }
    return date(year, month, day)
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> Date {
    CivilDay(year: year, month: month, day: day).map { .day($0.number) } ?? .impossible
  }

  /// The length without a trailing «г.» or «г» and the spaces before it.
  @inline(__always) private static func countWithoutYearMark(_ bytes: Bytes) -> Int {
    let last = bytes[bytes.count - 1]
    if isDigit(last) { return bytes.count }
    var count = last == 0x2E ? bytes.count - 1 : bytes.count
    guard count >= 2, bytes[count - 2] == 0xD0, bytes[count - 1] == 0xB3 else { return bytes.count }
    count -= 2
    return countWithoutSpaces(bytes, count)
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

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Whether ten bytes have the shape `0000-00-00`. The first eight are tested at once: after the exclusive or a digit
  /// is at most 9 and a hyphen 0, and the sum sets the high bit of every byte that is more.
  @inline(__always) private static func isISO(_ bytes: Bytes) -> Bool {
    let word = UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self))
    let rest = word ^ 0x2D30_302D_3030_3030
    let sum = rest &+ 0x7F76_767F_7676_7676
    return (rest | sum) & 0x8080_8080_8080_8080 == 0 && isDigit(bytes[8]) && isDigit(bytes[9])
  }

  @inline(__always) private static func digit(_ bytes: Bytes, _ index: Int) -> Int { Int(bytes[index] &- 0x30) }

  @inline(__always) private static func pair(_ bytes: Bytes, _ index: Int) -> Int {
    digit(bytes, index) &* 10 &+ digit(bytes, index + 1)
  }

  @inline(__always) private static func digits(_ bytes: Bytes, _ start: Int, _ end: Int) -> Int? {
    var value = 0
    for index in start..<end {
      guard isDigit(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] &- 0x30)
    }
    return value
  }
}
