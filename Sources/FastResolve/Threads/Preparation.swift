/// Something that is prepared on a thread of its own while there is something else to do.
final class Preparation<Value: ~Copyable> {
  /// What the thread leaves behind. Invariant: its until it has ended, then the one's who waited.
  private final class Outcome: @unchecked Sendable {
    var value: Value?
  }

  private let outcome = Outcome()
  private var thread: JoinedThread?

  /// Begins.
  ///
  /// - Parameters:
  ///   - stackBytes: The size of the thread's stack.
  ///   - prepare: Gives the value.
  init(stackBytes: Int, _ prepare: @escaping @Sendable () -> Value) {
    let outcome = outcome
    thread = JoinedThread(stackBytes: stackBytes) { outcome.value = prepare() }
  }

  deinit { wait() }

  private func wait() { thread.take()?.join() }

  /// Waits for the value. Can be called once.
  func value() -> Value {
    wait()
    guard let value = outcome.value.take() else { fatalError("the thread has not run") }
    return value
  }
}
