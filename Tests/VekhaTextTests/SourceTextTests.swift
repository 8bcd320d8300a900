import Testing
import VekhaText

@Suite struct SourceTextTests {
  @Test func linesOfAllSystems() {
    let source = SourceText(name: "a.plan", text: "план\nэтап\r\nроль\rконец\n")
    #expect((0..<5).map(source.lineText) == ["план", "этап", "роль", "конец", ""])
    #expect(source.lineStarts.count == 5)
    for (line, start) in source.lineStarts.enumerated() { #expect(source.line(at: start) == line) }
  }

  @Test func columnsAreCountedInCharacters() {
    let source = SourceText(name: "a.plan", text: "этап 5\n  срок: май\n")
    #expect(source.position(at: 0) == (1, 1))
    #expect(source.position(at: 9) == (1, 6))
    #expect(source.position(at: source.bytes.count) == (3, 1))
    let span = Span(source, 13..<21)
    #expect(span.text == "срок")
    #expect(span.line == 2)
  }

  @Test func unionHoldsBothSpans() {
    let source = SourceText(name: "a.plan", text: "abcdef")
    #expect(Span(source, 1..<2).union(Span(source, 4..<5)).text == "bcde")
    #expect(Span(source, 0..<1) != Span(SourceText(name: "a.plan", text: "abcdef"), 0..<1))
  }
}

@Suite struct DiagnosticCodeTests {
  @Test func codesAreDistinctAndWellFormed() {
    let codes = DiagnosticCode.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.count == 6 && $0.hasPrefix("VK") && $0.dropFirst(2).allSatisfy(\.isNumber) })
  }

  @Test func lintAndWarningsDoNotBlock() {
    #expect(DiagnosticCode.unknownName.isBlocking)
    #expect(!DiagnosticCode.unreadableCell.isBlocking)
    #expect(DiagnosticCode.allCases.filter { $0.rawValue.hasPrefix("VK10") }.allSatisfy { !$0.isBlocking })
  }
}
