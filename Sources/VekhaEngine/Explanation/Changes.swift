import VekhaCheck
import VekhaText

/// A condition that would have to come out otherwise.
package struct Change: Equatable, Sendable {
  package var wording: String
  package var place: Span?
  package var becomes: Bool
}

extension Recorder.Step {
  /// At most so many ways are told, of at most so many conditions each: longer ones help nobody.
  private static let mostWays = 4
  private static let mostChanges = 3

  /// What would have to change for the condition to hold, or to fail: each way is a set of conditions that is enough.
  func ways(to wanted: Bool) -> [[Change]] {
    if outcome == (wanted ? .holds : .fails) { return [[]] }
    switch role {
    case .conjunction: return wanted ? together(wanted) : apart(wanted)
    case .disjunction: return wanted ? apart(wanted) : together(wanted)
    case .kind: return []
    case .other:
      guard children.count == 1, let inner = children.first, inner.label == nil else {
        return [[Change(wording: span.map { Recorder.wording($0) } ?? "", place: span, becomes: wanted)]]
      }
      // A denial turns what it is about; where that cannot be told, neither can it.
      return inner.ways(to: inner.outcome == outcome ? wanted : !wanted)
    }
  }

  /// Any one part that changes is enough.
  private func apart(_ wanted: Bool) -> [[Change]] {
    let ways = children.flatMap { $0.ways(to: wanted) }.filter { !$0.isEmpty }
    return Array(ways.sorted { $0.count < $1.count }.prefix(Self.mostWays))
  }

  /// All parts that are not as wanted have to change: the shortest way of each.
  private func together(_ wanted: Bool) -> [[Change]] {
    var all: [Change] = []
    for child in children {
      guard let way = child.ways(to: wanted).min(by: { $0.count < $1.count }) else { return [] }
      all += way.filter { !all.contains($0) }
    }
    return all.count > Self.mostChanges ? [] : [all]
  }
}
