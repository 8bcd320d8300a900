import Glibc
import VekhaCalendar
import VekhaEngine
import VekhaKit

/// Times each rule and indicator of a plan over data that are in memory already, each time by an engine that was asked
/// nothing before, and prints medians in milliseconds. Usage: benchmark PLAN DATE [RUNS [FIRST]].
@main
struct Benchmark {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let day = CivilDay(iso: arguments[2]) else {
      fail("usage: benchmark PLAN DATE [RUNS [FIRST]]", 64)
    }
    let runs = arguments.count > 3 ? Int(arguments[3]) ?? 7 : 7
    let first = arguments.count > 4 ? Int(arguments[4]) : 20
    let start = now()
    let project = Project(opening: arguments[1])
    guard let engine = project.engine else {
      fail("the plan has faults: vekha check \(arguments[1])", 1)
    }
    print("load\t\(milliseconds(now() - start))")
    var sum = 0.0
    func time(_ name: String, _ count: Int, _ body: (Engine) -> Void) {
      var times: [Double] = []
      for _ in 0..<runs {
        let fresh = Engine(asIfNew: engine)
        let start = now()
        body(fresh)
        times.append(now() - start)
      }
      times.sort()
      sum += times[runs / 2]
      print("\(name)\t\(milliseconds(times[runs / 2]))\t\(milliseconds(times[0]))\t\(count)")
    }
    for index in engine.program.rules.indices {
      let answer = Engine(asIfNew: engine).answer(rule: index, asOf: day, first: first)
      time(answer.name, answer.found.total) { _ = $0.answer(rule: index, asOf: day, first: first) }
    }
    for index in engine.program.indicators.indices {
      let answer = Engine(asIfNew: engine).answer(indicator: index, asOf: day)
      time(answer.title, answer.groups.count) { _ = $0.answer(indicator: index, asOf: day) }
    }
    print("sum\t\(milliseconds(sum))")
    time("together", 0) { _ = $0.answer(file: "", asOf: day, first: first) }
  }

  private static func fail(_ sentence: String, _ status: Int32) -> Never {
    let line = Array((sentence + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(status)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }

  private static func milliseconds(_ time: Double) -> String {
    let thousandths = Int(time * 1000)
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
  }
}
