import VekhaTable

/// Codes of texts from cells: equal texts have one code, numbered in the order of first appearance.
struct TextSink {
  private let values: UnsafeMutablePointer<Int32>
  private var count = 0
  private(set) var notes = SinkNotes()
  private(set) var texts = TextInterner()

  init(_ values: UnsafeMutablePointer<Int32>) { self.values = values }

  /// Goes on after rows whose codes are written already.
  init(_ values: UnsafeMutablePointer<Int32>, count: Int, texts: TextInterner, notes: SinkNotes) {
    self.values = values
    self.count = count
    self.texts = texts
    self.notes = notes
  }

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    let target = values + count
    var absent = 0
    for row in 0..<rows {
      let (start, end) = cells.range(row)
      let range = CellText.trimmed(buffer, start, end)
      if range.isEmpty {
        target[row] = Absent.code
        absent &+= 1
      } else {
        target[row] = texts.code(of: buffer.slice(range))
      }
    }
    notes.absent += absent
    if let byte = texts.fault, notes.fault == nil {
      let row = (0..<rows).first { target[$0] == texts.faultCode } ?? 0
      notes.fault = (count + row, byte)
    }
    count += rows
  }
}

/// Distinct byte strings in one block of bytes, found by open addressing.
struct TextInterner {
  private struct Entry {
    var start: UInt32
    var length: UInt32
    /// The code of the text that these bytes are when brought to its usual form.
    var code: Int32
  }

  /// Few texts that come again and again are found without hashing all their bytes.
  private struct Recent {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length = -1
    var entry: Int32 = 0
  }

  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var slots: [UInt64]
  private var recent = [Recent](repeating: Recent(), count: 64)
  private(set) var count = 0
  /// Whether every entry is a text as it stands, so that entries and codes are the same.
  private var isPlain = true
  private var hasMarks = false
  /// The first byte that cannot stand in UTF-8, and the code of its text.
  private(set) var fault: UInt8?
  private(set) var faultCode: Int32 = -1

  private static let free = UInt64.max

  init() { slots = [UInt64](repeating: Self.free, count: 256) }

