import Glibc

/// One line more in a journal, and nothing else: no earlier byte is ever written again.
package enum JournalWriting {
  package enum Failure: Error, Equatable, Sendable {
    /// The file is not what it was when it was read.
    case changed
    /// Nothing was written: the system's own text.
    case refused(String)
    /// A part was written and could not be taken back: the last line is torn.
    case torn(String)
  }

  /// Appends bytes to a file that holds exactly `seen`, nil for one that is not there yet; they are on the disk when
  /// this returns.
  ///
  /// Under a lock on the file itself, by one write; what a full disk cut off is taken back.
  package static func append(_ bytes: [UInt8], to path: String, after seen: [UInt8]?) -> Result<Void, Failure> {
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { return .failure(.refused(reason())) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      if errno != EINTR { return .failure(.refused(reason())) }
    }
    var status = stat()
    if fstat(descriptor, &status) != 0 { return .failure(.refused(reason())) }
    // Whoever saved the file anew has put another one in its place.
    var named = stat()
    guard stat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev else {
      return .failure(.changed)
    }
    let size = Int(status.st_size)
    guard size == seen?.count ?? 0, holds(descriptor, seen ?? []) else { return .failure(.changed) }
    if let failure = write(bytes, to: descriptor, of: size) { return .failure(failure) }
    if seen == nil { syncFolder(of: path) }
    return .success(())
  }

  private static func reason() -> String { strerror(errno).map { String(cString: $0) } ?? String(errno) }

  private static func holds(_ descriptor: Int32, _ seen: [UInt8]) -> Bool {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var place = 0
    while place < seen.count {
      let count = pread(descriptor, &block, min(block.count, seen.count - place), off_t(place))
      if count < 0, errno == EINTR { continue }
      guard count > 0, block[..<count] == seen[place..<place + count] else { return false }
      place += count
    }
    return true
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, of size: Int) -> Failure? {
    var count = -1
    repeat { count = Glibc.write(descriptor, bytes, bytes.count) } while count < 0 && errno == EINTR
    if count == bytes.count, fsync(descriptor) == 0 { return nil }
    let text = count < 0 || count == bytes.count ? reason() : strerror(ENOSPC).map { String(cString: $0) } ?? ""
    if count <= 0 { return .refused(text) }
    // What was written just now is nobody's yet: it may be taken back.
    return ftruncate(descriptor, off_t(size)) == 0 && fsync(descriptor) == 0 ? .refused(text) : .torn(text)
  }

  /// The name of a new file is in its folder.
  private static func syncFolder(of path: String) {
    let descriptor = open(FileReading.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    fsync(descriptor)
    close(descriptor)
  }
}
