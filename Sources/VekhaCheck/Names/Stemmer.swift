import CStemmer
import VekhaText

/// One stem of a user's own word, by Snowball's Russian and English algorithms (libstemmer).
final class Stemmer {
  private let russian: OpaquePointer?
  private let english: OpaquePointer?
  private var cache: [String: String] = [:]

  init() {
    russian = sb_stemmer_new("russian", "UTF_8")
    english = sb_stemmer_new("english", "UTF_8")
  }

  deinit {
    if let russian { sb_stemmer_delete(russian) }
    if let english { sb_stemmer_delete(english) }
  }

  /// The stems of a folded name, each part between `_` by itself.
  func stem(_ name: String) -> String {
    if let known = cache[name] { return known }
    let result = name.split(separator: "_", omittingEmptySubsequences: false).map { stemPart(String($0)) }
      .joined(separator: "_")
    cache[name] = result
    return result
  }

  /// As `stem`, after bringing a full participle to its short form: обученных, обучена = обучен.
  func adjectiveStem(_ name: String) -> String {
    guard Letters.script(of: name) == .cyrillic else { return stem(name) }
    for ending in Self.fullEndings where name.hasSuffix("нн" + ending) {
      return String(name.dropLast(ending.count + 1))
    }
    for ending in ["на", "но", "ны"] where name.hasSuffix(ending) { return String(name.dropLast()) }
    if name.hasSuffix("н") { return name }
    return stem(name)
  }

  /// A folded name without the case endings of Russian nouns, each part between `_` by itself: what is left where the
  /// algorithm takes a noun for a verb («перерыв», «отзыв»). The endings are those of Snowball's step for nouns.
  static func nounStem(_ name: String) -> String {
    name.split(separator: "_", omittingEmptySubsequences: false).map { part in
      guard Letters.script(of: String(part)) == .cyrillic else { return String(part) }
      let ending = nounEndings.first { part.hasSuffix($0) && part.count > $0.count + 2 } ?? ""
      return String(part.dropLast(ending.count))
    }.joined(separator: "_")
  }

  private static let nounEndings = [
    "иями", "ями", "ами", "ией", "иям", "ием", "иях", "ев", "ов", "ие", "ье", "еи", "ии", "ей", "ой", "ий", "ям", "ем",
    "ам", "ом", "ах", "ях", "ию", "ью", "ия", "ья", "а", "е", "и", "й", "о", "у", "ы", "ь", "ю", "я",
  ]

  private static let fullEndings = [
    "ого", "ому", "ыми", "ый", "ая", "ое", "ые", "ой", "ых", "ым", "ую", "ом",
  ]

  private func stemPart(_ part: String) -> String {
    guard let stemmer = Letters.script(of: part) == .latin ? english : russian else { return part }
    let bytes = Array(part.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let stemmed = sb_stemmer_stem(stemmer, buffer.baseAddress, Int32(buffer.count)) else { return part }
      let length = Int(sb_stemmer_length(stemmer))
      return String(decoding: UnsafeBufferPointer(start: stemmed, count: length), as: UTF8.self)
    }
  }
}
