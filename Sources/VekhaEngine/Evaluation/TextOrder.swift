import VekhaTable
import VekhaText

/// The order of a dictionary's texts as names (`NameOrder`), as far as it can be told without comparing them.
enum TextOrder {
  case byCode
  /// A number for each code; of two names the one with the smaller number comes first, of equal numbers either.
  case ranked([UInt64])
  case unknown

  init(_ dictionary: TextDictionary) {
    if let runs = dictionary.numbered {
      self = Self.numbered(runs, dictionary.count)
      return
    }
    var ranks: [UInt64] = []
    ranks.reserveCapacity(dictionary.count)
    var line: [UInt8] = []
    for code in 0..<dictionary.count {
      line.removeAll(keepingCapacity: true)
      dictionary.withBytes(of: code) { Letters.fold($0, into: &line) }
      guard let rank = Self.rank(line) else {
        self = .unknown
        return
      }
      ranks.append(rank)
    }
    self = .ranked(ranks)
  }

  /// The first bytes up to a number; nil for letters of other scripts, whose order is not that of their bytes.
  private static func rank(_ bytes: [UInt8]) -> UInt64? {
    var rank: UInt64 = 0
    var taken = 0
    var isOpen = true
    for byte in bytes {
      if byte >= 0x80, !(0xD0...0xD1).contains(byte), !(0x80...0xBF).contains(byte) { return nil }
      if (0x30...0x39).contains(byte) { isOpen = false }
      if isOpen, taken < 8 {
        rank = rank << 8 | UInt64(byte)
        taken += 1
      }
    }
    return taken == 0 ? 0 : rank << UInt64(8 * (8 - taken))
  }

  private static func numbered(_ runs: [TextDictionary.Numbered], _ count: Int) -> TextOrder {
    let prefixes = runs.map { Letters.fold(String(decoding: $0.prefix, as: UTF8.self)) }
    let isPlain = prefixes.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 && !(0x30...0x39).contains($0) } }
    guard isPlain else { return .unknown }
    if zip(prefixes, prefixes.dropFirst()).allSatisfy({ $0 < $1 }) { return .byCode }
    let order = Set(prefixes).sorted()
    var ranks = [UInt64](repeating: 0, count: count)
    for (run, prefix) in zip(runs, prefixes) {
      let high = UInt64(order.firstIndex(of: prefix) ?? 0) << 48
      for offset in 0..<run.count { ranks[run.base + offset] = high | UInt64(run.first + offset) & 0xFFFF_FFFF_FFFF }
    }
    return .ranked(ranks)
  }
}
