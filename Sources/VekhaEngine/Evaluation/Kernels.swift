import VekhaCheck
import VekhaTable

/// Loops over columns: what every condition comes down to. No closure is called by row, no array is indexed through a
/// class, and comparisons are made 64 rows at a time so that they become vector instructions.
enum Kernels {
  // MARK: Comparisons

  /// Where a value compares with a constant.
  static func bits<T: FixedWidthInteger>(_ values: [T], _ comparison: Comparison, _ bound: T) -> BitSet {
    switch comparison {
    case .less: words(values) { $0 < bound }
    case .atMost: words(values) { $0 <= bound }
    case .more: words(values) { $0 > bound }
    case .atLeast: words(values) { $0 >= bound }
    case .equal: words(values) { $0 == bound }
    case .notEqual: words(values) { $0 != bound }
    }
  }

  /// Where two values compare.
  static func bits<T: FixedWidthInteger>(_ left: [T], _ comparison: Comparison, _ right: [T]) -> BitSet {
    switch comparison {
    case .less: words(left, right) { $0 < $1 }
    case .atMost: words(left, right) { $0 <= $1 }
    case .more: words(right, left) { $0 < $1 }
    case .atLeast: words(right, left) { $0 <= $1 }
    case .equal: words(left, right) { $0 == $1 }
    case .notEqual: words(left, right) { $0 != $1 }
    }
  }

