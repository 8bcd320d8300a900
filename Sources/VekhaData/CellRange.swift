/// The bytes of one cell's content in the buffer of its file.
struct CellRange: Equatable {
  var start: UInt32
  var end: UInt32

  static let empty = CellRange(start: 0, end: 0)

  init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  init(_ start: Int, _ end: Int) {
    self.init(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }

  @inline(__always) var isEmpty: Bool { start == end }
  @inline(__always) var count: Int { Int(end &- start) }
}

/// The bytes of a file while its table is made. Content may be shortened in place, never moved elsewhere, so that a
/// cell costs eight bytes and no allocation.
typealias FileBuffer = UnsafeMutableBufferPointer<UInt8>

extension UnsafeMutableBufferPointer<UInt8> {
  @inline(__always) func slice(_ range: CellRange) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: baseAddress.map { UnsafePointer($0 + Int(range.start)) }, count: range.count)
  }

  func text(_ range: CellRange) -> String { String(decoding: slice(range), as: UTF8.self) }
}
