import Glibc

/// Texts in one block of bytes, one behind the other. Eight bytes past the last may be read.
package final class TextStore: @unchecked Sendable {
  // Nothing is written once it is made.
  private let bytes: UnsafeMutableRawPointer
  private let ends: UnsafeMutablePointer<UInt32>
  package let count: Int

  /// Takes memory of `malloc`: text `i` lies between `ends[i]` and `ends[i + 1]`.
  package init(taking bytes: UnsafeMutableRawPointer, ends: UnsafeMutablePointer<UInt32>, count: Int) {
    self.bytes = bytes
    self.ends = ends
    self.count = count
  }

  deinit {
    free(bytes)
    free(ends)
  }

  package convenience init(_ texts: some Sequence<String>) {
    var all: [UInt8] = []
    var places: [UInt32] = [0]
    for text in texts {
      all += text.utf8
      places.append(UInt32(truncatingIfNeeded: all.count))
    }
    all += [UInt8](repeating: 0, count: Self.margin)
    self.init(
      taking: Self.copy(all), ends: Self.copy(places).assumingMemoryBound(to: UInt32.self), count: places.count - 1)
  }

  /// So many bytes past the last text may be read.
  package static let margin = 8

  private static func copy<Element>(_ array: [Element]) -> UnsafeMutableRawPointer {
    let size = array.count * MemoryLayout<Element>.stride
    guard let memory = malloc(size) else { fatalError("out of memory") }
    array.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: size) }
    return memory
  }

  @inline(__always) package subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(ends[index])
    return UnsafeBufferPointer(
      start: bytes.assumingMemoryBound(to: UInt8.self) + start, count: Int(ends[index &+ 1]) &- start)
  }
}
