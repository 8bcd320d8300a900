@preconcurrency import CFormats

/// Tables in a file of JSON: a list of objects, an object that holds such lists by name, or an object a line.
///
/// A field of an object inside an object is `outer.inner`; a list of plain values is one text, its values divided by
/// semicolons.
package enum JSONTables {
  /// Every list of objects in the file, in order. A file of lines is one table whose bad lines are set aside.
  package static func read(_ bytes: [UInt8], asLines: Bool) throws(FormatFailure) -> [Sheet] {
    let json = try Libraries.required(Libraries.json, "libyajl")
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let walk = JSONWalk(json)
    if asLines {
      walk.openTable("")
      var line = 1
      var from = start
      while from < bytes.count {
        let end = bytes[from...].firstIndex(of: 0x0A) ?? bytes.count
        if bytes[from..<end].contains(where: { $0 > 0x20 }) {
          walk.beginLine(line)
          do throws(FormatFailure) {
            try walk.parse(bytes[from..<end])
          } catch {
            if error.kind != .damagedJSON && error.kind != .noRecords { throw error }
            walk.setAsideLine(error)
          }
        }
        line += 1
        from = end + 1
      }
    } else {
      try walk.parse(bytes[start...])
    }
    let tables = walk.finished
    if tables.isEmpty { throw FormatFailure(.noRecords) }
    return tables
  }

  /// Whether a text is an object a line: the first line is whole, and another follows.
  package static func looksLikeLines(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.prefix(1 << 20).split(separator: 0x0A, maxSplits: 3)
      .map { $0.filter { $0 > 0x20 } }.filter { !$0.isEmpty }
    guard lines.count > 1 else { return false }
    return lines[0].first == 0x7B && lines[0].last == 0x7D && lines[1].first == 0x7B
  }
}

/// Takes what the parser finds, and fills the tables.
private final class JSONWalk {
  private enum Frame {
    /// An object that is the whole file.
    case root
    case table
    /// An object of a table, or one inside it; the prefix of its fields.
    case record(String)
    /// A list in a field.
    case list(String, [String], isPlain: Bool)
    case other
  }

  private let json: JSONFunctions
  private var handle: yajl_handle?
  private var tables: [(sheet: Sheet, columns: [String: Int])] = []
  private var frames: [Frame] = []
  private var key = ""
  private var failure: FormatFailure?
  private var text: ArraySlice<UInt8> = []
  private var line = 1
  private var counted = 0
  private var isLine = false

  init(_ json: JSONFunctions) { self.json = json }

  var finished: [Sheet] {
    tables.filter { !$0.sheet.rows.isEmpty || !$0.sheet.setAside.isEmpty || $0.sheet.name.isEmpty }
      .map { table in
        var sheet = table.sheet
        sheet.numberRowsApart()
        sheet.titles = table.columns.sorted { $0.value < $1.value }.map(\.key)
        return sheet
      }
  }

  func openTable(_ name: String) { tables.append((Sheet(name: name), [:])) }

  func beginLine(_ number: Int) {
    isLine = true
    line = number
    frames = []
  }

  /// What a line that failed had given is taken back.
  func setAsideLine(_ failure: FormatFailure) {
    if let last = tables[0].sheet.rows.last, Int(last.number) == line {
      tables[0].sheet.cells.removeSubrange(Int(last.firstCell)...)
      tables[0].sheet.rows.removeLast()
    }
    tables[0].sheet.setAside.append(FormatFailure(failure.kind, failure.detail, line: line))
  }

  func parse(_ bytes: ArraySlice<UInt8>) throws(FormatFailure) {
    failure = nil
    text = bytes
    counted = 0
    var callbacks = Self.callbacks
    let status: yajl_status = withUnsafeMutablePointer(to: &callbacks) { callbacks in
      handle = json.yajl_alloc(callbacks, nil, Unmanaged.passUnretained(self).toOpaque())
      return bytes.withUnsafeBufferPointer { buffer in
        let status = json.yajl_parse(handle, buffer.baseAddress, buffer.count)
        return status == yajl_status_ok ? json.yajl_complete_parse(handle) : status
      }
    }
    defer {
      json.yajl_free(handle)
      handle = nil
    }
    if let failure { throw failure }
    if status != yajl_status_ok {
      let said = json.yajl_get_error(handle, 0, nil, 0)
      let reason = said.map { String(cString: $0) } ?? ""
      json.yajl_free_error(handle, said)
      throw FormatFailure(.damagedJSON, reason.split(separator: "\n").first.map(String.init) ?? "", line: currentLine)
    }
  }

  /// The line of the file that the parser has come to.
  private var currentLine: Int {
    guard !isLine else { return line }
    let consumed = min(Int(json.yajl_get_bytes_consumed(handle)), text.count)
    if consumed > counted {
      line += text[(text.startIndex + counted)..<(text.startIndex + consumed)].count { $0 == 0x0A }
      counted = consumed
    }
    return line
  }

  // MARK: Events

