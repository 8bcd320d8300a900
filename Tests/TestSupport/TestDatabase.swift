@preconcurrency import CFormats
import Foundation

/// Databases of SQLite that statements make.
package enum TestDatabase {
  /// The bytes of a database after the statements; none where one of them fails.
  package static func bytes(_ statements: String) -> [UInt8] {
    var sqlite = SQLiteFunctions()
    guard formats_load_sqlite(&sqlite) else { return [] }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString + ".db")
    defer { try? FileManager.default.removeItem(at: path) }
    var handle: OpaquePointer?
    guard sqlite.sqlite3_open_v2(path.path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil) == SQLITE_OK
    else { return [] }
    let status = sqlite.sqlite3_exec(handle, statements, nil, nil, nil)
    _ = sqlite.sqlite3_close(handle)
    return status == SQLITE_OK ? (try? Data(contentsOf: path)).map { [UInt8]($0) } ?? [] : []
  }
}
