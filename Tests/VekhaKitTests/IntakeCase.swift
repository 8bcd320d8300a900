import Glibc
import VekhaData
import VekhaReport
import VekhaTable
import VekhaText

/// A nasty data file and what is to come of it, as one text: `# what it is`, settings, `--- file NAME` and
/// `--- outcome`.
///
/// Settings: `columns: title: type; …`, `key: title`, `encoding: NAME` as iconv knows it, `ends: crlf|cr|lf`,
/// `said: encoding` that a person named. In the file `\xCF` is that byte, `\t` a tab, `\*40(ab)` is `ab` forty times.
struct IntakeCase {
  private(set) var settings: [String: String] = [:]
  private(set) var name = ""
  private var shown: [Substring] = []
  private(set) var outcome: [String] = []
  private(set) var head: [Substring] = []

  init(_ text: String) {
    var part = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("--- file ") {
        part = 1
        name = String(line.dropFirst(9))
      } else if line == "--- outcome" {
        part = 2
      } else if part == 1 {
        shown.append(line)
      } else if part == 2 {
        outcome.append(String(line))
      } else if let colon = line.firstIndex(of: ":"), !line.hasPrefix("#") {
        settings[String(line[..<colon])] = line[line.index(after: colon)...].trimmed
      }
      if part < 2 { head.append(line) }
    }
    while outcome.last?.isEmpty == true { outcome.removeLast() }
  }

  /// The bytes of the file. A backslash at the end of the last line leaves out its line end.
  var bytes: [UInt8] {
    let end = ["crlf": "\r\n", "cr": "\r"][settings["ends"] ?? ""] ?? "\n"
    var lines = shown
    while lines.last?.isEmpty == true { lines.removeLast() }
    var text = lines.joined(separator: end) + end
    if text.hasSuffix("\\" + end) { text.removeLast(end == "\r\n" ? 2 : 2) }
    return Self.bytes(of: text, settings["encoding"] ?? "UTF-8")
  }

  private static func bytes(of text: String, _ encoding: String) -> [UInt8] {
    var result: [UInt8] = []
    var plain = ""
    var rest = Substring(text)
    func flush() {
      result += encoded(plain, encoding)
      plain = ""
    }
    while let character = rest.popFirst() {
      guard character == "\\", let kind = rest.first else {
        plain.append(character)
        continue
      }
      if kind == "x", let byte = UInt8(rest.dropFirst().prefix(2), radix: 16) {
        flush()
        result.append(byte)
        rest = rest.dropFirst(3)
      } else if kind == "t" {
        plain.append("\t")
        rest = rest.dropFirst()
      } else if kind == "*", let open = rest.firstIndex(of: "("), let close = rest.firstIndex(of: ")"),
        let count = Int(rest[rest.index(after: rest.startIndex)..<open])
      {
        flush()
        let unit = bytes(of: String(rest[rest.index(after: open)..<close]), encoding)
        for _ in 0..<count { result += unit }
        rest = rest[rest.index(after: close)...]
      } else {
        plain.append(character)
      }
    }
    flush()
    return result
  }

  /// The text in an encoding, by the C library.
  static func encoded(_ text: String, _ encoding: String) -> [UInt8] {
    if encoding == "UTF-8" || text.isEmpty { return Array(text.utf8) }
    guard let converter = iconv_open(encoding, "UTF-8"), converter != iconv_t(bitPattern: -1) else { return [] }
    defer { iconv_close(converter) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    var made = 0
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var to = output.baseAddress
        var left = input.count
        var room = output.count
        _ = iconv(converter, &from, &left, &to, &room)
        made = left == 0 ? output.count - room : 0
      }
    }
    return output[..<made].map { UInt8(bitPattern: $0) }
  }

  private static let types: [String: ColumnType] = ["text": .text, "number": .number, "date": .date, "flag": .flag]
  private static let units: [String: TimeUnit] = ["minutes": .minute, "days": .day, "years": .year]

  /// What is read of the file, as a person is told it.
  func answer(_ file: String) -> [String] {
    let plan = SourceText(name: "п.plan", text: "данные таблица из \"\(name)\"\n")
    let span = Span(plan, 0..<12)
    let columns = (settings["columns"] ?? "").split(separator: ";").map { column in
      let parts = column.split(separator: "=").map(\.trimmed)
      let type = parts.count > 1 ? parts[1] : "text"
      return ColumnRequest(
        titles: [parts[0]], type: Self.types[type] ?? .number, isRequired: true, unit: Self.units[type], span: span)
    }
    let source = DataSource(
      path: name, file: file, columns: columns, span: span, keyTitles: settings["key"].map { [$0] } ?? [],
      wantsUndeclared: true, encoding: settings["said"].flatMap { TextEncoding(named: $0) })
    return Self.shown(DataReader.read(source))
  }

  private static func shown(_ result: DataResult) -> [String] {
    let say = Wording(.russian)
    var lines: [String] = []
    if let assumptions = result.assumptions {
      lines += [AssumptionsText.line(assumptions, say), AssumptionsText.balance(assumptions.balance, say)]
    }
    if let table = result.table {
      lines.append(table.columns.map { "\(VisibleText.line($0.title)): \($0.type)" }.joined(separator: " | "))
      for row in 0..<min(table.rowCount, 6) {
        lines.append(
          "\(table.rowLines[row]): " + table.columns.map { Self.shown($0.cell(row)) }.joined(separator: " | "))
      }
      if table.rowCount > 6 { lines.append("…") }
    }
    for diagnostic in result.diagnostics {
      var line = "\(say("severity.\(diagnostic.severity)")) \(diagnostic.code.rawValue)"
      switch diagnostic.place {
      case .source, .file: break
      case .cell(let cell): line += " \(cell.line)" + (cell.title.isEmpty ? "" : " [\(VisibleText.line(cell.title))]")
      }
      line += ": " + DiagnosticSentence.title(of: diagnostic, say)
      if !diagnostic.proposals.isEmpty { line += " → " + say.choice(diagnostic.proposals) }
      lines.append(line)
    }
    return lines
  }

  private static func shown(_ cell: Column.Cell) -> String {
    switch cell {
    case .missing: "–"
    case .unreadable(let text): "?" + VisibleText.short(text)
    case .text(let text): VisibleText.short(text)
    case .number(let number): number.text()
    case .date(let day): day.iso
    case .flag(let flag): flag ? "yes" : "no"
    }
  }
}

extension Substring {
  var trimmed: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
