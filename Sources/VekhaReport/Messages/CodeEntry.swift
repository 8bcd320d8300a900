import VekhaText

/// What the catalogue says of one diagnostic code.
package struct CodeEntry: Sendable {
  /// Templates by key: `title`, `title.empty` (used where a text to be put in is empty or not given), `about` (the
  /// sentence of the code's page, where neither of them will do), `explain`, `note.first`, …
  package var texts: [String: String] = [:]
  package var wrong = Example()
  package var right = Example()

  /// A small plan with the files beside it.
  package struct Example: Sendable {
    /// The source of the plan as it is shown.
    package var plan = ""
    package var files: [File] = []

    package struct File: Sendable {
      package var name: String
      /// The content as it is shown.
      package var shown: String
      package var bytes: [UInt8] { Example.bytes(of: shown) }
    }

    package var planBytes: [UInt8] { Self.bytes(of: plan) }

    /// Whether it is a command (`$ vekha …`) and not a plan: for faults that no text can show.
    package var isCommand: Bool { plan.hasPrefix("$ ") }

    /// The bytes of a shown text: `\xCF` is that byte, `\*40(ab)` is `ab` forty times, `\-` takes away the end of
    /// its line.
    static func bytes(of shown: String) -> [UInt8] {
      var result: [UInt8] = []
      var rest = Array(shown.utf8)[...]
      while let byte = rest.first {
        if byte == UInt8(ascii: "\\"), let (made, length) = escape(rest) {
          result += made
          rest = rest.dropFirst(length)
        } else {
          result.append(byte)
          rest = rest.dropFirst()
        }
      }
      return result
    }

    private static func escape(_ text: ArraySlice<UInt8>) -> (made: [UInt8], length: Int)? {
      let body = text.dropFirst(2)
      switch text.dropFirst().first {
      case UInt8(ascii: "x"):
        guard body.count >= 2, let byte = UInt8(String(decoding: body.prefix(2), as: UTF8.self), radix: 16) else {
          return nil
        }
        return ([byte], 4)
      case UInt8(ascii: "*"):
        guard let open = body.firstIndex(of: UInt8(ascii: "(")), let close = body.firstIndex(of: UInt8(ascii: ")")),
          open < close, let count = Int(String(decoding: body[..<open], as: UTF8.self)),
          (0...20_000_000).contains(count)
        else { return nil }
        let unit = bytes(of: String(decoding: body[(open + 1)..<close], as: UTF8.self))
        return (Array(repeatElement(unit, count: count).joined()), close - text.startIndex + 1)
      case UInt8(ascii: "-") where body.first == UInt8(ascii: "\n"): return ([], 3)
      default: return nil
      }
    }
  }
}

/// Where the block of each code lies in the catalogue of a language.
struct CodeIndex: Sendable {
  private let blocks: [String: Range<Int>]

  static func of(_ language: Language) -> CodeIndex {
    switch language {
    case .russian: russian
    case .english: english
    }
  }

  private static let russian = CodeIndex(Catalogue.file(of: .russian))
  private static let english = CodeIndex(Catalogue.file(of: .english))

  private init(_ text: StaticString) {
    blocks = text.withUTF8Buffer { bytes in
      var blocks: [String: Range<Int>] = [:]
      var open: (code: String, start: Int)?
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if bytes[start] == UInt8(ascii: "["), let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "]")) {
          if let open { blocks[open.code] = open.start..<start }
          open = (String(decoding: UnsafeBufferPointer(rebasing: bytes[(start + 1)..<close]), as: UTF8.self), end + 1)
        }
        start = end + 1
      }
      if let open { blocks[open.code] = min(open.start, bytes.count)..<bytes.count }
      return blocks
    }
  }

  func entry(for code: String, in text: StaticString) -> CodeEntry? {
    guard let range = blocks[code] else { return nil }
    let block = text.withUTF8Buffer { String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self) }
    var reader = BlockReader()
    for line in block.split(separator: "\n", omittingEmptySubsequences: false) { reader.take(line) }
    return reader.finished()
  }
}

/// Reads the lines of a block: `key = text`, and below `wrong:`, `right:` and `file NAME:` lines indented by two.
private struct BlockReader {
  private var entry = CodeEntry()
  private var example: WritableKeyPath<CodeEntry, CodeEntry.Example>?

  mutating func take(_ line: Substring) {
    if line.hasPrefix("  ") || line.isEmpty, let example {
      let content = line.dropFirst(2) + "\n"
      if let last = entry[keyPath: example].files.indices.last {
        entry[keyPath: example].files[last].shown += content
      } else {
        entry[keyPath: example].plan += content
      }
    } else if line == "wrong:" {
      example = \.wrong
    } else if line == "right:" {
      example = \.right
    } else if line.hasPrefix("file "), line.hasSuffix(":"), let example {
      let name = String(line.dropFirst(5).dropLast())
      entry[keyPath: example].files.append(CodeEntry.Example.File(name: name, shown: ""))
    } else if let sign = line.firstIndex(of: "="), !line.hasPrefix("//") {
      let key = line[..<sign].trimmingSpaces()
      entry.texts[String(key)] = String(line[line.index(after: sign)...].trimmingSpaces())
    }
  }

  /// The entry without the blank lines that end a block.
  func finished() -> CodeEntry {
    var result = entry
    for example in [\CodeEntry.wrong, \CodeEntry.right] {
      result[keyPath: example].plan.dropLastBlankLines()
      for index in result[keyPath: example].files.indices {
        result[keyPath: example].files[index].shown.dropLastBlankLines()
      }
    }
    return result
  }
}

extension String {
  fileprivate mutating func dropLastBlankLines() {
    while hasSuffix("\n\n") { removeLast() }
    if self == "\n" { self = "" }
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var result = drop { $0 == " " }
    while result.last == " " { result.removeLast() }
    return result
  }
}
