import VekhaEngine
import VekhaText

/// Small pieces that answers and explanations are made of.
extension Wording {
  /// `куратор (Путрова А. П.)`.
  func responsible(_ responsible: Responsible) -> String {
    let role = VisibleText.line(responsible.role)
    guard let person = responsible.person, person != responsible.role else { return role }
    return self("responsible.person", .init(role), .init(VisibleText.line(person)))
  }

  /// `42 из 57, 2 неизвестно`.
  func progress(_ progress: Progress) -> String {
    let text = self("progress", .init(progress.met), .init(progress.total))
    return progress.unknown == 0 ? text : self("progress.unknown", .init(text), .init(progress.unknown))
  }

  /// The state with the day it was done.
  func state(_ item: ItemAnswer, isStage: Bool) -> String {
    let word = self("state.\(item.state.rawValue)")
    guard item.state == .done || item.state == .doneLate else { return word }
    if let day = item.doneOn { return self("item.doneOn", .init(word), .init(self.day(day))) }
    return isStage ? word : self("item.doneUnknown", .init(word))
  }

  /// `5.1 Формирование пар`.
  func heading(_ item: ItemAnswer) -> String {
    let title = VisibleText.line(item.title.isEmpty ? item.name ?? self("item.untitled") : item.title)
    return item.number.isEmpty ? title : item.number + " " + title
  }

  /// `Белова Анна, СОШ № 1`.
  func subject(_ subject: SubjectAnswer) -> String {
    let label = VisibleText.line(subject.label)
    guard let context = subject.context, !context.isEmpty else { return label }
    return label + ", " + VisibleText.line(context)
  }

  /// `основание (закон): 152-ФЗ, статья 9`.
  func ground(_ ground: GroundAnswer) -> String {
    let wording = Template.Value(VisibleText.line(ground.wording))
    guard let force = ground.force else { return self("findings.because", wording) }
    return self("findings.because.force", .init(self("force.\(force)")), wording)
  }

  /// `следующий раз: до 15.11.2024; перерыв сейчас: 5 дней`.
  func cadence(_ kept: CadenceKept) -> String {
    var parts: [String] = []
    if let next = kept.next { parts.append(self("cadence.next", .init(day(next)))) }
    if let gap = kept.gap, gap > 0 { parts.append(self("cadence.gap", .init(gap))) }
    if let missed = kept.firstMissed { parts.append(self("cadence.missed", .init(day(missed)))) }
    return parts.joined(separator: "; ")
  }

  /// How many subjects are in a state apart from the count: `срок не начался: 2; приостановлено: 1`.
  func apart(_ subjects: [SubjectAnswer]) -> String {
    SubjectState.allCases.compactMap { state in
      let count = subjects.count { $0.state == state }
      return count == 0 ? nil : self("subject.\(state.rawValue)") + ": \(count)"
    }.joined(separator: "; ")
  }

  /// The cell that blocks a verdict and what is wrong with it; the record it belongs to where that is another one.
  func blocker(_ blocker: Blocker, of label: String) -> String {
    let cause =
      switch blocker.cause {
      case .missing: self("blocker.missing")
      case .unreadable(let text): self("blocker.unreadable", .init(VisibleText.short(text)))
      case .unattached(nil): self("blocker.unattached")
      case .unattached(let text?): self("blocker.unattached.text", .init(VisibleText.short(text)))
      case .noResult: self("blocker.noResult")
      }
    let text = place(blocker.place) + ": " + cause
    if blocker.label.isEmpty || blocker.label == label { return text }
    return self("blocker.label", .init(text), .init(VisibleText.line(blocker.label)))
  }
}

extension ActivityState {
  var mark: Style.Mark? {
    switch self {
    case .done: .green
    case .doneLate, .inProgress: .yellow
    case .overdue, .notFulfilled: .red
    case .noInformation: .cyan
    case .ahead, .cancelled, .notRequired: .dim
    }
  }
}

extension Gravity {
  var mark: Style.Mark? {
    switch self {
    case .urgent: .boldRed
    case .important: .yellow
    case .info: .cyan
    }
  }
}
