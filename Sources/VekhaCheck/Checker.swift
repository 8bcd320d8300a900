import VekhaCalendar
import VekhaSyntax
import VekhaTable
import VekhaText

/// Trees to a typed program, in three steps: `init` reads the declarations, `attach` gives the tables their data,
/// `program` checks everything else. All faults of a run are collected.
package final class Checker {
  package private(set) var diagnostics: [Diagnostic] = []
  let stemmer = Stemmer()
  /// The plan's tree, then those of the modules it uses.
  package let plan: SyntaxTree
  let modules: [SyntaxTree]

  var tables: [TableDraft] = []
  var nouns: [NounInfo] = []
  var adjectives: [AdjectiveInfo] = []
  var computed: [ComputedInfo] = []
  var periods: [PeriodDraft] = []
  var roles: [RoleDraft] = []
  var parameters: [ParameterDraft] = []
  var functions: [FunctionDraft] = []
  var facts: [FactDraft] = []
  /// The records of tables by what a line of the journal calls them, and by what they refer to.
  var recordNames: [Int: RecordNames] = [:]
  var recordLinks: [[Int]: [Int32: [Int32]]] = [:]
  var fieldWords: [FieldWord: Int?] = [:]
  /// What was read once: records by their names, fields with their values.
  var knownRecords: [JournalWords: Int32] = [:]
  var knownProperties: [JournalWords: Fact.FieldCell] = [:]
  /// Of each field of a table, the table it refers to.
  var targetTables: [Int: [Int?]] = [:]
  /// Changes of rows of a file that facts tell again.
  var pendingChanges: [PendingChange] = []
  /// A line that is to be written: what is understood of it is kept.
  package var watched: Span?
  package internal(set) var loggedLine: LoggedLine?
  var keepsNames = false
  var named: [(range: Range<Int>, table: Int, row: Int32, parts: [Range<Int>])] = []
  /// Functions whose value is being checked, innermost last, and what the innermost was called with.
  var openFunctions: [Int] = []
  var arguments: [BoundArgument] = []
  /// Definitions whose right side is checked when first asked for.
  var definitions: [Definition: DefinitionState] = [:]
  var openDefinitions: [(Definition, String, Span)] = []

  var nounNames = NameTable<Int>()
  var adjectiveNames = NameTable<Int>(isAdjectives: true)
  var roleNames = NameTable<Int>()
  var periodNames = NameTable<Int>()
  var parameterNames = NameTable<Int>()
  var functionNames = NameTable<Int>()
  var factNames = NameTable<Int>()

  var planPeriod: Period?
  /// The period in which the tests of a module lie.
  var assumedPeriod: Period?
  var planNode: Node?
  var items = ItemIndex()
  var drafts: [ItemDraft] = []
  /// Items whose window is being computed.
  var openItemWindows: Set<ItemPath> = []
  /// Whether one of them waits for itself.
  var isCircular = false
  /// Which days are worked.
  var calendar = WorkingCalendar.mondayToFriday
  /// All calendars that were declared, each with the source of its file.
  var calendars: [(source: SourceText, calendar: WorkingCalendar)] = []
  /// The school years that were declared, by the year in which they begin.
  var schoolYears: [Int: SchoolYear] = [:]
  /// The table of holidays that schools have of their own.
  var holidayTable: Int?
  /// Where schools write their own quarters.
  var ownParts: OwnParts?
  /// Tables that are asked about and have no file, each reported once.
  var tablesWithoutFile: Set<Int> = []
  /// Roles that nobody declared, each reported once.
  var unknownRoles: Set<String> = []
  /// The names of the plan's own items as tables, and the definitions that ask about them.
  let itemNames: SyntaxTree?
  var itemDefinitions: Set<Definition> = []
  /// Names of the plan itself and of what is known of it.
  var planNames: Set<String> = []
  var planFields = NameTable<ItemField>()
  var planFacts: PlanInfo?
  /// Whether what is being checked asks about the plan's own items.
  var readsItems = false
  /// Columns of the table being checked that later columns may use, by folded name.
  var gridColumns: [String: Value] = [:]
  /// Names given to queries and tables.
  var gridNames: [String: Span] = [:]
  /// The columns that are spoken of, by table.
  var columnsRead: [Int: Set<Int>] = [:]
  /// Tables whose columns are known and whose rows are still to be read.
  var pendingTables: Set<Int> = []
  /// Texts that are compared with columns of such tables.
  var expectedTexts: [ExpectedText] = []
  /// Texts that conditions compare with categories, folded, by table and column.
  var askedTexts: [Int: [Int: Set<String>]] = [:]
  /// Where fields are spoken of.
  var fieldUses: [FieldUse: [Span]] = [:]
  private var nextIdentifier = 0
  /// The tree whose nodes are being checked.
  var tree: SyntaxTree

  /// `modules` are all modules in use, each after those it uses.
  /// `itemNames` is the tree of the module that names the plan's own items.
  package init(plan: SyntaxTree, modules: [SyntaxTree], itemNames: SyntaxTree? = nil) {
    self.plan = plan
    self.modules = modules
    self.itemNames = itemNames
    tree = plan
    declare()
  }

  func identifier() -> Int {
    defer { nextIdentifier += 1 }
    return nextIdentifier
  }

  func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  /// Forgets what was told since there were `count` diagnostics: it is told elsewhere.
  func dropDiagnostics(after count: Int) { diagnostics.removeSubrange(count...) }

  func report(
    _ code: DiagnosticCode, _ node: Node, _ arguments: [Argument] = [], notes: [Diagnostic.Note] = [],
    proposals: [String] = []
  ) {
    diagnostics.append(Diagnostic(code, at: tree.span(node), arguments, notes: notes, proposals: proposals))
  }

  /// Runs `body` with the nodes of another tree.
  func within<Result>(_ other: SyntaxTree, _ body: () -> Result) -> Result {
    let saved = tree
    tree = other
    defer { tree = saved }
    return body()
  }

  func folded(_ node: Node) -> String { Letters.fold(text(node)) }

  /// The name a node gives: a word, or the content of a text.
  func text(_ node: Node) -> String {
    var text = tree.text(node)
    // Letters of two alphabets were told where the word was read; the word that was meant is looked up.
    if node.kind == .name, Letters.isMixed(text) { text = Letters.withoutLookAlikes(text) ?? text }
    return text.first.map { "\"«“„".contains($0) } == true ? tree.content(node) : text
  }

  /// The noun and all it is a part of, itself first.
  func lineage(_ noun: Int) -> [Int] {
    var result = [noun]
    var next = nouns[noun].parent
    while let parent = next, !result.contains(parent) {
      result.append(parent)
      next = nouns[parent].parent
    }
    return result
  }

  /// What a sentence calls a table, in the language of the sentence.
  func called(_ table: Int) -> Argument {
    .name([tables[table].name] + aliases(of: tables[table].noun, tables[table].name))
  }

  func isPart(_ noun: Int, of other: Int) -> Bool { lineage(noun).contains(other) }
}

