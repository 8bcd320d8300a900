/// Which encoding a text file is in, told from its beginning: a byte order mark, else strict UTF-8, else what reads as
/// Russian and holds the declared titles.
enum EncodingGuess: Equatable {
  case found(TextEncoding, markLength: Int)
  /// Nothing tells between these, the likelier first.
  case unclear([TextEncoding])
  /// The bytes are no text.
  case noText(Content)

  /// What a file that is no text is instead; `rawValue` is a key of the catalogue.
  enum Content: String {
    case webPage = "content.webPage"
    case utf32 = "content.utf32"
    case unknown = "content.unknown"
  }

  /// Encodings whose likelihoods differ by less are told apart by a person; in natural logarithms, 20 to 1.
  private static let margin = 3.0
  /// The worst that a letter of Russian text may be worth on average.
  private static let leastWorth = -1.0
  /// How much rarer than windows-1251 offices have an encoding, in natural logarithms.
  private static func rarity(_ encoding: TextEncoding) -> Double {
    switch encoding {
    case .windows1251: 0
    case .cp866: 2
    case .koi8r: 3
    default: 4
    }
  }

  /// What a declared title found in the file is worth.
  private static let titleWorth = 8.0

  /// `titles` counts the declared titles that are found where the bytes are read in an encoding.
  static func of(
    _ head: UnsafeRawBufferPointer, isWhole: Bool, titles: (TextEncoding) -> Int
  ) -> EncodingGuess {
    if let content = content(head) { return .noText(content) }
    if let (encoding, length) = mark(head) { return .found(encoding, markLength: length) }
    let statistics = ByteStatistics(head)
    if let encoding = unitsOfTwo(head, statistics) { return .found(encoding, markLength: 0) }
    if statistics.isBinary { return .noText(.unknown) }
    if statistics.isUTF8(isWhole: isWhole) { return .found(.utf8, markLength: 0) }
    return ofOneByte(head, titles: titles)
  }

  private static func content(_ head: UnsafeRawBufferPointer) -> Content? {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32 }
    let start = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.prefix(16)
    let tag = String(decoding: start, as: UTF8.self).lowercased()
    return ["<!doctype", "<html", "<table", "<?xml"].contains { tag.hasPrefix($0) } ? .webPage : nil
  }

  private static func mark(_ head: UnsafeRawBufferPointer) -> (TextEncoding, Int)? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if head.starts(with: mark) { return (.utf8, head.dropFirst(3).starts(with: mark) ? 6 : 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// UTF-16 without a mark: separators, digits and line ends have their zero bytes all at odd or all at even places.
  private static func unitsOfTwo(_ head: UnsafeRawBufferPointer, _ statistics: ByteStatistics) -> TextEncoding? {
    let (even, odd) = (statistics.zerosAtEvenPlaces, statistics.zerosAtOddPlaces)
    let encoding: TextEncoding
    if odd * 40 > head.count, even * 20 <= odd {
      encoding = .utf16LittleEndian
    } else if even * 40 > head.count, odd * 20 <= even {
      encoding = .utf16BigEndian
    } else {
      return nil
    }
    let sample = UnsafeRawBufferPointer(rebasing: head.prefix(4096))
    return DecodedSample(sample, encoding)?.fault == nil ? encoding : nil
  }

  private static func ofOneByte(_ head: UnsafeRawBufferPointer, titles: (TextEncoding) -> Int) -> EncodingGuess {
    let sample = UnsafeRawBufferPointer(rebasing: head.prefix(1 << 16))
    var ranked = TextEncoding.ofOneByte.map { encoding in
      let likelihood = LetterLikelihood.of(encoding).worth(of: sample)
      let total = likelihood.total + titleWorth * Double(titles(encoding)) - rarity(encoding)
      return (encoding: encoding, likelihood: likelihood, total: total)
    }
    ranked.sort { $0.total > $1.total }
    let isPlain = ranked[0].total - ranked[1].total >= margin && ranked[0].likelihood.mean >= leastWorth
    return isPlain ? .found(ranked[0].encoding, markLength: 0) : .unclear(ranked.map(\.encoding))
  }
}
