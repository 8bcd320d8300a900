import Glibc
import VekhaTable
import VekhaText

extension LargeFile {
  /// The titles of a file and the types of its columns; nil where the file is to be read as a whole.
  static func outline(of source: DataSource, threshold: Int) -> DataResult? {
    let descriptor = Glibc.open(source.file, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) >= max(1, threshold)
    else {
      return nil
    }
    let size = Int(status.st_size)
    var head = [UInt8](repeating: 0, count: min(size, CSVDialect.headSize))
    guard pread(descriptor, &head, head.count, 0) == head.count else { return nil }
    let dialect: CSVDialect
    do throws(DataRefusal) {
      dialect = try Self.dialect(of: head, isWhole: head.count == size, source)
    } catch {
      return DataResult(failed: source, error.diagnostics)
    }
    let isOfOneByte = TextEncoding.ofOneByte.contains(dialect.encoding)
    guard dialect.encoding == .utf8 || isOfOneByte else { return nil }
    let body = head[dialect.markLength...]
    guard var sample = body.withUnsafeBytes({ DecodedSample($0, dialect.encoding) }) else { return nil }
    let records = sample.text[dialect.recordsOffset...]
    // Lines that end in a carriage return alone have no line feeds to divide the file by.
    guard let last = records.lastIndex(of: 0x0A) else { return nil }
    let lineCount = records.count { $0 == 0x0A }
    var start = dialect.markLength + dialect.recordsOffset
    if isOfOneByte { start = dialect.markLength + sample.text[..<dialect.recordsOffset].count { $0 & 0xC0 != 0x80 } }
    sample.text.removeSubrange((last + 1)...)
    let titles = Titles(dialect.titles, line: dialect.headerLines.lowerBound, source: source)
    let sampled = sample.text.withUnsafeMutableBufferPointer {
      CSVReader.rows($0, dialect, titles, source, isSample: true)
    }
    let types = zip(titles.wanted.indices, titles.wanted).map { index, wanted in
      wanted.type ?? sampled.table?.columns[index].type ?? .text
    }
    let file = LargeFile(
      source: source, dialect: dialect, titles: titles, types: types, start: start, size: size,
      rowSize: (last + 1 - dialect.recordsOffset) / lineCount)
    return file.outline(sampled.diagnostics.filter { $0.code == .badTitle || $0.code == .columnMissing })
  }

  private static func dialect(of head: [UInt8], isWhole: Bool, _ source: DataSource) throws(DataRefusal) -> CSVDialect {
    var refusal: DataRefusal?
    let found = head.withUnsafeBytes { bytes -> CSVDialect? in
      do throws(DataRefusal) {
        return try CSVDialect.detect(head: bytes, isWhole: isWhole, for: source)
      } catch {
        refusal = error
        return nil
      }
    }
    guard let found else { throw refusal ?? .empty(source) }
    return found
  }
}
