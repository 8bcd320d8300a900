import VekhaText

/// One vocabulary file, read line by line. Over bytes: it is read at every start.
struct WordTable {
  struct Line {
    let terminal: Terminal
    let section: Vocabulary.Section
    let condition: Vocabulary.Condition?
    let phrases: [[String]]
  }

  /// What a curator says and the language does not, with what it says instead.
  struct Otherwise {
    let phrases: [[String]]
    let proposals: [String]
  }

  private(set) var lines: [Line] = []
  private(set) var otherwise: [Otherwise] = []

  /// `terminals` by their names.
  init(_ text: String, _ terminals: [String: Terminal]) {
    var section = Vocabulary.Section.statements
    for line in Array(text.utf8).split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      if line.first == UInt8(ascii: "[") {
        section =
          Vocabulary.Section(rawValue: Self.text(line.dropFirst().prefix { $0 != UInt8(ascii: "]") })) ?? section
        continue
      }
      if section == .otherwise {
        let sides = line.split(separator: UInt8(ascii: "="), maxSplits: 1)
        guard sides.count == 2 else { continue }
        otherwise.append(
          Otherwise(
            phrases: sides[0].split(separator: UInt8(ascii: ";")).flatMap(Self.expand),
            proposals: sides[1].split(separator: UInt8(ascii: ";")).map { text in
              String(Self.text(text).drop { $0 == " " })
            }))
        continue
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let head = line[..<colon].split(separator: UInt8(ascii: "@"), maxSplits: 1)
      guard let name = head.first, let terminal = terminals[Self.text(name.prefix { $0 != 0x20 })] else {
        continue
      }
      let condition = head.count == 2 ? Self.condition(head[1]) : nil
      let phrases = line[(colon + 1)...].split(separator: UInt8(ascii: ";")).flatMap(Self.expand)
      lines.append(Line(terminal: terminal, section: section, condition: condition, phrases: phrases))
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func condition(_ bytes: ArraySlice<UInt8>) -> Vocabulary.Condition? {
    let isNegated = bytes.first == UInt8(ascii: "!")
    let name = (isNegated ? bytes.dropFirst() : bytes).prefix { $0 != 0x20 }
    return NextClass(rawValue: text(name)).map { Vocabulary.Condition(next: $0, isNegated: isNegated) }
  }

  /// `не более (чем)` and `подключи/подключите` stand for several phrasings; `—` for none.
  private static func expand(_ phrase: ArraySlice<UInt8>) -> [[String]] {
    var results: [[String]] = [[]]
    for part in phrase.split(separator: 0x20) {
      let isOptional = part.first == UInt8(ascii: "(")
      let whole = isOptional ? part.dropFirst().dropLast() : part
      let choices = whole.split(separator: UInt8(ascii: "/")).map { word in
        text(word.last == UInt8(ascii: ",") ? word.dropLast() : word)
      }
      if choices == ["—"] { return [] }
      if choices.count == 1, !isOptional {
        for index in results.indices { results[index].append(choices[0]) }
      } else {
        results = results.flatMap { result in
          (isOptional ? [result] : []) + choices.map { result + [$0] }
        }
      }
    }
    return results
  }
}
