// VekhaReport owns every sentence a person reads: the catalogue of messages in each language, diagnostics with their
// excerpts, the answers of `vekha run` and `vekha why` as text, and the same answers as JSON. It opens no file, reads
// no environment and knows no terminal: width, colour and language are given to it.

import VekhaCalendar
import VekhaTable
import VekhaText

/// How things are said in one language: phrases of the catalogue, dates, numbers, quotations, lists.
package struct Wording: Sendable {
  package let language: Language
  private let catalogue: Catalogue
  /// The canonical phrase of a terminal in a language, from the vocabulary.
  private let terminal: @Sendable (String, Language) -> String

  package init(_ language: Language, terminal: @escaping @Sendable (String, Language) -> String = { id, _ in id }) {
    self.language = language
    self.terminal = terminal
    catalogue = Catalogue.of(language)
  }

  package func callAsFunction(_ key: String, _ values: Template.Value...) -> String { catalogue.phrase(key, values) }

  package func phrase(_ key: String, _ values: [Template.Value]) -> String { catalogue.phrase(key, values) }

  package func has(_ key: String) -> Bool { catalogue.has(key) }

  package func entry(for code: DiagnosticCode) -> CodeEntry? { catalogue.entry(for: code) }

  package func quote(_ text: String) -> String { catalogue.phrase("quote", [Template.Value(text)]) }

  /// `03.09.2024` or `3 Sep 2024`.
  package func day(_ day: CivilDay) -> String {
    switch language {
    case .russian: return day.dotted
    case .english:
      let date = day.date
      return "\(date.day) \(catalogue.phrase("month.\(date.month)")) \(date.year)"
    }
  }

  /// `62,5` or `62.5`.
  package func number(_ number: Number) -> String { number.text(point: language == .russian ? "," : ".") }

  /// `met` of `total` in percent with one decimal: 0.0 and 100.0 only where nobody and everybody has met it.
  package func percent(_ met: Int, of total: Int) -> String {
    var tenths = (met * 2000 + total) / (2 * max(1, total))
    if met < total { tenths = min(tenths, 999) }
    if met > 0 { tenths = max(tenths, 1) }
    let point = language == .russian ? "," : "."
    return catalogue.phrase("percent", ["\(tenths / 10)\(point)\(tenths % 10)"])
  }

  /// Names in quotation marks; at most twelve, then how many more.
  package func list(_ names: [String], limit: Int = 12) -> String {
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count <= limit ? shown : catalogue.phrase("list.more", [.init(shown), .init(names.count - limit)])
  }

  /// Proposals: `«a», «b» или «c»`.
  package func choice(_ names: [String]) -> String {
    let quoted = names.map { $0.first == "«" && $0.last == "»" ? VisibleText.short($0) : quote(VisibleText.short($0)) }
    guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
    return catalogue.phrase("list.or", [.init(quoted.dropLast().joined(separator: ", ")), .init(last)])
  }

  /// A cell as a person finds it: `участники.csv, строка 5, столбец «Дата»`.
  package func place(_ cell: CellPlace) -> String {
    let file = VisibleText.line(cell.file)
    let title = VisibleText.short(cell.title)
    if let address = cell.address {
      return catalogue.phrase("place.address", [.init(file), .init(VisibleText.short(address)), .init(title)])
    }
    if !cell.sheet.isEmpty {
      let sheet = Template.Value(quote(VisibleText.short(cell.sheet)))
      return cell.title.isEmpty
        ? catalogue.phrase("place.sheet.row", [.init(file), sheet, .init(cell.line)])
        : catalogue.phrase("place.sheet.cell", [.init(file), sheet, .init(cell.line), .init(title)])
    }
    if cell.title.isEmpty { return catalogue.phrase("place.row", [.init(file), .init(cell.line)]) }
    return catalogue.phrase("place.cell", [.init(file), .init(cell.line), .init(title)])
  }

  /// The first of some declared names that is in the language of the answer, else the first.
  package func name(of names: [String]) -> String {
    let script: Letters.Script = language == .russian ? .cyrillic : .latin
    return names.first { Letters.script(of: $0) == script } ?? names.first ?? ""
  }

  /// What the system says of a refusal (`strerror`), in the language of the answer where the catalogue knows it.
  package func reason(_ text: String) -> String {
    let key = "system." + text.lowercased().replacing(" ", with: "-").replacing("/", with: "-")
    return has(key) ? self(key) : text
  }

  /// A value for a sentence.
  package func value(of argument: Argument) -> Template.Value {
    switch argument {
    case .text(let text):
      let shown = VisibleText.short(text, limit: 100)
      return Template.Value(shown, quoted: quote(shown))
    case .name(let names): return value(of: .text(name(of: names)))
    case .refusal(let text): return Template.Value(reason(text))
    case .number(let number): return Template.Value(number)
    case .day(let year, let month, let day):
      let civil = CivilDay(year: year, month: month, day: day)
      return Template.Value(civil.map(self.day) ?? "\(day).\(month).\(year)")
    case .terminal(let id):
      let phrase = terminal(id, language)
      return Template.Value(phrase, quoted: quote(phrase))
    case .item(let number, let title):
      let shown = title.isEmpty ? "" : quote(VisibleText.short(title, limit: 60))
      let name = [number, shown].filter { !$0.isEmpty }.joined(separator: " ")
      return Template.Value(name, quoted: name)
    case .word(let key): return Template.Value(catalogue.phrase(key))
    case .list(let parts): return Template.Value(list(parts.map { value(of: $0).quoted }))
    }
  }
}
