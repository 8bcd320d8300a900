import Glibc
import VekhaCalendar
import VekhaReport
import VekhaSyntax
import VekhaText

/// Where answers go and how they look: language, colour, width.
struct Console {
  let wording: Wording
  let isColoured: Bool
  let isColouredError: Bool
  /// The window's width in columns; nil where output is not a window.
  let width: Int?

  init(_ arguments: [String]) {
    let language = Self.language(Self.value("--language", arguments))
    wording = Wording(language) { id, language in
      Terminal(rawValue: id).map { Vocabulary.standard.phrase($0, language) } ?? id
    }
    let mode = Self.value("--color", arguments)
    isColoured = Self.isColoured(mode, STDOUT_FILENO)
    isColouredError = Self.isColoured(mode, STDERR_FILENO)
    width = Self.windowWidth()
  }

  /// The value of an option wherever it stands: language and colour are needed before anything is parsed.
  private static func value(_ name: String, _ arguments: [String]) -> String? {
    for (index, argument) in arguments.enumerated() {
      if argument == name, index + 1 < arguments.count { return arguments[index + 1] }
      if argument.hasPrefix(name + "=") { return String(argument.dropFirst(name.count + 1)) }
    }
    return nil
  }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// `--language`, else the locale of messages: English where it names a third language, Russian where it names none.
  private static func language(_ option: String?) -> Language {
    if let option, let language = Language(tag: option) { return language }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = variable(name) else { continue }
      if let language = Language(tag: value) { return language }
      return value == "C" || value == "POSIX" || value.hasPrefix("C.") ? .russian : .english
    }
    return .russian
  }

  /// `--color`, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then whether it is a terminal that can.
  private static func isColoured(_ mode: String?, _ descriptor: Int32) -> Bool {
    if mode == "always" { return true }
    if mode == "never" || variable("NO_COLOR") != nil { return false }
    if let force = variable("CLICOLOR_FORCE") ?? variable("FORCE_COLOR"), force != "0" { return true }
    return isatty(descriptor) == 1 && variable("TERM") != "dumb"
  }

  private static func windowWidth() -> Int? {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), columns > 20 { return columns }
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return nil }
    return Int(size.ws_col)
  }

  /// An answer that cannot be written is no answer; a reader that has gone away (`| head`) has what it wanted.
  func out(_ text: String) {
    let fault = Self.write(text, STDOUT_FILENO)
    guard fault != 0, fault != EPIPE else { return }
    error(wording("usage.no-output", .init(wording.reason(String(cString: strerror(fault))))) + "\n")
    exit(ExitStatus.usage.rawValue)
  }

  func error(_ text: String) { _ = Self.write(text, STDERR_FILENO) }

  /// The system's error number, or 0.
  private static func write(_ text: String, _ descriptor: Int32) -> Int32 {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      written += count
    }
    return 0
  }

  /// Today by the clock, in the machine's own zone.
  static func today() -> CivilDay {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return CivilDay(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
      ?? CivilDay(number: Int32(now / 86_400))
  }

  /// `2024-11-15` or `15.11.2024`.
  static func day(_ text: String) -> CivilDay? {
    if let day = CivilDay(iso: text) { return day }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard parts.count == 3, parts[2] >= 1000 else { return nil }
    return CivilDay(year: parts[2], month: parts[1], day: parts[0])
  }
}
