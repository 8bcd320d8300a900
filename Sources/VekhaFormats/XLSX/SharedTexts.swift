/// The texts that cells of a workbook share, by their numbers.
final class SharedTexts: XMLReader {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var text = CellTextParts()
  var isDone: Bool { false }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(FormatFailure) {
    if name.equals("si") { text = CellTextParts() } else { text.begin(name) }
  }

  func end(_ name: XMLName) throws(FormatFailure) {
    guard name.equals("si") else { return text.end(name) }
    bytes += text.decoded
    ends.append(bytes.count)
    guard bytes.count <= Limits.text, ends.count <= Limits.cells else {
      throw FormatFailure(.tooLarge, String(Limits.text))
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormatFailure) { try text.add(bytes) }

  /// Nil where there is no text of that number.
  subscript(_ index: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(index) else { return nil }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }
}

/// The text of a cell, put together of its runs; readings of ideographs are no part of it.
struct CellTextParts {
  private(set) var bytes: [UInt8] = []
  private var isInText = false
  private var isInReading = false

  mutating func begin(_ name: XMLName) {
    switch name {
    case "t": isInText = !isInReading
    case "rPh": isInReading = true
    default: break
    }
  }

  mutating func end(_ name: XMLName) {
    switch name {
    case "t": isInText = false
    case "rPh": isInReading = false
    default: break
    }
  }

  mutating func add(_ text: UnsafeBufferPointer<UInt8>) throws(FormatFailure) {
    guard isInText else { return }
    bytes += text
    if bytes.count > Limits.cell { throw FormatFailure(.cellTooLarge, String(Limits.cell)) }
  }

  var decoded: [UInt8] { Self.decoded(bytes) }

  /// The text with `_x000D_` and the like as the characters they stand for.
  static func decoded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(0x5F) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x5F, index + 6 < bytes.count, bytes[index + 1] == 0x78, bytes[index + 6] == 0x5F,
        let code = UInt32(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      {
        result += Array(String(Character(scalar)).utf8)
        index += 7
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
