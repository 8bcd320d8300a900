/// What a person wants to know of a table before trusting it: its fields, how full they are, examples of their values.
package struct TableSummary: Sendable {
  package struct Field: Sendable {
    /// As the plan calls it, the declared name first; empty where nobody declared the column.
    package let names: [String]
    /// As it stands in the file; nil where the file has no such column.
    package let title: String?
    package let type: ColumnType
    /// Rows whose cell could be read.
    package let filled: Int
    /// Rows whose cell holds something that could not.
    package let unreadable: Int
    /// The first different values.
    package let samples: [Column.Cell]

    package init(names: [String], _ column: Column) {
      self.names = names
      title = column.title
      type = column.type
      filled = column.present.population
      unreadable = column.unreadable.count
      var samples: [Column.Cell] = []
      column.present.forEach { row in
        if samples.count < Self.mostSamples {
          let cell = column.cell(row)
          if !samples.contains(cell) { samples.append(cell) }
        }
      }
      self.samples = samples
    }

    /// A field whose column the file lacks.
    package init(missing names: [String], _ type: ColumnType) {
      self.names = names
      self.type = type
      title = nil
      filled = 0
      unreadable = 0
      samples = []
    }

    private static let mostSamples = 3
  }

  /// The table's noun, the declared name first.
  package let names: [String]
  /// The path as the plan writes it.
  package let path: String
  /// Nil where nothing could be loaded.
  package let rowCount: Int?
  package let fields: [Field]
  /// What was assumed of each file.
  package let files: [Assumptions]
  /// Of all files together; nil where nothing could be loaded.
  package let balance: Table.Balance?

  package init(
    names: [String], path: String, rowCount: Int?, fields: [Field], files: [Assumptions], balance: Table.Balance?
  ) {
    self.names = names
    self.path = path
    self.rowCount = rowCount
    self.fields = fields
    self.files = files
    self.balance = balance
  }
}