  private func beginObject() throws(FormatFailure) {
    if frames.count > Limits.depth { throw FormatFailure(.tooDeep, String(Limits.depth), line: currentLine) }
    switch frames.last {
    case nil where isLine, .table: try beginRecord()
    case nil: frames.append(.root)
    case .record(let prefix): frames.append(.record(prefix + key + "."))
    case .list(let title, let items, _):
      frames[frames.count - 1] = .list(title, items, isPlain: false)
      frames.append(.other)
    case .root, .other: frames.append(.other)
    }
  }

  private func beginRecord() throws(FormatFailure) {
    frames.append(.record(""))
    let number = currentLine
    let index = tables.count - 1
    try tables[index].sheet.beginRow(number)
  }

  private func beginList() throws(FormatFailure) {
    if frames.count > Limits.depth { throw FormatFailure(.tooDeep, String(Limits.depth), line: currentLine) }
    switch frames.last {
    case nil where isLine: throw FormatFailure(.noRecords)
    case nil:
      openTable("")
      frames.append(.table)
    case .root:
      openTable(key)
      frames.append(.table)
    case .record(let prefix): frames.append(.list(prefix + key, [], isPlain: true))
    case .list(let title, let items, _):
      frames[frames.count - 1] = .list(title, items, isPlain: false)
      frames.append(.other)
    case .table:
      setAside()
      frames.append(.other)
    case .other: frames.append(.other)
    }
  }

  private func end() throws(FormatFailure) {
    guard case .list(let title, let items, let isPlain)? = frames.popLast() else { return }
    if isPlain {
      try add(items.joined(separator: "; "), title)
    } else {
      try add("[…]", title, .other)
    }
  }

  private func value(_ text: String) throws(FormatFailure) {
    switch frames.last {
    case nil where isLine: throw FormatFailure(.noRecords)
    case .table: setAside()
    case .record(let prefix): try add(text, prefix + key)
    case .list(let title, let items, let isPlain):
      if items.count > Limits.columns { throw FormatFailure(.cellTooLarge, String(Limits.cell), line: currentLine) }
      frames[frames.count - 1] = .list(title, items + [text], isPlain: isPlain)
    case .root, .other, nil: break
    }
  }

  /// An item of a table that is no object.
  private func setAside() {
    tables[tables.count - 1].sheet.setAside.append(FormatFailure(.noRecords, line: currentLine))
  }

  private func add(_ text: String, _ title: String, _ content: Sheet.Cell.Content = .plain) throws(FormatFailure) {
    let index = tables.count - 1
    let column = tables[index].columns[title] ?? tables[index].columns.count
    tables[index].columns[title] = column
    try tables[index].sheet.add(text.utf8, column: column, content)
  }

  // MARK: Callbacks

  private static func take(
    _ context: UnsafeMutableRawPointer?, _ body: (JSONWalk) throws(FormatFailure) -> Void
  ) -> Int32 {
    guard let context else { return 0 }
    let walk = Unmanaged<JSONWalk>.fromOpaque(context).takeUnretainedValue()
    do throws(FormatFailure) {
      try body(walk)
      return 1
    } catch {
      walk.failure = error
      return 0
    }
  }

  private static func text(_ start: UnsafePointer<UInt8>?, _ count: Int, _ walk: JSONWalk) throws(FormatFailure)
    -> String
  {
    if count > Limits.cell { throw FormatFailure(.cellTooLarge, String(Limits.cell), line: walk.currentLine) }
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  private static var callbacks: yajl_callbacks {
    yajl_callbacks(
      yajl_null: { JSONWalk.take($0) { walk throws(FormatFailure) in try walk.value("") } },
      yajl_boolean: { context, flag in
        JSONWalk.take(context) { walk throws(FormatFailure) in try walk.value(flag != 0 ? "true" : "false") }
      },
      yajl_integer: nil, yajl_double: nil,
      yajl_number: { context, start, count in
        JSONWalk.take(context) { walk throws(FormatFailure) in
          let bytes = start.map { UnsafeRawPointer($0).assumingMemoryBound(to: UInt8.self) }
          try walk.value(JSONWalk.number(JSONWalk.text(bytes, count, walk)))
        }
      },
      yajl_string: { context, start, count in
        JSONWalk.take(context) { walk throws(FormatFailure) in try walk.value(JSONWalk.text(start, count, walk)) }
      },
      yajl_start_map: { JSONWalk.take($0) { walk throws(FormatFailure) in try walk.beginObject() } },
      yajl_map_key: { context, start, count in
        JSONWalk.take(context) { walk throws(FormatFailure) in walk.key = try JSONWalk.text(start, count, walk) }
      },
      yajl_end_map: { JSONWalk.take($0) { walk throws(FormatFailure) in try walk.end() } },
      yajl_start_array: { JSONWalk.take($0) { walk throws(FormatFailure) in try walk.beginList() } },
      yajl_end_array: { JSONWalk.take($0) { walk throws(FormatFailure) in try walk.end() } })
  }

  /// As written, but for powers of ten and digits beyond those that a number of a plan has.
  private static func number(_ written: String) -> String {
    let fraction = written.split(separator: ".", maxSplits: 1).dropFirst().first ?? ""
    guard fraction.count > 6 || written.contains(where: { $0 == "e" || $0 == "E" }), let value = Double(written),
      value.isFinite
    else { return written }
    return CellNumber.decimal(value)
  }
}
