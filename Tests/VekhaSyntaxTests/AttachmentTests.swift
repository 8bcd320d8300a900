import Testing
import TestSupport
import VekhaText

@testable import VekhaSyntax

/// What belongs to what, by an independent grammar: it makes trees, writes each by the rules of attachment, and the
/// parser has to read the same tree back. A phrase with two readings would come back as the other one.
@Suite struct AttachmentTests {
  /// Which records.
  indirect enum Phrase {
    /// Restrictions in time stand right after the noun; then qualifiers of which only the last goes deeper, or a
    /// condition.
    case noun(String, [Restriction], [Qualifier], Condition?)
  }

  enum Restriction { case month, last }

  struct Qualifier {
    var isWith: Bool
    var quantity: Int?
    var phrase: Phrase
  }

  indirect enum Condition {
    case or([Condition])
    case and([Condition])
    case has(Bool, Int?, Phrase)
    case compare(String, Int)
    case missing(String)
    case not(Condition)
    case every(Phrase, Condition)
    case restricted(String, Int, Restriction)
  }

  struct Words {
    let nouns: [String], fields: [String]
    let with, without, `where`, and, or, not, has, hasNo, missing, every, month, last, more, less: String
    let count: String
    let plan: String

    static let russian = Words(
      nouns: ["пары", "встречи", "люди", "школы", "отчёты"], fields: ["балл", "стаж", "минуты", "возраст"],
      with: "с", without: "без", where: "где", and: "и", or: "или", not: "не", has: "есть", hasNo: "нет",
      missing: "отсутствует", every: "у каждой", month: "в октябре", last: "за последние 30 дней",
      more: "более", less: "менее", count: "число", plan: "план \"П\" на 2024/2025\nпоказатель \"П\" = ")
    static let english = Words(
      nouns: ["pairs", "meetings", "people", "schools", "reports"], fields: ["score", "rank", "minutes_of", "age"],
      with: "with", without: "without", where: "where", and: "and", or: "or", not: "not", has: "has", hasNo: "has no",
      missing: "is missing", every: "every", month: "in October", last: "in the last 30 days", more: "more than",
      less: "less than", count: "count of", plan: "plan \"P\" for 2024/2025\nindicator \"P\" = ")
  }

  // MARK: Making trees

  struct Maker {
    var random: SeededGenerator
    let words: Words

    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func phrase(_ depth: Int) -> Phrase {
      let noun = words.nouns[below(words.nouns.count)]
      let restrictions: [Restriction] = chance(25) ? [chance(50) ? .month : .last] : []
      guard depth > 0 else { return .noun(noun, restrictions, [], nil) }
      if chance(45) {
        let count = 1 + below(3)
        let qualifiers = (0..<count).map { index in
          let isWith = chance(60)
          // Only the last may go on: whatever follows belongs to the noun nearest on its left.
          let inner = index == count - 1 ? phrase(depth - 1) : phrase(0)
          return Qualifier(isWith: isWith, quantity: isWith && chance(30) ? 2 + below(5) : nil, phrase: inner)
        }
        return .noun(noun, restrictions, qualifiers, nil)
      }
      if chance(60) { return .noun(noun, restrictions, [], condition(depth - 1)) }
      return .noun(noun, restrictions, [], nil)
    }

    mutating func condition(_ depth: Int) -> Condition {
      guard depth > 0 else { return claim(0) }
      switch below(4) {
      case 0: return .and((0..<2 + below(2)).map { _ in claim(depth - 1) })
      case 1:
        return .or(
          (0..<2).map { _ in chance(30) ? .and([claim(depth - 1), claim(depth - 1)]) : claim(depth - 1) })
      default: return claim(depth)
      }
    }

    mutating func claim(_ depth: Int) -> Condition {
      let field = words.fields[below(words.fields.count)]
      switch below(depth > 0 ? 7 : 3) {
      case 0: return .compare(field, 1 + below(9))
      case 1: return .missing(field)
      case 2: return .restricted(field, 1 + below(9), chance(50) ? .month : .last)
      case 3: return .not(claim(0))
      case 4: return .every(phrase(0), claim(0))
      default:
        let isPositive = chance(70)
        return .has(isPositive, isPositive && chance(30) ? 2 + below(5) : nil, phrase(depth - 1))
      }
    }
  }

  // MARK: Writing them by the rules

  struct Writer {
    let words: Words

    func text(_ phrase: Phrase) -> String {
      guard case .noun(let noun, let restrictions, let qualifiers, let condition) = phrase else { return "" }
      var parts = [noun] + restrictions.map(text)
      for (index, qualifier) in qualifiers.enumerated() {
        if index > 0 { parts.append(words.and) }
        parts.append(qualifier.isWith ? words.with : words.without)
        if let quantity = qualifier.quantity { parts.append("\(words.more) \(quantity)") }
        parts.append(text(qualifier.phrase))
      }
      if let condition { parts += [words.where, text(condition)] }
      return parts.joined(separator: " ")
    }

    func text(_ restriction: Restriction) -> String { restriction == .month ? words.month : words.last }

    func text(_ condition: Condition) -> String {
      switch condition {
      case .or(let parts): return joined(parts, words.or)
      case .and(let parts): return joined(parts, words.and)
      case .compare(let field, let number): return "\(field) \(words.less) \(number)"
      case .missing(let field): return "\(field) \(words.missing)"
      case .not(let inner): return "\(words.not) (\(text(inner)))"
      case .every(let phrase, let inner): return "\(words.every) \(text(phrase)) (\(text(inner)))"
      case .restricted(let field, let number, let restriction):
        return "\(field) \(words.less) \(number) \(text(restriction))"
      case .has(let isPositive, let quantity, let phrase):
        let verb = isPositive ? words.has : words.hasNo
        return ([verb] + (quantity.map { ["\(words.more) \($0)"] } ?? []) + [text(phrase)]).joined(separator: " ")
      }
    }

