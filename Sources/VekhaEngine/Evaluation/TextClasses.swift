import VekhaCheck
import VekhaTable
import VekhaText

/// Texts of a dictionary that are equal to a reader: whatever their case, ё and е.
struct TextClasses {
  /// The class of each code; nil where no two texts are equal.
  let classes: [Int32]?
  /// The different folded texts by class; nil for numbered texts.
  private let folded: FoldedTexts?
  private let dictionary: TextDictionary

  init(_ dictionary: TextDictionary) {
    self.dictionary = dictionary
    if let runs = dictionary.numbered, Self.areDifferent(runs) {
      (classes, folded) = (nil, nil)
      return
    }
    var folded = FoldedTexts(capacity: dictionary.count)
    var codes: [Int32] = []
    codes.reserveCapacity(dictionary.count)
    var line: [UInt8] = []
    for code in 0..<dictionary.count {
      line.removeAll(keepingCapacity: true)
      dictionary.withBytes(of: code) { Letters.fold($0, into: &line) }
      codes.append(line.withUnsafeBufferPointer { folded.add($0) })
    }
    classes = folded.count == dictionary.count ? nil : codes
    self.folded = folded
  }

  /// Runs of which no two can have equal texts.
  private static func areDifferent(_ runs: [TextDictionary.Numbered]) -> Bool {
    let kinds = Set(runs.map { Letters.fold(String(decoding: $0.prefix, as: UTF8.self)) + "\u{0}\($0.width)" })
    return kinds.count == runs.count && !runs.contains { $0.prefix.contains { (0x30...0x39).contains($0) } }
  }

  /// The class of a text; nil where the dictionary has none such.
  func find(_ text: String) -> Int32? {
    var wanted = Letters.fold(text)
    guard let folded else {
      // Numbered texts fold to a prefix and the same number.
      return dictionary.numbered.flatMap { runs in
        runs.lazy.compactMap { run -> Int32? in
          let prefix = Letters.fold(String(decoding: run.prefix, as: UTF8.self))
          guard wanted.hasPrefix(prefix) else { return nil }
          let digits = wanted.utf8.dropFirst(prefix.utf8.count)
          guard digits.count == run.width, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(String(Substring(digits))), number >= run.first, number < run.first + run.count
          else { return nil }
          return Int32(run.base + number - run.first)
        }.first
      }
    }
    return wanted.withUTF8 { folded.find($0) }
  }

  /// The classes of dictionaries, found once.
  final class Store {
    private var known: [ObjectIdentifier: TextClasses] = [:]
    private var pairs: [Pair: (left: [Int32], right: [Int32])] = [:]

    private struct Pair: Hashable {
      let left: ObjectIdentifier
      let right: ObjectIdentifier
    }

    func classes(_ dictionary: TextDictionary) -> TextClasses {
      let key = ObjectIdentifier(dictionary)
      if let made = known[key], made.dictionary === dictionary { return made }
      let made = TextClasses(dictionary)
      known[key] = made
      return made
    }

    private var orders: [ObjectIdentifier: (TextDictionary, TextOrder)] = [:]

    /// In what order a dictionary's texts stand as names.
    func order(_ dictionary: TextDictionary) -> TextOrder {
      let key = ObjectIdentifier(dictionary)
      if let made = orders[key], made.0 === dictionary { return made.1 }
      let made = TextOrder(dictionary)
      orders[key] = (dictionary, made)
      return made
    }

    /// Where texts compare; the right side may be one for all.
    func bits(
      _ comparison: Comparison, _ left: [Int32], _ leftTexts: TextDictionary, _ right: [Int32],
      _ rightTexts: TextDictionary
    ) -> BitSet {
      if leftTexts.isEmpty || rightTexts.isEmpty { return BitSet(count: left.count) }
      if right.count == 1, left.count != 1 {
        let wanted = rightTexts[Int(right[0])]
        if leftTexts.count <= 64 {
          let folded = Letters.fold(wanted)
          let matching = leftTexts.map {
            comparison == .equal ? Letters.fold($0) == folded : Letters.fold($0) != folded
          }
          if let only = Self.only(matching) { return Kernels.bits(left, .equal, only) }
          return Kernels.bits(left, in: matching)
        }
        let own = classes(leftTexts)
        return Kernels.bits(
          own.classes.map { Kernels.gather($0, left, none: -1) } ?? left, comparison, own.find(wanted) ?? -1)
      }
      let (a, b) = keys(left, leftTexts, right, rightTexts)
      return Kernels.bits(a, comparison, b)
    }

    /// Texts as numbers that are equal where the texts are.
    func keys(
      _ left: [Int32], _ leftTexts: TextDictionary, _ right: [Int32], _ rightTexts: TextDictionary
    ) -> (left: [Int32], right: [Int32]) {
      func gather(_ classes: [Int32], _ codes: [Int32]) -> [Int32] {
        classes.isEmpty ? codes : Kernels.gather(classes, codes, none: -1)
      }
      if leftTexts === rightTexts {
        guard leftTexts.count > 1, let own = classes(leftTexts).classes else { return (left, right) }
        return (gather(own, left), gather(own, right))
      }
      let (a, b) = shared(leftTexts, rightTexts)
      return (gather(a, left), gather(b, right))
    }

    /// The code that alone matches.
    private static func only(_ matching: [Bool]) -> Int32? {
      guard let first = matching.firstIndex(of: true), matching.lastIndex(of: true) == first else { return nil }
      return Int32(first)
    }

    /// Codes of two dictionaries brought to one.
    private func shared(_ left: TextDictionary, _ right: TextDictionary) -> (left: [Int32], right: [Int32]) {
      let classes = TextClasses(TextDictionary(Array(left) + Array(right)))
      let codes = classes.classes ?? (0..<Int32(left.count + right.count)).map { $0 }
      return (Array(codes[..<left.count]), Array(codes[left.count...]))
    }
  }
}

/// Different texts, found by open addressing over their bytes.
private struct FoldedTexts {
  private var bytes: [UInt8] = []
  private var starts: [Int32] = [0]
  private var hashes: [UInt32]
  private var slots: [Int32]

  var count: Int { starts.count - 1 }

  init(capacity: Int) {
    var slotCount = 64
    while slotCount < capacity * 2 { slotCount *= 2 }
    slots = [Int32](repeating: -1, count: slotCount)
    hashes = [UInt32](repeating: 0, count: slotCount)
  }

  /// The number of the text or, negative, the complement of the slot where it would stand.
  private func search(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let known = Int(slots[slot])
      if hashes[slot] == hash {
        let range = Int(starts[known])..<Int(starts[known + 1])
        if bytes.withUnsafeBufferPointer({ ByteHash.areEqual(UnsafeBufferPointer(rebasing: $0[range]), text) }) {
          return known
        }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return ~slot
  }

  func find(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    let found = search(text, ByteHash.hash(text))
    return found >= 0 ? Int32(found) : nil
  }

  /// At most as many as the capacity.
  mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = ByteHash.hash(text)
    let found = search(text, hash)
    if found >= 0 { return Int32(found) }
    let number = Int32(count)
    slots[~found] = number
    hashes[~found] = hash
    bytes.append(contentsOf: text)
    starts.append(Int32(bytes.count))
    return number
  }
}
