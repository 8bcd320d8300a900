/// How much is read of one file, so that no file takes the memory of the machine. The numbers of rows and columns are
/// Excel's own.
package enum Limits {
  package static let rows = 1_048_576
  package static let columns = 16_384
  /// Bytes of one cell; Excel's own limit is 32 767 characters.
  package static let cell = 1 << 20
  /// Bytes of the texts of one sheet.
  package static let text = 512 << 20
  /// Cells of one sheet that are not empty.
  package static let cells = 20_000_000
  /// Bytes of one part of a workbook, unpacked.
  package static let part = 1 << 30
  /// Parts of a workbook.
  package static let parts = 10_000
  /// Bytes of a file that is not text, as it lies on the disk.
  package static let file = 512 << 20
  static let depth = 200
}
