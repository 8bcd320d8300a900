/// Breaking of text into lines of a given width.
package enum Wrapping {
  /// Lines of at most `width` columns, broken at spaces (never at a non-breaking one or between initials); a word longer than a line is
  /// cut. An empty text is one empty line.
  package static func lines(_ text: String, width: Int) -> [String] {
    let width = max(1, width)
    if DisplayWidth.of(text) <= width { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in words(of: text) {
      var rest = word
      let gap = line.isEmpty ? 0 : 1
      let length = DisplayWidth.of(rest)
      if used + gap + length <= width {
        line += (gap == 0 ? "" : " ") + rest
        used += gap + length
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while DisplayWidth.of(rest) > width {
        let head = prefix(of: rest, width: width)
        lines.append(String(head))
        rest = rest[head.endIndex...]
      }
      line = String(rest)
      used = DisplayWidth.of(rest)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// The words between spaces; an initial, an abbreviation of two letters or № keeps the word after it: «А. П.».
  private static func words(of text: String) -> [Substring] {
    var words: [Substring] = []
    for word in text.split(separator: " ") {
      if let last = words.last, binds(last), text.index(after: last.endIndex) == word.startIndex {
        words[words.count - 1] = text[last.startIndex..<word.endIndex]
      } else {
        words.append(word)
      }
    }
    return words
  }

  private static func binds(_ words: Substring) -> Bool {
    let last = words.split(separator: " ").last ?? words
    let bare = last.drop { $0 == "(" || $0 == "«" || $0 == "“" || $0 == "\"" }
    return bare == "№" || (bare.count <= 3 && bare.count > 1 && bare.last == "." && bare.first?.isLetter == true)
  }

  /// Lines with an indent before the first and another before those that go on.
  package static func indented(_ text: String, first: String, next: String, width: Int?) -> [String] {
    guard let width else { return [first + text] }
    let room = max(20, width - max(DisplayWidth.of(first), DisplayWidth.of(next)))
    return lines(text, width: room).enumerated().map { ($0.offset == 0 ? first : next) + $0.element }
  }

  /// The longest beginning that fits, at least one character.
  private static func prefix(of text: Substring, width: Int) -> Substring {
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      used += DisplayWidth.of(text[end])
      if used > width, end > text.startIndex { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }
}
