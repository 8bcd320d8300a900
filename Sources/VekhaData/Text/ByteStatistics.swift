/// What the bytes of a sample are, whatever the encoding.
struct ByteStatistics {
  private(set) var zerosAtEvenPlaces = 0
  private(set) var zerosAtOddPlaces = 0
  /// Control characters that no text holds, zero bytes among them, without those at the end.
  private var controls = 0
  private var characters = 0
  private var faults = 0
  private var isUnfinished = false
  private let count: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0 || bytes[end - 1] == 0x1A { end -= 1 }
    count = end
    for index in 0..<end {
      switch bytes[index] {
      case 0:
        if index % 2 == 0 { zerosAtEvenPlaces += 1 } else { zerosAtOddPlaces += 1 }
        controls += 1
      case 0x09...0x0D, 0x1A: break
      case ..<0x20, 0x7F: controls += 1
      default: break
      }
    }
    countCharacters(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
  }

  private mutating func countCharacters(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    while start < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let (valid, stop) = UTF8Form.validCount(rest)
      for index in 0..<valid where rest[index] >= 0xC0 { characters += 1 }
      start += valid
      switch stop {
      case .end: return
      case .unfinished:
        isUnfinished = true
        return
      case .undefined(let length):
        faults += 1
        start += length
      case .control(_, let length): start += length
      }
    }
  }

  var isBinary: Bool { controls >= 2 && controls * 50 > count }

  /// A text of UTF-8 with a damaged place among many good characters is UTF-8 with a fault, not another encoding.
  func isUTF8(isWhole: Bool) -> Bool {
    let wrong = faults + (isUnfinished && isWhole ? 1 : 0)
    return wrong == 0 || (characters >= 4 && characters >= 2 * wrong)
  }
}
