import VekhaFormats

/// Cells of a text file by addresses such as `B1`: the row is the line, the column the place between separators.
enum TextCells {
  /// The texts at those addresses, which must be in the first lines; empty ones are left out.
  static func texts(at addresses: [String], in bytes: [UInt8], _ result: DataResult) -> [String: String] {
    guard let separator = result.assumptions?.separator?.utf8.first else { return [:] }
    var texts: [String: String] = [:]
    var head = Array(bytes.prefix(1 << 16))
    head.withUnsafeMutableBufferPointer { buffer in
      let hasMark = buffer.starts(with: [0xEF, 0xBB, 0xBF])
      var scanner = CSVScanner(buffer, separator: separator, from: hasMark ? 3 : 0)
      var record = CSVRecord()
      while scanner.next(into: &record) == .record, record.line <= 100 {
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
