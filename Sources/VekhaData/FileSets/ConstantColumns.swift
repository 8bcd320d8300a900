import VekhaFormats
import VekhaTable
import VekhaText

/// Columns whose cells are the same in every row of a file: its name, or one cell of it.
enum ConstantColumns {
  /// Reads a file with `read`, which is given the columns that have titles, and adds the others.
  static func adding(to source: DataSource, _ read: (DataSource) -> DataResult) -> DataResult {
    guard source.columns.contains(where: { $0.origin != .title }) else { return read(source) }
    let result = read(source.titled)
    guard let table = result.table else {
      return DataResult(
        table: nil, columnIndex: source.columns.map { _ in nil }, diagnostics: result.diagnostics,
        assumptions: result.assumptions)
    }
    var columns = table.columns
    var index: [Int?] = []
    var ofTitles = result.columnIndex.makeIterator()
    var diagnostics: [Diagnostic] = []
    for request in source.columns {
      switch request.origin {
      case .title:
        index.append(ofTitles.next() ?? nil)
        continue
      case .fileName:
        columns.append(column(request, name(of: source.path), table.rowCount))
      case .cell(let address):
        let text = result.cells[address] ?? ""
        if text.isEmpty {
          diagnostics.append(
            Diagnostic(.constantUnknown, at: request.span, [.text(source.path), .text(address)]))
        }
        columns.append(column(request, text, table.rowCount))
      }
      index.append(columns.count - 1)
    }
    return DataResult(
      table: Table(
        file: table.file, columns: columns, rowLines: table.rowLines, balance: table.balance, origins: table.origins,
        rowOrigins: table.rowOrigins),
      columnIndex: index, diagnostics: result.diagnostics + diagnostics, assumptions: result.assumptions,
      files: result.files)
  }

  /// The name of a file without its folder and ending.
  static func name(of path: String) -> String {
    let name = FileReading.name(of: path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  private static func column(_ request: ColumnRequest, _ text: String, _ count: Int) -> Column {
    let title = request.titles.first ?? ""
    let type = request.type ?? .text
    var value = Column.Cell.missing
    var bytes = Array(text.utf8)
    bytes.withUnsafeMutableBufferPointer { buffer in
      let range = CellText.normalize(CellText.trimmed(buffer, 0, buffer.count), in: buffer)
      if range.isEmpty { return }
      let content = buffer.slice(range)
      value = .unreadable(buffer.text(range))
      switch type {
      case .text: value = .text(buffer.text(range))
      case .number:
        if let number = CellReading.number(content) { value = .number(Number(millionths: number.millionths)) }
      case .date:
        if case .day(let day) = CellReading.date(content, isDeclared: true) { value = .date(.init(number: day)) }
      case .flag:
        if let flag = CellReading.flag(content, isDeclared: true) { value = .flag(flag) }
      }
    }
    let column = Column.of([Column.Cell](repeating: value, count: count), title: title, type: type)
    guard case .unreadable(let text) = value else { return column }
    return Column(
      title: title, type: type, values: column.values, present: column.present,
      unreadable: Dictionary(uniqueKeysWithValues: (0..<count).map { ($0, text) }))
  }
}
