import Glibc

extension FileReading {
  /// Where a path written in a plan leads, seen from the plan's folder.
  ///
  /// Unless `allowOutside`, it must stay in that folder: an absolute path, more `..` than folders before it, or a
  /// symbolic link to elsewhere is `.outsideFolder`.
  package static func locate(_ path: String, from folder: String, allowOutside: Bool) -> Location {
    let base = folder.isEmpty ? "." : folder
    let isAbsolute = path.hasPrefix("/")
    let joined = isAbsolute ? path : base.hasSuffix("/") ? base + path : base + "/" + path
    if allowOutside { return .file(joined) }
    if isAbsolute || climbsOut(path) { return .outsideFolder }
    guard let home = realPath(base), let target = nearestRealPath(joined) else { return .file(joined) }
    let isInside = target == home || target.hasPrefix(home.hasSuffix("/") ? home : home + "/")
    return isInside ? .file(joined) : .outsideFolder
  }

  /// The folder part of a path, without a slash at its end; `.` where there is none.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  private static func climbsOut(_ path: String) -> Bool {
    var depth = 0
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return false
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path without links, or that of the nearest folder above which exists.
  private static func nearestRealPath(_ path: String) -> String? {
    var current = path
    while true {
      if let resolved = realPath(current) { return resolved }
      let above = folder(of: current)
      if above == current || above == "." { return realPath(above) }
      current = above
    }
  }
}
