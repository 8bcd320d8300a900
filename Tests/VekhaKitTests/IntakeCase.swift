import Glibc
import TestSupport
import VekhaData
import VekhaReport
import VekhaTable
import VekhaText

/// Nasty data files and what is to come of them, as one text: `# what it is`, settings, `--- file NAME` once or more, and
/// `--- outcome`.
///
/// Settings: `columns: title = type; …`, where `title = file name` and `title = cell B1` are the same in all rows of a file;
/// `key: title`, `encoding: NAME` as iconv knows it, `ends: crlf|cr|lf`, `said: encoding` that a person named, `part: sheet
/// NAME`, `part: table NAME` or `part: query SQL`, `path:` what the plan names where it is not the first file, `once: yes` where
/// rows with one key are one record. In a file of text `\xCF` is that byte, `\t` a tab, `\*40(ab)` is `ab` forty times; `.xlsx`
/// is a `TestWorkbook`, `.db` a database that the statements make.
struct IntakeCase {
  private(set) var settings: [String: String] = [:]
  private(set) var files: [(name: String, shown: [Substring])] = []
  private(set) var outcome: [String] = []
  private(set) var head: [Substring] = []

  init(_ text: String) {
    var isOutcome = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("--- file ") {
        files.append((String(line.dropFirst(9)), []))
      } else if line == "--- outcome" {
        isOutcome = true
      } else if isOutcome {
        outcome.append(String(line))
      } else if !files.isEmpty {
        files[files.count - 1].shown.append(line)
      } else if let colon = line.firstIndex(of: ":"), !line.hasPrefix("#") {
        settings[String(line[..<colon])] = line[line.index(after: colon)...].trimmed
      }
      if !isOutcome { head.append(line) }
    }
    while outcome.last?.isEmpty == true { outcome.removeLast() }
  }

  /// The bytes of a file. A backslash at the end of the last line of a text leaves out its line end.
  func bytes(_ file: (name: String, shown: [Substring])) -> [UInt8] {
    var lines = file.shown
    while lines.last?.isEmpty == true { lines.removeLast() }
    if file.name.hasSuffix(".xlsx") || file.name.hasPrefix("workbook.") {
      return TestWorkbook(lines.joined(separator: "\n") + "\n").bytes
    }
    if file.name.hasSuffix(".db") { return TestDatabase.bytes(lines.joined(separator: "\n")) }
    let end = ["crlf": "\r\n", "cr": "\r"][settings["ends"] ?? ""] ?? "\n"
    var text = lines.joined(separator: end) + end
    if text.hasSuffix("\\" + end) { text.removeLast(2) }
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

  private func column(_ text: Substring, _ span: Span) -> ColumnRequest {
    let parts = text.split(separator: "=").map(\.trimmed)
    let type = parts.count > 1 ? parts[1] : "text"
    let origin: ColumnRequest.Origin =
      type == "file name" ? .fileName : type.hasPrefix("cell ") ? .cell(String(type.dropFirst(5))) : .title
    return ColumnRequest(
      titles: [parts[0]], type: origin == .title ? Self.types[type] ?? .number : .text, isRequired: origin == .title,
      unit: Self.units[type], span: span, origin: origin)
  }

  private func part(_ span: Span) -> DataPart? {
    guard let written = settings["part"], let space = written.firstIndex(of: " "),
      let kind = DataPart.Kind(rawValue: String(written[..<space]))
    else { return nil }
    return DataPart(kind, String(written[written.index(after: space)...]), at: span)
  }

  /// What is read of the files in a folder, as a person is told it.
  func answer(_ folder: String) -> [String] {
    let path = settings["path"] ?? files[0].name
    let plan = SourceText(name: "п.plan", text: "данные таблица из \"\(path)\"\n")
    let span = Span(plan, 0..<12)
    let source = DataSource(
      path: path, file: folder + "/" + path,
      columns: (settings["columns"] ?? "").split(separator: ";").map { column($0, span) }, span: span,
      keyTitles: settings["key"].map { [$0] } ?? [], wantsUndeclared: settings["once"] == nil, part: part(span),
      encoding: settings["said"].flatMap { TextEncoding(named: $0) }, hasOnePerKey: settings["once"] != nil)
    return Self.shown(DataReader.read(source))
  }

  private static func shown(_ result: DataResult) -> [String] {
    let say = Wording(.russian)
    var lines: [String] = []
    for assumptions in result.files {
      lines += [AssumptionsText.line(assumptions, say), AssumptionsText.balance(assumptions.balance, say)]
    }
    let isSet = result.files.count > 1
    if isSet, let balance = result.table?.balance { lines.append("= " + AssumptionsText.balance(balance, say)) }
    if let table = result.table {
      lines.append(table.columns.map { "\(VisibleText.line($0.title)): \($0.type)" }.joined(separator: " | "))
      for row in 0..<min(table.rowCount, 6) {
        let place = table.place(row: row)
        lines.append(
          (isSet ? place.file + " " : "") + "\(place.line): "
            + table.columns.map { Self.shown($0.cell(row)) }.joined(separator: " | "))
      }
      if table.rowCount > 6 { lines.append("…") }
    }
    for diagnostic in result.diagnostics {
      var line = "\(say("severity.\(diagnostic.severity)")) \(diagnostic.code.rawValue)"
      switch diagnostic.place {
      case .source, .file: break
      case .cell(let cell):
        if isSet { line += " " + cell.file }
        line +=
          " " + (cell.address ?? "\(cell.line)") + (cell.title.isEmpty ? "" : " [\(VisibleText.line(cell.title))]")
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
