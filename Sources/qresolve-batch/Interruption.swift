import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Cleans up when the process is told to end, and then lets it end as it would have.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  init(_ cleanUp: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "qresolve-batch.interruption")
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      // Who started the command with a signal ignored, as nohup does, wants it to go on.
      let before = unsafeBitCast(signal(number, SIG_IGN), to: Int.self)
      guard before != unsafeBitCast(SIG_IGN, to: Int.self) else { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        cleanUp()
        signal(number, SIG_DFL)
        Self.unblock(number)
        kill(getpid(), number)
      }
      source.resume()
      return source
    }
  }

  /// Lets this thread take a signal: who starts the command from a thread that blocks signals, as
  /// threads of a pool do, hands that down to all of its threads.
  private static func unblock(_ number: Int32) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  func cancel() {
    for source in sources { source.cancel() }
  }
}
