import VekhaText

/// Names of one kind: found by exact form, then by declared forms, then by one shared stem.
struct NameTable<Element: Equatable> {
  struct Entry {
    let name: String
    let element: Element
    let span: Span?
  }

  enum Result {
    case found(Entry)
    case several([Entry])
    case none
  }

  private var exact: [String: [Entry]] = [:]
  private var forms: [String: [Entry]] = [:]
  private(set) var entries: [Entry] = []
  private var stems: [String: [Entry]] = [:]
  private var nounStems: [String: [Entry]] = [:]
  private let isAdjectives: Bool

  init(isAdjectives: Bool = false) { self.isAdjectives = isAdjectives }

  /// The entry that already has this exact name, if any.
  func declared(_ name: String) -> Entry? { exact[Letters.fold(name)]?.first }

  /// Without a stem it is found by its exact form and declared forms only.
  mutating func add(
    _ name: String, _ element: Element, _ span: Span?, stemmer: Stemmer, isStemmed: Bool = true
  ) {
    let folded = Letters.fold(name)
    let entry = Entry(name: name, element: element, span: span)
    entries.append(entry)
    exact[folded, default: []].append(entry)
    guard isStemmed else { return }
    let stem = isAdjectives ? stemmer.adjectiveStem(folded) : stemmer.stem(folded)
    stems[stem, default: []].append(entry)
    if !isAdjectives { nounStems[Stemmer.nounStem(folded), default: []].append(entry) }
  }

  /// Names and declared forms: what a person may have meant.
  var candidates: [String] { entries.map(\.name) + forms.keys.sorted() }

  /// One more form of a name that was added.
  mutating func addForm(_ form: String, of name: String, _ element: Element, _ span: Span?) {
    forms[Letters.fold(form), default: []].append(Entry(name: name, element: element, span: span))
  }

  func find(_ word: String, stemmer: Stemmer) -> Result {
    let folded = Letters.fold(word)
    if let found = exact[folded] { return Self.result(found) }
    if let found = forms[folded] { return Self.result(found) }
    let stem = isAdjectives ? stemmer.adjectiveStem(folded) : stemmer.stem(folded)
    if let found = stems[stem] { return Self.result(found) }
    // «перерыв» looks like a verb to the stemmer, «перерывы» does not.
    return Self.result(isAdjectives ? [] : nounStems[Stemmer.nounStem(folded)] ?? [])
  }

  /// Whether `find` finds one name or several.
  func has(_ word: String, stemmer: Stemmer) -> Bool {
    if case .none = find(word, stemmer: stemmer) { return false }
    return true
  }

  private static func result(_ entries: [Entry]) -> Result {
    var distinct: [Entry] = []
    for entry in entries where !distinct.contains(where: { $0.element == entry.element }) { distinct.append(entry) }
    switch distinct.count {
    case 0: return .none
    case 1: return .found(distinct[0])
    default: return .several(distinct)
    }
  }
}
