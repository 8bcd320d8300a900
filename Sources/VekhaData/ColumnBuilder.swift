import VekhaTable

/// Makes typed columns from cells.
///
/// A declared type is kept whatever the cells are. Otherwise all cells that are not empty decide: dates, numbers,
/// yes/no words, and text if they are none of these.
enum ColumnBuilder {
  static func column(
    _ cells: ColumnCells, title: String, declared: ColumnType?, unit: TimeUnit? = nil
  ) -> (column: Column, unusual: UnusualCells) {
    let (type, read) = declared.map { ($0, declaredValues(cells, $0, unit)) } ?? inferred(cells)
    return (read.column(title: title, type: type, count: cells.count), read.unusual)
  }

  /// Each reader gives up with nil where it would leave a column nobody declared to another type.
  private static func inferred(_ cells: ColumnCells) -> (ColumnType, ColumnValues) {
    let isFilled = (0..<cells.count).contains { !cells.range($0).isEmpty }
    if isFilled, let dates = dates(cells, isDeclared: false) { return (.date, dates) }
    if isFilled, let numbers = numbers(cells, isDeclared: false) { return (.number, numbers) }
    if isFilled, let flags = flags(cells, isDeclared: false) { return (.flag, flags) }
    return (.text, TextColumnBuilder.texts(cells))
  }

  private static func declaredValues(
    _ cells: ColumnCells, _ type: ColumnType, _ unit: TimeUnit?
  ) -> ColumnValues {
    let read =
      switch type {
      case .date: dates(cells, isDeclared: true)
      case .number: numbers(cells, isDeclared: true, unit)
      case .flag: flags(cells, isDeclared: true)
      case .text: TextColumnBuilder.texts(cells)
      }
    return read ?? TextColumnBuilder.texts(cells)
  }

  /// One cell in this many may be no date in a column of dates nobody declared: hand-kept registers have slips.
  private static let datesPerSlip = 20

  private static func dates(_ cells: ColumnCells, isDeclared: Bool) -> ColumnValues? {
    let mostSlips = isDeclared ? cells.count : cells.count / datesPerSlip
    var days: [Int32] = []
    days.reserveCapacity(cells.count)
    var result = ColumnValues(values: .dates([]))
    var slips = 0
    var read = 0
    for row in 0..<cells.count {
      if cells.range(row).isEmpty {
        days.append(0)
        result.leaveOut(row)
        continue
      }
      switch CellReading.date(cells.bytes(row), isDeclared: isDeclared) {
      case .day(let day):
        days.append(day)
        read += 1
      case .unusual(let day, let manner):
        if !isDeclared { slips += 1 }
        days.append(day)
        read += 1
        result.unusual.add(manner, row: row, cells.text(row))
      case .impossible:
        // A day that the calendar lacks is a date with a fault, not a reason to take the column for text.
        days.append(0)
        read += 1
        result.leaveOut(row, unreadable: cells.text(row))
      case .other:
        days.append(0)
        if !result.leavesOut(cells, row) {
          slips += 1
          result.leaveOut(row, unreadable: cells.text(row))
        }
      }
      if slips > mostSlips { return nil }
    }
    if !isDeclared {
      let filled = cells.count - result.absent.count + result.unreadable.count
      if slips * datesPerSlip > filled || read == 0 { return nil }
    }
    result.values = .dates(days)
    return result
  }

  private static func numbers(
    _ cells: ColumnCells, isDeclared: Bool, _ unit: TimeUnit? = nil
  ) -> ColumnValues? {
    var millionths: [Int64] = []
    var result = ColumnValues(values: .numbers([]))
    var read = 0
    for row in 0..<cells.count {
      if cells.range(row).isEmpty {
        millionths.append(0)
        result.leaveOut(row)
      } else if let number = CellReading.number(cells.bytes(row), unit: unit), isDeclared || number.isPlain {
        millionths.append(number.millionths)
        read += 1
        if let manner = number.manner { result.unusual.add(manner, row: row, cells.text(row)) }
      } else if result.leavesOut(cells, row) {
        millionths.append(0)
      } else if isDeclared {
        millionths.append(0)
        result.leaveOut(row, unreadable: cells.text(row))
      } else {
        return nil
      }
    }
    if !isDeclared, read == 0 { return nil }
    result.values = .numbers(millionths)
    return result
  }

  private static func flags(_ cells: ColumnCells, isDeclared: Bool) -> ColumnValues? {
    var flags = BitSet(count: cells.count)
    var result = ColumnValues(values: .flags(flags))
    for row in 0..<cells.count {
      if cells.range(row).isEmpty {
        result.leaveOut(row)
      } else if let flag = CellReading.flag(cells.bytes(row), isDeclared: isDeclared) {
        if flag { flags.insert(row) }
      } else if isDeclared || SpreadsheetError(cells.bytes(row)) != nil {
        result.leaveOut(row, unreadable: cells.text(row))
      } else {
        return nil
      }
    }
    result.values = .flags(flags)
    return result
  }
}
