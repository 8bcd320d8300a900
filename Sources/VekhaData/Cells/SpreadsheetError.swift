/// The errors that a spreadsheet writes in place of a value. `rawValue` is a key of the catalogue that says what each
/// means.
enum SpreadsheetError: String {
  case notAvailable = "excel.notAvailable"
  case division = "excel.division"
  case value = "excel.value"
  case reference = "excel.reference"
  case name = "excel.name"
  case number = "excel.number"
  case null = "excel.null"
  case other = "excel.other"
  /// The column was too narrow to show the value, and the marks were copied in its place.
  case narrow = "excel.narrow"

  /// The error that the cell holds, in a Russian or English spreadsheet.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 4, bytes[0] == 0x23, bytes.count <= 40 else { return nil }
    if bytes.allSatisfy({ $0 == 0x23 }) {
      self = .narrow
      return
    }
    guard let error = Self.spelled[String(decoding: bytes, as: UTF8.self).uppercased()] else { return nil }
    self = error
  }

  init?(_ text: String) {
    var text = text
    guard let error = text.withUTF8({ Self($0) }) else { return nil }
    self = error
  }

  private static let spelled: [String: SpreadsheetError] = [
    "#Н/Д": .notAvailable, "#N/A": .notAvailable, "#ДЕЛ/0!": .division, "#DIV/0!": .division, "#ЗНАЧ!": .value,
    "#VALUE!": .value, "#ССЫЛКА!": .reference, "#REF!": .reference, "#ИМЯ?": .name, "#NAME?": .name, "#ЧИСЛО!": .number,
    "#NUM!": .number, "#ПУСТО!": .null, "#NULL!": .null, "#ПЕРЕНОС!": .other, "#SPILL!": .other, "#ВЫЧИСЛ!": .other,
    "#CALC!": .other, "#ОЖИДАНИЕ_ДАННЫХ": .other, "#GETTING_DATA": .other, "#ЗАБЛОКИРОВАНО!": .other,
    "#BLOCKED!": .other,
  ]
}
