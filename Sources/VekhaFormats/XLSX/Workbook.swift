/// A workbook of spreadsheets in the form of ISO 29500, common or strict: its sheets, shared texts and formats.
package struct Workbook {
  package struct SheetInfo: Sendable {
    package let name: String
    package let isHidden: Bool
    fileprivate let part: String
  }

  package let sheets: [SheetInfo]
  private let archive: ZipArchive
  private let texts: SharedTexts
  private let styles: CellStyles
  private let startsIn1904: Bool

  /// Opens the workbook for as long as `body` runs.
  package static func with<Result>(
    _ bytes: [UInt8], _ body: (Workbook) throws(FormatFailure) -> Result
  ) throws(FormatFailure) -> Result {
    try ZipArchive.with(bytes) { archive throws(FormatFailure) in try body(Workbook(archive)) }
  }

  private init(_ archive: ZipArchive) throws(FormatFailure) {
    self.archive = archive
    let root = try Relations.read("_rels/.rels", of: archive)
    let book = root.target(ofKind: "/officeDocument") ?? "xl/workbook.xml"
    let reader = BookReader()
    try XMLPart.read(book, of: archive, into: reader)
    let folder = book.lastIndex(of: "/").map { String(book[...$0]) } ?? ""
    let relations = try Relations.read(folder + "_rels/" + book.dropFirst(folder.count) + ".rels", of: archive)
    sheets = reader.sheets.enumerated().compactMap { index, sheet in
      // Where the relations are gone, sheets lie where every program puts them.
      let part = relations.isEmpty ? "xl/worksheets/sheet\(index + 1).xml" : relations.sheet(sheet.relation)
      return part.map { SheetInfo(name: sheet.name, isHidden: sheet.isHidden, part: $0) }
    }
    startsIn1904 = reader.startsIn1904
    let texts = SharedTexts()
    if let part = relations.target(ofKind: "/sharedStrings"), archive.has(part) {
      try XMLPart.read(part, of: archive, into: texts)
    }
    self.texts = texts
    let styles = CellStyles()
    if let part = relations.target(ofKind: "/styles"), archive.has(part) {
      try XMLPart.read(part, of: archive, into: styles)
    }
    self.styles = styles
  }

  /// A sheet, or the first rows of it.
  package func sheet(_ index: Int, rowLimit: Int = .max) throws(FormatFailure) -> Sheet {
    let info = sheets[index]
    let reader = SheetReader(info.name, texts, styles, startsIn1904: startsIn1904, rowLimit: rowLimit)
    try XMLPart.read(info.part, of: archive, into: reader)
    var sheet = reader.sheet
    sheet.isHidden = info.isHidden
    return sheet
  }
}

/// The sheets that a workbook names, and how it counts days.
private final class BookReader: XMLReader {
  private(set) var sheets: [(name: String, isHidden: Bool, relation: String)] = []
  private(set) var startsIn1904 = false
  var isDone: Bool { false }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(FormatFailure) {
    switch name {
    case "workbookPr": startsIn1904 = attributes.flag("date1904")
    case "sheet":
      let state = attributes["state"] ?? "visible"
      sheets.append((attributes["name"] ?? "", state != "visible", attributes["id"] ?? ""))
    default: break
    }
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// Which part another part speaks of by which identifier.
private final class Relations: XMLReader {
  private var targets: [(id: String, kind: String, path: String)] = []
  private let folder: String
  var isDone: Bool { false }
  var isEmpty: Bool { targets.isEmpty }

  /// `part` is `FOLDER/_rels/NAME.rels`; where it is not there, there are no relations.
  static func read(_ part: String, of archive: ZipArchive) throws(FormatFailure) -> Relations {
    let relations = Relations(folder: part.split(separator: "/").dropLast(2).joined(separator: "/"))
    if archive.has(part) { try XMLPart.read(part, of: archive, into: relations) }
    return relations
  }

  private init(folder: String) { self.folder = folder }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(FormatFailure) {
    guard name.equals("Relationship"), let target = attributes["Target"] else { return }
    targets.append((attributes["Id"] ?? "", attributes["Type"] ?? "", resolved(target)))
  }

  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// The part's path in the archive: absolute ones begin with a stroke, others with the folder.
  private func resolved(_ target: String) -> String {
    var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for part in target.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }

  func target(ofKind ending: String) -> String? { targets.first { $0.kind.hasSuffix(ending) }?.path }

  /// The part of a worksheet; nil for charts and macros, which have no cells.
  func sheet(_ id: String) -> String? {
    targets.first { $0.id == id && $0.kind.hasSuffix("/worksheet") }?.path
  }
}
