import VekhaCalendar
import VekhaText

/// The lines of one journal, each read by itself: `12.10.2024 met: Ageeva – Olkhina, minutes 40`.
///
/// A journal is long and its lines are short and alike, so it is read over bytes and not by the lexer. What the phrase
/// and the names mean is the checker's.
package struct Journal: Sendable {
  package let source: SourceText
  /// In the order in which they stand; a line that is torn is none of them.
  package private(set) var lines: [JournalLine] = []
  /// What is wrong with the shape of a line, by its place in `lines`.
  package private(set) var faults: [Int: Diagnostic] = [:]
  /// Lines that are left out, and what makes the whole no text at all.
  package private(set) var diagnostics: [Diagnostic] = []

  /// The journal of a file.
  package init(_ source: SourceText) {
    self.source = source
    var reader = JournalReader(source)
    let damaged = Self.damagedLines(source)
    if let fault = damaged.fault {
      diagnostics = [fault]
      return
    }
    for line in source.lineStarts.indices {
      let range = source.lineRange(line)
      if range.isEmpty { continue }
      let isLast = line == source.lineStarts.count - 1
      if damaged.lines.contains(line) {
        tear(range)
      } else if isLast {
        leaveOut(range, &reader)
      } else {
        add(range, &reader)
      }
    }
  }

  /// Lines that stand in a plan, in a test. What is wrong with their shape was told where the plan was parsed.
  package init(_ source: SourceText, lines ranges: [Range<Int>]) {
    self.source = source
    var reader = JournalReader(source)
    for range in ranges {
      if case .line(let line) = reader.read(range) { lines.append(line) }
    }
  }

  /// What closes the last line, so that the next one begins on its own: a line without its end is marked as torn, since
  /// nobody can tell whether it is whole.
  package static func ending(of bytes: [UInt8]) -> [UInt8] {
    guard let last = bytes.last, last != 0x0A else { return [] }
    let source = SourceText(name: "", bytes: Array(bytes[(bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...]))
    var reader = JournalReader(source)
    if Parser.fault(of: source) == nil, case .nothing = reader.read(0..<source.bytes.count) { return [0x0A] }
    return Array((" // " + Vocabulary.standard.phrase(.markTorn, .russian) + "\n").utf8)
  }

  private mutating func add(_ range: Range<Int>, _ reader: inout JournalReader) {
    switch reader.read(range) {
    case .nothing: return
    case .torn: return tear(range)
    case .line(let line): lines.append(line)
    case .fault(let line, let diagnostic):
      faults[lines.count] = diagnostic
      lines.append(line)
    }
  }

  /// A last line without its end may be the beginning of another one: «5.1» of «5.10».
  private mutating func leaveOut(_ range: Range<Int>, _ reader: inout JournalReader) {
    switch reader.read(range) {
    case .nothing: return
    case .line(let line):
      let span = Span(source, line.range)
      diagnostics.append(Diagnostic(.lineWithoutEnd, at: span, [.text(span.text)]))
    case .torn, .fault: tear(range)
    }
  }

  private mutating func tear(_ range: Range<Int>) { diagnostics.append(Self.torn(Span(source, range))) }

  /// That a line was cut off by a loss of power or a full disk, and is left out.
  package static func torn(_ span: Span) -> Diagnostic {
    let kept = span.source.bytes[span.range].prefix(120).filter { $0 != 0 }
    return Diagnostic(.tornLine, at: span, [.text(String(decoding: kept, as: UTF8.self))])
  }

  /// Lines with bytes that no text has: a last line without its end, or one that was closed as torn, was cut off;
  /// anything else is no text.
  private static func damagedLines(_ source: SourceText) -> (lines: Set<Int>, fault: Diagnostic?) {
    guard Parser.fault(of: source) != nil else { return ([], nil) }
    var damaged: Set<Int> = []
    for line in source.lineStarts.indices {
      let range = source.lineRange(line)
      let own = SourceText(name: source.name, bytes: Array(source.bytes[range]))
      guard let fault = Parser.fault(of: own) else { continue }
      let isLast = line == source.lineStarts.count - 1
      guard fault.code != .lineTooLong, isLast || JournalReader(source).tornMark(in: range) != nil else {
        return ([], moved(fault, to: source, by: range.lowerBound))
      }
      damaged.insert(line)
    }
    return (damaged, nil)
  }

  private static func moved(_ fault: Diagnostic, to source: SourceText, by offset: Int) -> Diagnostic {
    guard case .source(let span) = fault.place else { return fault }
    let range = span.range.lowerBound + offset..<span.range.upperBound + offset
    return Diagnostic(fault.code, at: Span(source, range), fault.arguments)
  }
}

/// One line by its parts, as bytes of the source. Where a part was not found, its range is empty.
package struct JournalLine: Sendable {
  /// Without the spaces around it and the comment after it.
  package let range: Range<Int>
  package let day: CivilDay
  /// What kind of fact: the words between the date and the colon.
  package let phrase: Range<Int>
  /// What follows the colon.
  package let body: Range<Int>
}

/// A part of what follows the colon, divided from the one before by a comma or by a dash between spaces.
package struct JournalPart: Sendable {
  package let range: Range<Int>
  package let isAfterDash: Bool

  package init(range: Range<Int>, isAfterDash: Bool) {
    self.range = range
    self.isAfterDash = isAfterDash
  }
}

/// Reads lines of a journal over the bytes of their source.
package struct JournalReader {
  package enum Result {
    /// Nothing but spaces or a comment.
    case nothing
    case torn
    case line(JournalLine)
    case fault(JournalLine, Diagnostic)
  }

  private let source: SourceText
  private let bytes: [UInt8]
  private static let tornWords = Set(Vocabulary.standard.words(of: [.markTorn]))

  package init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
  }

  // MARK: The line

  package mutating func read(_ whole: Range<Int>) -> Result {
    var end = whole.upperBound
    var colon: Int?
    var unclosed: Int?
    var stroke: Int?
    let start = skipSpaces(whole.lowerBound, whole.upperBound)
    var index = start
    while index < end {
      switch bytes[index] {
      case 0x3A:
        if colon == nil { colon = index }
        index += 1
      case 0x2F where index + 1 < end && bytes[index + 1] == 0x2F:
        if stroke == nil { stroke = index }
        end = index
      case 0x22, 0xC2, 0xE2:
        if let closed = quoteEnd(index, end) {
          index = closed
        } else if opensQuote(index, end) {
          unclosed = index
          index = end
        } else {
          index += 1
        }
      default: index += 1
      }
    }
    if stroke != nil || unclosed != nil, tornMark(in: whole) != nil { return .torn }
    end = trimEnd(start, end)
    if start == end { return .nothing }
    return parts(start..<end, colon: colon, unclosed: unclosed)
  }

  private func parts(_ range: Range<Int>, colon: Int?, unclosed: Int?) -> Result {
    func line(_ day: CivilDay?, _ phrase: Range<Int>, _ body: Range<Int>) -> JournalLine {
      JournalLine(range: range, day: day ?? .earliest, phrase: phrase, body: body)
    }
    let none = range.upperBound..<range.upperBound
    guard let (day, dateEnd) = date(range) else {
      return .fault(line(nil, none, none), fault(.journalLine, range))
    }
    guard let day else {
      let date = range.lowerBound..<dateEnd
      return .fault(line(nil, none, none), fault(.impossibleDate, date))
    }
    let from = skipSpaces(dateEnd, range.upperBound)
    if let unclosed {
      return .fault(line(day, none, none), fault(.unclosedText, unclosed..<range.upperBound))
    }
    guard let colon, colon >= from else {
      return .fault(line(day, none, none), fault(.journalLine, from..<range.upperBound))
    }
    let phrase = from..<trimEnd(from, colon)
    let body = skipSpaces(colon + 1, range.upperBound)..<range.upperBound
    if phrase.isEmpty { return .fault(line(day, none, none), fault(.journalLine, from..<range.upperBound)) }
    return .line(line(day, phrase, body))
  }

  private func fault(_ code: DiagnosticCode, _ range: Range<Int>) -> Diagnostic {
    Diagnostic(code, at: Span(source, range), [.text(source.text(range))])
  }

  /// Where the sign begins with which a torn line was closed, if there is one.
  package func tornMark(in range: Range<Int>) -> Int? {
    var index = range.upperBound - 2
    while index >= range.lowerBound {
      if bytes[index] == 0x2F, bytes[index + 1] == 0x2F {
        let word = source.text(skipSpaces(index + 2, range.upperBound)..<trimEnd(index + 2, range.upperBound))
        return Self.tornWords.contains(Letters.fold(word)) ? index : nil
      }
      index -= 1
    }
    return nil
  }

  // MARK: Dates

  /// `12.10.2024` or `2024-10-12` at the beginning of a range, with its end; the day is nil where there is no such day.
  package func date(_ range: Range<Int>) -> (day: CivilDay?, end: Int)? {
    let first = number(range.lowerBound, range.upperBound)
    guard first.count > 0, first.end < range.upperBound else { return nil }
    let sign = bytes[first.end]
    guard sign == 0x2E || sign == 0x2D else { return nil }
    let second = number(first.end + 1, range.upperBound)
    guard second.count == 2 || second.count == 1, second.end < range.upperBound, bytes[second.end] == sign else {
      return nil
    }
    let third = number(second.end + 1, range.upperBound)
    if third.end < range.upperBound, isLetter(third.end) { return nil }
    if sign == 0x2E {
      guard first.count <= 2, third.count == 4 else { return nil }
      return (CivilDay(year: third.value, month: second.value, day: first.value), third.end)
    }
    guard first.count == 4, second.count == 2, third.count == 2 else { return nil }
    return (CivilDay(year: first.value, month: second.value, day: third.value), third.end)
  }

  private func isLetter(_ index: Int) -> Bool {
    let byte = bytes[index]
    return byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0xD0 || byte == 0xD1
  }

  private func number(_ start: Int, _ end: Int) -> (value: Int, count: Int, end: Int) {
    var index = start
    var value = 0
    while index < end, bytes[index] &- 0x30 < 10, index - start < 9 {
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return (value, index - start, index)
  }

  // MARK: What follows the colon

  /// The parts of a body, into a buffer that is used again and again.
  package func split(_ body: Range<Int>, into parts: inout [JournalPart]) {
    parts.removeAll(keepingCapacity: true)
    var start = body.lowerBound
    var isAfterDash = false
    var depth = 0
    func end(_ index: Int, _ parts: inout [JournalPart]) {
      let low = skipSpaces(start, index)
      parts.append(JournalPart(range: low..<trimEnd(low, index), isAfterDash: isAfterDash))
    }
    var index = start
    while index < body.upperBound {
      let byte = bytes[index]
      switch byte {
      case 0x28: depth += 1
      case 0x29: depth -= 1
      case 0x2C, 0x3B:
        if depth <= 0 {
          end(index, &parts)
          start = index + 1
          isAfterDash = false
        }
      case 0x22, 0xC2, 0xE2:
        if let closed = quoteEnd(index, body.upperBound) {
          index = closed
          continue
        }
        fallthrough
      case 0x2D:
        if depth <= 0, index > start, bytes[index - 1] == 0x20, let length = dashLength(index, body.upperBound),
          index + length < body.upperBound, bytes[index + length] == 0x20
        {
          end(index, &parts)
          index += length
          start = index
          isAfterDash = true
          continue
        }
      default: break
      }
      index += 1
    }
    end(body.upperBound, &parts)
  }

  /// The ways to divide a part at a word such as «и», or at a dash without spaces: «Агеева и Ольхина».
  package func halves(_ part: Range<Int>, at words: Set<String>) -> [(Range<Int>, Range<Int>)] {
    var result: [(Range<Int>, Range<Int>)] = []
    var index = part.lowerBound + 1
    while index < part.upperBound {
      var end: Int?
      if let length = dashLength(index, part.upperBound) {
        end = index + length
      } else if bytes[index - 1] == 0x20 {
        let word = first(index..<part.upperBound).word
        if words.contains(Letters.fold(source.text(word))) { end = word.upperBound }
      }
      if let end {
        let left = part.lowerBound..<trimEnd(part.lowerBound, index)
        let right = skipSpaces(end, part.upperBound)..<part.upperBound
        if !left.isEmpty, !right.isEmpty { result.append((left, right)) }
      }
      index += 1
    }
    return result
  }

  /// A text in quotes, or a word, at the beginning of a range, and what follows it and a comma.
  package func first(_ range: Range<Int>) -> (word: Range<Int>, isQuoted: Bool, rest: Range<Int>) {
    var index = range.lowerBound
    let isQuoted = index < range.upperBound && opensQuote(index, range.upperBound)
    if isQuoted {
      index = quoteEnd(index, range.upperBound) ?? range.upperBound
    } else {
      while index < range.upperBound, ![0x20, 0x09, 0x2C, 0xC2].contains(bytes[index]) { index += 1 }
    }
    var rest = skipSpaces(index, range.upperBound)
    if rest < range.upperBound, bytes[rest] == 0x2C { rest = skipSpaces(rest + 1, range.upperBound) }
    return (range.lowerBound..<index, isQuoted, rest..<range.upperBound)
  }

  private func dashLength(_ index: Int, _ end: Int) -> Int? {
    if bytes[index] == 0x2D { return 1 }
    guard bytes[index] == 0xE2, index + 2 < end else { return nil }
    if bytes[index + 1] == 0x80, (0x90...0x95).contains(bytes[index + 2]) { return 3 }
    return bytes[index + 1] == 0x88 && bytes[index + 2] == 0x92 ? 3 : nil
  }

  // MARK: Quotes and spaces

  private func opensQuote(_ index: Int, _ end: Int) -> Bool {
    if bytes[index] == 0x22 { return true }
    if bytes[index] == 0xC2 { return index + 1 < end && bytes[index + 1] == 0xAB }
    return index + 2 < end && bytes[index + 1] == 0x80 && (bytes[index + 2] == 0x9C || bytes[index + 2] == 0x9E)
  }

  /// The end of a text in quotes that begins at `index`; nil where none does, or where it is not closed.
  private func quoteEnd(_ index: Int, _ end: Int) -> Int? {
    guard opensQuote(index, end) else { return nil }
    let first = bytes[index]
    var index = index + (first == 0x22 ? 1 : first == 0xC2 ? 2 : 3)
    var depth = 1
    while index < end {
      let byte = bytes[index]
      if first == 0x22 {
        if byte == 0x22 { return index + 1 }
      } else if first == 0xC2, byte == 0xC2, index + 1 < end {
        if bytes[index + 1] == 0xAB { depth += 1 }
        if bytes[index + 1] == 0xBB {
          depth -= 1
          if depth == 0 { return index + 2 }
        }
      } else if first == 0xE2, byte == 0xE2, index + 2 < end, bytes[index + 1] == 0x80,
        bytes[index + 2] == 0x9C || bytes[index + 2] == 0x9D
      {
        return index + 3
      }
      index += 1
    }
    return nil
  }

  /// Without a space of any kind at the beginning.
  package func skipSpaces(_ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end {
      switch bytes[index] {
      case 0x20, 0x09, 0x0D: index += 1
      case 0xC2 where index + 1 < end && bytes[index + 1] == 0xA0: index += 2
      case 0xE2
      where index + 2 < end && bytes[index + 1] == 0x80 && [0x82, 0x83, 0x89, 0x8B, 0xAF].contains(bytes[index + 2]):
        index += 3
      case 0xEF where index + 2 < end && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF: index += 3
      default: return index
      }
    }
    return end
  }

  /// Without a space of any kind at the end.
  private func trimEnd(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start {
      if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 || bytes[end - 1] == 0x0D {
        end -= 1
      } else if end - 2 >= start, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA0 {
        end -= 2
      } else {
        break
      }
    }
    return end
  }
}
