import VekhaCalendar
import VekhaSyntax
import VekhaText

/// Checks of sense: what a good curator would object to in a plan that can be evaluated. One rule a file.
enum Lint {
  /// What every rule sees.
  struct Context {
    let program: Program
    let plan: SyntaxTree
    let checker: Checker

    func report(
      _ code: DiagnosticCode, _ span: Span, _ arguments: [Argument], severity: Diagnostic.Severity? = nil,
      notes: [Diagnostic.Note] = [], proposals: [String] = []
    ) {
      checker.report(Diagnostic(code, at: span, arguments, severity: severity, notes: notes, proposals: proposals))
    }

    /// Every activity, without those that only hold parts, with its syntax.
    var activities: [(info: ActivityInfo, node: Node, stage: Node)] {
      var result: [(ActivityInfo, Node, Node)] = []
      let drafts = checker.itemDrafts()
      for (stage, draft) in zip(program.stages, drafts) {
        for (activity, inner) in zip(stage.activities, draft.parts) {
          if activity.parts.isEmpty {
            result.append((activity, inner.node, draft.node))
          } else {
            for (part, deeper) in zip(activity.parts, inner.parts) { result.append((part, deeper.node, draft.node)) }
          }
        }
      }
      return result
    }
  }

  static func run(_ program: Program, plan: SyntaxTree, checker: Checker) {
    let context = Context(program: program, plan: plan, checker: checker)
    let rules: [(Context) -> Void] = [
      dueInsidePlan, doneConditions, responsibles, sameWorkTwice, deadlinesNamed, openEnded, targets, overload,
    ]
    for rule in rules { rule(context) }
  }

  /// An activity as it is called in messages: number and title.
  static func name(_ item: ItemInfo) -> Argument {
    .item(number: item.number, title: item.title)
  }
}

extension CivilDay {
  var argument: Argument {
    let (year, month, day) = date
    return .day(year: year, month: month, day: day)
  }
}
