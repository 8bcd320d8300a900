// VekhaStandardLibrary owns the texts of the modules, embedded at build time, and nothing else.

/// The modules that every build carries with it.
package enum StandardLibrary {
  /// Path below `stdlib/` and text of each module, sorted by path.
  package static var modules: [(path: String, text: StaticString)] { EmbeddedTexts.files }
}