    /// A part that leaves a «где» open is closed by a comma; one that leaves two, or qualifiers that «и с» would go on
    /// with, stands in brackets.
    private func joined(_ parts: [Condition], _ word: String) -> String {
      var result = ""
      for (index, part) in parts.enumerated() {
        let isLast = index == parts.count - 1
        let isDeep = open(part) > 1 || open(part) == 1 && Self.isJoined(part)
        result += isDeep && !isLast ? "(\(text(part)))" : text(part)
        if !isLast { result += (open(part) == 1 && !isDeep ? ", " : " ") + word + " " }
      }
      return result
    }

    private static func isJoined(_ condition: Condition) -> Bool {
      switch condition {
      case .and, .or: true
      default: false
      }
    }

    /// How many conditions after «где» end where the text ends.
    private func open(_ condition: Condition) -> Int {
      switch condition {
      case .or(let parts), .and(let parts): parts.last.map(open) ?? 0
      case .has(_, _, let phrase): open(phrase)
      case .compare, .missing, .not, .every, .restricted: 0
      }
    }

    private func open(_ phrase: Phrase) -> Int {
      guard case .noun(_, _, let qualifiers, let condition) = phrase else { return 0 }
      if let condition { return 1 + open(condition) }
      return qualifiers.last.map { open($0.phrase) } ?? 0
    }
  }

  // MARK: Both as text

  func shape(_ phrase: Phrase) -> String {
    guard case .noun(let noun, let restrictions, let qualifiers, let condition) = phrase else { return "" }
    var parts = [noun] + restrictions.map(shape)
    for qualifier in qualifiers {
      let quantity = qualifier.quantity.map { " >\($0)" } ?? ""
      parts.append("[\(qualifier.isWith ? "with" : "without")\(quantity) \(shape(qualifier.phrase))]")
    }
    if let condition { parts.append("[where \(shape(condition))]") }
    return "(" + parts.joined(separator: " ") + ")"
  }

  func shape(_ restriction: Restriction) -> String { restriction == .month ? "[during]" : "[last]" }

  func shape(_ condition: Condition) -> String {
    switch condition {
    case .or(let parts): "{or " + parts.map(shape).joined(separator: " ") + "}"
    case .and(let parts): "{and " + parts.map(shape).joined(separator: " ") + "}"
    case .has(let isPositive, let quantity, let phrase):
      "{\(isPositive ? "has" : "hasNo")\(quantity.map { " >\($0)" } ?? "") \(shape(phrase))}"
    case .compare(let field, let number): "{\(field) <\(number)}"
    case .missing(let field): "{\(field) missing}"
    case .not(let inner): "{not \(shape(inner))}"
    case .every(let phrase, let inner): "{every \(shape(phrase)) \(shape(inner))}"
    case .restricted(let field, let number, let restriction): "{{\(field) <\(number)} \(shape(restriction))}"
    }
  }

  func shape(_ node: Node, _ tree: SyntaxTree) -> String {
    func inner(_ index: Int) -> String { node.part(index).map { shape($0, tree) } ?? "" }
    func number(_ quantity: Node?) -> String {
      quantity?.part(1).map { " >" + tree.text($0) } ?? ""
    }
    switch node.kind {
    case .nounPhrase: return "(" + node.children.map { shape($0, tree) }.joined(separator: " ") + ")"
    case .run: return tree.text(node)
    case .during: return "[during]"
    case .last: return "[last]"
    case .with: return "[with\(number(node.part(0))) \(inner(1))]"
    case .without: return "[without \(inner(0))]"
    case .whereClause: return "[where \(inner(0))]"
    case .or, .and:
      return "{\(node.kind.rawValue) " + node.children.map { shape($0, tree) }.joined(separator: " ") + "}"
    case .has, .hasNo: return "{\(node.kind.rawValue)\(number(node.part(1))) \(inner(2))}"
    case .compare: return "{\(inner(0)) <\(tree.text(node.children[1]))}"
    case .isMissing: return "{\(inner(0)) missing}"
    case .not: return "{not \(inner(0))}"
    case .quantified: return "{every \(inner(1)) \(inner(2))}"
    case .restricted: return "{\(inner(0)) \(inner(1))}"
    default: return node.kind.rawValue
    }
  }

  @Test(arguments: 0..<40)
  func everyTreeComesBack(seed: Int) throws {
    for (index, words) in [Words.russian, .english].enumerated() {
      var maker = Maker(random: SeededGenerator(seed: UInt64(seed * 2 + index + 1)), words: words)
      for _ in 0..<60 {
        let phrase = maker.phrase(3)
        let text = words.plan + words.count + " " + Writer(words: words).text(phrase)
        let source = SourceText(name: "p", bytes: Array(text.utf8))
        let result = Parser.parse(source)
        let indicator = try #require(result.tree.root.children.first { $0.terminal == .indicator })
        let count = try #require(indicator.part(1))
        let read = count.part(0).map { shape($0, result.tree) } ?? ""
        #expect(read == shape(phrase), "\(text)")
        #expect(result.diagnostics.isEmpty, "\(text)")
      }
    }
  }
}
