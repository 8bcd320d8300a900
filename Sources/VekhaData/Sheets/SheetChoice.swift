import VekhaFormats
import VekhaTable
import VekhaText

/// Why a file of sheets gives no table.
struct SheetRefusal: Error {
  let diagnostic: Diagnostic
}

/// Which of the sheets of a file is meant.
struct SheetChoice {
  struct Candidate {
    let name: String
    let isHidden: Bool
  }

  let candidates: [Candidate]
  let source: DataSource
  /// The first rows of a candidate.
  let preview: (Int) throws(FormatFailure) -> Sheet

  /// The sheet that the plan names; else the only one that is not empty; else the one whose titles match the columns that
  /// are declared. Hidden sheets are not looked at unless they are named, or all there is.
  func index() throws(ChoiceError) -> Int {
    if let part = source.part { return try named(part) }
    let visible = candidates.indices.filter { !candidates[$0].isHidden }
    let considered = visible.isEmpty ? Array(candidates.indices) : visible
    if considered.count == 1 { return considered[0] }
    var found: [(index: Int, matches: Int)] = []
    for index in considered {
      do throws(FormatFailure) {
        let sheet = try preview(index)
        if let header = SheetHeader(of: sheet, for: source) { found.append((index, header.matches)) }
      } catch {
        throw .failure(error)
      }
    }
    let most = found.map(\.matches).max() ?? 0
    let best = found.filter { $0.matches == most }
    if best.count == 1 { return best[0].index }
    if found.isEmpty, let first = considered.first { return first }
    throw .refusal(refusal(.partUnclear, at: source.span, among: found.isEmpty ? considered : best.map(\.index)))
  }

  enum ChoiceError: Error {
    case failure(FormatFailure)
    case refusal(Diagnostic)
  }

  private func named(_ part: DataPart) throws(ChoiceError) -> Int {
    let wanted = Letters.fold(part.name)
    if let index = candidates.firstIndex(where: { $0.name == part.name })
      ?? candidates.firstIndex(where: { Letters.fold($0.name) == wanted })
    {
      return index
    }
    throw .refusal(refusal(.partMissing, at: part.span, named: part.name, among: Array(candidates.indices)))
  }

  private func refusal(_ code: DiagnosticCode, at span: Span, named name: String = "", among indices: [Int])
    -> Diagnostic
  {
    let names = indices.map { candidates[$0].name }
    return Diagnostic(
      code, at: span, [.text(source.path), .text(name), .list(names.map(Argument.text))],
      proposals: name.isEmpty ? Array(names.prefix(3)) : Closeness.proposals(for: name, among: names))
  }
}
