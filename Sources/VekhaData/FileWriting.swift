import Glibc

/// Files that a command writes because it was asked to.
package enum FileWriting {
  /// Makes the file anew with these bytes; the system's own text where that fails, else nil.
  package static func write(_ bytes: [UInt8], to path: String) -> String? {
    func reason() -> String { strerror(errno).map { String(cString: $0) } ?? String(errno) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { return reason() }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return reason()
      }
      written += count
    }
    return nil
  }
}
