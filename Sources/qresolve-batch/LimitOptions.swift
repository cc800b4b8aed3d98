import ArgumentParser
import FastResolve

/// The limits of a match, for every subcommand that matches.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many steps a regex may take on one path; one that needs more is an error and no answer.",
      valueName: "n"))
  var matchLimit = MatchLimits.defaultMatchLimit

  func validate() throws {
    if matchLimit == 0 {
      throw ValidationError("--match-limit takes a number from 1 to \(UInt32.max), not 0")
    }
  }

  var limits: MatchLimits { MatchLimits(matchLimit: matchLimit, stepLimit: matchLimit) }
}
