// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order of the way of a plan; ARCHITECTURE.md has a paragraph on each, and
// Tests/ArchitectureTests holds the arrows.
let package = Package(
  name: "vekha",
  products: [
    .executable(name: "vekha", targets: ["vekha"]),
    .library(name: "VekhaKit", targets: ["VekhaKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "VekhaText"),
    .target(name: "VekhaCalendar"),
    .target(
      name: "VekhaSyntax", dependencies: ["VekhaText", "VekhaCalendar"],
      exclude: ["Vocabulary/ru.words", "Vocabulary/en.words"],
      plugins: ["EmbedTexts"]),
    .target(name: "VekhaTable", dependencies: ["VekhaText", "VekhaCalendar"]),
    // Headers of libzip-dev, libexpat1-dev, libyajl-dev, libsqlite3-dev and libxlsxwriter-dev; nothing is linked but dl.
    .target(name: "CFormats", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "VekhaFormats", dependencies: ["VekhaCalendar", "CFormats"]),
    .target(name: "VekhaData", dependencies: ["VekhaFormats", "VekhaTable", "VekhaText", "VekhaCalendar"]),
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
    .target(name: "VekhaCheck", dependencies: ["VekhaSyntax", "VekhaTable", "VekhaText", "VekhaCalendar", "CStemmer"]),
    .target(
      name: "VekhaEngine", dependencies: ["VekhaCheck", "VekhaSyntax", "VekhaTable", "VekhaText", "VekhaCalendar"]),
    .target(
      name: "VekhaReport",
      dependencies: ["VekhaEngine", "VekhaCheck", "VekhaSyntax", "VekhaTable", "VekhaText", "VekhaCalendar"],
      exclude: ["Messages/ru.messages", "Messages/en.messages", "Help/ru.help", "Help/en.help"], plugins: ["EmbedTexts"]
    ),
    .target(name: "VekhaStandardLibrary", path: "stdlib", plugins: ["EmbedTexts"]),
    .target(
      name: "VekhaKit",
      dependencies: [
        "VekhaReport", "VekhaEngine", "VekhaCheck", "VekhaData", "VekhaSyntax", "VekhaTable", "VekhaText",
        "VekhaCalendar",
        "VekhaStandardLibrary",
      ]),
    .executableTarget(
      name: "vekha",
      dependencies: [
        "VekhaKit", "VekhaReport", "VekhaEngine", "VekhaSyntax", "VekhaCalendar", "VekhaText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "benchmark", dependencies: ["VekhaKit", "VekhaEngine", "VekhaCalendar"],
      path: "Tests/Benchmarks/Questions"),
    .target(name: "TestSupport", dependencies: ["CFormats"], path: "Tests/TestSupport"),
    .testTarget(name: "VekhaTextTests", dependencies: ["VekhaText", "TestSupport"]),
    .testTarget(name: "VekhaCalendarTests", dependencies: ["VekhaCalendar"], exclude: ["Vectors"]),
    .testTarget(name: "VekhaTableTests", dependencies: ["VekhaTable", "VekhaText", "VekhaCalendar", "TestSupport"]),
    .testTarget(
      name: "VekhaDataTests",
      dependencies: ["VekhaData", "VekhaFormats", "VekhaTable", "VekhaText", "VekhaCalendar", "TestSupport"]),
    .testTarget(
      name: "VekhaReportTests",
      dependencies: ["VekhaReport", "VekhaEngine", "VekhaTable", "VekhaText", "VekhaCalendar"]),
    .testTarget(name: "VekhaSyntaxTests", dependencies: ["VekhaSyntax", "VekhaText", "VekhaCalendar", "TestSupport"]),
    .testTarget(
      name: "VekhaKitTests",
      dependencies: [
        "VekhaKit", "VekhaReport", "VekhaEngine", "VekhaCheck", "VekhaData", "VekhaFormats", "VekhaSyntax",
        "VekhaTable",
        "VekhaText", "VekhaCalendar", "TestSupport",
      ],
      exclude: ["Translations", "Calendars"]),
    .testTarget(name: "ArchitectureTests"),
    .testTarget(name: "CommandTests", dependencies: ["vekha"]),
    .executableTarget(name: "embed-texts"),
    .plugin(name: "EmbedTexts", capability: .buildTool(), dependencies: ["embed-texts"]),
  ],
  swiftLanguageModes: [.v6]
)
