import Glibc
import VekhaTable

/// Distinct byte strings in one block of bytes, found by open addressing. Equal texts have one code, numbered in the order of
/// first appearance.
///
/// Of a text eight bytes past its end may be read.
final class TextInterner {
  // Behind a pointer, so that a look-up asks nobody whether the table is in use.
  private let table: UnsafeMutablePointer<TextTable>

  init() {
    table = .allocate(capacity: 1)
    table.initialize(to: TextTable())
  }

  deinit {
    table.deinitialize(count: 1)
    table.deallocate()
  }

  /// Whether there are so few texts that remembering the last ones pays.
  var isSmall: Bool { table.pointee.isSmall }
  /// The first byte that cannot stand in a text, and the code of its text.
  var fault: (byte: UInt8, code: Int32)? { table.pointee.fault }

  /// The code of a text.
  @inline(__always) func code(of bytes: UnsafeRawPointer, _ length: Int) -> Int32 {
    table.pointee.code(of: bytes, length)
  }

  /// The codes of many texts; of an empty one `Absent.code`.
  @inline(__always) func codes(
    of count: Int, at text: (Int) -> (UnsafeRawPointer, Int), into target: UnsafeMutablePointer<Int32>
  ) {
    table.pointee.codes(of: count, at: text, into: target)
  }

  /// Takes the texts of another, in its order; for each of its codes the code here.
  func take(_ other: TextInterner) -> [Int32] { table.pointee.take(other.table.pointee) }

  /// The texts by code; `same` has for each code the one that stands for it, where texts are equal though their bytes
  /// are not. Nothing can be taken afterwards.
  func finish() -> (dictionary: TextDictionary, same: [Int32]?) { table.pointee.finish() }
}

private struct TextTable: ~Copyable {
  private var store = GrowingTexts()
  /// The hash of an entry above its number, or `free`.
  private var slots: UnsafeMutablePointer<UInt64>
  private var slotCount: Int
  /// Whether entries and codes are the same.
  private var isPlain = true
  /// The code of each entry, once there is one that is another spelling of a text.
  private var codes: [Int32] = []
  private var recent: UnsafeMutablePointer<Recent>
  private(set) var count = 0
  private var hasMarks = false
  /// The first byte that cannot stand in a text, and the code of its text.
  private(set) var fault: (byte: UInt8, code: Int32)?

  /// Few texts that come again and again are found without hashing all their bytes.
  private struct Recent {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length = -1
    var entry = 0
  }

  private static let free = UInt64.max
  private static let recentCount = 64
  private static let batch = 64

  init() {
    slotCount = 256
    slots = Self.slots(slotCount)
    recent = .allocate(capacity: Self.recentCount)
    recent.initialize(repeating: Recent(), count: Self.recentCount)
  }

  deinit {
    slots.deallocate()
    recent.deallocate()
  }

