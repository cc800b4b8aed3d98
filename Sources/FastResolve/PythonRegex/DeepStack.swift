// A stack of its own for patterns whose groups nest deeply.
//
// Parsing a pattern, and everything that walks its tree, recurses once or more for each group
// inside another. Unoptimised, the parser gets 137 deep on the 512 KiB that worker threads have
// for a stack; CPython gets 495 deep. Patterns with enough parentheses to nest deeper than is safe
// there are handled by a thread with a larger stack. Rules don't have as many, so they never pay
// for it: starting a thread takes about as long as compiling two rules.

enum DeepStack {
  /// How many parentheses any stack has room for.
  private static let safeDepth = 80
  /// Unoptimised, 490 groups take some 2 MiB.
  private static let bytes = 16 << 20

  /// Calls `body`, on a stack that fits the nesting of `pattern`.
  static func run<Value>(for pattern: String, _ body: () -> Value) -> Value {
    let count =
      pattern.utf8.withContiguousStorageIfAvailable { bytes in
        bytes.reduce(0) { $1 == UInt8(ascii: "(") ? $0 + 1 : $0 }
      } ?? pattern.utf8.count
    return count <= safeDepth ? body() : runOnThread(body)
  }

  private static func runOnThread<Value>(_ body: () -> Value) -> Value {
    var result: Value?
    withoutActuallyEscaping({ result = body() }) { body in
      JoinedThread(stackBytes: bytes, body).join()
    }
    guard let result else { fatalError("the thread has not run") }
    return result
  }
}
