// VekhaText owns the source file and places in it, the diagnostic as a value, and letters: ё, look-alikes,
// keyboard layouts, edit distance, word forms with numbers. It imports nothing.

/// The text of one file with its lines: a plan, a module, a journal.
///
/// Offsets are byte offsets into UTF-8.
package final class SourceText: Sendable {
  /// The path as the user gave it, or `<stdlib>/name.plan` for an embedded module.
  package let name: String
  package let bytes: [UInt8]
  /// Byte offset of the first byte of each line; the first is 0.
  package let lineStarts: [Int]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for index in bytes.indices where bytes[index] == 0x0A || (bytes[index] == 0x0D && !Self.isLF(bytes, index + 1)) {
      starts.append(index + 1)
    }
    lineStarts = starts
  }

  package convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  private static func isLF(_ bytes: [UInt8], _ index: Int) -> Bool { index < bytes.count && bytes[index] == 0x0A }

  /// The line (from 0) that holds the byte at `offset`.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Line and column for a person: both from 1, the column in characters.
  package func position(at offset: Int) -> (line: Int, column: Int) {
    let line = line(at: offset)
    let before = text(lineStarts[line]..<max(lineStarts[line], min(offset, bytes.count)))
    return (line + 1, before.count + 1)
  }

  /// The text of a line (from 0) without its line end.
  package func lineText(_ line: Int) -> String {
    text(lineRange(line))
  }

  /// The bytes of a line (from 0) without its line end.
  package func lineRange(_ line: Int) -> Range<Int> {
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[max(0, range.lowerBound)..<min(bytes.count, range.upperBound)], as: UTF8.self)
  }

  package func text(_ span: Span) -> String { text(span.range) }
}

/// A stretch of one source text, in bytes.
package struct Span: Sendable {
  package let source: SourceText
  package let range: Range<Int>

  package init(_ source: SourceText, _ range: Range<Int>) {
    self.source = source
    self.range = range
  }

  package var text: String { source.text(range) }
  /// Line of the beginning, from 1.
  package var line: Int { source.line(at: range.lowerBound) + 1 }

  /// The smallest span that holds both; they must lie in one source.
  package func union(_ other: Span) -> Span {
    Span(source, min(range.lowerBound, other.range.lowerBound)..<max(range.upperBound, other.range.upperBound))
  }
}

extension Span: Equatable {
  package static func == (left: Span, right: Span) -> Bool {
    left.source === right.source && left.range == right.range
  }
}
