import Glibc

/// Texts in one block of bytes, one behind the other. Eight bytes past the last may be read.
package final class TextStore: @unchecked Sendable {
  // Nothing is written once it is made.
  private let bytes: UnsafeMutableRawPointer
  private let ends: UnsafeMutablePointer<UInt32>
  package let count: Int

  fileprivate init(bytes: UnsafeMutableRawPointer, ends: UnsafeMutablePointer<UInt32>, count: Int) {
    self.bytes = bytes
    self.ends = ends
    self.count = count
  }

  deinit {
    free(bytes)
    free(ends)
  }

  package convenience init(_ texts: some Sequence<String>) {
    let builder = Builder()
    for var text in texts { text.withUTF8 { builder.append($0) } }
    self.init(taking: builder)
  }

  private convenience init(taking builder: Builder) {
    let (bytes, ends, count) = builder.release()
    self.init(bytes: bytes, ends: ends, count: count)
  }

  @inline(__always) package subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(ends[index])
    return UnsafeBufferPointer(
      start: bytes.assumingMemoryBound(to: UInt8.self) + start, count: Int(ends[index &+ 1]) &- start)
  }

  /// A store that grows.
  package final class Builder {
    private var bytes: UnsafeMutableRawPointer
    /// `ends[0]` is 0; a text lies between two of them.
    private var ends: UnsafeMutablePointer<UInt32>
    private var capacity = 1 << 10
    private var room = 1 << 8
    private var size = 0
    package private(set) var count = 0

    package init() {
      bytes = Self.memory(nil, capacity + Self.margin)
      ends = Self.memory(nil, (room + 1) * 4).assumingMemoryBound(to: UInt32.self)
      ends[0] = 0
    }

    deinit {
      free(bytes)
      free(ends)
    }

    private static let margin = 8

    /// Large blocks are moved by their pages, which costs nothing.
    private static func memory(_ old: UnsafeMutableRawPointer?, _ size: Int) -> UnsafeMutableRawPointer {
      guard let memory = realloc(old, size) else { fatalError("out of memory") }
      return memory
    }

    @inline(__always) package func start(_ index: Int) -> UnsafeRawPointer {
      UnsafeRawPointer(bytes) + Int(ends[index])
    }
    @inline(__always) package func length(_ index: Int) -> Int { Int(ends[index &+ 1]) &- Int(ends[index]) }

    @discardableResult package func append(_ text: UnsafeBufferPointer<UInt8>) -> Int {
      guard let base = text.baseAddress else { return append(UnsafeRawPointer(bytes), 0) }
      return append(base, text.count)
    }

    /// Adds a text; its number.
    package func append(_ text: UnsafeRawPointer, _ length: Int) -> Int {
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
    package func finish() -> TextStore { TextStore(taking: self) }

    fileprivate func release() -> (UnsafeMutableRawPointer, UnsafeMutablePointer<UInt32>, Int) {
      let made = (bytes, ends, count)
      (capacity, room, size, count) = (1, 1, 0, 0)
      bytes = Self.memory(nil, capacity + Self.margin)
      ends = Self.memory(nil, (room + 1) * 4).assumingMemoryBound(to: UInt32.self)
      ends[0] = 0
      return made
    }
  }
}
