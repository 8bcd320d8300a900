import VekhaText

/// The different texts of a column by their codes, from 0.
///
/// Texts lie in one block of bytes, or are not kept at all where they are numbered (`p0000001`, `p0000002`, …).
package final class TextDictionary: Sendable, RandomAccessCollection, ExpressibleByArrayLiteral {
  /// Texts that are a prefix and a number of a fixed width.
  package struct Numbered: Sendable, Equatable {
    package let prefix: [UInt8]
    /// How many digits, leading zeros among them.
    package let width: Int
    /// The number that has the code `base`, and how many codes follow, whether all of them occur or not.
    package let first: Int
    package let base: Int
    package let count: Int

    package init(prefix: [UInt8], width: Int, first: Int, base: Int, count: Int) {
      self.prefix = prefix
      self.width = width
      self.first = first
      self.base = base
      self.count = count
    }
  }

  private enum Storage: Sendable {
    case kept(TextStore)
    case numbered([Numbered])
  }

  private let storage: Storage
  package let count: Int
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package init(_ texts: TextStore) {
    storage = .kept(texts)
    count = texts.count
  }

  /// Runs in the order of their bases, which follow each other.
  package init(numbered runs: [Numbered]) {
    storage = .numbered(runs)
    count = runs.last.map { $0.base + $0.count } ?? 0
  }

  package convenience init(_ texts: some Sequence<String>) {
    self.init(TextStore(texts))
  }

  package convenience init(arrayLiteral texts: String...) { self.init(texts) }

  package subscript(code: Int) -> String { withBytes(of: code) { String(decoding: $0, as: UTF8.self) } }

  /// The runs of numbered texts; nil where the texts are kept.
  package var numbered: [Numbered]? {
    if case .numbered(let runs) = storage { runs } else { nil }
  }

  /// The bytes of a text, in UTF-8.
  package func withBytes<Result>(of code: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    switch storage {
    case .kept(let texts): return body(texts[code])
    case .numbered(let runs):
      let run = runs.last { $0.base <= code } ?? runs[0]
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: run.prefix.count + run.width) { buffer in
        _ = buffer.initialize(from: run.prefix)
        var number = run.first + code - run.base
        var index = run.prefix.count + run.width - 1
        while index >= run.prefix.count {
          buffer.initializeElement(at: index, to: UInt8(truncatingIfNeeded: 0x30 + number % 10))
          number /= 10
          index -= 1
        }
        return body(UnsafeBufferPointer(buffer))
      }
    }
  }
}

extension TextDictionary {
  /// Calls `body` with each code and the bytes of its text.
  package func forEachText(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Void) {
    for code in 0..<count { withBytes(of: code) { body(code, $0) } }
  }

  /// For each code of this dictionary, the code of the same text in another; -1 where it has none.
  package func codes(in other: TextDictionary) -> [Int32] {
    if other === self { return (0..<Int32(truncatingIfNeeded: count)).map { $0 } }
    if let own = numbered, let theirs = other.numbered {
      var result = [Int32](repeating: -1, count: count)
      for run in own {
        guard let match = theirs.first(where: { $0.prefix == run.prefix && $0.width == run.width }) else { continue }
        let low = Swift.max(run.first, match.first)
        let high = Swift.min(run.first + run.count, match.first + match.count)
        for number in low..<Swift.max(low, high) {
          result[run.base + number - run.first] = Int32(truncatingIfNeeded: match.base + number - match.first)
        }
      }
      return result
    }
    if count == 0 || other.count == 0 { return [Int32](repeating: -1, count: count) }
    if let theirs = other.numbered {
      return (0..<count).map { code in withBytes(of: code) { Self.code(of: $0, in: theirs) ?? -1 } }
    }
    if let own = numbered {
      var result = [Int32](repeating: -1, count: count)
      for code in 0..<other.count {
        if let known = other.withBytes(of: code, { Self.code(of: $0, in: own) }) {
          result[Int(known)] = Int32(truncatingIfNeeded: code)
        }
      }
      return result
    }
    let index = TextIndex(other)
    return (0..<count).map { code in withBytes(of: code) { index.code(of: $0) ?? -1 } }
  }

  /// The code of a text among numbered ones.
  private static func code(of text: UnsafeBufferPointer<UInt8>, in runs: [Numbered]) -> Int32? {
    for run in runs where text.count == run.prefix.count + run.width {
      guard text.starts(with: run.prefix) else { continue }
      var number = 0
      for byte in text[run.prefix.count...] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        number = number * 10 + Int(byte - 0x30)
      }
      guard number >= run.first, number < run.first + run.count else { continue }
      return Int32(truncatingIfNeeded: run.base + number - run.first)
    }
    return nil
  }
}

/// Finds the codes of a dictionary's texts by open addressing over their bytes.
package struct TextIndex {
  private let dictionary: TextDictionary
  private var slots: [Int32]
  private var hashes: [UInt32]
  /// Texts with combining marks may be equal though their bytes are not.
  private var composed: [String: Int32] = [:]

  package init(_ dictionary: TextDictionary) {
    self.dictionary = dictionary
    var capacity = 64
    while capacity < dictionary.count * 2 { capacity *= 2 }
    slots = [Int32](repeating: -1, count: capacity)
    hashes = [UInt32](repeating: 0, count: capacity)
    for code in 0..<dictionary.count {
      let (hash, hasMarks) = dictionary.withBytes(of: code) { (ByteHash.hash($0), Self.hasMarks($0)) }
      var slot = Int(hash) & (capacity - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = Int32(truncatingIfNeeded: code)
      hashes[slot] = hash
      if hasMarks { composed[dictionary[code], default: Int32(truncatingIfNeeded: code)] += 0 }
    }
  }

  private static func hasMarks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.contains { $0 == 0xCC || $0 == 0xCD }
  }

  package func code(of bytes: UnsafeBufferPointer<UInt8>) -> Int32? {
    let hash = ByteHash.hash(bytes)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      if hashes[slot] == hash {
        let isSame = dictionary.withBytes(of: Int(slots[slot])) { ByteHash.areEqual($0, bytes) }
        if isSame { return slots[slot] }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return composed.isEmpty ? nil : composed[String(decoding: bytes, as: UTF8.self)]
  }
}

/// The hash and equality of short byte strings.
package enum ByteHash {
  @inline(__always)
  package static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = left.count
    guard count == right.count else { return false }
    if count == 0 { return true }
    let a = UnsafeRawPointer(left.baseAddress.unsafelyUnwrapped)
    let b = UnsafeRawPointer(right.baseAddress.unsafelyUnwrapped)
    var index = 0
    while index + 8 <= count {
      if a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        != b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      {
        return false
      }
      index += 8
    }
    while index < count {
      if a.load(fromByteOffset: index, as: UInt8.self) != b.load(fromByteOffset: index, as: UInt8.self) { return false }
      index += 1
    }
    return true
  }

  @inline(__always)
  package static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawBufferPointer(bytes)
    let count = bytes.count
    var state = UInt64(truncatingIfNeeded: count) &* multiplier
    var index = 0
    while index + 8 <= count {
      state = (state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* multiplier
      state ^= state >> 29
      index += 8
    }
    var tail: UInt64 = 0
    while index < count {
      tail = tail << 8 | UInt64(bytes[index])
      index += 1
    }
    state = (state ^ tail) &* multiplier
    return UInt32(truncatingIfNeeded: state >> 32)
  }
}
