import ArgumentParser
import FastResolve

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a report is written: what every subcommand has that tells of rules instead of answering
/// rows.
struct ReportOptions: ParsableArguments {
  @Flag(help: "Write JSON, for programs.")
  var json = false

  /// Colours on a terminal only, and not where `NO_COLOR` is set to anything (no-color.org).
  var style: TextStyle {
    let isUnwanted = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return TextStyle(isColored: isatty(STDOUT_FILENO) == 1 && !isUnwanted)
  }
}
