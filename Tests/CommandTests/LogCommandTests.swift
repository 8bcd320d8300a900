import Foundation
import Testing

/// `vekha log`: one fact more in the journal, shown before it is written.
@Suite struct LogCommandTests {
  static let plan = """
    план "П" на 2024/2025 учебный год
    подключить наставничество
    данные участники из "люди.csv"
    данные пары из "пары.csv"
    данные встречи из журнала
    журнал "ж.journal"
    мероприятие 1 "Анкеты"
      срок: октябрь
    мероприятие 10 "Форум"
      срок: апрель

    """
  static let first = "10.10.2024 выполнено: 1\n"

  static func files(journal: String? = first) -> [String: Data] {
    var files = [
      "п.plan": Data(plan.utf8),
      "люди.csv": Data(
        "Код;ФИО;Роль\nн1;Агеева Ирина;наставник\nм1;Ольхина Мария;наставляемый\nм2;Кедров Илья;наставляемый\n".utf8),
      "пары.csv": Data("Номер пары;Код наставника;Код наставляемого;Дата начала\nп1;н1;м1;10.09.2024\n".utf8),
    ]
    files["ж.journal"] = journal.map { Data($0.utf8) }
    return files
  }

  static func journal(_ folder: URL) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent("ж.journal")), as: UTF8.self)
  }

  /// What a broken file would have to say is not asked of it: the file is told, and nothing is written.
  @Test func aTableThatCouldNotBeRead() throws {
    var files = Self.files()
    files["люди.csv"] = Data("Код;ФИО;Роль\nн1;\"Агеева Ирина;наставник\n".utf8)
    try Shell.withFiles(files) { folder in
      for fact in ["встретились: Агеева – Ольхина, минут 40", "выбыл: Агеева"] {
        let result = try Shell.run(["log", "п.plan", "12.10.2024 " + fact], in: folder)
        #expect(result.status == 1, "\(result.error)")
        #expect(!result.error.contains("VK0806") && !result.error.contains("VK0715"), "\(result.error)")
        #expect(result.error.contains("VK0710"), "\(result.error)")
      }
      #expect(try Self.journal(folder) == Self.first)
    }
  }

  /// A phrase that is the beginning of several is answered with them; a table without a file with how to give it one.
  @Test func halfAPhraseAndHalfATable() throws {
    var files = Self.files()
    files["п.plan"] = Data(Self.plan.replacing("данные встречи из журнала\n", with: "").utf8)
    try Shell.withFiles(files) { folder in
      let half = try Shell.run(["log", "п.plan", "12.10.2024 согласие: Кедров"], in: folder)
      #expect(half.error.contains("«согласие дано»"), "\(half.error)")
      let table = try Shell.run(["log", "п.plan", "12.10.2024 встретились: Агеева – Ольхина"], in: folder)
      #expect(table.error.contains("«данные встречи из журнала»"), "\(table.error)")
      let english = try Shell.run(
        ["log", "п.plan", "2024-10-12 consent given: Nobody", "--language", "en"], in: folder)
      #expect(english.error.contains("no such record in “participants”"), "\(english.error)")
    }
  }

  struct Fact: Sendable {
    let typed: String
    let day: String
    let written: String
    let said: String
    var language = "ru"
  }

  static let facts: [Fact] = [
    Fact(
      typed: "встретились: Агеева и Ольхина, 40 минут", day: "12.10.2024",
      written: "12.10.2024 встретились: Агеева Ирина (н1) – Ольхина Мария (м1), 40 минут",
      said: "добавится запись в «встречи»: пара — п1; минут — 40"),
    Fact(
      typed: "met: Агеева – Ольхина, minutes 40", day: "2024-10-12",
      written: "2024-10-12 met: Агеева Ирина (н1) – Ольхина Мария (м1), minutes 40",
      said: "a record is added to “meetings”: pair – п1; minutes – 40",
      language: "en"),
    Fact(
      typed: "пара создана: Агеева – Кедров", day: "12.10.2024",
      written: "12.10.2024 пара создана: Агеева Ирина (н1) – Кедров Илья (м2)", said: "добавится запись в «пары»"),
    Fact(
      typed: "расстались: п1, причина \"переезд\"", day: "31.01.2025",
      written: "31.01.2025 расстались: п1, причина \"переезд\"", said: "дата окончания — 31.01.2025; причина — переезд"),
    Fact(
      typed: "приостановлена: Агеева – Ольхина, с 01.02.2025 по 14.02.2025", day: "31.01.2025",
      written: "31.01.2025 приостановлена: Агеева Ирина (н1) – Ольхина Мария (м1), с 01.02.2025 по 14.02.2025",
      said: "пауза с — 01.02.2025; пауза по — 14.02.2025"),
    Fact(
      typed: "согласие дано: Кедров И.", day: "12.10.2024", written: "12.10.2024 согласие дано: Кедров Илья (м2)",
      said: "согласие — 12.10.2024"),
    Fact(
      typed: "consent withdrawn: Кедров", day: "2024-10-12", written: "2024-10-12 consent withdrawn: Кедров Илья (м2)",
      said: "“participants”, Кедров Илья (м2): from 12 Oct 2024 consent – empty", language: "en"),
    Fact(
      typed: "приказ подписан: п1, номер приказа \"7\"", day: "12.10.2024",
      written: "12.10.2024 приказ подписан: п1, номер приказа \"7\"", said: "приказ — 12.10.2024; номер приказа — 7"),
    Fact(
      typed: "вступила: Новикова Анна, роль наставник", day: "12.10.2024",
      written: "12.10.2024 вступила: Новикова Анна, роль наставник", said: "фио — Новикова Анна; роль — наставник"),
    Fact(
      typed: "выбыла: Агеева", day: "12.10.2024", written: "12.10.2024 выбыла: Агеева Ирина (н1)",
      said: "дата выбытия — 12.10.2024"),
    Fact(
      typed: "отменено: 10, \"нет зала\"", day: "12.10.2024", written: "12.10.2024 отменено: 10, \"нет зала\"",
      said: "10 «Форум»"),
    Fact(
      typed: "отозвать: 10.10.2024 выполнено: 1", day: "12.10.2024",
      written: "12.10.2024 отозвать: 10.10.2024 выполнено: 1", said: "больше не учитывается: 10.10.2024 выполнено: 1"),
  ]

  @Test(arguments: facts)
  func writesOneLine(fact: Fact) throws {
    try Shell.withFiles(Self.files()) { folder in
      let arguments = ["log", "п.plan", fact.typed, "--date", fact.day, "--language", fact.language]
      let trial = try Shell.run(arguments + ["--dry-run"], in: folder)
      #expect(trial.status == 0 && trial.error.isEmpty, "\(trial.error)")
      #expect(trial.out.contains(fact.written + "\n") && trial.out.contains(fact.said), "\(trial.out)")
      #expect(try Self.journal(folder) == Self.first)
      let result = try Shell.run(arguments, in: folder)
      #expect(result.status == 0)
      #expect(try Self.journal(folder) == Self.first + fact.written + "\n")
      // What is there already is not written once more, and what was written is understood as it stands.
      let again = try Shell.run(arguments, in: folder)
      #expect(again.status == 1)
      #expect(try Self.journal(folder) == Self.first + fact.written + "\n")
      let check = try Shell.run(["check", "п.plan"], in: folder)
      #expect(check.status == 0, "\(check.out) \(check.error)")
    }
  }

  static let refused: [(typed: [String], said: String, status: Int32)] = [
    (["встретились п1", "--date", "12.10.2024"], "может быть, «встретились: п1»?", 1),
    (["сделанно: 1", "--date", "12.10.2024"], "«сделано»", 1),
    (["согласие дано: Альхина", "--date", "12.10.2024"], "«Ольхина Мария (м1)»", 1),
    (["встретились: п1 минут 40", "--date", "12.10.2024"], "«п1, минут 40»", 1),
    (["встретились: п1, минут сорок", "--date", "12.10.2024"], "Значение «сорок» не подходит полю «минут»", 1),
    (["отозвать: выполнено: 1", "--date", "12.10.2024"], "«10.10.2024 выполнено: 1»", 1),
    (["отозвать:", "--date", "12.10.2024"], "Не написано, какую строку отозвать", 1),
    (["выполнено: 7", "--date", "12.10.2024"], "VK0802", 1),
    (["12.10 выполнено: 1"], "«12.10» — не дата", 2),
    (["31.02.2025 выполнено: 1"], "«31.02.2025» — не дата", 2),
    (["12.10.2024 выполнено: 1", "--date", "13.10.2024"], "День назван дважды", 2),
    (["  "], "Не указано, что записать", 2),
    (["выполнено: 1", "--journal", "другой.journal"], "«другой.journal» план не называет", 1),
  ]

  @Test(arguments: refused.indices)
  func refusesWhatIsNotUnderstood(index: Int) throws {
    let (typed, said, status) = Self.refused[index]
    try Shell.withFiles(Self.files()) { folder in
      let result = try Shell.run(["log", "п.plan"] + typed, in: folder)
      #expect(result.status == status)
      #expect((result.out + result.error).contains(said), "\(result.error)")
      #expect(try Self.journal(folder) == Self.first)
    }
  }

  @Test func aPlanWithoutAJournalSaysWhatToAdd() throws {
    let plan = "план \"П\" на 2024/2025 учебный год\nмероприятие 1 \"А\"\n  срок: октябрь\n"
    try Shell.withFiles(["п.plan": Data(plan.utf8)]) { folder in
      let result = try Shell.run(["log", "п.plan", "выполнено: 1"], in: folder)
      #expect(result.status == 1)
      #expect(result.error.contains("журнал \"2024-2025.journal\""))
    }
  }

  @Test func makesTheJournalThatThePlanNames() throws {
    try Shell.withFiles(Self.files(journal: nil)) { folder in
      let result = try Shell.run(["log", "п.plan", "выполнено: 1", "--date", "10.10.2024"], in: folder)
      #expect(result.status == 0)
      #expect(try Self.journal(folder) == Self.first)
    }
  }

  /// A year of two schools: git joins lines of both, whichever way round, and lines of both stand once in the answer.
  @Test func journalsMergeByUnion() throws {
    try Shell.withFiles(Self.files()) { folder in
      func git(_ arguments: String...) throws {
        let identity = ["-c", "user.name=К", "-c", "user.email=k@example.org", "-c", "commit.gpgsign=false"]
        let result = try Shell.run(identity + arguments, in: folder, command: "/usr/bin/git")
        #expect(result.status == 0, "\(arguments) \(result.error)")
      }
      func log(_ fact: String) throws {
        let result = try Shell.run(["log", "п.plan", fact], in: folder)
        #expect(result.status == 0, "\(result.error)")
      }
      try Data("*.journal merge=union\n".utf8).write(to: folder.appendingPathComponent(".gitattributes"))
      try git("init", "-q", "-b", "one")
      try git("add", "-A")
      try git("commit", "-qm", "a")
      try git("checkout", "-qb", "two")
      try log("12.10.2024 встретились: п1, минут 40")
      try log("13.10.2024 согласие дано: Ольхина")
      try git("commit", "-qam", "b")
      try git("checkout", "-q", "one")
      try log("13.10.2024 согласие дано: м1")
      try log("14.10.2024 встретились: п1, минут 30")
      try git("commit", "-qam", "c")
      try git("merge", "-q", "--no-edit", "two")
      let lines = try Self.journal(folder).split(separator: "\n").map(String.init)
      #expect(Set(lines).count == 4 && lines.first == "10.10.2024 выполнено: 1", "\(lines)")
      let question = "показатель \"Встреч\" = число встреч\n"
      try Data((Self.plan + question).utf8).write(to: folder.appendingPathComponent("п.plan"))
      let run = try Shell.run(["run", "п.plan", "--as-of", "2024-11-01"], in: folder)
      #expect(run.out.contains("Встреч: 2"), "\(run.out) \(run.error)")
    }
  }
}
