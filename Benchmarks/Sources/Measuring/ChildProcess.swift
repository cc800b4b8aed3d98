#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a child process took from its start to its end.
package struct ProcessUsage: Sendable {
  /// Wall time in seconds.
  package var seconds: Double

  /// Processor time in seconds, user and system, of all its threads. Other work on the machine
  /// moves it less than wall time.
  package var processorSeconds: Double

  /// The most memory that was resident at once, in bytes.
  ///
  /// Linux counts what the parent had at the moment the child was started, so that no child shows
  /// less than this process: keep it small.
  package var peakMemory: Int
}

package struct MeasuringError: Error, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}

/// Runs a command to its end.
///
/// Foundation's `Process` notices an end up to a twentieth of a second late, which is half of what
/// is measured here; `wait4` returns at once.
///
/// - Parameters:
///   - arguments: The command, looked up on the PATH, and its arguments.
///   - output: The file that standard output goes to.
///   - errors: The file that standard error goes to.
/// - Throws: ``MeasuringError`` when the command can't be run or fails, with what it said.
package func run(
  _ arguments: [String], output: String = "/dev/null", errors: String
) throws -> ProcessUsage {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  var process: pid_t = 0
  let words = arguments.map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }

  let start = ContinuousClock.now
  let error = posix_spawnp(&process, arguments[0], &actions, nil, words, environ)
  guard error == 0 else {
    throw MeasuringError("\(arguments[0]) can't be run: \(String(cString: strerror(error)))")
  }
  var status: Int32 = 0
  var usage = rusage()
  while wait4(process, &status, 0, &usage) < 0 && errno == EINTR {}
  let elapsed = (ContinuousClock.now - start) / .seconds(1)
  guard status == 0 else {
    let said = (try? text(of: errors)) ?? ""
    throw MeasuringError("'\(arguments.joined(separator: " "))' failed\n\(said)")
  }
  #if canImport(Darwin)
    let unit = 1
  #else
    let unit = 1024
  #endif
  return ProcessUsage(
    seconds: elapsed,
    processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
    peakMemory: Int(usage.ru_maxrss) * unit)
}

private func seconds(_ time: timeval) -> Double {
  Double(time.tv_sec) + Double(time.tv_usec) / 1e6
}
