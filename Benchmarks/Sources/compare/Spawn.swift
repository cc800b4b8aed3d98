import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs a command to its end and returns what `waitpid` says of it: 0 is success.
///
/// Foundation's `Process` notices an end up to a twentieth of a second late, which is half of what
/// is measured here; `waitpid` returns at once.
///
/// - Parameters:
///   - arguments: The command, looked up on the PATH, and its arguments.
///   - output: The file that standard output goes to, or `nil` for none.
func spawn(_ arguments: [String], output: String?) throws -> Int32 {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(
    &actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  var process: pid_t = 0
  let words = arguments.map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  let error = posix_spawnp(&process, arguments[0], &actions, nil, words, environ)
  guard error == 0 else {
    throw ValidationError("\(arguments[0]) can't be run: \(String(cString: strerror(error)))")
  }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 && errno == EINTR {}
  return status
}
