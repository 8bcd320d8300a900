import Foundation

/// Writes a Swift source with the given text files as raw string literals.
///
/// Usage: `embed-texts FOLDER OUTPUT FILE…`, the files relative to the folder.
@main
enum EmbedTexts {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      FileHandle.standardError.write(Data("usage: embed-texts FOLDER OUTPUT FILE…\n".utf8))
      exit(2)
    }
    let folder = arguments[1]
    var source = "// Made by embed-texts from the files beside this target's sources.\n"
    source += "package enum EmbeddedTexts {\n"
    source += "  /// Path below the target's folder and content of each embedded file, sorted by path.\n"
    source += "  package static let files: [(path: String, text: StaticString)] = [\n"
    for file in arguments.dropFirst(3) {
      let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
      var fence = "###"
      while text.contains("\"\"\"" + fence) { fence += "#" }
      source += "    (\"\(file)\", \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)),\n"
    }
    source += "  ]\n}\n"
    try source.write(toFile: arguments[2], atomically: true, encoding: .utf8)
  }
}
