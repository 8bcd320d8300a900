import Glibc

/// How likely a byte is in Russian text, if it is read in an encoding.
struct LetterLikelihood: Sendable {
  private enum Kind { case other, lower, upper }

  private struct Entry {
    var worth: Double
    var kind: Kind
  }

  private let entries: [Entry]

  static func of(_ encoding: TextEncoding) -> LetterLikelihood { all[encoding] ?? LetterLikelihood(encoding) }

  private static let all = Dictionary(
    uniqueKeysWithValues: TextEncoding.ofOneByte.map { ($0, LetterLikelihood($0)) })

  /// How often each letter stands in Russian text, in hundredths of a percent (О. Н. Ляшевская, С. А. Шаров, 2009).
  private static let frequencies: KeyValuePairs<Unicode.Scalar, Int> = [
    "о": 1097, "е": 845, "а": 801, "и": 735, "н": 670, "т": 626, "с": 547, "р": 473, "в": 454, "л": 440, "к": 349,
    "м": 321, "д": 298, "п": 281, "у": 262, "я": 201, "ы": 190, "ь": 174, "г": 170, "з": 165, "б": 159, "ч": 144,
    "й": 121, "х": 97, "ж": 94, "ш": 73, "ю": 64, "ц": 48, "щ": 36, "э": 32, "ф": 26, "ъ": 4, "ё": 20,
  ]
  /// 1 in 33.
  private static let evenShare = 303.0
  /// Marks that offices write.
  private static let marks = "№«»–—“”„…°§€\u{A0}"
  private static let strange = -4.0

  private init(_ encoding: TextEncoding) {
    let letters = Dictionary(uniqueKeysWithValues: Self.frequencies.map { ($0.key, $0.value) })
    let page = CodePage.of(encoding)?.packed ?? []
    entries = page.map { packed in
      let bytes = (0..<(packed >> 24)).map { UInt8(truncatingIfNeeded: packed >> (8 * $0)) }
      guard let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else {
        return Entry(worth: 2 * Self.strange, kind: .other)
      }
      let folded = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
      if let hundredths = letters[folded] {
        return Entry(worth: log(Double(hundredths) / Self.evenShare), kind: folded == scalar ? .lower : .upper)
      }
      return Entry(worth: Self.marks.unicodeScalars.contains(scalar) ? -0.5 : Self.strange, kind: .other)
    }
  }

  /// The logarithm of the likelihood of the bytes that are not ASCII, and its mean.
  func worth(of bytes: UnsafeRawBufferPointer) -> (total: Double, mean: Double) {
    var total = 0.0
    var count = 0
    var previous = Kind.other
    var isAfterLatin = false
    for byte in bytes {
      guard byte >= 0x80 else {
        let isLatin = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
        if isLatin, previous != .other { total -= 2 }
        isAfterLatin = isLatin
        previous = .other
        continue
      }
      let entry = entries[Int(byte)]
      total += entry.worth
      count += 1
      if entry.kind == .upper, previous == .lower { total += Self.strange }
      if isAfterLatin, entry.kind != .other { total -= 2 }
      previous = entry.kind
      isAfterLatin = false
    }
    return (total, count == 0 ? 0 : total / Double(count))
  }
}
