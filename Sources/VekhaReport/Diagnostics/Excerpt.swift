import VekhaText

/// A piece of a source line with an underline below it, measured in columns of the screen.
struct Excerpt {
  /// The line as it is drawn: tabs expanded, invisible characters named, cut around the span if it is long.
  private(set) var text = ""
  /// Spaces and `~` or `^` that stand right below the span.
  private(set) var underline = ""

  /// Of a line this many bytes before and after the span are looked at, whatever its length.
  private static let reach = 600
  private static let tab = 4

  /// The line (from 0) of the source; without a range nothing is underlined and the line is cut at its end.
  init(_ source: SourceText, line: Int, underlining range: Range<Int>?, width: Int) {
    let bounds = source.lineRange(line)
    let start = min(max(range?.lowerBound ?? bounds.lowerBound, bounds.lowerBound), bounds.upperBound)
    let end = min(max(range?.upperBound ?? start, start), bounds.upperBound)
    let from = Self.boundary(source, max(bounds.lowerBound, start - Self.reach), within: bounds)
    let to = Self.boundary(
      source, min(bounds.upperBound, max(start, min(end, start + Self.reach)) + Self.reach), within: bounds)
    let before = Self.drawn(source.text(from..<start), column: 0)
    let inside = Self.drawn(source.text(start..<min(end, to)), column: before.width)
    let after = Self.drawn(source.text(min(end, to)..<to), column: before.width + inside.width)
    let cut = Self.window(before, inside, after, width: max(20, width))
    text =
      (cut.opens || from > bounds.lowerBound ? "…" : "") + cut.text
      + (cut.closes || to < bounds.upperBound ? "…" : "")
    while text.last == " " { text.removeLast() }
    if range != nil {
      let indent = cut.before + (cut.opens || from > bounds.lowerBound ? 1 : 0)
      underline =
        String(repeating: " ", count: indent)
        + (cut.inside <= 1 ? "^" : String(repeating: "~", count: cut.inside))
    }
  }

  private struct Drawn {
    var pieces: [(text: String, width: Int)] = []
    var width = 0
  }

  private static func drawn(_ text: String, column: Int) -> Drawn {
    var result = Drawn()
    for character in text {
      let piece: (text: String, width: Int)
      if character == "\t" {
        let width = tab - (column + result.width) % tab
        piece = (String(repeating: " ", count: width), width)
      } else if character == "\u{A0}" || character == "\u{202F}" {
        piece = ("⍽", 1)
      } else if character.unicodeScalars.contains(where: VisibleText.isHidden) {
        let name = VisibleText.line(String(character))
        piece = (name, DisplayWidth.of(name))
      } else {
        piece = (String(character), DisplayWidth.of(character))
      }
      result.pieces.append(piece)
      result.width += piece.width
    }
    return result
  }

  private struct Window {
    var text = ""
    var before = 0
    var inside = 0
    var opens = false
    var closes = false
  }

  /// What of the three parts fits: the span first, then a third of the rest before it.
  private static func window(_ before: Drawn, _ inside: Drawn, _ after: Drawn, width: Int) -> Window {
    var result = Window()
    var shown: [String] = []
    for piece in inside.pieces {
      if result.inside + piece.width > width * 2 / 3, before.width + inside.width + after.width > width {
        result.closes = true
        break
      }
      shown.append(piece.text)
      result.inside += piece.width
    }
    let rest = width - result.inside
    let roomBefore = before.width + after.width <= rest ? before.width : max(rest / 3, rest - after.width)
    var head: [String] = []
    for piece in before.pieces.reversed() {
      if result.before + piece.width > roomBefore {
        result.opens = true
        break
      }
      head.append(piece.text)
      result.before += piece.width
    }
    var used = 0
    if !result.closes {
      for piece in after.pieces {
        if used + piece.width > rest - result.before {
          result.closes = true
          break
        }
        shown.append(piece.text)
        used += piece.width
      }
    }
    result.text = head.reversed().joined() + shown.joined()
    return result
  }

  /// The nearest beginning of a character at or after an offset.
  private static func boundary(_ source: SourceText, _ offset: Int, within bounds: Range<Int>) -> Int {
    var offset = offset
    while offset < bounds.upperBound, source.bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }
}