  @inline(__always)
  private static func words<T: FixedWidthInteger>(_ values: [T], _ body: (T) -> Bool) -> BitSet {
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return BitSet(count: 0) }
      return packed(values.count) { start, flags, count in
        let values = base + start
        for index in 0..<count { flags[index] = body(values[index]) ? 1 : 0 }
      }
    }
  }

  @inline(__always)
  private static func words<T: FixedWidthInteger>(_ left: [T], _ right: [T], _ body: (T, T) -> Bool) -> BitSet {
    precondition(left.count == right.count)
    return left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return BitSet(count: 0) }
        return packed(left.count) { start, flags, count in
          let (a, b) = (a + start, b + start)
          for index in 0..<count { flags[index] = body(a[index], b[index]) ? 1 : 0 }
        }
      }
    }
  }

  /// Bits of flags that `fill` writes, 0 or 1 a byte, at most 64 at a time.
  @inline(__always)
  private static func packed(_ count: Int, _ fill: (Int, UnsafeMutablePointer<UInt8>, Int) -> Void) -> BitSet {
    let words = [UInt64](unsafeUninitializedCapacity: (count + 63) / 64) { words, wordCount in
      withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { flags in
        let bytes = flags.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        let eights = flags.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt64.self)
        let whole = count / 64
        for word in 0..<whole {
          fill(word &* 64, bytes, 64)
          words[word] = pack(eights)
        }
        if whole &* 64 < count {
          for index in 0..<8 { eights[index] = 0 }
          fill(whole &* 64, bytes, count &- whole &* 64)
          words[whole] = pack(eights)
        }
      }
      wordCount = (count + 63) / 64
    }
    return BitSet(count: count, words: words)
  }

  /// 64 bytes of 0 or 1 as 64 bits.
  @inline(__always)
  private static func pack(_ flags: UnsafePointer<UInt64>) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<8 {
      word |= ((flags[index] &* 0x0102_0408_1020_4080) >> 56) << UInt64(8 &* index)
    }
    return word
  }

  /// Where a code is one of those that match.
  static func bits(_ codes: [Int32], in matching: [Bool]) -> BitSet {
    if matching.isEmpty { return BitSet(count: codes.count) }
    return codes.withUnsafeBufferPointer { codes in
      matching.withUnsafeBufferPointer { matching in
        guard let base = codes.baseAddress else { return BitSet(count: 0) }
        return packed(codes.count) { start, flags, count in
          let codes = base + start
          for index in 0..<count { flags[index] = matching[Int(codes[index])] ? 1 : 0 }
        }
      }
    }
  }

  // MARK: Moving values

  /// The values at some rows; `none` where the row is negative.
  static func gather<T>(_ values: [T], _ rows: [Int32], none: T) -> [T] {
    [T](unsafeUninitializedCapacity: rows.count) { result, count in
      count = rows.count
      values.withUnsafeBufferPointer { values in
        rows.withUnsafeBufferPointer { rows in
          Parallel.divide(rows.count) { range in
            for index in range {
              let row = Int(rows[index])
              result.initializeElement(at: index, to: row >= 0 ? values[row] : none)
            }
          }
        }
      }
    }
  }

  /// Each value changed alike.
  @inline(__always)
  static func map<T, U>(_ values: [T], _ body: (T) -> U) -> [U] {
    [U](unsafeUninitializedCapacity: values.count) { result, count in
      count = values.count
      values.withUnsafeBufferPointer { values in
        for index in 0..<values.count { result.initializeElement(at: index, to: body(values[index])) }
      }
    }
  }

  /// The least and the greatest; nil of nothing.
  static func extent(_ values: [Int32]) -> (least: Int32, greatest: Int32)? {
    guard let first = values.first else { return nil }
    return values.withUnsafeBufferPointer { values in
      var least = first
      var greatest = first
      for value in values {
        least = min(least, value)
        greatest = max(greatest, value)
      }
      return (least, greatest)
    }
  }

  // MARK: Counting

  /// How many of the marked tuples each owner has; owners of -1 are nobody.
  static func count(_ marked: BitSet, _ owners: [Int32], ownerCount: Int) -> [Int32] {
    precondition(owners.count >= marked.count)
    var result = [Int32](repeating: 0, count: ownerCount)
    result.withUnsafeMutableBufferPointer { result in
      owners.withUnsafeBufferPointer { owners in
        marked.forEach { index in
          let owner = Int(owners[index])
          if owner >= 0 { result[owner] &+= 1 }
        }
      }
    }
    return result
  }

  /// The indices of codes in the order of these, equal codes in their own order, and where each code's begin; one more
  /// start than codes. Codes lie below `count`.
  static func sorted(_ codes: [Int32], below count: Int) -> (starts: [Int32], indices: [Int32]) {
    var starts = [Int32](repeating: 0, count: count + 1)
    starts.withUnsafeMutableBufferPointer { starts in
      for code in codes { starts[Int(code) &+ 1] &+= 1 }
      for code in 0..<count { starts[code &+ 1] &+= starts[code] }
    }
    var next = starts
    let indices = [Int32](unsafeUninitializedCapacity: codes.count) { result, filled in
      filled = codes.count
      next.withUnsafeMutableBufferPointer { next in
        codes.withUnsafeBufferPointer { codes in
          for index in 0..<codes.count {
            let code = Int(codes[index])
            result.initializeElement(at: Int(next[code]), to: Int32(truncatingIfNeeded: index))
            next[code] &+= 1
          }
        }
      }
    }
    return (starts, indices)
  }

  /// How many different values there are.
  static func distinct(_ values: UnsafeBufferPointer<Int64>) -> Int {
    if values.count < 2 { return values.count }
    if values.count > 12 { return Set(values).count }
    var total = 0
    for index in 0..<values.count {
      var isNew = true
      for earlier in 0..<index where values[earlier] == values[index] { isNew = false }
      if isNew { total &+= 1 }
    }
    return total
  }

  /// The value that would stand at an index were they sorted; what stands before it is then not greater. Expected time:
  /// linear.
  static func select(_ values: inout [Int64], _ index: Int) -> Int64 {
    values.withUnsafeMutableBufferPointer { values in
      var low = 0
      var high = values.count - 1
      while low < high {
        let middle = low + (high - low) / 2
        let (a, b, c) = (values[low], values[middle], values[high])
        let pivot = max(min(a, b), min(max(a, b), c))
        var (left, right) = (low, high)
        while left <= right {
          while values[left] < pivot { left += 1 }
          while values[right] > pivot { right -= 1 }
          if left <= right {
            values.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if index <= right {
          high = right
        } else if index >= left {
          low = left
        } else {
          break
        }
      }
      return values[index]
    }
  }
}
