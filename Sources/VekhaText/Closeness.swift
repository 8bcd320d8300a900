/// Which known words a person may have meant.
package enum Closeness {
  /// Edits (insert, delete, replace, swap of neighbours) between two words, counted in characters.
  ///
  /// The optimal string alignment distance; gives up with `nil` above `limit`.
  package static func distance(_ left: String, _ right: String, limit: Int) -> Int? {
    let a = Array(left.unicodeScalars)
    let b = Array(right.unicodeScalars)
    if abs(a.count - b.count) > limit { return nil }
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [Int](repeating: 0, count: b.count + 1)
      row[0] = i
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      if (row.min() ?? 0) > limit { return nil }
      beforeLast = last
      last = row
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }

  /// Up to three of the candidates that are close to the word: at most a third of its letters differ.
  /// Look-alike letters and the other keyboard layout are tried first.
  package static func proposals(for word: String, among candidates: [String]) -> [String] {
    let folded = Letters.fold(word)
    let other = Letters.fold(Letters.otherLayout(word))
    let cleaned = Letters.withoutLookAlikes(word).map(Letters.fold)
    var scored: [(distance: Int, name: String)] = []
    var seen: Set<String> = []
    for candidate in candidates where seen.insert(candidate).inserted {
      let name = Letters.fold(candidate)
      let isAlike = cleaned == name || Letters.withoutLookAlikes(candidate).map(Letters.fold) == folded
      if name == other || isAlike { scored.append((0, candidate)); continue }
      let limit = max(1, folded.unicodeScalars.count / 3)
      if folded.unicodeScalars.count < 3 { continue }
      if let distance = distance(folded, name, limit: limit) {
        scored.append((distance, candidate))
      } else if other.unicodeScalars.count > 3, let distance = Closeness.distance(other, name, limit: 1) {
        scored.append((distance + 1, candidate))
      }
    }
    scored.sort { $0.distance == $1.distance ? $0.name < $1.name : $0.distance < $1.distance }
    return scored.prefix(3).map(\.name)
  }
}
