import VekhaCalendar
import VekhaSyntax
import VekhaText

/// Checks of sense: what a good curator would object to in a plan that can be evaluated. One rule a file.
enum Lint {
  /// An activity with its syntax and that of its stage.
  struct Activity {
    let info: ActivityInfo
    let node: Node
    let stage: Node
    /// Whether it is the first of its stage: what a stage says is told once, with it.
    let isFirst: Bool
  }

  /// What every rule sees.
  struct Context {
    let program: Program
    let plan: SyntaxTree
    let checker: Checker
    /// Every activity, without those that only hold parts.
    let activities: [Activity]

    init(_ program: Program, _ plan: SyntaxTree, _ checker: Checker, _ drafts: [ItemDraft]) {
      self.program = program
      self.plan = plan
      self.checker = checker
      activities = zip(program.stages, drafts).flatMap { stage, draft in
        let leaves = zip(stage.activities, draft.parts).flatMap { activity, inner in
          activity.parts.isEmpty
            ? [(activity, inner.node)] : zip(activity.parts, inner.parts).map { ($0, $1.node) }
        }
        return leaves.enumerated().map { index, leaf in
          Activity(info: leaf.0, node: leaf.1, stage: draft.node, isFirst: index == 0)
        }
      }
    }

    func report(
      _ code: DiagnosticCode, _ span: Span, _ arguments: [Argument], severity: Diagnostic.Severity? = nil,
      notes: [Diagnostic.Note] = [], proposals: [String] = []
    ) {
      checker.report(
        Diagnostic(code, at: span, arguments, severity: severity, notes: notes, proposals: proposals))
    }
  }

  static func run(_ program: Program, _ drafts: [ItemDraft], plan: SyntaxTree, checker: Checker) {
    let context = Context(program, plan, checker, drafts)
    let rules: [(Context) -> Void] = [
      dueInsidePlan, doneConditions, responsibles, sameWorkTwice, deadlinesNamed, openEnded, targets, overload,
      unusedParameters, unusedFunctions, calendarYears, dueOnDayOff, monthAtTheEnd,
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