  @inline(__always)
  mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let length = text.count
    guard length >= 8, let base = text.baseAddress else { return interned(text) }
    let raw = UnsafeRawPointer(base)
    let head = raw.loadUnaligned(as: UInt64.self)
    let tail = raw.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    let mixed = (head ^ (tail &* 0x9E37_79B9_7F4A_7C15)) &* 0x9E37_79B9_7F4A_7C15
    let slot = Int(truncatingIfNeeded: mixed &>> 58)
    let known = recent[slot]
    if known.head == head, known.tail == tail, known.length == length {
      let entry = entries[Int(known.entry)]
      if length <= 16 || isSame(entry, raw, length) { return entry.code }
    }
    let code = interned(text)
    // While there are many different texts, remembering them costs more than it saves.
    if entries.count <= 256 {
      recent[slot] = Recent(head: head, tail: tail, length: length, entry: lastFound)
    }
    return code
  }

  private var lastFound: Int32 = 0

  @inline(__always)
  private func isSame(_ entry: Entry, _ raw: UnsafeRawPointer, _ length: Int) -> Bool {
    bytes.withUnsafeBytes { own in
      var place = 8
      let start = Int(entry.start)
      while place &+ 8 <= length {
        if own.loadUnaligned(fromByteOffset: start &+ place, as: UInt64.self)
          != raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        {
          return false
        }
        place &+= 8
      }
      return true
    }
  }

  /// The code of these bytes, which get one if they have none.
  @inline(__always)
  mutating func interned(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = ByteHash.hash(text)
    let mask = slots.count &- 1
    var slot = Int(hash) & mask
    while true {
      let word = slots[slot]
      if word == Self.free { break }
      if UInt32(truncatingIfNeeded: word &>> 32) == hash {
        let index = Int(word & 0xFFFF_FFFF)
        let entry = entries[index]
        let isEqual = bytes.withUnsafeBufferPointer { own in
          Int(entry.length) == text.count
            && ByteHash.areEqual(
              UnsafeBufferPointer(rebasing: own[Int(entry.start)..<Int(entry.start) + Int(entry.length)]), text)
        }
        if isEqual {
          lastFound = Int32(truncatingIfNeeded: index)
          return entry.code
        }
      }
      slot = (slot &+ 1) & mask
    }
    return add(text, hash, slot)
  }

  @inline(never)
  private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ slot: Int) -> Int32 {
    let index = entries.count
    let start = bytes.count
    bytes.append(contentsOf: text)
    slots[slot] = UInt64(hash) << 32 | UInt64(index)
    entries.append(Entry(start: UInt32(truncatingIfNeeded: start), length: UInt32(text.count), code: 0))
    lastFound = Int32(truncatingIfNeeded: index)
    let code = newCode(text, start)
    entries[index].code = code
    if entries.count * 2 > slots.count { grow() }
    return code
  }

  private mutating func newCode(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int32 {
    check(text)
    let normal = bytes.withUnsafeMutableBufferPointer { buffer -> [UInt8]? in
      let range = CellRange(start, start + text.count)
      if CellText.isNormal(buffer.slice(range)) { return nil }
      var copy = Array(buffer.slice(range))
      let length = copy.withUnsafeMutableBufferPointer { CellText.normalize(CellRange(0, $0.count), in: $0).count }
      return copy.prefix(length).elementsEqual(text) ? nil : Array(copy.prefix(length))
    }
    if text.contains(where: { $0 == 0xCC || $0 == 0xCD }) { hasMarks = true }
    guard let normal else {
      count += 1
      return Int32(truncatingIfNeeded: count - 1)
    }
    if isPlain { isPlain = false }
    // The usual form is an entry too; these bytes are another spelling of it.
    let saved = lastFound
    defer { lastFound = saved }
    return normal.withUnsafeBufferPointer { interned($0) }
  }

  private mutating func check(_ text: UnsafeBufferPointer<UInt8>) {
    if fault != nil { return }
    var place: Int?
    do {
      _ = try UTF8Span(validating: text.span)
    } catch {
      place = error.byteOffsets.lowerBound
    }
    guard let place = place ?? text.firstIndex(where: { $0 == 0 || $0 == 0x1A }) else { return }
    fault = text[place]
    faultCode = Int32(truncatingIfNeeded: count)
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: Self.free, count: old.count * 4)
    let mask = slots.count - 1
    for word in old where word != Self.free {
      var slot = Int(truncatingIfNeeded: word >> 32) & mask
      while slots[slot] != Self.free { slot = (slot + 1) & mask }
      slots[slot] = word
    }
  }

  /// Takes the texts of another, in its order; for each of its codes the code here.
  mutating func take(_ other: TextInterner) -> [Int32] {
    var codes = [Int32](repeating: -1, count: other.count)
    other.bytes.withUnsafeBufferPointer { source in
      for entry in other.entries where codes[Int(entry.code)] < 0 || !other.isPlain {
        let text = UnsafeBufferPointer(rebasing: source[Int(entry.start)..<Int(entry.start) + Int(entry.length)])
        codes[Int(entry.code)] = interned(text)
      }
    }
    return codes
  }

  /// The texts by code; `same` has for each code the one that stands for it, where texts are equal though their bytes
  /// are not.
  consuming func finish() -> (dictionary: TextDictionary, same: [Int32]?) {
    if isPlain, !hasMarks {
      return (TextDictionary(bytes: bytes, ends: entries.map { $0.start + $0.length }), nil)
    }
    var texts = [String](repeating: "", count: count)
    for entry in entries.reversed() {
      let text = String(decoding: bytes[Int(entry.start)..<Int(entry.start) + Int(entry.length)], as: UTF8.self)
      // Of several spellings the usual form is the one that is its own.
      if texts[Int(entry.code)].isEmpty || Self.isUsual(text) { texts[Int(entry.code)] = text }
    }
    var first: [String: Int32] = [:]
    var kept: [String] = []
    let same = texts.map { text -> Int32 in
      if let known = first[text] { return known }
      first[text] = Int32(kept.count)
      kept.append(text)
      return Int32(kept.count - 1)
    }
    return (TextDictionary(kept), same)
  }

  private static func isUsual(_ text: String) -> Bool {
    var bytes = Array(text.utf8)
    let length = bytes.withUnsafeMutableBufferPointer { CellText.normalize(CellRange(0, $0.count), in: $0).count }
    return bytes.prefix(length).elementsEqual(text.utf8)
  }
}
