// VekhaData owns the way from files to tables: opening and reading files, the readers of data formats, and the making
// of typed columns from cells. It is the only target that opens a file.

import Glibc

/// Files as bytes, names and places.
package enum FileReading {
  package enum Failure: Error, Hashable, Sendable {
    case missing
    /// There is a folder of that name.
    case folder
    /// The system's own text for its error.
    case unreadable(String)
  }

  /// Where a path written in a plan leads.
  package enum Location: Hashable, Sendable {
    /// The path to open; whether a file is there is not said.
    case file(String)
    /// The path leaves the plan's folder.
    case outsideFolder
  }

  /// The largest file that is read, in bytes: places in it fit 32 bits.
  package static let largestSize = Int(UInt32.max) - 1

  private static let blockSize = 1 << 20

  /// The first bytes of a file, by which its kind is told; none of what can be read only once, such as a pipe.
  static func head(of path: String, count: Int = 1 << 16) -> Result<[UInt8], Failure> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 { return .failure(failure(errno)) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { return .failure(failure(errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .failure(.folder)
    case S_IFREG: break
    default: return .success([])
    }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = bytes.withUnsafeMutableBytes { Glibc.pread(descriptor, $0.baseAddress, $0.count, 0) }
    if got < 0 { return .failure(failure(errno)) }
    bytes.removeLast(count - got)
    return .success(bytes)
  }

  /// The whole file; one of more than `limit` bytes is not read.
  package static func bytes(of path: String, atMost limit: Int = largestSize) -> Result<[UInt8], Failure> {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return .failure(failure(errno)) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { return .failure(failure(errno)) }
    if status.st_mode & S_IFMT == S_IFDIR { return .failure(.folder) }
    if Int(status.st_size) > limit { return .failure(failure(EFBIG)) }
    return read(descriptor, expecting: Int(status.st_size))
  }

  private static func read(_ descriptor: Int32, expecting size: Int) -> Result<[UInt8], Failure> {
    // A pipe has no size and a file may grow while it is read, so the end is where `read` says it is.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var count = 0
    while true {
      if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: max(blockSize, count / 2))) }
      let room = min(blockSize, bytes.count - count)
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, room)
      }
      if got < 0 {
        if errno == EINTR { continue }
        return .failure(failure(errno))
      }
      if got == 0 { break }
      count += got
      if count > largestSize { return .failure(failure(EFBIG)) }
    }
    bytes.removeLast(bytes.count - count)
    return .success(bytes)
  }

  /// What an `errno` of opening or reading says.
  static func failure(_ code: Int32) -> Failure {
    switch code {
    case ENOENT, ENOTDIR: .missing
    case EISDIR: .folder
    default: .unreadable(strerror(code).map { String(cString: $0) } ?? String(code))
    }
  }

  /// The size of a file in bytes; 0 for what is not a file or has no size, such as a pipe.
  static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }

  /// Whether two paths lead to one file that is there.
  package static func isSameFile(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Whether there is a folder of that name.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The files below a folder whose names end so, in the order of their paths; hidden ones and links to folders are
  /// left out.
  package static func files(below folder: String, ending: String) -> [String] {
    names(in: folder).flatMap { name -> [String] in
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0 else { return [] }
      if status.st_mode & S_IFMT == S_IFDIR { return files(below: path, ending: ending) }
      return name.hasSuffix(ending) ? [path] : []
    }
  }

  /// The names in a folder, hidden ones left out, in the order of their bytes; none where it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder.isEmpty ? "." : folder),
      let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name)
    else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let start = UnsafeRawPointer(entry) + nameOffset
      let name = String(cString: start.assumingMemoryBound(to: CChar.self))
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
