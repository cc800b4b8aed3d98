#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A value behind a lock, for what threads hand one another: taken once a chunk, never for a row.
///
/// A POSIX mutex rather than `Synchronization.Mutex`: the thread sanitizer knows the one and, on
/// Linux, not the other, and reports every access under it as a race. A pipeline that can be run
/// clean under the sanitizer is worth more than a few nanoseconds a chunk.
final class Locked<Value>: @unchecked Sendable {
  // Invariant: `mutex` is initialized from `init` to `deinit` and never moves; `value` is touched
  // only while it is held.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  init(_ value: sending Value) {
    self.value = value
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    let status = pthread_mutex_init(mutex, nil)
    precondition(status == 0, "no mutex can be had")
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Runs `body` while no one else has the value.
  func withLock<T>(_ body: (inout Value) -> T) -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&value)
  }
}
