// A stack of its own for patterns whose groups nest deeply.
//
// Parsing a pattern, and everything that walks its tree, recurses once or more for each group
// inside another. Unoptimised, the parser gets 137 deep on the 512 KiB that worker threads have
// for a stack; CPython gets 495 deep. Patterns with enough parentheses to nest deeper than is safe
// there are handled by a thread with a larger stack. Rules don't have as many, so they never pay
// for it: starting a thread takes about as long as compiling two rules.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

enum DeepStack {
  /// How many parentheses any stack has room for.
  private static let safeDepth = 80
  /// Unoptimised, 490 groups take some 2 MiB.
  private static let bytes = 16 << 20

  /// Calls `body`, on a stack that fits the nesting of `pattern`.
  static func run<Value>(for pattern: String, _ body: () -> Value) -> Value {
    var count = 0
    for byte in pattern.utf8 where byte == UInt8(ascii: "(") { count += 1 }
    return count <= safeDepth ? body() : runOnThread(body)
  }

  /// What is handed to the thread and back.
  fileprivate final class Call {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private static func runOnThread<Value>(_ body: () -> Value) -> Value {
    var result: Value?
    withoutActuallyEscaping({ result = body() }, do: runAndJoin)
    guard let result else { fatalError("the thread has not run") }
    return result
  }

  /// Calls `body` on a thread and waits for its end, so that `body` does not outlive the call.
  private static func runAndJoin(_ body: @escaping () -> Void) {
    let call = Call(body)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, bytes)
    defer { pthread_attr_destroy(&attributes) }
    let argument = Unmanaged.passUnretained(call).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, runCall, argument)
      guard status == 0, let thread else { fatalError("no thread can be started: \(status)") }
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, runCall, argument)
      guard status == 0 else { fatalError("no thread can be started: \(status)") }
    #endif
    pthread_join(thread, nil)
    withExtendedLifetime(call) {}
  }
}

/// What the thread runs. A closure in its place crashes the compiler of Swift 6.3.
private func runCall(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument { Unmanaged<DeepStack.Call>.fromOpaque(argument).takeUnretainedValue().body() }
  return nil
}
