import VekhaText

/// Which form of a noun goes with a number.
package enum Agreement {
  /// The index of the form: in Russian 0 for 1, 21, 101; 1 for 2–4, 22–24; 2 for 0, 5–20, 11–14 and the rest;
  /// in English 0 for one, 1 for everything else.
  package static func index(of count: Int, in language: Language) -> Int {
    switch language {
    case .english: return count.magnitude == 1 ? 0 : 1
    case .russian:
      let tail = count.magnitude % 100
      if (11...14).contains(tail) { return 2 }
      switch tail % 10 {
      case 1: return 0
      case 2...4: return 1
      default: return 2
      }
    }
  }

  /// The form for the count; where there are fewer forms than the language has, the last of them.
  package static func form<S>(_ forms: [S], for count: Int, in language: Language) -> S? {
    let index = index(of: count, in: language)
    return index < forms.count ? forms[index] : forms.last
  }
}
