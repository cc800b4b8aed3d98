import ArgumentParser
import FastResolve
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Exit codes, after sysexits.h, which ArgumentParser goes by for usage too.
private let badUsage = ExitCode(64)
let badData = ExitCode(65)
private let noInput = ExitCode(66)
private let noOutput = ExitCode(74)

/// Runs a command and turns what the library throws into messages and exit codes.
func reportingErrors(_ body: () throws -> Void) throws {
  // A reader that has gone away is noticed at the next write, as an error and not as a signal.
  signal(SIGPIPE, SIG_IGN)
  do {
    try body()
  } catch let error as InputError {
    report(error, "error")
    throw badData
  } catch let error as RulesError {
    for fault in error.faults { report(fault, of: error.source) }
    throw badData
  } catch let error as PythonRegexError {
    writeToStandardError("error: \(error)\n")
    throw badData
  } catch let error as SelectionError {
    writeToStandardError("error: \(error)\n")
    throw badUsage
  } catch let error as FileError {
    if error.operation == .write, error.reason == .brokenPipe { return }
    writeToStandardError("error: \(error)\n")
    throw error.operation == .read ? noInput : noOutput
  }
}

/// Says what is wrong with an input, as compilers do: `file:line: error: reason`.
func report(_ error: InputError, _ severity: String) {
  let line = error.line.map { "\($0): " } ?? " "
  writeToStandardError("\(error.source):\(line)\(severity): \(error.reason)\n")
}

/// An observer of a pass that says what rows were skipped and what looks like a slip, and shows the
/// progress.
func reportingObserver(_ progress: ProgressLine) -> BatchResolver.Observer {
  var observer = BatchResolver.Observer()
  observer.badRow = { report($0, "skipped") }
  observer.warning = { report($0, "warning") }
  observer.progress = progress.update
  return observer
}

/// Says what is wrong with a rule set: `file: error: path: reason`, and for a text that is no JSON
/// `file:line:column: error: reason`, which editors can jump to.
private func report(_ fault: RulesError.Fault, of source: String?) {
  guard let source else { return writeToStandardError("error: \(fault)\n") }
  let place = fault.place.split(separator: ":", omittingEmptySubsequences: false)
  let isLineAndColumn = place.count == 2 && place.allSatisfy { Int($0) != nil }
  writeToStandardError(
    isLineAndColumn
      ? "\(source):\(fault.place): error: \(fault.message)\n" : "\(source): error: \(fault)\n")
}

func writeToStandardError(_ text: String) {
  _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
}
