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
final class Locked<Value: ~Copyable>: @unchecked Sendable {
  // Invariant: what all three point to is initialized from `init` to `deinit` and never moved;
  // `value` is touched only while the mutex is held. As a variable of the object, it would be
  // checked for exclusive access each time.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private let value: UnsafeMutablePointer<Value>

  init(_ value: consuming sending Value) {
    self.value = .allocate(capacity: 1)
    self.value.initialize(to: value)
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    changed = .allocate(capacity: 1)
    changed.initialize(to: pthread_cond_t())
    let status = pthread_mutex_init(mutex, nil) | pthread_cond_init(changed, nil)
    precondition(status == 0, "no mutex can be had")
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
    value.deinitialize(count: 1)
    value.deallocate()
  }

  /// Runs `body` while no one else has the value.
  func withLock<T>(_ body: (inout Value) -> T) -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(&value.pointee)
  }

  /// Runs `body` while no one else has the value, and has those who wait look at it again.
  func change<T>(_ body: (inout Value) -> T) -> T {
    defer { pthread_cond_broadcast(changed) }
    return withLock(body)
  }

  /// Runs `body` while no one else has the value: at once, and again after each `change`, until it
  /// gives something.
  func wait<T>(_ body: (inout Value) -> T?) -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&value.pointee) { return result }
      pthread_cond_wait(changed, mutex)
    }
  }
}