/// A text that is compared with a column.
struct ExpectedText {
  let text: String
  let table: Int
  let column: Int
  let span: Span
}

/// A table as declared, before and after its data are there.
struct TableDraft {
  var name: String
  var noun: Int
  var tree: SyntaxTree
  var span: Span
  /// The path in the plan, and the statement that gives it.
  var file: String?
  var fileSpan: Span?
  var part: DataPart?
  var encoding: (name: String, span: Span)?
  var hasOnePerKey = false
  var fields: [FieldDraft] = []
  var fieldNames = NameTable<FieldElement>()
  var undeclaredNames = NameTable<FieldElement>()
  var stateNodes: (from: String, to: String)?
  var eventName: String?
  var keyName: String?
  var pausedNode: (SyntaxTree, Node)?
  var labelNode: (SyntaxTree, Node)?
  var contextNode: (SyntaxTree, Node)?
  var table: Table?
  /// `участники по школе`: its rows are the values of a field of another table, which `values` is once it is found.
  var valuesNode: (SyntaxTree, Node)?
  var values: (table: Int, field: Int)?
  /// Whether its rows come from the journal only.
  var isOfJournal = false
  var facts: TableFacts?
  /// Fields that are about a person, where the table says which.
  var personal: [String]?
  /// Set for a table of the plan's own items.
  var item: ItemTable?

  /// Its file is named and could not be read.
  var isLost: Bool { file != nil && table == nil }
}

enum FieldElement: Hashable {
  /// An index into the draft's fields.
  case declared(Int)
  /// A column of the loaded table that no declaration names.
  case column(Int)
  case computed(Int)
}

struct FieldDraft {
  var name: String
  var aliases: [String]
  var titles: [String]
  var type: Terminal?
  /// The word of the noun a reference leads to.
  var target: (word: String, span: Span)?
  var span: Span
  var isRequired: Bool
  var origin = ColumnRequest.Origin.title
  /// Its column once the data are there.
  var column: Int?

  var columnType: ColumnType? {
    switch type {
    case .typeText, .typeCategory: .text
    case .typeNumber, .typeDays, .typeMonths, .typeYears, .typeMinutes: .number
    case .typeDate, .typeFactDate: .date
    case .typeFlag: .flag
    default: target == nil ? nil : .text
    }
  }

  /// What the numbers of a column of time count.
  var timeUnit: TimeUnit? {
    switch type {
    case .typeDays: .day
    case .typeMonths: .month
    case .typeYears: .year
    case .typeMinutes: .minute
    default: nil
    }
  }

  var unit: Unit? {
    switch type {
    case .typeDays: .day
    case .typeMonths: .month
    case .typeYears: .year
    case .typeMinutes: .minute
    default: nil
    }
  }
}

struct PeriodDraft {
  var name: String
  var tree: SyntaxTree
  var node: Node
}

struct RoleDraft {
  var name: String
  var tree: SyntaxTree
  var node: Node
  var person: String?
  /// For a role of a record: the noun it is of and the value.
  var owner: (noun: Int, node: Node)?
  var span: Span
}

/// A definition that is checked when first asked for.
enum Definition: Hashable {
  case noun(Int)
  case adjective(Int)
  case computed(Int)
}

enum DefinitionState {
  case waiting(SyntaxTree, Node)
  case open
  case done
}
