import VekhaFormats

/// Cells of a text file by addresses such as `B1`: the row is the line, the column the place between separators.
enum TextCells {
  /// Cells are looked for in this many lines.
  private static let mostLines = 100

  /// The texts at those addresses; empty ones are left out.
  static func texts(at addresses: [String], in bytes: [UInt8], _ source: DataSource) -> [String: String] {
    var texts: [String: String] = [:]
    // The file was read already, so what is wrong with it has been told.
    guard let dialect = try? CSVReader.dialect(of: bytes, source),
      let decoded = try? DecodedFile(bytes, dialect, source)
    else { return [:] }
    var text = Array(decoded.text.prefix(CSVDialect.headSize))
    text.withUnsafeMutableBufferPointer { buffer in
      var scanner = CSVScanner(buffer, separator: dialect.separator, from: 0)
      var record = CSVRecord()
      while scanner.next(into: &record) == .record, record.line <= mostLines {
        scanner.undouble(&record)
        for address in addresses {
          guard let place = CellAddress.parse(address), place.row + 1 == record.line,
            place.column < record.cells.count
          else { continue }
          texts[address] = buffer.text(CellText.normalize(record.cells[place.column], in: buffer))
        }
      }
    }
    return texts
  }
}
