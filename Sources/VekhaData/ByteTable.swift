/// Numbers distinct byte strings in the order they come, by open addressing over the buffer they lie in: nothing is
/// copied.
struct ByteTable {
  private struct Slot {
    var hash: UInt32
    /// -1 where the slot is free.
    var code: Int32
    var range: CellRange
  }

  private var slots: [Slot]
  /// How many distinct byte strings there are.
  private(set) var count = 0

  init() {
    slots = Self.free(64)
  }

  private static func free(_ count: Int) -> [Slot] {
    [Slot](repeating: Slot(hash: 0, code: -1, range: .empty), count: count)
  }

  /// The number of these bytes, and whether they had none before.
  @inline(__always)
  mutating func code(for range: CellRange, in buffer: FileBuffer) -> (code: Int32, isNew: Bool) {
    let bytes = buffer.slice(range)
    let hash = Self.hash(bytes)
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index].code >= 0 {
      if slots[index].hash == hash, Self.areEqual(buffer.slice(slots[index].range), bytes) {
        return (slots[index].code, false)
      }
      index = (index + 1) & mask
    }
    let code = Int32(truncatingIfNeeded: count)
    slots[index] = Slot(hash: hash, code: code, range: range)
    count += 1
    if count * 2 > slots.count { grow() }
    return (code, true)
  }

  private mutating func grow() {
    let old = slots
    slots = Self.free(old.count * 4)
    let mask = slots.count - 1
    for slot in old where slot.code >= 0 {
      var index = Int(slot.hash) & mask
      while slots[index].code >= 0 { index = (index + 1) & mask }
      slots[index] = slot
    }
  }

  @inline(__always)
  private static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  @inline(__always)
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawBufferPointer(bytes)
    var state = UInt64(truncatingIfNeeded: bytes.count) &* multiplier
    var index = 0
    while index + 8 <= bytes.count {
      state = (state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* multiplier
      state ^= state >> 29
      index += 8
    }
    var tail: UInt64 = 0
    while index < bytes.count {
      tail = tail << 8 | UInt64(bytes[index])
      index += 1
    }
    state = (state ^ tail) &* multiplier
    return UInt32(truncatingIfNeeded: state >> 32)
  }
}
