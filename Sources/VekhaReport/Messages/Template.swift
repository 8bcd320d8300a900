import VekhaText

/// A sentence with holes.
///
/// `{0}` is the first value; `{0q}` the same in the quotation marks of the language (words of the catalogue and
/// numbers are never quoted); `{0|пара|пары|пар}` the form that agrees with the number in hole 0, without the number;
/// `{{` and `}}` are braces.
package enum Template {
  package struct Value: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral
  {
    package let text: String
    package let quoted: String
    package let number: Int?

    package init(_ text: String, quoted: String? = nil) {
      self.text = text
      self.quoted = quoted ?? text
      number = nil
    }

    package init(_ number: Int) {
      text = String(number)
      quoted = text
      self.number = number
    }

    package init(stringLiteral value: String) { self.init(value) }
    package init(integerLiteral value: Int) { self.init(value) }
  }

  package static func fill(_ template: String, with values: [Value], in language: Language) -> String {
    var result = ""
    var rest = template[...]
    while let index = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      result += rest[..<index]
      let brace = rest[index]
      rest = rest[rest.index(after: index)...]
      if rest.first == brace {
        result.append(brace)
        rest = rest.dropFirst()
      } else if brace == "{", let close = rest.firstIndex(of: "}") {
        result += text(of: rest[..<close], values, language)
        rest = rest[rest.index(after: close)...]
      }
    }
    return result + rest
  }

  /// The numbers of the holes of a template, each once.
  package static func holes(of template: String) -> Set<Int> {
    var holes: Set<Int> = []
    for part in template.split(separator: "{").dropFirst(template.hasPrefix("{") ? 0 : 1) {
      if let number = Int(part.prefix { $0.isASCII && $0.isNumber }) { holes.insert(number) }
    }
    return holes
  }

  private static func text(of hole: Substring, _ values: [Value], _ language: Language) -> String {
    let digits = hole.prefix { $0.isASCII && $0.isNumber }
    let mark = hole.dropFirst(digits.count)
    let value = Int(digits).flatMap { values.indices.contains($0) ? values[$0] : nil }
    if mark.first == "|" {
      let forms = mark.dropFirst().split(separator: "|", omittingEmptySubsequences: false)
      return Agreement.form(forms, for: value?.number ?? 0, in: language).map(String.init) ?? ""
    }
    guard let value else { return "…" }
    if mark == "q" { return value.quoted }
    return value.text
  }
}
