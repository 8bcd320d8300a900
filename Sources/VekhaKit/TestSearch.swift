import VekhaData
import VekhaSyntax
import VekhaText

/// The files of tests: where they are, and where what came of them is written.
package enum TestSearch {
  /// The file itself, or all plans and modules below a folder.
  package static func plans(at path: String) -> [String] {
    FileReading.isFolder(path) ? FileReading.files(below: path, ending: ".plan") : [path]
  }

  /// Whether a file that could not be understood as a whole has tests all the same.
  package static func hasTests(_ path: String) -> Bool {
    guard case .success(let bytes) = FileReading.bytes(of: path) else { return false }
    let tree = Parser.parse(SourceText(name: path, bytes: bytes)).tree
    return tree.root.children.contains { $0.kind == .statement && $0.terminal == .test }
  }

  /// Writes a report; the system's own text where that fails, else nil.
  package static func write(_ text: String, to path: String) -> String? {
    FileWriting.write(Array(text.utf8), to: path)
  }
}
