@preconcurrency import CFormats

/// A database of SQLite, opened for reading only.
package final class Database {
  private let sqlite: SQLiteFunctions
  private let handle: OpaquePointer
  /// Opened as a class, so that the callback of a long query has something to count in.
  private let patience = Patience()

  private final class Patience {
    /// Steps of a thousand instructions each: about half a minute.
    var rest = 10_000_000
  }

  /// Nothing is written. A database with a log of its own ways (WAL) is read without making that log anew only where it is
  /// known to be at rest: `isAtRest`.
  package init(path: String, isAtRest: Bool = false) throws(FormatFailure) {
    let sqlite = try Libraries.required(Libraries.sqlite, "libsqlite3")
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
    let uri = Self.uri(path) + (isAtRest ? "&immutable=1" : "")
    let status = sqlite.sqlite3_open_v2(uri, &handle, flags, nil)
    guard status == SQLITE_OK, let handle else {
      let reason = sqlite.sqlite3_errmsg(handle).map { String(cString: $0) } ?? ""
      _ = sqlite.sqlite3_close(handle)
      throw FormatFailure(.database, reason)
    }
    self.sqlite = sqlite
    self.handle = handle
    _ = sqlite.sqlite3_busy_timeout(handle, 2000)
    _ = sqlite.sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Int32(16 * Limits.cell))
    _ = sqlite.sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    sqlite.sqlite3_progress_handler(
      handle, 1000,
      { context in
        guard let context else { return 1 }
        let patience = Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue()
        patience.rest -= 1
        return patience.rest < 0 ? 1 : 0
      }, Unmanaged.passUnretained(patience).toOpaque())
    // A question of a plan may read, and nothing else.
    _ = sqlite.sqlite3_set_authorizer(
      handle,
      { _, action, _, _, _, _ in
        [SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE].contains(action) ? SQLITE_OK : SQLITE_DENY
      }, nil)
  }

  deinit { _ = sqlite.sqlite3_close(handle) }

  private static func uri(_ path: String) -> String {
    var uri = "file:"
    for byte in path.utf8 {
      let isPlain =
        byte == 0x2F || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte &- 0x30 < 10
        || (byte | 0x20) &- 0x61 < 26
      if isPlain {
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        uri += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return uri + "?mode=ro"
  }

  /// The names of tables and views, in order.
  package func tables() throws(FormatFailure) -> [String] {
    let found = try rows(
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      named: "")
    return found.rows.indices.map { row in found.cells(of: row).first.map(found.text) ?? "" }
  }

  /// All rows of a table, or the first of them.
  package func table(_ name: String, rowLimit: Int = .max) throws(FormatFailure) -> Sheet {
    try rows(
      "SELECT * FROM \""
        + name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\"", named: name, rowLimit: rowLimit)
  }

  /// The rows that a query gives; it must be one statement that only reads.
  package func query(_ text: String) throws(FormatFailure) -> Sheet { try rows(text, named: "") }

  private func rows(_ query: String, named name: String, rowLimit: Int = .max) throws(FormatFailure) -> Sheet {
    var statement: OpaquePointer?
    var hasMore = false
    let status = query.withCString { start in
      var tail: UnsafePointer<CChar>?
      let status = sqlite.sqlite3_prepare_v2(handle, start, -1, &statement, &tail)
      while let byte = tail?.pointee, byte != 0 {
        hasMore = hasMore || !(byte == 0x20 || byte == 0x3B || byte == 0x0A || byte == 0x0D || byte == 0x09)
        tail = tail?.successor()
      }
      return status
    }
    defer { _ = sqlite.sqlite3_finalize(statement) }
    if status == SQLITE_AUTH { throw FormatFailure(.notQuery) }
    guard status == SQLITE_OK else { throw failure() }
    guard let statement, !hasMore, sqlite.sqlite3_stmt_readonly(statement) != 0 else { throw FormatFailure(.notQuery) }
    let count = Int(sqlite.sqlite3_column_count(statement))
    guard count <= Limits.columns else { throw FormatFailure(.tooManyColumns, String(Limits.columns)) }
    var sheet = Sheet(name: name)
    sheet.titles = (0..<count).map { column in
      sqlite.sqlite3_column_name(statement, Int32(column)).map { String(cString: $0) } ?? ""
    }
    while sheet.rows.count < rowLimit {
      let step = sqlite.sqlite3_step(statement)
      if step == SQLITE_DONE { break }
      if step == SQLITE_INTERRUPT { throw FormatFailure(.tooSlow) }
      guard step == SQLITE_ROW else { throw failure() }
      try sheet.beginRow(sheet.rows.count + 1)
      for column in 0..<count { try add(statement, column, &sheet) }
    }
    return sheet
  }

  private func add(_ statement: OpaquePointer, _ column: Int, _ sheet: inout Sheet) throws(FormatFailure) {
    let index = Int32(column)
    switch sqlite.sqlite3_column_type(statement, index) {
    case SQLITE_NULL: return
    case SQLITE_BLOB: try sheet.add("BLOB".utf8, column: column, .other)
    case let type:
      let start = sqlite.sqlite3_column_text(statement, index)
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite.sqlite3_column_bytes(statement, index)))
      if type == SQLITE_FLOAT {
        let text = String(decoding: bytes, as: UTF8.self)
        try sheet.add(Double(text).map(CellNumber.decimal).map { Array($0.utf8) } ?? Array(bytes), column: column)
      } else {
        // Texts of a database need not be valid UTF-8.
        try sheet.add(String(decoding: bytes, as: UTF8.self).utf8, column: column)
      }
    }
  }

  private func failure() -> FormatFailure {
    FormatFailure(.database, sqlite.sqlite3_errmsg(handle).map { String(cString: $0) } ?? "")
  }
}
