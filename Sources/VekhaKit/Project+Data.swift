import VekhaCheck
import VekhaData
import VekhaEngine
import VekhaTable
import VekhaText

/// What a person asks of the data themselves.
extension Project {
  /// Each table of the plan with its fields and files, in the order of the plan.
  package var tableSummaries: [TableSummary] {
    loaded.map { data in
      TableSummary(
        names: data.request.names, path: data.request.path, rowCount: data.result.table?.rowCount,
        fields: fields(of: data), files: data.result.files, balance: data.result.table?.balance)
    }
  }

  private func fields(of data: LoadedData) -> [TableSummary.Field] {
    guard let table = data.result.table else { return [] }
    var named: [TableSummary.Field] = []
    var seen: Set<Int> = []
    for (names, (request, column)) in zip(data.request.fieldNames, zip(data.request.columns, data.result.columnIndex)) {
      if let column {
        seen.insert(column)
        named.append(TableSummary.Field(names: names, table.columns[column]))
      } else if request.isRequired {
        named.append(TableSummary.Field(missing: names, request.type ?? .text))
      }
    }
    let others = table.columns.indices.filter { !seen.contains($0) }
    return named + others.map { TableSummary.Field(names: [], table.columns[$0]) }
  }

  /// What is wrong with the data, or to be looked at: what was told of the files, and records that look like one.
  package var dataFaults: [Diagnostic] {
    diagnostics.filter(\.code.isOfData) + similarRecords
  }

  /// Records that may be one.
  package var similarRecords: [Diagnostic] { engine?.similarRecords() ?? [] }

  /// What was not told yet: two tables may be of one file.
  static func new(_ found: [Diagnostic], _ told: [Diagnostic]) -> [Diagnostic] {
    func key(_ diagnostic: Diagnostic) -> String {
      guard case .source = diagnostic.place else {
        return "\(diagnostic.code) \(diagnostic.place) \(diagnostic.arguments)"
      }
      return ""
    }
    let known = Set(told.map(key))
    return found.filter { key($0).isEmpty || !known.contains(key($0)) }
  }

  /// The cells of the files that faults are told of.
  package func sheets(of faults: [Diagnostic]) -> [PlainSheet] {
    var rows: [String: Set<Int>] = [:]
    for fault in faults {
      if case .cell(let cell) = fault.place { rows[cell.file + "\0" + cell.sheet, default: []].insert(cell.line) }
    }
    var sheets: [PlainSheet] = []
    var shown: Set<String> = []
    for data in loaded {
      for file in data.result.files {
        let key = file.file + "\0" + (file.part ?? "")
        guard let wanted = rows[key], shown.insert(key).inserted else { continue }
        if let sheet = PlainCells.read(data.source, file, wanted: wanted) { sheets.append(sheet) }
      }
    }
    return sheets
  }

  /// Writes sheets to a workbook; the key of a reason and what the system says of it, where that fails. A file that the
  /// plan reads is never written.
  package func write(_ sheets: [MarkedSheet], to path: String) -> (key: String, detail: String)? {
    let isRead = loaded.contains { data in
      data.result.files.contains { FileReading.isSameFile(PlainCells.opened($0, of: data.source), path) }
        || FileReading.isSameFile(data.source.file, path)
    }
    if isRead || FileReading.isSameFile(self.path, path) { return ("file.isRead", path) }
    return FaultFile.write(sheets, to: path)
  }
}
