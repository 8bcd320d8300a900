/// The languages of keywords and of messages; each has its own choice, a plan in one may be answered in the other.
package enum Language: String, CaseIterable, Sendable {
  case russian = "ru"
  case english = "en"

  /// The language of a tag such as `ru`, `ru_RU.UTF-8`, `en-GB`; nil for any other.
  package init?(tag: String) {
    let head = tag.prefix { $0 != "_" && $0 != "-" && $0 != "." }
    guard let language = Language(rawValue: head.lowercased()) else { return nil }
    self = language
  }
}