  private static func slots(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    let size = count * MemoryLayout<UInt64>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: size >= hugePage ? hugePage : 64)
    // Look-ups fall anywhere: with pages of the usual size each would be searched for as well.
    if size >= hugePage { madvise(memory, size, MADV_HUGEPAGE) }
    let slots = memory.bindMemory(to: UInt64.self, capacity: count)
    slots.initialize(repeating: free, count: count)
    return slots
  }

  private static let hugePage = 2 << 20

  /// Whether there are so few texts that remembering the last ones pays.
  var isSmall: Bool { store.count <= 256 }

  @inline(__always) private static func load(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The first `length` bytes, at most eight.
  @inline(__always) private static func head(_ bytes: UnsafeRawPointer, _ length: Int) -> UInt64 {
    load(bytes, 0) & mask(length)
  }

  @inline(__always) private static func mask(_ length: Int) -> UInt64 {
    length >= 8 ? .max : ((1 &<< UInt64(truncatingIfNeeded: 8 &* length)) &- 1).littleEndian
  }

  @inline(__always) private static func hash(_ bytes: UnsafeRawPointer, _ length: Int) -> UInt32 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var state = UInt64(truncatingIfNeeded: length) &* multiplier
    if length < 8 {
      state = (state ^ head(bytes, length)) &* multiplier
    } else {
      var place = 0
      while place &+ 8 <= length {
        state = (state ^ load(bytes, place)) &* multiplier
        state ^= state &>> 32
        place &+= 8
      }
      state = (state ^ load(bytes, length &- 8)) &* multiplier
    }
    return UInt32(truncatingIfNeeded: (state ^ state &>> 29) &>> 16)
  }

  /// Whether an entry of this length has these bytes behind the first eight, which are the same.
  @inline(__always) private static func isSameRest(
    _ own: UnsafeRawPointer, _ bytes: UnsafeRawPointer, _ length: Int
  ) -> Bool {
    var place = 8
    while place &+ 8 <= length {
      if load(own, place) != load(bytes, place) { return false }
      place &+= 8
    }
    return place >= length || load(own, length &- 8) == load(bytes, length &- 8)
  }

  @inline(__always) private func isSame(_ entry: Int, _ bytes: UnsafeRawPointer, _ length: Int) -> Bool {
    if store.length(entry) != length { return false }
    let own = store.start(entry)
    return Self.head(own, length) == Self.head(bytes, length) && (length <= 8 || Self.isSameRest(own, bytes, length))
  }

  @inline(__always) private func code(ofEntry entry: Int) -> Int32 {
    isPlain ? Int32(truncatingIfNeeded: entry) : codes[entry]
  }

  /// The code of a text.
  @inline(__always) mutating func code(of bytes: UnsafeRawPointer, _ length: Int) -> Int32 {
    guard length >= 8, isSmall else { return code(ofEntry: found(bytes, length, Self.hash(bytes, length))) }
    let head = Self.load(bytes, 0)
    let tail = Self.load(bytes, length &- 8)
    let mixed = (head ^ (tail &* 0x9E37_79B9_7F4A_7C15)) &* 0x9E37_79B9_7F4A_7C15
    let known = recent + Int(truncatingIfNeeded: mixed &>> 58)
    if known.pointee.head == head, known.pointee.tail == tail, known.pointee.length == length,
      length <= 16 || Self.isSameRest(store.start(known.pointee.entry), bytes, length)
    {
      return code(ofEntry: known.pointee.entry)
    }
    let entry = found(bytes, length, Self.hash(bytes, length))
    known.pointee = Recent(head: head, tail: tail, length: length, entry: entry)
    return code(ofEntry: entry)
  }

  private struct Wanted {
    var bytes: UnsafeRawPointer
    var length: Int
    var hash: UInt32
    /// What lies in the first slot of the hash.
    var word: UInt64 = 0
    /// Where the entry of that slot begins.
    var start: UnsafeRawPointer
    /// The first bytes of that entry.
    var head: UInt64 = 0
  }

  /// The codes of many texts; of an empty one `Absent.code`.
  ///
  /// Memory is asked for in batches, by loops that decide nothing, so that one text does not wait for the other.
  @inline(__always) mutating func codes(
    of count: Int, at text: (Int) -> (UnsafeRawPointer, Int), into target: UnsafeMutablePointer<Int32>
  ) {
    withUnsafeTemporaryAllocation(of: Wanted.self, capacity: Self.batch) { wanted in
      var first = 0
      while first < count {
        let rows = min(Self.batch, count &- first)
        for row in 0..<rows {
          let (bytes, length) = text(first &+ row)
          let hash = length == 0 ? 0 : Self.hash(bytes, length)
          wanted.initializeElement(at: row, to: Wanted(bytes: bytes, length: length, hash: hash, start: bytes))
        }
        let mask = slotCount &- 1
        for row in 0..<rows { wanted[row].word = slots[Int(truncatingIfNeeded: wanted[row].hash) & mask] }
        // The number in a free slot is none; any entry will do there.
        let last = max(0, store.count &- 1)
        for row in 0..<rows {
          wanted[row].start = store.start(min(last, Int(truncatingIfNeeded: wanted[row].word & 0xFFFF_FFFF)))
        }
        for row in 0..<rows { wanted[row].head = Self.load(wanted[row].start, 0) }
        for row in 0..<rows {
          let one = wanted[row]
          let entry = Int(truncatingIfNeeded: one.word & 0xFFFF_FFFF)
          if one.length == 0 {
            target[first &+ row] = Absent.code
          } else if one.word != Self.free, UInt32(truncatingIfNeeded: one.word &>> 32) == one.hash,
            (one.head ^ Self.load(one.bytes, 0)) & Self.mask(one.length) == 0, isSame(entry, one.bytes, one.length)
          {
            target[first &+ row] = code(ofEntry: entry)
          } else {
            target[first &+ row] = code(ofEntry: found(one.bytes, one.length, one.hash))
          }
        }
        first &+= rows
      }
    }
  }

  /// The entry with these bytes, which is made if there is none.
  private mutating func found(_ bytes: UnsafeRawPointer, _ length: Int, _ hash: UInt32) -> Int {
    let mask = slotCount &- 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != Self.free {
      let word = slots[slot]
      let entry = Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
      if UInt32(truncatingIfNeeded: word &>> 32) == hash, isSame(entry, bytes, length) { return entry }
      slot = (slot &+ 1) & mask
    }
    return add(bytes, length, hash, slot)
  }

  @inline(never)
  private mutating func add(_ bytes: UnsafeRawPointer, _ length: Int, _ hash: UInt32, _ slot: Int) -> Int {
    let entry = store.append(bytes, length)
    slots[slot] = UInt64(hash) &<< 32 | UInt64(truncatingIfNeeded: entry)
    if store.count &* 2 > slotCount { grow() }
    if !isPlain { codes.append(-1) }
    let text = UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: UInt8.self), count: length)
    guard let other = usualForm(of: text) else {
      if !isPlain { codes[entry] = Int32(truncatingIfNeeded: count) }
      count += 1
      return entry
    }
    // The usual form is an entry too; these bytes are another spelling of it.
    if isPlain {
      codes = (0...Int32(truncatingIfNeeded: entry)).map { $0 }
      isPlain = false
    }
    let code = other.withUnsafeBytes { bytes in
      bytes.baseAddress.map { self.code(ofEntry: self.found($0, other.count - 8, Self.hash($0, other.count - 8))) }
        ?? -1
    }
    codes[entry] = code
    return entry
  }

  /// The text as it is kept, with room behind it, where that is not how it stands.
  private mutating func usualForm(of text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var isPlain = true
    for byte in text { isPlain = isPlain && byte > 0x20 && byte < 0x7F }
    if isPlain { return nil }
    check(text)
    if text.contains(where: { $0 == 0xCC || $0 == 0xCD }) { hasMarks = true }
    if CellText.isNormal(text) { return nil }
    var copy = Array(text)
    let length = copy.withUnsafeMutableBufferPointer { CellText.normalize(CellRange(0, $0.count), in: $0).count }
    if copy.prefix(length).elementsEqual(text) { return nil }
    return copy.prefix(length) + [UInt8](repeating: 0, count: 8)
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
    fault = (text[place], Int32(truncatingIfNeeded: count))
  }

  private mutating func grow() {
    let old = UnsafeBufferPointer(start: slots, count: slotCount)
    slotCount *= 4
    slots = Self.slots(slotCount)
    let mask = slotCount - 1
    for word in old where word != Self.free {
      var slot = Int(truncatingIfNeeded: word &>> 32) & mask
      while slots[slot] != Self.free { slot = (slot + 1) & mask }
      slots[slot] = word
    }
    old.deallocate()
  }

  /// Takes the texts of another, in its order; for each of its codes the code here.
  mutating func take(_ other: borrowing TextTable) -> [Int32] {
    let entries = other.store.count
    var own = [Int32](repeating: -1, count: entries)
    own.withUnsafeMutableBufferPointer { target in
      guard let base = target.baseAddress else { return }
      codes(of: entries, at: { (other.store.start($0), other.store.length($0)) }, into: base)
    }
    if other.isPlain { return own }
    var result = [Int32](repeating: -1, count: other.count)
    for entry in 0..<entries { result[Int(other.code(ofEntry: entry))] = own[entry] }
    return result
  }

  /// The texts by code; `same` has for each code the one that stands for it, where texts are equal though their bytes
  /// are not. Nothing can be taken afterwards.
  mutating func finish() -> (dictionary: TextDictionary, same: [Int32]?) {
    if isPlain, !hasMarks { return (TextDictionary(store.finish()), nil) }
    var texts = [String](repeating: "", count: count)
    for entry in (0..<store.count).reversed() {
      let text = String(
        decoding: UnsafeRawBufferPointer(start: store.start(entry), count: store.length(entry)), as: UTF8.self)
      let code = Int(code(ofEntry: entry))
      // Of several spellings the usual form is the one that is its own.
      if texts[code].isEmpty || Self.isUsual(text) { texts[code] = text }
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
