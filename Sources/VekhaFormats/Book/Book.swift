@preconcurrency import CFormats

/// A workbook that is being written. All cells are texts: nothing that stood in a file can become a formula.
package final class Book {
  private let functions: BookFunctions
  private let handle: UnsafeMutablePointer<lxw_workbook>
  private var formats: [String: UnsafeMutablePointer<lxw_format>] = [:]
  private var isOpen = true

  package final class Page {
    fileprivate let handle: UnsafeMutablePointer<lxw_worksheet>
    fileprivate init(_ handle: UnsafeMutablePointer<lxw_worksheet>) { self.handle = handle }
  }

  /// What a cell looks like.
  package struct Look: Hashable, Sendable {
    /// `0xRRGGBB`; nil: none.
    package let fill: UInt32?
    package let isBold: Bool

    package init(fill: UInt32? = nil, isBold: Bool = false) {
      self.fill = fill
      self.isBold = isBold
    }

    fileprivate var key: String { "\(fill.map(String.init) ?? "-") \(isBold)" }
  }

  /// The file is written by `close`.
  package init(path: String) throws(FormatFailure) {
    functions = try Libraries.required(Libraries.book, "libxlsxwriter")
    guard let handle = functions.workbook_new(path) else { throw FormatFailure(.unwritable, path) }
    self.handle = handle
  }

  deinit { if isOpen { _ = functions.workbook_close(handle) } }

  /// A sheet with a name like the one asked for: Excel allows 31 characters, not all of them, and no name twice.
  package func page(named name: String) throws(FormatFailure) -> Page {
    guard let page = functions.workbook_add_worksheet(handle, allowed(name)) else {
      throw FormatFailure(.unwritable, name)
    }
    return Page(page)
  }

  private var names: Set<String> = []

  private func allowed(_ name: String) -> String {
    let plain = String(name.map { "[]:*?/\\'".contains($0) ? "_" : $0 })
    var number = 1
    while true {
      let ending = number == 1 ? "" : " (\(number))"
      let made = Self.prefix(plain.isEmpty ? "1" : plain, 31 - ending.count) + ending
      if names.insert(made.lowercased()).inserted { return made }
      number += 1
    }
  }

  /// Excel counts in UTF-16.
  private static func prefix(_ text: String, _ limit: Int) -> String {
    var result = ""
    for character in text {
      if result.utf16.count + character.utf16.count > limit { break }
      result.append(character)
    }
    return result
  }

  /// Rows and columns from 0.
  package func write(
    _ text: String, _ row: Int, _ column: Int, on page: Page, _ look: Look?
  ) throws(FormatFailure) {
    guard row < Limits.rows, column < Limits.columns else { return }
    // A null character ends a text of C, and Excel takes no longer one.
    let plain = Self.prefix(String(text.filter { $0 != "\0" }), 32_767)
    let status = functions.worksheet_write_string(
      page.handle, UInt32(row), UInt16(column), plain, look.flatMap(format))
    guard status == LXW_NO_ERROR else { throw failure(status) }
  }

  package func comment(_ text: String, _ row: Int, _ column: Int, on page: Page) throws(FormatFailure) {
    guard row < Limits.rows, column < Limits.columns, !text.isEmpty else { return }
    let status = functions.worksheet_write_comment(page.handle, UInt32(row), UInt16(column), Self.prefix(text, 32_767))
    guard status == LXW_NO_ERROR else { throw failure(status) }
  }

  /// In characters.
  package func width(_ width: Double, of column: Int, on page: Page) {
    _ = functions.worksheet_set_column(page.handle, UInt16(column), UInt16(column), width, nil)
  }

  package func freeze(_ rows: Int, on page: Page) { functions.worksheet_freeze_panes(page.handle, UInt32(rows), 0) }

  package func filter(_ rows: Int, _ columns: Int, on page: Page) {
    guard rows > 0, columns > 0 else { return }
    _ = functions.worksheet_autofilter(page.handle, 0, 0, UInt32(rows - 1), UInt16(columns - 1))
  }

  private func format(_ look: Look) -> UnsafeMutablePointer<lxw_format>? {
    if let known = formats[look.key] { return known }
    guard let made = functions.workbook_add_format(handle) else { return nil }
    if let fill = look.fill { functions.format_set_bg_color(made, fill) }
    if look.isBold { functions.format_set_bold(made) }
    formats[look.key] = made
    return made
  }

  /// Writes the file.
  package func close() throws(FormatFailure) {
    isOpen = false
    let status = functions.workbook_close(handle)
    guard status == LXW_NO_ERROR else { throw failure(status) }
  }

  private func failure(_ status: lxw_error) -> FormatFailure {
    FormatFailure(.unwritable, functions.lxw_strerror(status).map { String(cString: $0) } ?? "")
  }
}
