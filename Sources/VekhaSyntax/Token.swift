import VekhaText

/// A token: a stretch of the source. All tokens of a file, trivia among them, cover its bytes without a gap.
package struct Token: Sendable {
  package enum Kind: UInt8, Sendable {
    case word, number
    /// `5.1`, `05.09`, `4.2а`: an item, a number or a day, as its place says.
    case dotted
    /// `2024-09-03`, `03.09.2024`
    case date
    /// `2024/2025`
    case years
    /// In quotes of any kind.
    case text
    case colon, comma, semicolon, open, close, dot, dash, plus, star, slash, percent
    case equal, notEqual, less, lessEqual, greater, greaterEqual
    /// № N, where it stands before a number.
    case numberSign
    case space, newline, comment
    case unknown
    case end
  }

  package let kind: Kind
  package let start: Int32
  package let end: Int32
  /// The word's number in the vocabulary, -1 for any other word.
  package let symbol: Int32

  package init(_ kind: Kind, _ start: Int, _ end: Int, symbol: Int32 = -1) {
    self.kind = kind
    self.start = Int32(start)
    self.end = Int32(end)
    self.symbol = symbol
  }

  package var range: Range<Int> { Int(start)..<Int(end) }
  package var isTrivia: Bool { kind == .space || kind == .newline || kind == .comment }
}
