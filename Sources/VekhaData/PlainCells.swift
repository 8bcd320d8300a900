import VekhaFormats
import VekhaTable

/// Reads files again as they stand, to show a person their own cells.
package enum PlainCells {
  /// How many cells are shown of one file; of a larger one only the rows that are wanted.
  private static let mostCells = 400_000

  /// The cells of a file that a source names, as `assumed` says it is written; `wanted` are the rows that must be there.
  /// Nil where the file cannot be read.
  package static func read(_ source: DataSource, _ assumed: Assumptions, wanted: Set<Int>) -> PlainSheet? {
    let single = source.titled.with(path: assumed.file, file: opened(assumed, of: source))
    if assumed.separator != nil { return text(single, assumed, wanted) }
    guard let sheet = sheet(single, assumed) else { return nil }
    let isAll = sheet.cells.count <= mostCells
    let header = assumed.headerLines ?? 0...0
    let rows = sheet.rows.indices.lazy.filter { index in
      let number = Int(sheet.rows[index].number)
      return isAll || header.contains(number) || wanted.contains(number)
    }.map { index in
      var cells: [String] = []
      for cell in sheet.cells(of: index) {
        while cells.count < Int(cell.column) { cells.append("") }
        cells.append(sheet.text(cell))
      }
      return PlainSheet.Row(number: Int(sheet.rows[index].number), cells: cells)
    }
    return PlainSheet(
      file: assumed.file, part: assumed.part ?? "", titles: assumed.titles, hasTitleRow: sheet.titles == nil,
      rows: Array(rows))
  }

  /// The path to open for a file of the source.
  package static func opened(_ assumed: Assumptions, of source: DataSource) -> String {
    FilePattern.opened(assumed.file, for: source)
  }

  private static func text(_ source: DataSource, _ assumed: Assumptions, _ wanted: Set<Int>) -> PlainSheet? {
    guard case .success(let bytes) = FileReading.bytes(of: source.file) else { return nil }
    let decoded: DecodedFile
    let dialect: CSVDialect
    do throws(DataRefusal) {
      dialect = try CSVReader.dialect(of: bytes, source)
      decoded = try DecodedFile(bytes, dialect, source)
    } catch {
      return nil
    }
    var text = decoded.text
    let rows = text.withUnsafeMutableBufferPointer { buffer -> [PlainSheet.Row] in
      var scanner = CSVScanner(buffer, separator: dialect.separator, from: 0)
      var record = CSVRecord()
      var rows: [PlainSheet.Row] = []
      var count = 0
      while scanner.next(into: &record) == .record {
        scanner.undouble(&record)
        count += record.cells.count
        guard count <= mostCells || dialect.headerLines.contains(record.line) || wanted.contains(record.line) else {
          continue
        }
        if record.cells.allSatisfy(\.isEmpty) { continue }
        rows.append(PlainSheet.Row(number: record.line, cells: record.cells.map { buffer.text($0) }))
      }
      return rows
    }
    return PlainSheet(file: assumed.file, part: "", titles: assumed.titles, hasTitleRow: true, rows: rows)
  }

  private static func sheet(_ source: DataSource, _ assumed: Assumptions) -> Sheet? {
    do throws(FormatFailure) {
      guard case .success(let head) = FileReading.head(of: source.file) else { return nil }
      if FileKind.of(head) == .database {
        let database = try SheetFiles.open(source.file)
        if let part = source.part, part.kind == .query { return try database.query(part.name) }
        return try assumed.part.map { name throws(FormatFailure) in try database.table(name) }
      }
      guard case .success(let bytes) = FileReading.bytes(of: source.file, atMost: Limits.file) else { return nil }
      switch FileKind.of(bytes, endsAsJSON: DataFormat.isJSON(source.path)) {
      case .workbook:
        return try Workbook.with(bytes) { book throws(FormatFailure) in
          guard let index = book.sheets.firstIndex(where: { $0.name == assumed.part }) else { return nil }
          return try book.sheet(index)
        }
      case .json: return try JSONTables.read(bytes, asLines: false).first { $0.name == assumed.part ?? "" }
      case .jsonLines: return try JSONTables.read(bytes, asLines: true).first
      default: return nil
      }
    } catch {
      return nil
    }
  }
}
