import Foundation
import PackagePlugin

/// Embeds the text files of a target (vocabularies, messages, modules of the standard library) as string literals,
/// so that a moved binary needs nothing beside it.
@main
struct EmbedTexts: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) async throws -> [Command] {
    let folder = target.directoryURL
    let endings: Set<String> = ["words", "messages", "help", "plan"]
    let files = try texts(below: folder.path, endings: endings).sorted()
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTexts.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) texts of \(target.name)",
        executable: try context.tool(named: "embed-texts").url,
        arguments: [folder.path, output.path] + files,
        inputFiles: files.map { folder.appending(path: $0) },
        outputFiles: [output])
    ]
  }

  /// Paths relative to `folder` of all files below it with one of the endings.
  private func texts(below folder: String, endings: Set<String>) throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    return walk.compactMap { $0 as? String }.filter { path in
      endings.contains(String(path.split(separator: ".").last ?? ""))
    }
  }
}
