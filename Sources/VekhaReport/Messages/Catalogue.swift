import VekhaText

/// All sentences of one language.
///
/// The file has the interface words first, `key = text` a line, then a block for each diagnostic code that begins with
/// `[VK0000]`. A catalogue reads the words when it is first used; the blocks are looked at only when a code is asked for.
package final class Catalogue: Sendable {
  package let language: Language
  private let text: StaticString
  /// Where each key and its text lie, in bytes, by the hash of the key. A dictionary of strings would take the longer
  /// part of the time in which an answer is made.
  private let words: [UInt64: (key: Range<Int>, text: Range<Int>)]

  package static func of(_ language: Language) -> Catalogue {
    switch language {
    case .russian: russian
    case .english: english
    }
  }

  private static let russian = Catalogue(.russian)
  private static let english = Catalogue(.english)

  private init(_ language: Language) {
    self.language = language
    text = Self.file(of: language)
    words = text.withUTF8Buffer { Self.words(in: $0) }
  }

  static func file(of language: Language) -> StaticString {
    EmbeddedTexts.files.first { $0.path == "Messages/\(language.rawValue).messages" }?.text ?? ""
  }

  private static func words(
    in bytes: UnsafeBufferPointer<UInt8>
  ) -> [UInt64: (key: Range<Int>, text: Range<Int>)] {
    var words: [UInt64: (key: Range<Int>, text: Range<Int>)] = [:]
    words.reserveCapacity(512)
    var start = 0
    while start < bytes.count, bytes[start] != UInt8(ascii: "[") {
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      if let line = CatalogueLine(bytes, start..<end) { words[line.hash] = (line.key, line.text) }
      start = end + 1
    }
    return words
  }

  /// The template of an interface word, or nil.
  package func template(_ key: String) -> String? {
    guard let (found, range) = words[CatalogueLine.hash(of: key.utf8)] else { return nil }
    return text.withUTF8Buffer { bytes in
      guard bytes[found].elementsEqual(key.utf8) else { return nil }
      return String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
  }

  /// The text of an interface word with its holes filled; the key itself where there is none.
  package func phrase(_ key: String, _ values: [Template.Value] = []) -> String {
    guard let template = template(key) else { return key }
    return Template.fill(template, with: values, in: language)
  }

  package func has(_ key: String) -> Bool { template(key) != nil }

  /// All keys of interface words, sorted.
  package var keys: [String] {
    text.withUTF8Buffer { bytes in
      words.values.map { String(decoding: UnsafeBufferPointer(rebasing: bytes[$0.key]), as: UTF8.self) }.sorted()
    }
  }

  /// What the catalogue says of a code; nil only where the catalogue has a hole.
  package func entry(for code: DiagnosticCode) -> CodeEntry? {
    CodeIndex.of(language).entry(for: code.rawValue, in: text)
  }
}

/// A line `key = text` of a catalogue.
private struct CatalogueLine {
  let key: Range<Int>
  let text: Range<Int>
  let hash: UInt64

  /// Nil for blank lines, comments (`//`) and anything else.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
    guard line.count > 2, bytes[line.lowerBound] != UInt8(ascii: "/") else { return nil }
    var end = line.lowerBound
    var hash = Self.seed
    while end < line.upperBound, bytes[end] != UInt8(ascii: " ") {
      hash = Self.mixed(hash, bytes[end])
      end += 1
    }
    guard end + 2 < line.upperBound, bytes[end + 1] == UInt8(ascii: "=") else { return nil }
    key = line.lowerBound..<end
    text = (end + 3)..<max(end + 3, line.upperBound)
    self.hash = hash
  }

  /// FNV-1a.
  static func hash(of key: some Sequence<UInt8>) -> UInt64 { key.reduce(seed, mixed) }

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
