import VekhaCalendar
import VekhaTable
import VekhaText

/// `показать` and `таблица`: a question kept in the plan, answered as rows and columns.
package struct GridInfo: Sendable {
  package enum Kind: String, Sendable { case show, table }

  package enum Shape: Sendable {
    /// A row for each record of a set. Columns are over one level, the record.
    case records(SetExpression, columns: [GridColumn])
    /// What is taken of the members of a set for each value of the keys, which are over one level, the member.
    case groups(SetExpression, Measure, keys: [GridColumn], title: String)
    /// One value over no record.
    case value(Value, title: String)
  }

  package var kind: Kind
  package var name: String?
  /// A table's title; of a query its heading as worded.
  package var title: String
  package var shape: Shape
  package var order: [GridOrder]
  /// How many rows are shown; nil for all.
  package var limit: Int?
  /// The day whose facts are shown; nil for the day of the question.
  package var day: CivilDay?
  /// Records are called by their keys: what they are called by is personal.
  package var isWithoutNames: Bool
  /// It asks about the plan's own items.
  package var readsItems = false
  package var span: Span
}

package struct GridColumn: Sendable {
  package var title: String
  /// Other names of what the title is the name of.
  package var aliases: [String] = []
  /// Nil for what the record is called.
  package var value: Value?
}

package struct GridOrder: Sendable {
  /// Nil for the value of the group.
  package var value: Value?
  package var isDescending: Bool
}

/// The plan's own items as tables. The names of tables and fields are those of the module `plan-items.plan`, where the
/// first alias of each is the raw value here.
package enum ItemTable: String, Sendable, CaseIterable {
  case stages, activities, findings, indicators, responsibles, plan

  /// The codes that a field's texts are, where these are a closed list.
  package func codes(_ field: ItemField) -> [String] {
    switch (self, field) {
    case (.stages, .state), (.activities, .state):
      [
        "ahead", "in_progress", "done", "done_late", "overdue", "not_fulfilled", "cancelled", "not_required",
        "no_information",
      ]
    case (.indicators, .state): ["met", "missed", "cannot_tell", "ahead"]
    case (.findings, .severity): ["urgent", "important", "info"]
    default: []
    }
  }
}

package enum ItemField: String, Sendable {
  case number, title, stage, due, starts, state, responsible, documents, met, total, wording, role, person, rule,
    record, severity, message, value, target, territory, first, last
  case responsiblesCount = "responsibles_count"
  case doneCondition = "done_condition"
  case doneOn = "done_on"
  case approvedOn = "approved_on"
  case signedBy = "signed_by"
}

/// What a table of the plan's items has besides that of a register.
package struct ItemTableInfo: Sendable {
  package var kind: ItemTable
  /// By column; nil for a reference of a finding to the record of a register that it is about.
  package var fields: [ItemField?]
  /// The rows that references lead to, by column.
  package var links: [Int: [Int32]] = [:]
}
