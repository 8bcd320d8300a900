import VekhaCalendar
import VekhaSyntax
import VekhaText

extension Lint {
  /// The same work under two deadlines: titles that share a run of two or more content words, in one plan.
  static func sameWorkTwice(_ context: Context) {
    let all = context.activities
    let pairs = all.map { runs($0.info.item.title, context.checker.stemmer) }
    // A run of words that many titles have is the plan's subject, not one piece of work.
    var frequency: [String: Int] = [:]
    for runs in pairs { for run in runs { frequency[run, default: 0] += 1 } }
    for later in all.indices {
      for earlier in all.indices where earlier < later {
        guard let due = all[later].info.item.due.window?.last, let other = all[earlier].info.item.due.window?.last,
          due != other
        else { continue }
        let shared = pairs[later].intersection(pairs[earlier]).filter { frequency[$0] == 2 }
        guard !shared.isEmpty else { continue }
        context.report(
          .sameWorkTwice, all[later].info.item.span,
          [name(all[later].info.item), name(all[earlier].info.item), due.argument, other.argument],
          notes: [.init("first", .source(all[earlier].info.item.span))])
      }
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
