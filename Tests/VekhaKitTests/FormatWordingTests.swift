import Testing
import VekhaFormats
import VekhaReport
import VekhaTable

/// What readers of files give as keys of the catalogue is said in both languages.
@Suite struct FormatWordingTests {
  @Test func everyKeyHasItsWords() {
    for say in [Wording(.russian), Wording(.english)] {
      for kind in FormatFailure.Kind.allCases { #expect(say.has(kind.rawValue), "\(kind)") }
      for kind in FileKind.allCases {
        #expect(say.has(kind.rawValue), "\(kind)")
        #expect(kind.isRead || say.has("save." + kind.rawValue), "\(kind)")
      }
      for key in ["limit.record", "limit.header", "part.sheet", "part.table", "part.query", "file.isRead", "row.total"]
      {
        #expect(say.has(key), "\(key)")
      }
    }
  }
}
