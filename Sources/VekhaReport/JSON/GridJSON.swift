import VekhaEngine

struct GridJSON: Encodable {
  struct ColumnJSON: Encodable {
    let title: String?
    let kind: String
  }

  struct AsideJSON: Encodable {
    let name: String
    let count: Int
  }

  let kind: String
  let name: String?
  let title: String
  let line: Int
  let asOf: String?
  let columns: [ColumnJSON]
  let rows: [[GridCellJSON]]
  let total: [GridCellJSON]?
  let rowCount: Int
  let unknown: [SubjectJSON]
  let aside: [AsideJSON]

  init(_ grid: GridAnswer) {
    kind = grid.kind.rawValue
    name = grid.name
    title = grid.title
    line = grid.line
    asOf = grid.asOf?.iso
    columns = grid.columns.map { column in
      switch column.title {
      case nil: ColumnJSON(title: nil, kind: "total")
      case ""?: ColumnJSON(title: nil, kind: "not_given")
      case let title?: ColumnJSON(title: title, kind: "value")
      }
    }
    rows = grid.rows.map { $0.map(GridCellJSON.init) }
    total = grid.total.map { $0.map(GridCellJSON.init) }
    rowCount = grid.rowCount
    unknown = grid.unknown.map(SubjectJSON.init)
    aside = grid.aside.map { AsideJSON(name: $0.name, count: $0.count) }
  }
}

/// A cell with its kind; the other keys depend on it.
struct GridCellJSON: Encodable {
  let kind: String
  var text: String?
  var code: String?
  var date: String?
  var flag: Bool?
  var value: IndicatorValueJSON?

  init(_ cell: GridCell) {
    switch cell {
    case .text(let text):
      kind = "text"
      self.text = text
    case .worded(let key):
      kind = "code"
      code = key.split(separator: ".").last.map(String.init)
    case .date(let day):
      kind = "date"
      date = day.iso
    case .flag(let flag):
      kind = "flag"
      self.flag = flag
    case .value(let value):
      kind = "value"
      self.value = IndicatorValueJSON(value)
    case .missing: kind = "missing"
    case .notGiven: kind = "not_given"
    case .unknown: kind = "unknown"
    case .meaningless: kind = "none"
    case .total: kind = "total"
    }
  }
}
