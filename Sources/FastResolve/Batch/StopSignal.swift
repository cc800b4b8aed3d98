#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends a wait for input when a run has failed meanwhile: whoever feeds a pipe may take his time.
final class StopSignal: Sendable {
  // A pipe: what waits for input waits for its end too, and raising the signal closes the other.
  private let reading: Int32
  private let writing: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    // Without descriptors left there is no signal, and the wait just goes on.
    if pipe(&ends) == 0 {
      // Where a standard stream is closed, its number is free; the pipe must not be taken for it.
      ends = ends.map { end in
        defer { close(end) }
        return fcntl(end, F_DUPFD_CLOEXEC, 3)
      }
    }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    for end in [reading, writing] where end >= 0 { close(end) }
  }

  /// Ends all waits, those to come too.
  func raise() {
    if writing >= 0 { _ = write(writing, [0], 1) }
  }

  /// Whether there is something to be read from a descriptor, or its end.
  ///
  /// - Parameter isWaiting: Whether to wait until there is, or the signal.
  func isReadable(_ descriptor: Int32, isWaiting: Bool) -> Bool {
    var requests = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
    ]
    // A signal to the process interrupts the wait.
    while poll(&requests, 2, isWaiting ? -1 : 0) < 0, errno == EINTR {}
    return requests[0].revents != 0
  }
}
