import Glibc
import VekhaTable

/// Texts in one block of memory that grows.
struct GrowingTexts: ~Copyable {
  private var bytes: UnsafeMutableRawPointer
  /// `ends[0]` is 0; a text lies between two of them.
  private var ends: UnsafeMutablePointer<UInt32>
  private var capacity = 1 << 10
  private var room = 1 << 8
  private var size = 0
  private(set) var count = 0

  init() {
    bytes = Self.memory(nil, capacity + Self.margin)
    ends = Self.memory(nil, (room + 1) * 4).assumingMemoryBound(to: UInt32.self)
    ends[0] = 0
  }

  deinit {
    free(bytes)
    free(ends)
  }

  private static let margin = TextStore.margin

  /// Large blocks are moved by their pages, which costs nothing.
  private static func memory(_ old: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer {
    guard let memory = realloc(old, size) else { fatalError("out of memory") }
    return memory
  }

  @inline(__always) func start(_ index: Int) -> UnsafeRawPointer {
    UnsafeRawPointer(bytes) + Int(ends[index])
  }
  @inline(__always) func length(_ index: Int) -> Int { Int(ends[index &+ 1]) &- Int(ends[index]) }

  /// Adds a text; its number.
  mutating func append(_ text: UnsafeRawPointer, _ length: Int) -> Int {
    precondition(size + length <= Int(UInt32.max), "texts of more than 4 GiB")
    if size + length > capacity {
      while size + length > capacity { capacity *= 2 }
      bytes = Self.memory(bytes, capacity + Self.margin)
    }
    if count == room {
      room *= 2
      ends = Self.memory(ends, (room + 1) * 4).assumingMemoryBound(to: UInt32.self)
    }
    memcpy(bytes + size, text, length)
    size += length
    count += 1
    ends[count] = UInt32(truncatingIfNeeded: size)
    return count - 1
  }

  /// The texts; the builder is empty afterwards.
  mutating func finish() -> TextStore {
    let (bytes, ends, count) = release()
    return TextStore(taking: bytes, ends: ends, count: count)
  }

  private mutating func release() -> (UnsafeMutableRawPointer, UnsafeMutablePointer<UInt32>, Int) {
    let made = (bytes, ends, count)
    (capacity, room, size, count) = (1, 1, 0, 0)
    bytes = Self.memory(nil, capacity + Self.margin)
    ends = Self.memory(nil, (room + 1) * 4).assumingMemoryBound(to: UInt32.self)
    ends[0] = 0
    return made
  }
}
