import VekhaFormats
import VekhaTable
import VekhaText

/// Files that hold sheets of cells: workbooks, JSON, databases.
enum SheetFiles {
  /// Rows read to choose a sheet.
  private static let previewRows = 60

  static func read(_ bytes: [UInt8], _ kind: FileKind, for source: DataSource) -> DataResult {
    if let refusal = misnamedPart(kind, source) { return DataResult(failed: source, refusal) }
    do throws(SheetChoice.ChoiceError) {
      switch kind {
      case .workbook: return try workbook(bytes, source)
      case .json, .jsonLines: return try tables(bytes, asLines: kind == .jsonLines, source)
      default: return try database(source)
      }
    } catch {
      switch error {
      case .refusal(let diagnostic): return DataResult(failed: source, diagnostic)
      case .failure(let failure): return DataResult(failed: source, diagnostic(failure, source))
      }
    }
  }

  /// What is said of a file that could not be read, or not to its end.
  static func diagnostic(_ failure: FormatFailure, _ source: DataSource) -> Diagnostic {
    let place: Diagnostic.Place =
      failure.line > 0
      ? .cell(CellPlace(file: source.path, line: failure.line, title: "")) : .file(source.path)
    let notes = [Diagnostic.Note("declared", .source(source.part?.span ?? source.span))]
    let reason = Argument.word(failure.kind.rawValue)
    if failure.kind.isLimit, let most = Int(failure.detail) {
      return Diagnostic(.beyondLimits, place, [.text(source.path), reason, .number(most)], notes: notes)
    }
    return Diagnostic(
      .brokenFile, place, [.text(source.path), reason, .text(failure.detail)], notes: notes)
  }

  /// Whether the plan names a part that files of this kind do not have.
  static func misnamedPart(_ kind: FileKind, _ source: DataSource) -> Diagnostic? {
    guard let part = source.part else { return nil }
    let fits =
      switch kind {
      case .workbook, .json: part.kind == .sheet
      case .database: part.kind != .sheet
      default: false
      }
    return fits
      ? nil
      : Diagnostic(
        .partNotHere, at: part.span, [.text(source.path), .word(kind.rawValue), .word("part.\(part.kind.rawValue)")])
  }

  private static func workbook(_ bytes: [UInt8], _ source: DataSource) throws(SheetChoice.ChoiceError) -> DataResult {
    var result: DataResult?
    var refused: SheetChoice.ChoiceError?
    do throws(FormatFailure) {
      try Workbook.with(bytes) { book throws(FormatFailure) in
        let choice = SheetChoice(
          candidates: book.sheets.map { SheetChoice.Candidate(name: $0.name, isHidden: $0.isHidden) }, source: source
        ) { index throws(FormatFailure) in try book.sheet(index, rowLimit: previewRows) }
        guard !choice.candidates.isEmpty else { throw FormatFailure(.missingPart, "worksheet") }
        do throws(SheetChoice.ChoiceError) {
          let index = try choice.index()
          result = SheetLoading.load(try readWhole(book, index), for: source).adding(hidden(book, index, source))
        } catch {
          refused = error
        }
      }
    } catch {
      throw .failure(error)
    }
    if let refused { throw refused }
    guard let result else { throw .failure(FormatFailure(.missingPart, "worksheet")) }
    return result
  }

  private static func readWhole(_ book: Workbook, _ index: Int) throws(SheetChoice.ChoiceError) -> Sheet {
    do throws(FormatFailure) { return try book.sheet(index) } catch { throw .failure(error) }
  }

  /// The hidden sheets of the workbook that were not read, and whether the one read is hidden.
  private static func hidden(_ book: Workbook, _ index: Int, _ source: DataSource) -> [Diagnostic] {
    func remark(_ key: String, _ names: [String]) -> Diagnostic {
      Diagnostic(
        .hiddenParts, .file(source.path), [.word(key), .number(names.count), .list(names.map(Argument.text))])
    }
    if book.sheets[index].isHidden { return [remark("hidden.this", [book.sheets[index].name])] }
    let others = book.sheets.filter(\.isHidden).map(\.name)
    return others.isEmpty ? [] : [remark("hidden.sheets", others)]
  }

  private static func tables(
    _ bytes: [UInt8], asLines: Bool, _ source: DataSource
  ) throws(SheetChoice.ChoiceError) -> DataResult {
    let tables: [Sheet]
    do throws(FormatFailure) { tables = try JSONTables.read(bytes, asLines: asLines) } catch { throw .failure(error) }
    let choice = SheetChoice(
      candidates: tables.map { SheetChoice.Candidate(name: $0.name, isHidden: false) }, source: source
    ) { index throws(FormatFailure) in tables[index] }
    return SheetLoading.load(tables[try choice.index()], for: source)
  }

  /// Opens a database so that no file is made beside it: one whose log is gone or empty is at rest.
  static func open(_ path: String) throws(FormatFailure) -> Database {
    var isAtRest = false
    // Byte 18 of the header is 2 where changes go to a log.
    if case .success(let head) = FileReading.head(of: path, count: 100), head.count > 18, head[18] == 2 {
      isAtRest = FileReading.size(of: path + "-wal") == 0
    }
    return try Database(path: path, isAtRest: isAtRest)
  }

  private static func database(_ source: DataSource) throws(SheetChoice.ChoiceError) -> DataResult {
    let sheet: Sheet
    var refused: SheetChoice.ChoiceError?
    do throws(FormatFailure) {
      let database = try open(source.file)
      if let part = source.part, part.kind == .query {
        sheet = try database.query(part.name)
      } else {
        let names = try database.tables()
        let choice = SheetChoice(
          candidates: names.map { SheetChoice.Candidate(name: $0, isHidden: false) }, source: source
        ) { index throws(FormatFailure) in try database.table(names[index], rowLimit: previewRows) }
        guard !names.isEmpty else { throw FormatFailure(.noRecords) }
        var chosen: Int?
        do throws(SheetChoice.ChoiceError) { chosen = try choice.index() } catch { refused = error }
        sheet = try chosen.map { index throws(FormatFailure) in try database.table(names[index]) } ?? Sheet(name: "")
      }
    } catch {
      throw .failure(error)
    }
    if let refused { throw refused }
    return SheetLoading.load(sheet, for: source)
  }
}

extension DataResult {
  /// The same with more said of the file as a whole.
  func adding(_ remarks: [Diagnostic]) -> DataResult {
    if remarks.isEmpty { return self }
    var result = DataResult(
      table: table, columnIndex: columnIndex, diagnostics: remarks + diagnostics, assumptions: assumptions, files: files
    )
    result.cells = cells
    return result
  }
}
