import Glibc

/// Work on several threads at once.
package enum Parallel {
  /// How many threads pay: the processors there are, at most eight.
  package static let width = max(1, min(8, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

  /// Calls `body` with ranges that make up 0 ..< `count`, each beginning at a multiple of 64: on one thread where there is
  /// little to do, else each on a thread of its own.
  package static func divide(_ count: Int, _ body: (Range<Int>) -> Void) {
    let parts = min(width, count >> 18)
    if parts <= 1 { return body(0..<count) }
    let size = (count / parts + 63) & ~63
    run(parts) { part in body(min(count, part * size)..<(part == parts - 1 ? count : min(count, (part + 1) * size))) }
  }

  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Calls `body` with 0 ..< `count`, each on a thread of its own, and waits for all. What they write must be apart.
  package static func run(_ count: Int, _ body: (Int) -> Void) {
    if count <= 1 {
      if count == 1 { body(0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      var left: [Int] = []
      for index in 1..<count {
        let work = Unmanaged.passRetained(Work { body(index) })
        var thread = pthread_t()
        let code = pthread_create(
          &thread, nil,
          { argument in
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
          }, work.toOpaque())
        if code == 0 {
          threads.append(thread)
        } else {
          // No thread is to be had: this one does it.
          work.release()
          left.append(index)
        }
      }
      body(0)
      for index in left { body(index) }
      for thread in threads { pthread_join(thread, nil) }
    }
  }
}
