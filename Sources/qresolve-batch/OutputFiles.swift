import FastResolve
import SystemPackage

/// Runs `body` with the file that an argument names; the file gets its name when `body` has ended,
/// and is gone where it fails or the process is told to end.
///
/// - Parameter name: The argument. Neither `nil` nor `-`, which is standard output, makes a file.
func withOutputFile<Value>(
  _ name: String?, _ body: (OutputFile?) throws -> Value
) throws -> Value {
  let file = name == "-" ? nil : try name.map { try OutputFile(FilePath($0)) }
  let interruption = Interruption { file?.discard() }
  defer { interruption.cancel() }
  do {
    let value = try body(file)
    try file?.close()
    return value
  } catch {
    file?.discard()
    throw error
  }
}
