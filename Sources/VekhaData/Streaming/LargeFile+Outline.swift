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
    guard let last = records.lastIndex(of: 0x0A) else {
      // Lines that end in a carriage return alone have no line feeds to divide the file by.
      if head.count == size || records.contains(0x0D) { return nil }
      return DataResult(
        failed: source,
        DataRefusal.beyondLimits("limit.record", line: dialect.recordsLine, SegmentReader.longestRecord, source)
          .diagnostics)
    }
    let lineCount = records.count { $0 == 0x0A }
    var start = dialect.markLength + dialect.recordsOffset
    if isOfOneByte { start = dialect.markLength + sample.text[..<dialect.recordsOffset].count { $0 & 0xC0 != 0x80 } }
    if head.count < size { sample.text.removeSubrange((last + 1)...) }
    guard let end = end(of: descriptor, size) else { return nil }
    let titles = Titles(dialect.titles, line: dialect.headerLines.lowerBound, source: source)
    let sampled = sample.text.withUnsafeMutableBufferPointer {
      CSVReader.rows($0, dialect, titles, source, isSample: head.count < size)
    }
    let types = zip(titles.wanted.indices, titles.wanted).map { index, wanted in
      wanted.type ?? sampled.table?.columns[index].type ?? .text
    }
    let file = LargeFile(
      source: source, dialect: dialect, titles: titles, types: types, start: start, size: end,
      bytesAfterEnd: size - end,
      rowSize: (last + 1 - dialect.recordsOffset) / lineCount)
    return file.outline(titles.diagnostics)
  }

  /// Where the text of a file ends that has NUL or Ctrl-Z behind it; nil where they go on for long.
  private static func end(of descriptor: Int32, _ size: Int) -> Int? {
    var tail = [UInt8](repeating: 0, count: min(size, 64 << 10))
    let start = size - tail.count
    guard pread(descriptor, &tail, tail.count, off_t(start)) == tail.count else { return nil }
    guard let last = tail.lastIndex(where: { ![0, 0x1A, 0x20, 0x0A, 0x0D].contains($0) }) else { return nil }
    guard let mark = tail[last...].firstIndex(where: { $0 == 0 || $0 == 0x1A }) else { return size }
    return start + mark
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
