import VekhaTable

/// What was assumed of a data file, and where its rows went, each in one line.
package enum AssumptionsText {
  /// `участники.csv: windows-1251, «;», заголовок в строке 4, 5 строк`.
  package static func line(_ assumptions: Assumptions, _ say: Wording) -> String {
    var parts: [String] = []
    if let part = assumptions.part { parts.append(say.quote(VisibleText.short(part))) }
    if let encoding = assumptions.encoding { parts.append(encoding) }
    if let separator = assumptions.separator { parts.append(name(of: separator, say)) }
    if let lines = assumptions.headerLines {
      parts.append(
        lines.count == 1
          ? say("assumed.header", .init(lines.lowerBound))
          : say("assumed.headers", .init(lines.lowerBound), .init(lines.upperBound)))
    }
    parts.append(say("assumed.rows", .init(assumptions.balance.loaded)))
    return say("assumed", .init(VisibleText.line(assumptions.file)), .init(parts.joined(separator: ", ")))
  }

  /// `7 строк в файле = 5 загружено + 2 отложены; не записей: 1; пустых строк: 3`.
  package static func balance(_ balance: Table.Balance, _ say: Wording) -> String {
    var parts = [say("assumed.balance", .init(balance.rowsInFile), .init(balance.loaded), .init(balance.listed))]
    if balance.notRecords > 0 { parts.append(say("assumed.notRecords", .init(balance.notRecords))) }
    if balance.repeats > 0 { parts.append(say("assumed.repeats", .init(balance.repeats))) }
    if balance.blank > 0 { parts.append(say("assumed.blank", .init(balance.blank))) }
    return parts.joined(separator: "; ")
  }

  private static func name(of separator: String, _ say: Wording) -> String {
    separator == "\t" ? say("assumed.tab") : say.quote(separator)
  }
}
