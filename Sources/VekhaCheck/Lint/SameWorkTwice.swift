import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// The same work under two deadlines: titles that share a run of two or more content words, in one plan.
  static func sameWorkTwice(_ context: Context) {
    let all = context.activities.map(\.info.item)
    // Activities by the runs of words in their titles. A run that many titles have is the plan's subject, not one
    // piece of work.
    var byRun: [String: [Int]] = [:]
    for (index, item) in all.enumerated() {
      for run in runs(item.title, context.checker.stemmer) { byRun[run, default: []].append(index) }
    }
    var told: Set<[Int]> = []
    for pair in byRun.values where pair.count == 2 && told.insert(pair).inserted {
      let (earlier, later) = (all[pair[0]], all[pair[1]])
      guard let due = later.due.window?.last, let other = earlier.due.window?.last, due != other else { continue }
      context.report(
        .sameWorkTwice, later.span, [name(later), name(earlier), due.argument, other.argument],
        notes: [.init("first", .source(earlier.span))])
    }
  }

  /// Runs of three words of a title, by their stems, short words left out.
  private static func runs(_ title: String, _ stemmer: Stemmer) -> Set<String> {
    let words = Letters.fold(title).split { !$0.isLetter }.map(String.init).filter { $0.count > 3 }
    let stems = words.map { stemmer.stem($0) }
    guard stems.count >= 3 else { return [] }
    return Set((0...stems.count - 3).map { stems[$0..<$0 + 3].joined(separator: " ") })
  }
}
