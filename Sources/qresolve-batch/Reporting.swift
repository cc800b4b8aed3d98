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
private let badData = ExitCode(65)
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
    for fault in error.faults {
      writeToStandardError("\(error.source.map { "\($0): " } ?? "")error: \(fault)\n")
    }
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

func writeToStandardError(_ text: String) {
  _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8))
}
