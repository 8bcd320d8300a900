import VekhaCalendar
import VekhaTable

/// What a cell that is empty or cannot be read leaves in its place while a column is made.
enum Absent {
  static let day = Int32.min
  static let number = Int64.min
  static let flag: UInt8 = 2
  static let code: Int32 = -1
}

/// What one part of a file gives to one column, besides its values.
struct SinkNotes {
  /// Rows of the part whose cell could not be read.
  var unreadable: [(row: Int, text: String)] = []
  var absent = 0
  var unusual = UnusualCells()
  /// The first row with a text that is not UTF-8, and the byte that is to blame.
  var fault: (row: Int, byte: UInt8)?
}

/// Days since 1970-01-01 from cells.
struct DaySink {
  private let values: UnsafeMutablePointer<Int32>
  private var count = 0
  private(set) var notes = SinkNotes()
  private let months = MonthTable.shared

  init(_ values: UnsafeMutablePointer<Int32>) { self.values = values }

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    guard let base = buffer.baseAddress else { return }
    let raw = UnsafeRawPointer(base)
    let target = values + count
    var absent = 0
    months.starts.withUnsafeBufferPointer { starts in
      for row in 0..<rows {
        let (start, end) = cells.range(row)
        if end &- start == 10, let day = MonthTable.day(raw + start, starts) {
          target[row] = day
        } else if start == end {
          target[row] = Absent.day
          absent &+= 1
        } else {
          target[row] = slowDay(start, end, buffer, row)
        }
      }
    }
    notes.absent += absent
    count += rows
  }

  @inline(never)
  private mutating func slowDay(_ start: Int, _ end: Int, _ buffer: FileBuffer, _ row: Int) -> Int32 {
    let range = CellText.trimmed(buffer, start, end)
    if !range.isEmpty {
      switch CellReading.date(buffer.slice(range), isDeclared: true) {
      case .day(let day): return day
      case .unusual(let day, let manner):
        notes.unusual.add(manner, row: count + row, buffer.text(range))
        return day
      case .impossible, .other: break
      }
      notes.unreadable.append((count + row, buffer.text(range)))
    }
    notes.absent += 1
    return Absent.day
  }
}

/// The day number before the first of each month of 1600 to 2399, so that a date is one look-up.
struct MonthTable: Sendable {
  static let shared = MonthTable()
  private static let firstYear = 1600
  private static let yearCount = 800

  /// Twice for each month: the day before its first, and how many days it has.
  let starts: [Int32]

  private init() {
    var starts: [Int32] = []
    starts.reserveCapacity(Self.yearCount * 32)
    for year in Self.firstYear..<Self.firstYear + Self.yearCount {
      // Sixteen slots a year, of which 0 and 13 to 15 are no months.
      for month in 0..<16 {
        guard let first = CivilDay(year: year, month: month, day: 1) else {
          starts += [0, 0]
          continue
        }
        let next =
          month == 12 ? CivilDay(year: year + 1, month: 1, day: 1) : CivilDay(year: year, month: month + 1, day: 1)
        starts += [first.number - 1, (next?.number ?? first.number) - first.number]
      }
    }
    self.starts = starts
  }

