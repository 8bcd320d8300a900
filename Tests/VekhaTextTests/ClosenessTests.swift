import TestSupport
import Testing
import VekhaText

@Suite struct ClosenessTests {
  /// The same distance by its definition.
  private func naive(_ a: ArraySlice<Character>, _ b: ArraySlice<Character>) -> Int {
    guard let x = a.last, let y = b.last else { return max(a.count, b.count) }
    var best = min(naive(a.dropLast(), b) + 1, naive(a, b.dropLast()) + 1)
    best = min(best, naive(a.dropLast(), b.dropLast()) + (x == y ? 0 : 1))
    if a.count > 1, b.count > 1, x == b[b.endIndex - 2], a[a.endIndex - 2] == y {
      best = min(best, naive(a.dropLast(2), b.dropLast(2)) + 1)
    }
    return best
  }

  @Test func distanceIsTheLeastNumberOfEdits() {
    var random = SeededGenerator(seed: 3)
    func word() -> String {
      String((0..<Int.random(in: 0...5, using: &random)).map { _ in "абв".randomElement(using: &random) ?? "а" })
    }
    for _ in 0..<400 {
      let (left, right) = (word(), word())
      let expected = naive(Array(left)[...], Array(right)[...])
      for limit in 0...5 {
        #expect(
          Closeness.distance(left, right, limit: limit) == (expected <= limit ? expected : nil), "\(left) \(right)")
      }
    }
  }

  @Test(
    arguments: [
      ("мероприятее", ["мероприятие", "этап", "роль"], ["мероприятие"]), ("cрок", ["срок", "урок"], ["срок", "урок"]),
      ("gkfy", ["этап", "план"], ["план"]), ("gkfys", ["план", "планы"], ["планы", "план"]), ("xyz", ["план"], []),
      ("сорк", ["срок", "срок"], ["срок"]), ("учёба", ["учеба"], ["учеба"]), ("", ["план"], []),
      ("пара", ["пары", "парк", "парад", "пора", "нора"], ["парад", "парк", "пары"]),
    ] as [(String, [String], [String])])
  func proposals(_ word: String, _ known: [String], _ expected: [String]) {
    #expect(Closeness.proposals(for: word, among: known) == expected)
  }
}
