import VekhaFormats
import VekhaTable
import VekhaText

/// The kinds of data files by the endings of their names.
enum DataFormat {
  /// The endings, in lower case, without the dot, in the order in which a person is told of them.
  static let endings = [
    "csv", "txt", "tsv", "xlsx", "xlsm", "json", "jsonl", "ndjson", "db", "sqlite", "sqlite3",
  ]

  /// The kind that a name promises; nil where it promises nothing that is known.
  static func promised(by path: String) -> FileKind? {
    switch ending(of: path) {
    case "csv", "txt", "tsv": .text
    case "xlsx", "xlsm": .workbook
    case "json": .json
    case "jsonl", "ndjson": .jsonLines
    case "db", "sqlite", "sqlite3": .database
    case "xls": .oldWorkbook
    case "xlsb": .binaryWorkbook
    case "ods": .openDocument
    default: nil
    }
  }

  /// Whether the name promises JSON of one form or the other.
  static func isJSON(_ path: String) -> Bool {
    let kind = promised(by: path)
    return kind == .json || kind == .jsonLines
  }

  /// What follows the last dot of the name, in lower case; empty where there is none.
  static func ending(of path: String) -> String {
    let name = FileReading.name(of: path)
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}

/// From a data file to a table.
package enum DataReader {
  /// Reads rows that stand in a text, as a CSV file.
  package static func read(_ bytes: [UInt8], for source: DataSource) -> DataResult {
    CSVReader.read(bytes, for: source)
  }

  /// Reads the file of the source, or all files that its path stands for, as one table. Of a text file of `threshold`
  /// bytes or more only the titles are read, and the rows are left pending.
  package static func open(_ source: DataSource, threshold: Int = LargeFile.usualThreshold) -> DataResult {
    let isPlain =
      source.part == nil && !source.hasOnePerKey && DataFormat.promised(by: source.path) == .text
      && source.columns.allSatisfy { $0.origin == .title } && !isSet(source)
    if isPlain, FileReading.size(of: source.file) >= max(1, threshold), case .success(.text) = content(of: source),
      let large = LargeFile.outline(of: source, threshold: threshold)
    {
      return large
    }
    return read(source)
  }

  private static func isSet(_ source: DataSource) -> Bool {
    FilePattern.isPattern(source.path)
      || (!source.path.isEmpty && DataFormat.promised(by: source.path) == nil && FileReading.isFolder(source.file))
  }

  /// Reads the file of the source, or all files that its path stands for, as one table.
  package static func read(_ source: DataSource) -> DataResult {
    isSet(source) ? FileSet.read(source) : readFile(source)
  }

  /// Reads one file as what it is; where its name promises something else, that is told.
  static func readFile(_ source: DataSource) -> DataResult { ConstantColumns.adding(to: source, readTitled) }

  private static func readTitled(_ source: DataSource) -> DataResult {
    switch content(of: source) {
    case .success(.text):
      if let refusal = SheetFiles.misnamedPart(.text, source) { return DataResult(failed: source, refusal) }
      guard let promised = DataFormat.promised(by: source.path) else { return unknown(source) }
      return text(source).adding(promised == .text ? [] : [misnamed(promised, .text, source)])
    case .success(let kind) where !kind.isRead:
      return DataResult(
        failed: source,
        Diagnostic(
          .unreadableFormat, at: source.span,
          [.text(source.path), .word(kind.rawValue), .word("save." + kind.rawValue)]))
    case .success(let kind): return sheets(kind, source)
    case .failure(let failure): return failed(failure, source)
    }
  }

  /// What the file is; a text where nothing says otherwise.
  private static func content(of source: DataSource) -> Result<FileKind, FileReading.Failure> {
    FileReading.head(of: source.file).map { head in
      head.isEmpty ? .text : FileKind.of(head, endsAsJSON: DataFormat.isJSON(source.path))
    }
  }

  private static func text(_ source: DataSource) -> DataResult {
    if FileReading.size(of: source.file) > Limits.file {
      let arguments: [Argument] = [.text(source.path), .word("limit.size"), .number(Limits.file)]
      return DataResult(
        failed: source, DataRefusal(.beyondLimits, .file(source.path), arguments, source).diagnostics)
    }
    switch FileReading.bytes(of: source.file) {
    case .success(let bytes):
      var result = CSVReader.read(bytes, for: source)
      if !source.wantedCells.isEmpty { result.cells = TextCells.texts(at: source.wantedCells, in: bytes, source) }
      return result
    case .failure(let failure): return failed(failure, source)
    }
  }

  private static func sheets(_ guess: FileKind, _ source: DataSource) -> DataResult {
    // A database is read by its own library, page by page.
    if guess == .database {
      return SheetFiles.read([], guess, for: source).adding(remark(guess, source))
    }
    switch FileReading.bytes(of: source.file, atMost: Limits.file) {
    case .success(let bytes):
      let isJSON = guess == .json || guess == .jsonLines
      let kind = FileKind.of(bytes, endsAsJSON: isJSON)
      guard kind.isRead else {
        return DataResult(
          failed: source,
          Diagnostic(
            .unreadableFormat, at: source.span,
            [.text(source.path), .word(kind.rawValue), .word("save." + kind.rawValue)]))
      }
      return SheetFiles.read(bytes, kind, for: source).adding(remark(kind, source))
    case .failure(let failure): return failed(failure, source)
    }
  }

  private static func remark(_ kind: FileKind, _ source: DataSource) -> [Diagnostic] {
    let promised = DataFormat.promised(by: source.path)
    let isList = kind == .json || kind == .jsonLines
    if promised == kind || isList && (promised == .json || promised == .jsonLines) { return [] }
    return [misnamed(promised, kind, source)]
  }

  private static func misnamed(_ promised: FileKind?, _ kind: FileKind, _ source: DataSource) -> Diagnostic {
    Diagnostic(
      .nameAndContent, .file(source.path), [.text("." + DataFormat.ending(of: source.path)), .word(kind.rawValue)])
  }

  private static func unknown(_ source: DataSource) -> DataResult {
    let known = DataFormat.endings.map { Argument.text("." + $0) }
    return DataResult(
      failed: source,
      Diagnostic(
        .unknownDataFormat, at: source.span,
        [.text(source.path), .text(DataFormat.ending(of: source.path)), .list(known)]))
  }

  private static func failed(_ failure: FileReading.Failure, _ source: DataSource) -> DataResult {
    DataResult(
      failed: source, FileReading.diagnostic(for: failure, of: source.path, opened: source.file, at: source.span))
  }
}
