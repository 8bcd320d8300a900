import Foundation
import Testing

/// `vekha help`: without a word and with a command as ever, with a word of the language its page.
@Suite struct HelpCommandTests {
  @Test func aWordOfEitherLanguage() throws {
    for word in [
      ["отсрочка"], ["grace"], ["держать", "до"], ["выполнено, когда"], ["keep", "until", "--language", "ru"],
    ] {
      let result = try Shell.run(["help"] + word + (word.contains("--language") ? [] : ["--language", "ru"]))
      #expect(result.status == 0)
      #expect(result.out.contains("Пишется") && result.out.contains("По-английски: "), "\(word)")
    }
    let english = try Shell.run(["help", "отсрочка", "--language", "en"])
    #expect(english.out.hasPrefix("grace (отсрочка)"))
  }

  @Test func anUnknownWordIsToldWithWhatWasMeant() throws {
    let result = try Shell.run(["help", "отсрачка", "--language", "ru"])
    #expect(result.status == 2)
    #expect(result.out.isEmpty)
    #expect(result.error.contains("«отсрочка»"))
  }

  @Test func aCommandStaysACommand() throws {
    let command = try Shell.run(["help", "run"])
    #expect(command.status == 0 && command.out.contains("--fail-on"))
    let all = try Shell.run(["help", "--language", "en"])
    #expect(all.status == 0 && all.out.contains("vekha run"))
  }
}
