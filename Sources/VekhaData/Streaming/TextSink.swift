import VekhaTable

/// Codes of texts from cells: equal texts have one code, numbered in the order of first appearance.
struct TextSink {
  private let values: UnsafeMutablePointer<Int32>
  private var count = 0
  private(set) var notes = SinkNotes()
  let texts: TextInterner

  init(_ values: UnsafeMutablePointer<Int32>) {
    self.values = values
    texts = TextInterner()
  }

  /// Goes on after rows whose codes are written already.
  init(_ values: UnsafeMutablePointer<Int32>, count: Int, texts: TextInterner, notes: SinkNotes) {
    self.values = values
    self.count = count
    self.texts = texts
    self.notes = notes
  }

  mutating func take(_ cells: some BlockCells, rows: Int, of buffer: FileBuffer) {
    guard let base = buffer.baseAddress else { return }
    let raw = UnsafeRawPointer(base)
    let target = values + count
    var absent = 0
    if texts.isSmall {
      for row in 0..<rows {
        let (start, end) = cells.range(row)
        let range = CellText.trimmed(buffer, start, end)
        if range.isEmpty {
          target[row] = Absent.code
          absent &+= 1
        } else {
          target[row] = texts.code(of: raw + Int(range.start), range.count)
        }
      }
    } else {
      texts.codes(
        of: rows,
        at: { row in
          let (start, end) = cells.range(row)
          let range = CellText.trimmed(buffer, start, end)
          if range.isEmpty { absent &+= 1 }
          return (raw + Int(range.start), range.count)
        }, into: target)
    }
    notes.absent += absent
    if let byte = texts.fault, notes.fault == nil {
      let row = (0..<rows).first { target[$0] == texts.faultCode } ?? 0
      notes.fault = (count + row, byte)
    }
    count += rows
  }
}
