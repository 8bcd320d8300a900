import VekhaText

/// The order of names for a person: letters folded, numbers by value («школа 2» before «школа 10»).
struct NameOrder: Comparable {
  private let parts: [Part]

  private enum Part: Comparable {
    case number(Int)
    case text(String)
  }

  init(_ name: String) {
    var parts: [Part] = []
    var text: [UInt8] = []
    var number: Int?
    func flushText() {
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text = []
    }
    for byte in Letters.fold(name).utf8 {
      if (0x30...0x39).contains(byte), (number ?? 0) < Int.max / 100 {
        flushText()
        number = (number ?? 0) * 10 + Int(byte - 0x30)
      } else {
        if let known = number { parts.append(.number(known)) }
        number = nil
        text.append(byte)
      }
    }
    flushText()
    if let number { parts.append(.number(number)) }
    self.parts = parts
  }

  static func < (left: NameOrder, right: NameOrder) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }
}
