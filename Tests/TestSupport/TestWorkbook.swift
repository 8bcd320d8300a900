/// Workbooks as Excel writes them, from a few lines of text or from the XML of their parts.
///
/// `[Name]` begins a sheet, `[Name, hidden]` a hidden one; a line is a row of cells divided by `;`, with `!` before it a hidden
/// row; `merge A2:A3` merges cells. A cell is a number, `=formula` without a saved value, `#N/A` and other errors, `@45570` a
/// number in the format of a date, `@45570.5` in that of a date and time, else a text.
package struct TestWorkbook {
  package struct Sheet {
    package var name: String
    package var isHidden = false
    /// The XML inside `worksheet`.
    package var xml: String

    package init(_ name: String, isHidden: Bool = false, xml: String) {
      self.name = name
      self.isHidden = isHidden
      self.xml = xml
    }
  }

  package var sheets: [Sheet]
  package var sharedStrings: String?
  package var startsIn1904 = false
  /// Custom formats, numbered from 164; style n + 3 of a cell is the n-th.
  package var formats: [String] = []
  package var namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  package var relationNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  /// Parts that replace or join those made here.
  package var parts: [(name: String, bytes: [UInt8])] = []

  package init(_ sheets: [Sheet]) { self.sheets = sheets }

  package init(_ text: String) {
    sheets = []
    var rows: [String] = []
    var merges: [String] = []
    func close(_ sheets: inout [Sheet]) {
      guard !sheets.isEmpty else { return }
      var xml = "<sheetData>" + rows.joined() + "</sheetData>"
      if !merges.isEmpty {
        xml += "<mergeCells>" + merges.map { "<mergeCell ref=\"\($0)\"/>" }.joined() + "</mergeCells>"
      }
      sheets[sheets.count - 1].xml = xml
      rows = []
      merges = []
    }
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("["), line.hasSuffix("]") {
        close(&sheets)
        let parts = line.dropFirst().dropLast().split(separator: ",")
          .map { String($0.drop { $0 == " " }) }
        sheets.append(Sheet(parts.first ?? "", isHidden: parts.count > 1, xml: ""))
        number = 0
      } else if line.hasPrefix("merge ") {
        merges.append(String(line.dropFirst(6)))
      } else {
        number += 1
        if line.isEmpty { continue }
        let isHidden = line.hasPrefix("!")
        let cells = (isHidden ? line.dropFirst() : line).split(separator: ";", omittingEmptySubsequences: false)
        let hidden = isHidden ? " hidden=\"1\"" : ""
        let xml = cells.enumerated().map { Self.cell(String($1), Self.letter($0) + String(number)) }.joined()
        rows.append("<row r=\"\(number)\"\(hidden)>\(xml)</row>")
      }
    }
    close(&sheets)
  }

  private static func letter(_ column: Int) -> String { String(UnicodeScalar(UInt8(0x41 + column))) }

  private static func cell(_ text: String, _ address: String) -> String {
    if text.isEmpty { return "" }
    if text.hasPrefix("=") { return "<c r=\"\(address)\"><f>\(escaped(String(text.dropFirst())))</f></c>" }
    if text.hasPrefix("#") { return "<c r=\"\(address)\" t=\"e\"><v>\(text)</v></c>" }
    if text.hasPrefix("@") {
      return "<c r=\"\(address)\" s=\"\(text.contains(".") ? 2 : 1)\"><v>\(text.dropFirst())</v></c>"
    }
    if Double(text) != nil { return "<c r=\"\(address)\"><v>\(text)</v></c>" }
    return "<c r=\"\(address)\" t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
  }

  package static func escaped(_ text: String) -> String {
    String(
      text.flatMap { character -> String in
        switch character {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        default: String(character)
        }
      })
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  package var bytes: [UInt8] { ZipWriter.archive(allParts.map { ($0.name, $0.bytes, nil) }) }

  /// The archive with one part as a stream of deflate.
  package func bytes(deflating name: String, _ stream: [UInt8]) -> [UInt8] {
    ZipWriter.archive(allParts.map { ($0.name, $0.bytes, $0.name == name ? stream : nil) })
  }

  package func part(_ name: String) -> [UInt8]? { allParts.first { $0.name == name }?.bytes }

  private var allParts: [(name: String, bytes: [UInt8])] {
    var made: [(name: String, bytes: [UInt8])] = []
    func add(_ name: String, _ xml: String) { made.append((name, Array((Self.head + xml).utf8))) }
    let package = "http://schemas.openxmlformats.org/package/2006/"
    add(
      "[Content_Types].xml",
      "<Types xmlns=\"\(package)content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>")
    add(
      "_rels/.rels",
      "<Relationships xmlns=\"\(package)relationships\"><Relationship Id=\"rId1\" Type=\"\(relationNamespace)/officeDocument\" "
        + "Target=\"xl/workbook.xml\"/></Relationships>")
    let names = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(Self.escaped(sheet.name))\" sheetId=\"\(index + 1)\"\(sheet.isHidden ? " state=\"hidden\"" : "") "
        + "r:id=\"rId\(index + 1)\"/>"
    }.joined()
    add(
      "xl/workbook.xml",
      "<workbook xmlns=\"\(namespace)\" xmlns:r=\"\(relationNamespace)\"><workbookPr\(startsIn1904 ? " date1904=\"1\"" : "")/>"
        + "<sheets>\(names)</sheets></workbook>")
    var relations = sheets.indices.map { index in
      "<Relationship Id=\"rId\(index + 1)\" Type=\"\(relationNamespace)/worksheet\" Target=\"worksheets/sheet\(index + 1).xml\"/>"
    }
    relations.append("<Relationship Id=\"rIdS\" Type=\"\(relationNamespace)/styles\" Target=\"/xl/styles.xml\"/>")
    if sharedStrings != nil {
      relations.append(
        "<Relationship Id=\"rIdT\" Type=\"\(relationNamespace)/sharedStrings\" Target=\"sharedStrings.xml\"/>")
    }
    add(
      "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"\(package)relationships\">\(relations.joined())</Relationships>")
    let codes = formats.enumerated().map { "<numFmt numFmtId=\"\(164 + $0)\" formatCode=\"\(Self.escaped($1))\"/>" }
    let cells = ["0", "14", "22"] + formats.indices.map { String(164 + $0) }
    add(
      "xl/styles.xml",
      "<styleSheet xmlns=\"\(namespace)\"><numFmts>\(codes.joined())</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
        + "<cellXfs>\(cells.map { "<xf numFmtId=\"\($0)\"/>" }.joined())</cellXfs></styleSheet>")
    if let sharedStrings { add("xl/sharedStrings.xml", "<sst xmlns=\"\(namespace)\">\(sharedStrings)</sst>") }
    for (index, sheet) in sheets.enumerated() {
      add("xl/worksheets/sheet\(index + 1).xml", "<worksheet xmlns=\"\(namespace)\">\(sheet.xml)</worksheet>")
    }
    let replaced = Set(parts.map(\.name))
    return made.filter { !replaced.contains($0.name) } + parts
  }
}
