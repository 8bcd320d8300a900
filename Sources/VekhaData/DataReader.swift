import VekhaText

/// A format of data files. A new one is a case here, its endings, and a reader that fills a `RowIntake`.
enum DataFormat: CaseIterable {
  case csv

  /// The endings of file names, in lower case, without the dot.
  var endings: [String] {
    switch self {
    case .csv: ["csv", "txt", "tsv"]
    }
  }

  /// The format by the ending of the path.
  init?(path: String) {
    let ending = Self.ending(of: path)
    guard let format = Self.allCases.first(where: { $0.endings.contains(ending) }) else { return nil }
    self = format
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

  /// Reads the file of the source in the format its ending names. Of a text file of `threshold` bytes or more only the
  /// titles are read, and the rows are left pending.
  package static func open(_ source: DataSource, threshold: Int = LargeFile.usualThreshold) -> DataResult {
    if DataFormat(path: source.path) == .csv, let large = LargeFile.outline(of: source, threshold: threshold) {
      return large
    }
    return read(source)
  }

  /// Reads the file of the source in the format its ending names.
  package static func read(_ source: DataSource) -> DataResult {
    guard let format = DataFormat(path: source.path) else {
      let known = DataFormat.allCases.flatMap(\.endings).map { Argument.text("." + $0) }
      return DataResult(
        failed: source,
        Diagnostic(
          .unknownDataFormat, at: source.span,
          [.text(source.path), .text(DataFormat.ending(of: source.path)), .list(known)]))
    }
    switch FileReading.bytes(of: source.file) {
    case .success(let bytes):
      switch format {
      case .csv: return CSVReader.read(bytes, for: source)
      }
    case .failure(let failure):
      return DataResult(
        failed: source, FileReading.diagnostic(for: failure, of: source.path, opened: source.file, at: source.span))
    }
  }
}
