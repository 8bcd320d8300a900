import VekhaCalendar
import VekhaCheck
import VekhaTable
import VekhaText

extension Engine {
  /// The records at some rows in the order of their names, of which `make` is asked by index; where only the first are
  /// wanted, only those are made.
  func list(
    _ table: Int, _ rows: [Int32], first: Int?, on day: CivilDay, _ make: (Int) -> SubjectAnswer
  ) -> SubjectList {
    guard let first, rows.count > first else { return SubjectList(sorted(rows.indices.map(make))) }
    return SubjectList(listed: leading(table, rows, first, evaluator(day)).map(make), total: rows.count)
  }

  /// The indices of the rows whose records come first by their names, then by their keys.
  private func leading(_ table: Int, _ rows: [Int32], _ number: Int, _ evaluator: Evaluator) -> [Int] {
    if number <= 0 { return [] }
    struct Candidate: Comparable {
      let index: Int
      let order: NameOrder
      let key: String

      static func < (left: Candidate, right: Candidate) -> Bool {
        left.order == right.order ? left.key < right.key : left.order < right.order
      }

      static func == (left: Candidate, right: Candidate) -> Bool { left.order == right.order && left.key == right.key }
    }
    var best: [Candidate] = []
    func consider(_ index: Int) -> Bool {
      let row = Int(rows[index])
      let candidate = Candidate(
        index: index, order: NameOrder(describing.label(table, row, evaluator)), key: data.key(table, row) ?? "")
      if best.count == number, let last = best.last, !(candidate < last) { return false }
      let place = best.firstIndex { candidate < $0 } ?? best.count
      best.insert(candidate, at: place)
      if best.count > number { best.removeLast() }
      return true
    }
    guard let names = nameRanks(table, evaluator) else {
      for index in rows.indices { _ = consider(index) }
      return best.map(\.index)
    }
    // A record whose name ranks behind the last one is out; which names are equal is looked at only near it.
    var bound = UInt64.max
    names.codes.withUnsafeBufferPointer { codes in
      rows.withUnsafeBufferPointer { rows in
        for index in 0..<rows.count {
          let code = codes[Int(rows[index])]
          if names.ranks.map({ $0[Int(code)] }) ?? UInt64(UInt32(bitPattern: code)) > bound { continue }
          if consider(index), best.count == number, let last = best.last {
            let code = Int(codes[Int(rows[last.index])])
            bound = names.ranks.map { $0[code] } ?? UInt64(code)
          }
        }
      }
    }
    return best.map(\.index)
  }

  /// For each row the code of its name, and for each code a number that grows with the order of names; without ranks
  /// the codes do. Nil where some record has another name than a text of its own row.
  private func nameRanks(_ table: Int, _ evaluator: Evaluator) -> (codes: [Int32], ranks: [UInt64]?)? {
    guard case .column(let path, let column)? = program.tables[table].label?.kind, path.steps.isEmpty else {
      return nil
    }
    let names = evaluator.column(table, column)
    guard case .texts(let codes, let dictionary) = names.storage, names.valid.isFull else { return nil }
    switch data.texts.order(dictionary) {
    case .byCode: return (codes, nil)
    case .ranked(let ranks): return (codes, ranks)
    case .unknown: return nil
    }
  }
}
