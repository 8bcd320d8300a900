/// A path in which `*` stands for any letters of a name and `?` for one; or a folder, for the data files in it.
struct FilePattern {
  /// As the plan writes it.
  private let path: String
  /// What stands before the path where it is opened.
  private let base: String

  static func isPattern(_ path: String) -> Bool { path.contains { $0 == "*" || $0 == "?" } }

  init(_ source: DataSource) {
    path = source.path
    base = source.file.hasSuffix(source.path) ? String(source.file.dropLast(source.path.count)) : ""
  }

  /// The files that fit, by their paths as a plan would write them, in the order of their names. Hidden files and the
  /// marks that an office program leaves beside an open file are none.
  func files() -> [String] {
    guard Self.isPattern(path) else {
      let folder = path.hasSuffix("/") ? path : path + "/"
      return names(in: folder).filter { name in
        DataFormat.promised(by: name) != nil && !FileReading.isFolder(base + folder + name)
      }.map { folder + $0 }
    }
    let isAbsolute = path.hasPrefix("/")
    var found = [isAbsolute ? "/" : ""]
    let parts = path.split(separator: "/").map(String.init)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      found = found.flatMap { folder -> [String] in
        guard Self.isPattern(part) else { return [folder + part + (isLast ? "" : "/")] }
        return names(in: folder).filter { Self.matches($0, part) }
          .filter { FileReading.isFolder(base + folder + $0) != isLast }
          .map { folder + $0 + (isLast ? "" : "/") }
      }
    }
    return found
  }

  /// The folder in which all files that fit must lie.
  var folder: String {
    let folder = base + writtenFolder
    return folder.isEmpty ? "." : folder
  }

  /// The same as the plan writes it.
  var writtenFolder: String {
    path.split(separator: "/", omittingEmptySubsequences: false).prefix { !Self.isPattern(String($0)) }
      .joined(separator: "/")
  }

  func opened(_ file: String) -> String { base + file }

  /// The path to open for a file of the source, written as a plan would write it.
  static func opened(_ file: String, for source: DataSource) -> String {
    file == source.path ? source.file : FilePattern(source).opened(file)
  }

  private func names(in folder: String) -> [String] {
    FileReading.names(in: base + folder).filter { !$0.hasPrefix("~$") }
  }

  /// Whether a name fits a pattern, in small or capital letters.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let name = Array(name.lowercased())
    let pattern = Array(pattern.lowercased())
    var (at, from) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while from < name.count {
      if at < pattern.count, pattern[at] == "*" {
        star = (at, from)
        at += 1
      } else if at < pattern.count, pattern[at] == "?" || pattern[at] == name[from] {
        at += 1
        from += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        at = last.pattern + 1
        from = last.name + 1
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == "*" }
  }
}
