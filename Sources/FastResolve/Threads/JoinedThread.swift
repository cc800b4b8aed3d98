#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A thread with a stack of a known size, which whoever starts it waits for.
///
/// Plain threads rather than Dispatch: its pool is for work that never blocks, and reading and
/// writing do.
struct JoinedThread: ~Copyable {
  /// What is handed to the thread.
  fileprivate final class Call {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private let call: Call
  private var thread: pthread_t

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - stackBytes: The size of its stack.
  ///   - body: What it runs.
  init(stackBytes: Int, _ body: @escaping () -> Void) {
    call = Call(body)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackBytes)
    defer { pthread_attr_destroy(&attributes) }
    let argument = Unmanaged.passUnretained(call).toOpaque()
    #if canImport(Darwin)
      var started: pthread_t?
      let status = pthread_create(&started, &attributes, runCall, argument)
      guard status == 0, let started else { fatalError("no thread can be started: \(status)") }
      thread = started
    #else
      thread = pthread_t()
      let status = pthread_create(&thread, &attributes, runCall, argument)
      guard status == 0 else { fatalError("no thread can be started: \(status)") }
    #endif
  }

  /// Waits for the thread's end.
  consuming func join() {
    pthread_join(thread, nil)
    withExtendedLifetime(call) {}
  }

  /// Calls `body` with each number below `count`, each on a thread of its own, the last one on this
  /// thread, and waits for all.
  static func run(_ count: Int, stackBytes: Int, _ body: (Int) -> Void) {
    guard count > 1 else { return body(0) }
    withoutActuallyEscaping(body) { body in
      // Safe: `body` doesn't outlive the threads, and they don't outlive this call.
      let thread = JoinedThread(stackBytes: stackBytes) { body(count - 1) }
      run(count - 1, stackBytes: stackBytes, body)
      thread.join()
    }
  }
}

/// What the thread runs. A closure in its place crashes the compiler of Swift 6.3.
private func runCall(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument {
    Unmanaged<JoinedThread.Call>.fromOpaque(argument).takeUnretainedValue().body()
  }
  return nil
}
