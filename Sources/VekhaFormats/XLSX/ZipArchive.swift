@preconcurrency import CFormats

/// A zip archive in memory, read part by part.
struct ZipArchive {
  private let zip: ZipFunctions
  private let handle: OpaquePointer
  /// How many bytes of parts are still unpacked before the archive counts as a bomb.
  private let budget = Budget()

  private final class Budget {
    var rest = 2 * Limits.part
  }

  /// Opens the archive for as long as `body` runs.
  static func with<Result>(
    _ bytes: [UInt8], _ body: (ZipArchive) throws(FormatFailure) -> Result
  ) throws(FormatFailure) -> Result {
    let zip = try Libraries.required(Libraries.zip, "libzip")
    // The archive reads from these bytes until it is discarded.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
    defer { copy.deallocate() }
    bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
    var error = zip_error_t()
    zip.zip_error_init(&error)
    defer { zip.zip_error_fini(&error) }
    guard let source = zip.zip_source_buffer_create(copy.baseAddress, UInt64(bytes.count), 0, &error) else {
      throw FormatFailure(.damagedArchive, text(zip.zip_error_strerror(&error)))
    }
    guard let handle = zip.zip_open_from_source(source, Int32(ZIP_RDONLY), &error) else {
      zip.zip_source_free(source)
      throw FormatFailure(.damagedArchive, text(zip.zip_error_strerror(&error)))
    }
    defer { zip.zip_discard(handle) }
    guard zip.zip_get_num_entries(handle, 0) <= Int64(Limits.parts) else {
      throw FormatFailure(.tooLarge, String(Limits.parts))
    }
    return try body(ZipArchive(zip: zip, handle: handle))
  }

  private init(zip: ZipFunctions, handle: OpaquePointer) {
    self.zip = zip
    self.handle = handle
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

  func has(_ part: String) -> Bool { zip.zip_name_locate(handle, part, UInt32(ZIP_FL_NOCASE)) >= 0 }

  /// Unpacks a part block by block, until `take` says that it has enough.
  func read(_ part: String, _ take: (UnsafeRawBufferPointer) throws(FormatFailure) -> Bool) throws(FormatFailure) {
    let index = zip.zip_name_locate(handle, part, UInt32(ZIP_FL_NOCASE))
    guard index >= 0 else { throw FormatFailure(.missingPart, part) }
    guard let file = zip.zip_fopen_index(handle, UInt64(index), 0) else {
      let error = zip.zip_get_error(handle)
      let isLocked = error.map { zip.zip_error_code_zip($0) == ZIP_ER_NOPASSWD } ?? false
      throw FormatFailure(isLocked ? .protected : .damagedArchive, part + ": " + Self.text(zip.zip_strerror(handle)))
    }
    defer { _ = zip.zip_fclose(file) }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { block.deallocate() }
    var total = 0
    while true {
      let count = zip.zip_fread(file, block.baseAddress, UInt64(block.count))
      if count < 0 { throw FormatFailure(.damagedArchive, part + ": " + Self.text(zip.zip_file_strerror(file))) }
      if count == 0 { return }
      total += Int(count)
      budget.rest -= Int(count)
      if total > Limits.part || budget.rest < 0 { throw FormatFailure(.tooLarge, String(Limits.part)) }
      if try !take(UnsafeRawBufferPointer(rebasing: block[..<Int(count)])) { return }
    }
  }
}
