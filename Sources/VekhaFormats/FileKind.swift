// VekhaFormats owns the formats of tables that are not plain text: what a file is by its bytes, and readers of
// workbooks, JSON and SQLite that give sheets of cells as text. It is the only target that knows their C libraries; it
// knows nothing of plans, and opens no file but a database, which its library must open itself.

/// What a file is by its bytes, whatever its name says.
package enum FileKind: String, Hashable, Sendable, CaseIterable {
  // What is read. The raw values are keys of the catalogue.
  case text = "kind.text"
  case workbook = "kind.workbook"
  case json = "kind.json"
  case jsonLines = "kind.json_lines"
  case database = "kind.database"
  // What is known and not read.
  case oldWorkbook = "kind.old_workbook"
  case binaryWorkbook = "kind.binary_workbook"
  case protectedWorkbook = "kind.protected_workbook"
  case openDocument = "kind.open_document"
  case xmlWorkbook = "kind.xml_workbook"
  case webPage = "kind.web_page"
  case document = "kind.document"
  case pdf = "kind.pdf"
  case archive = "kind.archive"
  case picture = "kind.picture"

  package var isRead: Bool {
    switch self {
    case .text, .workbook, .json, .jsonLines, .database: true
    default: false
    }
  }

  /// The kind of a file; `endsAsJSON` where its name does, as text in brackets may be anything else.
  package static func of(_ bytes: [UInt8], endsAsJSON: Bool = false) -> FileKind {
    func begins(_ signature: [UInt8]) -> Bool { bytes.starts(with: signature) }
    func begins(_ signature: String) -> Bool { bytes.starts(with: signature.utf8) }
    if begins("PK\u{3}\u{4}") || begins("PK\u{5}\u{6}") { return ofArchive(bytes) }
    if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return ofCompound(bytes) }
    if begins("SQLite format 3\0") { return .database }
    if begins("%PDF") { return .pdf }
    if begins("{\\rtf") { return .document }
    if begins([0x1F, 0x8B]) || begins("7z\u{BC}\u{AF}") || begins([0x37, 0x7A, 0xBC, 0xAF]) || begins("Rar!") {
      return .archive
    }
    if begins([0x89, 0x50, 0x4E, 0x47]) || begins([0xFF, 0xD8, 0xFF]) || begins("GIF8") { return .picture }
    // The records that open sheets of Excel 2 to 4, which came before compound files.
    if begins([0x09, 0x08, 0x10, 0x00]) || begins([0x09, 0x04, 0x06, 0x00]) || begins([0x09, 0x02, 0x06, 0x00]) {
      return .oldWorkbook
    }
    return ofText(bytes, endsAsJSON: endsAsJSON)
  }

  private static func ofArchive(_ bytes: [UInt8]) -> FileKind {
    let names = try? ZipArchive.with(bytes) { archive throws(FormatFailure) -> FileKind in
      if archive.has("mimetype"), archive.has("content.xml") { return .openDocument }
      if archive.has("xl/workbook.bin") { return .binaryWorkbook }
      if archive.has("word/document.xml") { return .document }
      return archive.has("xl/workbook.xml") || archive.has("[Content_Types].xml") ? .workbook : .archive
    }
    // One that does not open is taken for what it most likely was, so that the reader says what is wrong with it.
    return names ?? .workbook
  }

  private static func ofCompound(_ bytes: [UInt8]) -> FileKind {
    // Names of streams are written in UTF-16.
    let head = bytes.prefix(1 << 20).filter { $0 != 0 }
    func holds(_ name: String) -> Bool { head.firstRange(of: Array(name.utf8)) != nil }
    if holds("EncryptedPackage") { return .protectedWorkbook }
    return holds("WordDocument") ? .document : .oldWorkbook
  }

  private static func ofText(_ bytes: [UInt8], endsAsJSON: Bool) -> FileKind {
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let head = String(decoding: bytes.dropFirst(hasMark ? 3 : 0).prefix(4096), as: UTF8.self).lowercased()
    let start = head.drop { $0.isWhitespace }
    if start.hasPrefix("<") {
      if head.contains("urn:schemas-microsoft-com:office:spreadsheet") { return .xmlWorkbook }
      for tag in ["<!doctype html", "<html", "<table", "<meta", "<head"] where head.contains(tag) { return .webPage }
    }
    let isList = start.hasPrefix("[") && start.dropFirst().drop { $0.isWhitespace }.hasPrefix("{")
    let isObject = start.hasPrefix("{") && start.dropFirst().drop { $0.isWhitespace }.hasPrefix("\"")
    if endsAsJSON || isList || isObject {
      return JSONTables.looksLikeLines(bytes) ? .jsonLines : .json
    }
    return .text
  }
}