  /// The day of ten bytes of the shape `2024-09-03` or `03.09.2024`; nil for anything else.
  @inline(__always)
  static func day(_ bytes: UnsafeRawPointer, _ starts: UnsafeBufferPointer<Int32>) -> Int32? {
    let head = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    let tail = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self))
    // Each digit as its value, each separator as zero; after that every byte must be at most 9.
    var first = head ^ 0x2D30_302D_3030_3030
    var last = tail ^ 0x3030_2D30_302D_3030
    let year: UInt64
    let month: UInt64
    let day: UInt64
    if (first >> 32) & 0xFF == 0, (last >> 40) & 0xFF == 0 {
      year = (first & 0xF) &* 1000 &+ (first >> 8 & 0xF) &* 100 &+ (first >> 16 & 0xF) &* 10 &+ (first >> 24 & 0xF)
      month = (first >> 40 & 0xF) &* 10 &+ (first >> 48 & 0xF)
      day = (last >> 48 & 0xF) &* 10 &+ (last >> 56 & 0xF)
    } else {
      first = head ^ 0x3030_2E30_302E_3030
      last = tail ^ 0x3030_3030_2E30_302E
      if (first >> 16) & 0xFF != 0 || (first >> 40) & 0xFF != 0 { return nil }
      day = (first & 0xF) &* 10 &+ (first >> 8 & 0xF)
      month = (first >> 24 & 0xF) &* 10 &+ (first >> 32 & 0xF)
      year = (last >> 32 & 0xF) &* 1000 &+ (last >> 40 & 0xF) &* 100 &+ (last >> 48 & 0xF) &* 10 &+ (last >> 56 & 0xF)
    }
    let carry: UInt64 = 0x7676_7676_7676_7676
    if (first | last | (first &+ carry) | (last &+ carry)) & 0x8080_8080_8080_8080 != 0 { return nil }
    let index = (Int(truncatingIfNeeded: year) &- firstYear) &* 32 &+ Int(truncatingIfNeeded: month) &* 2
    if year < UInt64(firstYear) || index >= starts.count || month > 12 { return nil }
    let number = Int32(truncatingIfNeeded: day)
    return number >= 1 && number <= starts[index &+ 1] ? starts[index] &+ number : nil
  }
}

/// Millionths from cells.
struct NumberSink {
  private let values: UnsafeMutablePointer<Int64>
  private var count = 0
  /// Whether a leading zero makes a code, which is no number.
  private let refusesCodes: Bool
  private let unit: TimeUnit?
  private(set) var notes = SinkNotes()

  init(_ values: UnsafeMutablePointer<Int64>, refusesCodes: Bool, unit: TimeUnit?) {
    self.values = values
    self.refusesCodes = refusesCodes
    self.unit = unit
  }

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    guard let base = buffer.baseAddress else { return }
    let target = values + count
    for row in 0..<rows {
      let (start, end) = cells.range(row)
      let length = end &- start
      if length > 0, length <= 6, base[start] != 0x30 || length == 1 {
        var number: Int64 = 0
        var isPlain = true
        for place in start..<end {
          let digit = base[place] &- 0x30
          isPlain = isPlain && digit < 10
          number = number &* 10 &+ Int64(digit)
        }
        if isPlain {
          target[row] = number &* Number.scale
          continue
        }
      }
      target[row] = length == 0 ? Absent.number : slowNumber(start, end, buffer, row)
      if length == 0 { notes.absent += 1 }
    }
    count += rows
  }

  @inline(never)
  private mutating func slowNumber(_ start: Int, _ end: Int, _ buffer: FileBuffer, _ row: Int) -> Int64 {
    let range = CellText.trimmed(buffer, start, end)
    if !range.isEmpty {
      if let number = CellReading.number(buffer.slice(range), unit: unit), !refusesCodes || number.isPlain {
        if let manner = number.manner { notes.unusual.add(manner, row: count + row, buffer.text(range)) }
        return number.millionths
      }
      notes.unreadable.append((count + row, buffer.text(range)))
    }
    notes.absent += 1
    return Absent.number
  }
}

/// 1 for yes and 0 for no from cells.
struct FlagSink {
  private let values: UnsafeMutablePointer<UInt8>
  private var count = 0
  private let isDeclared: Bool
  private(set) var notes = SinkNotes()

  init(_ values: UnsafeMutablePointer<UInt8>, isDeclared: Bool) {
    self.values = values
    self.isDeclared = isDeclared
  }

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    for row in 0..<rows {
      let (start, end) = cells.range(row)
      let range = CellText.trimmed(buffer, start, end)
      if !range.isEmpty, let flag = CellReading.flag(buffer.slice(range), isDeclared: isDeclared) {
        values[count + row] = flag ? 1 : 0
        continue
      }
      if !range.isEmpty { notes.unreadable.append((count + row, buffer.text(range))) }
      notes.absent += 1
      values[count + row] = Absent.flag
    }
    count += rows
  }
}
