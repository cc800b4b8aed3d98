import FastResolve

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line on the terminal that says how far the run is.
///
/// Invariant: one call at a time. A run's observer is called so, and `clear` when the run is over.
final class ProgressLine: @unchecked Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var isOnScreen = false

  /// - Parameters:
  ///   - isWanted: Whether it is wanted. It is shown only where standard error is a terminal and
  ///     no answers go to one.
  ///   - writesFile: Whether the answers go to a file, so that standard output is free.
  init(isWanted: Bool, writesFile: Bool) {
    isShown =
      isWanted && isatty(STDERR_FILENO) == 1 && (writesFile || isatty(STDOUT_FILENO) == 0)
  }

  /// Shows where the run is, ten times a second at the most.
  func update(_ progress: BatchProgress) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now - last > .milliseconds(100) else { return }
    last = now
    writeToStandardError("\r\u{1B}[K" + progress.text(seconds: (now - start) / .seconds(1)))
    isOnScreen = true
  }

  /// Takes the line off the screen.
  func clear() {
    if isOnScreen { writeToStandardError("\r\u{1B}[K") }
    isOnScreen = false
  }
}
