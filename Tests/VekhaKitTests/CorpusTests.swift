import Foundation
import TestSupport
import Testing
import VekhaCalendar
import VekhaEngine
import VekhaKit
import VekhaReport
import VekhaSyntax
import VekhaText

/// Small plans with the answers that the rules of the language give, worked out by hand.
///
/// A case is one file of blocks: `--- NAME` begins a file (one of the name `*.xlsx` is written as a workbook, see `TestWorkbook`), `--- ask DATE`, `--- check` or `--- test` a question with its expected
/// answer below. `--- run DATE`, `--- why DATE QUESTION`, `--- agenda DATE DAYS` and `--- forecast DATE` expect the text that a
/// person reads, in English where the name of the case ends in `-en`, else in Russian. `UPDATE_EXPECTED=1` rewrites the
/// answers; a person reads the difference.
@Suite struct CorpusTests {
  static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Corpus")

  static let cases: [String] = {
    guard let walk = FileManager.default.enumerator(atPath: corpus.path) else { return [] }
    return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".case") }.sorted()
  }()

  struct Block {
    var head: String
    var lines: [String]

    static let questions: Set = ["ask", "check", "test", "run", "why", "agenda", "forecast"]
    var isQuestion: Bool { Self.questions.contains(head.split(separator: " ").first.map(String.init) ?? "") }
  }

  static func blocks(_ text: String) -> [Block] {
    var result: [Block] = []
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("--- ") {
        result.append(Block(head: String(line.dropFirst(4)), lines: []))
      } else if !result.isEmpty {
        result[result.count - 1].lines.append(line)
      }
    }
    for index in result.indices {
      while result[index].lines.last?.isEmpty == true { result[index].lines.removeLast() }
    }
    return result
  }

  @Test func thereAreManyCases() {
    #expect(Self.cases.count >= 60)
    #expect(Self.cases.contains { $0.contains("/bad/") })
  }

  @Test(arguments: cases)
  func answers(name: String) throws {
    let file = Self.corpus.appendingPathComponent(name)
    let text = try String(contentsOf: file, encoding: .utf8)
    var blocks = Self.blocks(text)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var plan = ""
    for block in blocks where !block.isQuestion {
      let path = folder.appendingPathComponent(block.head).path
      let text = block.lines.joined(separator: "\n") + "\n"
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(path.hasSuffix(".xlsx") ? TestWorkbook(text).bytes : Array(text.utf8)).write(to: url)
      if block.head.hasSuffix(".plan"), plan.isEmpty { plan = path }
    }
    let language: Language = name.hasSuffix("-en.case") ? .english : .russian
    var options = Project.Options()
    options.language = language
    let project = Project(opening: plan, options: options)
    for index in blocks.indices where blocks[index].isQuestion {
      let answer =
        switch blocks[index].head {
        case "check": Shown.diagnostics(project)
        case "test": Shown.tests(project)
        case let head where head.hasPrefix("ask "): try Shown.answer(project, head)
        case let head: try Shown.text(project, head, language)
        }
      let got = answer.map { $0.replacingOccurrences(of: folder.path + "/", with: "") }
      if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil {
        blocks[index].lines = got
      } else {
        #expect(got == blocks[index].lines, "\(name): \(blocks[index].head)")
      }
    }
    if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil {
      let head = text.components(separatedBy: "--- ")[0]
      let body = blocks.map { "--- \($0.head)\n" + $0.lines.map { $0 + "\n" }.joined() }.joined(separator: "\n")
      try (head + body).write(to: file, atomically: true, encoding: .utf8)
    }
  }
}

