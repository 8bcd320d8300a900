/// Turns the bytes of a text file into UTF-8, block by block, and tells the first byte that is no text.
///
/// NUL and Ctrl-Z end a text, as DOS and a half-written file leave them; anything but more of them and blanks after is a
/// fault at the first of them.
struct TextDecoder {
  struct Fault: Hashable {
    enum Kind: Hashable {
      /// The encoding has no such character.
      case undefined
      /// The file ends inside a character.
      case cutOff
      /// Text goes on after a NUL.
      case zeroByte
      /// Text goes on after a Ctrl-Z.
      case endMark
    }

    let kind: Kind
    /// From the first byte that was given, the mark not counted.
    let offset: Int
    /// How many bytes cannot be read.
    let length: Int
  }

  struct Step {
    /// Bytes of the input that are done with. The rest belongs before the next block: an unfinished character, what
    /// had no room, or what begins with the fault.
    var consumed = 0
    /// Bytes of the output that were written.
    var produced = 0
    var fault: Fault?
  }

  let encoding: TextEncoding
  private let page: CodePage?
  /// How many bytes were taken.
  private(set) var offset = 0
  /// The first NUL or Ctrl-Z.
  private(set) var ending: Fault?

  init(_ encoding: TextEncoding) {
    self.encoding = encoding
    page = CodePage.of(encoding)
  }

  /// Room for the output of this many bytes of input.
  static func capacity(for count: Int) -> Int { count * 3 + 8 }

  /// Decodes as much of the input as the output has room for. `isLast`: no more input follows.
  mutating func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
  ) -> Step {
    var step = Step()
    let count = min(input.count, max(0, (output.count - 8) / 3))
    let bytes = UnsafeRawBufferPointer(rebasing: input[..<count])
    let isWhole = isLast && count == input.count
    if ending == nil { decodeText(bytes, into: output, isWhole, &step) }
    if ending != nil, step.fault == nil { passEnding(bytes, &step) }
    offset += step.consumed
    return step
  }

  /// Goes over bytes that cannot be read, to look for more faults.
  mutating func skip(_ fault: Fault) {
    offset = fault.offset + fault.length
    ending = nil
  }

  private mutating func decodeText(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ isWhole: Bool, _ step: inout Step
  ) {
    let stop: Stop
    if let page {
      stop = Self.decode(input, page, into: output, &step)
    } else if encoding == .utf8 {
      let (count, reason) = UTF8Form.validCount(input)
      UnsafeMutableRawBufferPointer(rebasing: output[..<count]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: input[..<count]))
      step.consumed = count
      step.produced = count
      stop = reason
    } else {
      stop = Self.decodeUnits(input, isBig: encoding == .utf16BigEndian, into: output, &step)
    }
    let place = offset + step.consumed
    switch stop {
    case .end: break
    case .unfinished(let length):
      if isWhole { step.fault = Fault(kind: .cutOff, offset: place, length: length) }
    case .undefined(let length): step.fault = Fault(kind: .undefined, offset: place, length: length)
    case .control(let byte, let length):
      ending = Fault(kind: byte == 0 ? .zeroByte : .endMark, offset: place, length: length)
    }
  }

  /// Why decoding stopped before a character.
  enum Stop: Equatable {
    case end
    case unfinished(length: Int)
    case undefined(length: Int)
    case control(UInt8, length: Int)
  }

  /// Takes NUL, Ctrl-Z and blanks; anything else is a fault at the first NUL or Ctrl-Z.
  private mutating func passEnding(_ input: UnsafeRawBufferPointer, _ step: inout Step) {
    while step.consumed < input.count {
      switch input[step.consumed] {
      case 0, 0x1A, 0x20, 0x0A, 0x0D: step.consumed += 1
      default:
        step.fault = ending
        return
      }
    }
  }

  private static func decode(
    _ input: UnsafeRawBufferPointer, _ page: CodePage, into output: UnsafeMutableRawBufferPointer, _ step: inout Step
  ) -> Stop {
    guard let from = input.baseAddress, let to = output.baseAddress else { return .end }
    return page.packed.withUnsafeBufferPointer { table in
      let count = input.count
      var index = 0
      var made = 0
      var stop = Stop.end
      while index < count {
        if index &+ 8 <= count {
          let word = from.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          if UTF8Form.isPlainASCII(word) {
            to.storeBytes(of: word, toByteOffset: made, as: UInt64.self)
            index &+= 8
            made &+= 8
            continue
          }
        }
        let end = min(index &+ 8, count)
        while index < end {
          let packed = table[Int(from.load(fromByteOffset: index, as: UInt8.self))]
          if packed == 0 { break }
          to.storeBytes(of: packed, toByteOffset: made, as: UInt32.self)
          made &+= Int(packed >> 24)
          index &+= 1
        }
        if index < end {
          let byte = input[index]
          stop = byte < 0x80 ? .control(byte, length: 1) : .undefined(length: 1)
          break
        }
      }
      step.consumed = index
      step.produced = made
      return stop
    }
  }

  private static func decodeUnits(
    _ input: UnsafeRawBufferPointer, isBig: Bool, into output: UnsafeMutableRawBufferPointer, _ step: inout Step
  ) -> Stop {
    func unit(_ index: Int) -> UInt32 {
      let (first, second) = (UInt32(input[index]), UInt32(input[index + 1]))
      return isBig ? first << 8 | second : second << 8 | first
    }
    var index = 0
    var made = 0
    defer {
      step.consumed = index
      step.produced = made
    }
    while index < input.count {
      if index + 1 == input.count { return .unfinished(length: 1) }
      var scalar = unit(index)
      var length = 2
      switch scalar {
      case 0, 0x1A: return .control(UInt8(truncatingIfNeeded: scalar), length: 2)
      case 0xD800...0xDBFF:
        if index + 3 >= input.count { return .unfinished(length: input.count - index) }
        let low = unit(index + 2)
        guard (0xDC00...0xDFFF).contains(low) else { return .undefined(length: 2) }
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
        length = 4
      case 0xDC00...0xDFFF: return .undefined(length: 2)
      default: break
      }
      made += UTF8Form.write(scalar, to: output, at: made)
      index += length
    }
    return .end
  }
}
