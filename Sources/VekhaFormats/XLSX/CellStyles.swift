/// What the number of a cell is to a person: a date, a share, a number; by the number of the cell's style.
final class CellStyles: XMLReader {
  enum Style: Equatable {
    case number
    case percent
    case date
    case dateAndTime
    case time
    /// Whole numbers with zeros before them, to so many digits.
    case padded(Int)
  }

  private var codes: [Int: String] = [:]
  private var formats: [Int] = []
  private var isInCells = false
  private var known: [Int: Style] = [:]
  var isDone: Bool { false }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(FormatFailure) {
    switch name {
    case "numFmt": if let id = attributes.int("numFmtId") { codes[id] = attributes["formatCode"] ?? "" }
    case "cellXfs": isInCells = true
    case "xf": if isInCells { formats.append(attributes.int("numFmtId") ?? 0) }
    default: break
    }
    if formats.count > Limits.cells { throw FormatFailure(.tooLarge, String(Limits.cells)) }
  }

  func end(_ name: XMLName) throws(FormatFailure) {
    if name.equals("cellXfs") {
      isInCells = false
      for id in Set(formats) { known[id] = codes[id].map { Self.style($0) } ?? Self.builtIn(id) }
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  subscript(_ index: Int) -> Style {
    formats.indices.contains(index) ? known[formats[index]] ?? .number : .number
  }

  /// Formats that have a number and no code (ISO 29500-1, 18.8.30), with those of Asian locales.
  private static func builtIn(_ id: Int) -> Style {
    switch id {
    case 9, 10: .percent
    case 14...17, 27...31, 36, 50...54, 57, 58: .date
    case 22: .dateAndTime
    case 18...21, 32...35, 45...47, 55, 56: .time
    default: .number
    }
  }

  /// By the letters of the code's first section, texts and brackets left out.
  static func style(_ code: String) -> Style {
    var letters = ""
    var isQuoted = false
    var isSkipped = false
    var bracket: String?
    for character in code.lowercased() {
      if isSkipped {
        isSkipped = false
      } else if isQuoted {
        isQuoted = character != "\""
      } else if let inside = bracket {
        if character == "]" {
          // Hours, minutes and seconds in brackets are of a length of time; all else is a colour or a locale.
          if let first = inside.first, inside.allSatisfy({ $0 == first }), "hms".contains(first) { letters += inside }
          bracket = nil
        } else {
          bracket = inside + String(character)
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "[" {
        bracket = ""
      } else if "\\_*".contains(character) {
        isSkipped = true
      } else if character == ";" {
        break
      } else {
        letters.append(character)
      }
    }
    if letters.contains("general") { return .number }
    let hasDate = letters.contains { "yd".contains($0) }
    let hasTime = letters.contains { "hs".contains($0) }
    if hasDate { return hasTime ? .dateAndTime : .date }
    if hasTime { return .time }
    if letters.contains("m") { return .date }
    if letters.contains("%") { return .percent }
    if letters.count > 1, letters.allSatisfy({ $0 == "0" }) { return .padded(letters.count) }
    return .number
  }
}