/// An answer in few words: what a reader of a case wants to see.
enum Shown {
  static func diagnostics(_ project: Project) -> [String] {
    let lines = project.diagnostics.map { diagnostic -> (Int, Int, String) in
      switch diagnostic.place {
      case .source(let span):
        let position = span.source.position(at: span.range.lowerBound)
        let isModule = span.source.name.hasPrefix("<")
        let name = span.source.name == project.path ? "" : isModule ? "module " : span.source.name + " "
        let proposals = diagnostic.proposals.isEmpty ? "" : " → " + diagnostic.proposals.joined(separator: " | ")
        let line =
          "\(diagnostic.code.rawValue) \(name)\(position.line):\(position.column) \(short(span.text))\(proposals)"
        return (position.line, position.column, line)
      case .cell(let cell):
        // A cell of a test stands in the plan itself.
        let file = cell.file == project.path ? "plan" : cell.file
        let line = cell.address ?? (cell.sheet.isEmpty ? "\(cell.line)" : "\(cell.sheet) \(cell.line)")
        return (10_000 + cell.line, 0, "\(diagnostic.code.rawValue) \(file):\(line) \(cell.title)")
      case .file: return (0, 0, diagnostic.code.rawValue)
      }
    }
    return lines.sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }.map(\.2)
  }

  private static func short(_ text: String) -> String {
    let line = text.split(separator: "\n").first.map(String.init) ?? ""
    return line.count > 40 ? String(line.prefix(40)) + "…" : line
  }

  static func answer(_ project: Project, _ question: String) throws -> [String] {
    guard let engine = project.engine else { return ["no answer"] + diagnostics(project) }
    let day = try #require(CivilDay(iso: String(question.dropFirst(4))))
    let answer = engine.answer(file: project.path, asOf: day)
    var lines: [String] = []
    for stage in answer.stages {
      if !stage.item.title.isEmpty || !stage.item.number.isEmpty { lines.append("stage " + item(stage.item)) }
      for activity in stage.activities { lines += self.activity(activity) }
    }
    for rule in answer.rules { lines += self.rule(rule) }
    for indicator in answer.indicators { lines += self.indicator(indicator) }
    for grid in answer.grids { lines += self.grid(grid) }
    for contradiction in answer.contradictions { lines.append("contradiction \(contradiction.item)") }
    return lines
  }

  /// What a person reads, without colours and not broken into lines.
  static func text(_ project: Project, _ question: String, _ language: Language) throws -> [String] {
    guard let engine = project.engine else { return ["no answer"] + diagnostics(project) }
    let words = question.split(separator: " ").map(String.init)
    let day = try #require(CivilDay(iso: words.count > 1 ? words[1] : ""), "\(question)")
    let wording = Wording(language) { id, language in
      Terminal(rawValue: id).map { Vocabulary.standard.phrase($0, language) } ?? id
    }
    let file = "plan.plan"
    let text: String
    switch words[0] {
    case "run": text = AnswerText(wording, limit: nil).render(engine.answer(file: file, asOf: day))
    case "agenda":
      let length = try #require(words.count == 3 ? Int32(words[2]) : nil, "\(question)")
      text = AgendaText(wording, limit: nil).render(
        engine.agenda(file: file, asOf: day, until: CivilDay(number: day.number + length), for: nil))
    case "forecast": text = AgendaText(wording, limit: nil).render(engine.forecast(file: file, asOf: day, until: nil))
    default:
      text = ExplanationText(wording).render(engine.why(words.dropFirst(2).joined(separator: " "), asOf: day))
    }
    var lines = text.components(separatedBy: "\n")
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func activity(_ activity: ActivityAnswer) -> [String] {
    var line = item(activity.item)
    if let relapse = activity.relapse {
      let since = relapse.since?.iso ?? "?"
      line += " again-not-since " + since + " " + (relapse.progress.map { progress($0) } ?? "")
    }
    if !activity.unmetNeeds.isEmpty { line += " needs \(activity.unmetNeeds.joined(separator: ", "))" }
    let own = activity.open.listed.filter { $0.due != nil || $0.cadence != nil }
    if !own.isEmpty { line += " open " + own.map(open).joined(separator: ", ") }
    if !activity.apart.isEmpty {
      line += " apart " + activity.apart.map { "\($0.label) \($0.state.rawValue)" }.joined(separator: ", ")
    }
    if let kept = activity.cadence {
      if let next = kept.next { line += " next \(next.iso)" }
      if let gap = kept.gap { line += " gap \(gap)" }
    }
    if !activity.unknown.isEmpty { line += " cannot-tell " + subjects(activity.unknown.listed) }
    return [line] + activity.parts.flatMap(self.activity)
  }

  private static func open(_ subject: SubjectAnswer) -> String {
    var text = "\(subject.label) \(subject.state.rawValue)"
    if let kept = subject.cadence { text += " \(kept.held)/\(kept.expected)" }
    if let since = subject.since {
      text += " since \(since.iso)"
    } else if let due = subject.due {
      text += " by \(due.iso)"
    }
    return text
  }

  private static func item(_ item: ItemAnswer) -> String {
    var line = "\(item.number.isEmpty ? item.title : item.number) \(item.state.rawValue)"
    if let done = item.doneOn { line += " on \(done.iso)" }
    if let counted = item.progress { line += " " + progress(counted) }
    return line
  }

  private static func progress(_ progress: VekhaEngine.Progress) -> String {
    "\(progress.met)/\(progress.total)" + (progress.unknown > 0 ? "?\(progress.unknown)" : "")
  }

  private static func rule(_ rule: RuleAnswer) -> [String] {
    var line = "\(rule.name)\(rule.isPending ? " pending" : ""): "
    line += rule.found.isEmpty ? "nobody" : subjects(rule.found.listed)
    if rule.isClosed { line += " closed" }
    if !rule.pending.isEmpty {
      line +=
        " waiting "
        + rule.pending.listed.map { $0.label + ($0.due.map { " to \($0.iso)" } ?? "") }.joined(separator: ", ")
    }
    if !rule.unknown.isEmpty { line += " cannot-tell " + subjects(rule.unknown.listed) }
    return [line] + rule.found.listed.compactMap(\.message).map { "  " + $0 }
  }

  private static func subjects(_ subjects: [SubjectAnswer]) -> String {
    subjects.map { subject in
      let cells = subject.blockers.map { "\($0.place.line) \($0.place.title)" }
      let since = subject.since.map { " since \($0.iso)" } ?? ""
      let escalated = subject.isEscalated ? " passed to \(subject.responsible?.role ?? "")" : ""
      return subject.label + since + escalated + (cells.isEmpty ? "" : " [" + cells.joined(separator: "; ") + "]")
    }.joined(separator: ", ")
  }

  private static func indicator(_ indicator: IndicatorAnswer) -> [String] {
    var line = "\(indicator.title) = \(value(indicator.value))"
    if let target = indicator.target {
      line += " \(target.verdict.rawValue)"
      if let judged = target.judged { line += " (\(value(judged)))" }
    }
    if let other = indicator.comparison { line += " compared with \(value(other.value)) on \(other.asOf.iso)" }
    return [line]
      + indicator.groups.map { group in
        let before = group.isNew ? " new" : group.before.map { " was \(value($0))" } ?? ""
        return "  \(group.label): \(value(group.value))" + before
      }
  }

  private static func grid(_ grid: GridAnswer) -> [String] {
    var head = "\(grid.kind.rawValue) \(grid.title)"
    if let day = grid.asOf { head += " as of \(day.iso)" }
    if grid.rowCount != grid.rows.count { head += " (\(grid.rowCount))" }
    var lines = [
      head, "  " + grid.columns.map { $0.title.map { $0.isEmpty ? "?" : $0 } ?? "all" }.joined(separator: " | "),
    ]
    lines += (grid.rows + (grid.total.map { [$0] } ?? [])).map { row in
      "  " + row.map(cell).joined(separator: " | ")
    }
    if !grid.aside.isEmpty {
      lines.append("  aside " + grid.aside.map { "\($0.name) \($0.count)" }.joined(separator: ", "))
    }
    if !grid.unknown.isEmpty { lines.append("  cannot-tell " + subjects(grid.unknown)) }
    return lines
  }

  private static func cell(_ cell: GridCell) -> String {
    switch cell {
    case .text(let text): text
    case .worded(let key): key
    case .date(let day): day.iso
    case .flag(let flag): flag ? "yes" : "no"
    case .value(let value): self.value(value)
    case .missing: "missing"
    case .notGiven: "not given"
    case .unknown: "unknown"
    case .meaningless: "—"
    case .total: "total"
    }
  }

  private static func value(_ value: IndicatorValue) -> String {
    switch value {
    case .share(let met, let failed, let unknown):
      "\(met) of \(met + failed)" + (unknown > 0 ? ", unknown \(unknown)" : "")
    case .count(let least, let most): least == most ? "\(least)" : "\(least)…\(most)"
    case .number(let number): number.text()
    case .partial(let number, let leftOut): "\(number.text()), left out \(leftOut)"
    case .date(let day): day.iso
    case .empty: "empty"
    case .unknown: "unknown"
    }
  }
}
