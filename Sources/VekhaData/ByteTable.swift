import VekhaTable

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
    let hash = ByteHash.hash(bytes)
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index].code >= 0 {
      if slots[index].hash == hash, ByteHash.areEqual(buffer.slice(slots[index].range), bytes) {
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

  /// The number of these bytes, if they have one.
  func known(_ range: CellRange, in buffer: FileBuffer) -> Int32? {
    let bytes = buffer.slice(range)
    let hash = ByteHash.hash(bytes)
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index].code >= 0 {
      if slots[index].hash == hash, ByteHash.areEqual(buffer.slice(slots[index].range), bytes) {
        return slots[index].code
      }
      index = (index + 1) & mask
    }
    return nil
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
}
