@preconcurrency import CFormats

/// The C libraries of the formats, each loaded when it is first asked for; nil where it is not installed.
enum Libraries {
  static let zip = load(ZipFunctions(), formats_load_zip)
  static let xml = load(XMLFunctions(), formats_load_xml)
  static let sqlite = load(SQLiteFunctions(), formats_load_sqlite)
  static let json = load(JSONFunctions(), formats_load_json)
  static let book = load(BookFunctions(), formats_load_book)

  private static func load<Table>(_ empty: Table, _ loader: (UnsafeMutablePointer<Table>) -> Bool) -> Table? {
    var table = empty
    return loader(&table) ? table : nil
  }

  /// What a library is called by those who install it.
  static func required<Table>(_ library: Table?, _ name: String) throws(FormatFailure) -> Table {
    guard let library else { throw FormatFailure(.libraryMissing, name) }
    return library
  }
}
