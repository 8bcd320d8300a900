import Foundation
import Testing

/// The built command, run as a user runs it.
enum Shell {
  struct Result {
    let out: String
    let error: String
    let status: Int32
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The command beside the test bundle.
  static let vekha: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = tests.appendingPathComponent("vekha").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    return root.appendingPathComponent(".build/debug/vekha").path
  }()

  /// Output goes through files: a pipe that nobody reads would stop the command.
  static func run(
    _ arguments: [String], in folder: URL = root, environment: [String: String] = [:], command: String = vekha
  ) throws -> Result {
    let scratch = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: scratch) }
    let out = scratch.appendingPathComponent("out")
    let error = scratch.appendingPathComponent("error")
    for file in [out, error] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ["LANG": "ru_RU.UTF-8", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Result(
      out: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self), status: process.terminationStatus)
  }

  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vekha-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A folder with the given files, removed after `body`.
  static func withFiles<Value>(_ files: [String: Data], _ body: (URL) throws -> Value) throws -> Value {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    return try body(folder)
  }

  static func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Compares with the file beside, or rewrites it under UPDATE_EXPECTED=1 (a person reads the difference).
  static func expect(_ text: String, equals file: URL) throws {
    if ProcessInfo.processInfo.environment["UPDATE_EXPECTED"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    if text != expected {
      let mine = text.components(separatedBy: "\n")
      let theirs = expected.components(separatedBy: "\n")
      let line =
        zip(mine, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(mine.count, theirs.count)
      let got = line < mine.count ? mine[line] : "(end)"
      let wanted = line < theirs.count ? theirs[line] : "(end)"
      Issue.record("\(file.lastPathComponent), line \(line + 1): got «\(got)», expected «\(wanted)»")
    }
  }
}
