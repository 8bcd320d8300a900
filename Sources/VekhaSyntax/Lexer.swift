import VekhaCalendar
import VekhaText

/// Bytes to tokens. Never fails: what is not a token of the language is one of kind `unknown`, with a diagnostic.
struct Lexer {
  private let source: SourceText
  private let bytes: [UInt8]
  private let vocabulary: Vocabulary
  private var position: Int
  private let limit: Int
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceText, vocabulary: Vocabulary, range: Range<Int>? = nil) {
    self.source = source
    bytes = source.bytes
    self.vocabulary = vocabulary
    position = range?.lowerBound ?? 0
    limit = range?.upperBound ?? source.bytes.count
    if range == nil, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      tokens.append(Token(.space, 0, 3))
      position = 3
    }
  }

  mutating func run() {
    while position < limit { next() }
    tokens.append(Token(.end, limit, limit))
  }

  private func peek(_ offset: Int = 0) -> UInt8 { position + offset < limit ? bytes[position + offset] : 0 }

  private mutating func emit(_ kind: Token.Kind, _ length: Int) {
    tokens.append(Token(kind, position, position + length))
    position += length
  }

  private mutating func report(_ code: DiagnosticCode, _ range: Range<Int>, fix: String? = nil) {
    diagnostics.append(
      Diagnostic(
        code, at: Span(source, range), [.text(source.text(range))],
        fix: fix.map { Diagnostic.Fix(Span(source, range), $0, isSure: true) }))
  }

  private mutating func next() {
    let byte = bytes[position]
    switch byte {
    case 0x0A: emit(.newline, 1)
    case 0x0D: emit(.newline, peek(1) == 0x0A ? 2 : 1)
    case 0x20, 0x09: space()
    case 0x2F where peek(1) == 0x2F: comment()
    case 0x30...0x39: number()
    case 0x41...0x5A, 0x61...0x7A, 0x5F: word()
    case 0x22: text(closing: ["\""], opening: nil)
    case 0x3A: emit(.colon, 1)
    case 0x2C: emit(.comma, 1)
    case 0x3B: emit(.semicolon, 1)
    case 0x28: emit(.open, 1)
    case 0x29: emit(.close, 1)
    case 0x2E: emit(.dot, 1)
    case 0x2D: emit(.dash, 1)
    case 0x2B: emit(.plus, 1)
    case 0x2A: emit(.star, 1)
    case 0x2F: emit(.slash, 1)
    case 0x25: emit(.percent, 1)
    case 0x3D: emit(.equal, 1)
    case 0x3C: peek(1) == 0x3D ? emit(.lessEqual, 2) : peek(1) == 0x3E ? emit(.notEqual, 2) : emit(.less, 1)
    case 0x3E: peek(1) == 0x3D ? emit(.greaterEqual, 2) : emit(.greater, 1)
    default: byte < 0x80 ? unknown(1) : wide()
    }
  }

  private mutating func unknown(_ length: Int) {
    report(.unknownCharacter, position..<position + length)
    emit(.unknown, length)
  }

  /// The scalar at `index` and its length in bytes; the source is valid UTF-8.
  private func scalar(at index: Int) -> (Unicode.Scalar, Int) {
    let first = bytes[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for offset in 1..<length where index + offset < limit { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  private mutating func wide() {
    let (scalar, length) = scalar(at: position)
    switch scalar {
    case "«": text(closing: ["»"], opening: "«")
    case "“": text(closing: ["”"], opening: nil)
    case "„": text(closing: ["“", "”"], opening: nil)
    case "–", "—", "−", "‒", "‑", "‐": emit(.dash, length)
    case "№": emit(.numberSign, length)
    case "≤": emit(.lessEqual, length)
    case "≥": emit(.greaterEqual, length)
    case "≠": emit(.notEqual, length)
    case "×", "·": emit(.star, length)
    case "÷": emit(.slash, length)
    case "\u{A0}", "\u{202F}", "\u{2009}", "\u{2002}", "\u{2003}", "\u{200B}", "\u{FEFF}", "\u{AD}": space()
    case "\u{2028}", "\u{2029}", "\u{85}": emit(.newline, length)
    default: Self.isLetter(scalar) ? word() : unknown(length)
    }
  }

  private mutating func space() {
    let start = position
    while position < limit {
      let byte = bytes[position]
      if byte == 0x20 || byte == 0x09 { position += 1; continue }
      guard byte >= 0x80 else { break }
      let (scalar, length) = scalar(at: position)
      guard
        ["\u{A0}", "\u{202F}", "\u{2009}", "\u{2002}", "\u{2003}", "\u{200B}", "\u{FEFF}", "\u{AD}"].contains(scalar)
      else { break }
      position += length
    }
    tokens.append(Token(.space, start, position))
  }

  private mutating func comment() {
    let start = position
    while position < limit, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    tokens.append(Token(.comment, start, position))
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x400...0x481, 0x48A...0x52F: true
    case 0..<0x80: false
    case 0x300...0x36F, 0x483...0x487: true
    default: scalar.properties.isAlphabetic
    }
  }

  /// The end of the run of letters and digits from `index`.
  private func wordEnd(from index: Int) -> Int {
    var index = index
    while index < limit {
      let byte = bytes[index]
      if (0x30...0x39).contains(byte) { index += 1; continue }
      let (scalar, length) = scalar(at: index)
      guard Self.isLetter(scalar) else { break }
      index += length
    }
    return index
  }

  private func symbol(_ range: Range<Int>) -> Int32 { vocabulary.symbol(of: Letters.fold(source.text(range))) }

  /// A word; a hyphen without spaces belongs to it, but not between two words of periods («апрель-май»).
  private mutating func word() {
    let start = position
    var end = wordEnd(from: position)
    let head = symbol(start..<end)
    while end + 1 < limit, let length = hyphenLength(at: end) {
      let partStart = end + length
      let partEnd = wordEnd(from: partStart)
      if partEnd == partStart { break }
      if isPeriodWord(symbol(start..<end)), isPeriodWord(symbol(partStart..<partEnd)) { break }
      // «I–II»: a range of numerals.
      if Terminal.roman(source.text(start..<end)) != nil, Terminal.roman(source.text(partStart..<partEnd)) != nil {
        break
      }
      end = partEnd
    }
    let range = start..<end
    let text = source.text(range)
    if Letters.isMixed(text) {
      let meant = Letters.withoutLookAlikes(text)
      report(.mixedScripts, range, fix: meant)
      let folded = Letters.fold(meant ?? text)
      tokens.append(Token(.word, start, end, symbol: vocabulary.symbol(of: folded)))
    } else if text == "N" || text == "No", peekPastSpaces(end).map({ (0x30...0x39).contains($0) }) == true {
      tokens.append(Token(.numberSign, start, end))
    } else {
      let isWhole = start..<end == range && end == wordEnd(from: start)
      tokens.append(Token(.word, start, end, symbol: isWhole ? head : symbol(range)))
    }
    position = end
  }

  private func peekPastSpaces(_ index: Int) -> UInt8? {
    var index = index
    while index < limit, bytes[index] == 0x20 { index += 1 }
    return index < limit ? bytes[index] : nil
  }

  private func hyphenLength(at index: Int) -> Int? {
    if bytes[index] == 0x2D { return 1 }
    guard bytes[index] == 0xE2 else { return nil }
    let (scalar, length) = scalar(at: index)
    return ["–", "—", "‑", "‐"].contains(scalar) ? length : nil
  }

  private func isPeriodWord(_ symbol: Int32) -> Bool {
    guard symbol >= 0, let node = vocabulary.next(0, symbol) else { return false }
    return vocabulary.entries(at: node).contains { $0.section == .periods && $0.terminal.month != nil }
  }

  /// Text in quotes, on one line; «…» may hold «…».
  private mutating func text(closing: [Unicode.Scalar], opening: Unicode.Scalar?) {
    let start = position
    position += scalar(at: position).1
    var depth = 1
    while position < limit, bytes[position] != 0x0A, bytes[position] != 0x0D {
      let (scalar, length) = scalar(at: position)
      position += length
      if scalar == opening { depth += 1 }
      if closing.contains(scalar) {
        depth -= 1
        if depth == 0 { break }
      }
    }
    if depth > 0 {
      report(.unclosedText, start..<position)
    }
    tokens.append(Token(.text, start, position))
  }

  private func digits(from index: Int) -> Int {
    var index = index
    while index < limit, (0x30...0x39).contains(bytes[index]) { index += 1 }
    return index
  }

  private func byte(_ index: Int) -> UInt8 { index < limit ? bytes[index] : 0 }
  private func isDigit(_ index: Int) -> Bool { (0x30...0x39).contains(byte(index)) }

  private mutating func number() {
    let start = position
    var end = digits(from: start)
    let count = end - start
    if count == 4, let date = isoDate(start) { return finishDate(start, date.end, date.isPossible) }
    if count == 4, let years = schoolYear(start, end) { return finish(.years, start, years) }
    if count <= 2, byte(end) == 0x2E, isDigit(end + 1) {
      let second = digits(from: end + 1)
      if second - end - 1 <= 2, byte(second) == 0x2E, digits(from: second + 1) == second + 5 {
        let day = Int(source.text(start..<end)), month = Int(source.text(end + 1..<second))
        let year = Int(source.text(second + 1..<second + 5))
        let isPossible = CivilDay(year: year ?? 0, month: month ?? 0, day: day ?? 0) != nil
        return finishDate(start, second + 5, isPossible)
      }
    }
    if byte(end) == 0x2E, isDigit(end + 1) {
      end = digits(from: end + 1)
      while byte(end) == 0x2E, isDigit(end + 1) { end = digits(from: end + 1) }
      let letters = wordEnd(from: end)
      if letters > end, source.text(end..<letters).count == 1 { end = letters }
      return finish(.dotted, start, end)
    }
    if byte(end) == 0x2C, isDigit(end + 1) {
      let fraction = digits(from: end + 1)
      let range = start..<fraction
      report(.decimalComma, range, fix: source.text(start..<end) + "." + source.text(end + 1..<fraction))
      return finish(.number, start, fraction)
    }
    if let hyphen = hyphenLength(at: end, isLetterAfter: true) {
      return finish(.word, start, wordEnd(from: end + hyphen))
    }
    if count <= 3 {
      while let gap = thousandsGap(end) { end += gap + 3 }
    }
    let letters = wordEnd(from: end)
    if letters > end, source.text(end..<letters).count == 1, letters == wordEnd(from: letters), count <= 2,
      Letters.script(of: source.text(end..<letters)) != nil, !isUnitLetter(end..<letters)
    {
      return finish(.dotted, start, letters)
    }
    finish(.number, start, end)
  }

  private func isUnitLetter(_ range: Range<Int>) -> Bool {
    let symbol = symbol(range)
    guard symbol >= 0, let node = vocabulary.next(0, symbol) else { return false }
    return vocabulary.entries(at: node).contains { $0.terminal != .ordinalSuffix }
  }

  private func hyphenLength(at index: Int, isLetterAfter: Bool) -> Int? {
    guard index + 1 < limit, let length = hyphenLength(at: index), index + length < limit else { return nil }
    return Self.isLetter(scalar(at: index + length).0) ? length : nil
  }

  /// The length of one space followed by exactly three digits, or nil.
  private func thousandsGap(_ index: Int) -> Int? {
    guard index < limit else { return nil }
    let length: Int
    switch bytes[index] {
    case 0x20: length = 1
    case 0xC2 where byte(index + 1) == 0xA0: length = 2
    case 0xE2 where ["\u{202F}", "\u{2009}"].contains(scalar(at: index).0): length = 3
    default: return nil
    }
    return digits(from: index + length) == index + length + 3 ? length : nil
  }

  /// The end of `2024/2025`, `2024-2025`, `2024–2025`, `2024/25`; with a dash only for years side by side.
  private func schoolYear(_ start: Int, _ end: Int) -> Int? {
    let isStroke = byte(end) == 0x2F
    guard let length = isStroke ? 1 : end < limit ? hyphenLength(at: end) : nil else { return nil }
    let second = end + length
    let last = digits(from: second)
    guard last - second == 4 || last - second == 2, let first = Int(source.text(start..<end)),
      let next = Int(source.text(second..<last))
    else { return nil }
    if isStroke, last - second == 4 { return last }
    return next == (last - second == 4 ? first + 1 : (first + 1) % 100) ? last : nil
  }

  private func isoDate(_ start: Int) -> (end: Int, isPossible: Bool)? {
    guard byte(start + 4) == 0x2D, digits(from: start + 5) == start + 7, byte(start + 7) == 0x2D,
      digits(from: start + 8) == start + 10
    else { return nil }
    return (start + 10, CivilDay(iso: source.text(start..<start + 10)) != nil)
  }

  private mutating func finishDate(_ start: Int, _ end: Int, _ isPossible: Bool) {
    if !isPossible { report(.impossibleDate, start..<end) }
    finish(.date, start, end)
  }

  private mutating func finish(_ kind: Token.Kind, _ start: Int, _ end: Int) {
    let symbol = kind == .word ? symbol(start..<end) : -1
    tokens.append(Token(kind, start, end, symbol: symbol))
    position = end
  }
}

extension Terminal {
  /// 1…12 for the names of months.
  package var month: Int? { rawValue.hasPrefix("month") ? Int(rawValue.dropFirst(5)) : nil }
  /// 1…20 for numerals.
  package var numeral: Int? { rawValue.hasPrefix("number") ? Int(rawValue.dropFirst(6)) : nil }
}
