import ArgumentParser
import FastResolve

struct Regex: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regex",
    abstract: "Try a regex: which paths it matches and what its groups hold.",
    usage: """
      qresolve-batch regex [--show] [--match-limit <n>] <pattern> [<path> ...]
      qresolve-batch regex --jsonl [--match-limit <n>] [<file> ...]
      """,
    discussion: """
      PATTERN is a regex of Python 3.11's, matched as re.match does: at the start of the path, not \
      to its end. Each PATH makes a block: a line that says 'match', 'no match' or 'error', and for \
      a match a line for each group: number, name, text, and where it stands, in characters. \
      Without a PATH, or for the path '-', paths come from standard input, a line each; --show \
      alone tries none. A pattern that begins with '-' goes behind '--'.

      With --jsonl there are files of lines {"id": …, "pattern": …, "subject": …}, or standard \
      input, and each line gets an answer, in order: {"id":…,"match":true} or false; without a \
      subject {"id":…,"ok":true}; {"id":…,"error":"…","pos":…} for a pattern that is rejected, \
      with the member "etype" where the error is no re.error: Python's name for it, "unsupported" \
      for what can't surely be matched as Python does, or "limit".

      Exit status: 0 when a path matched, or every line was answered; 1 when no path matched; 64 \
      usage; 65 a bad pattern or line, or a path whose answer isn't known; 66 an input that can't \
      be read; 74 an output that can't be written.

      Examples:
        qresolve-batch regex 'layers\\.(?P<index>\\d+)' layers.17.mlp lm_head
        cut -f 3 inventory.tsv | qresolve-batch regex '.*\\.fc$' | grep '^match'
        qresolve-batch regex --show '.*\\.(?:q|k)_proj$'
      """)

  @Flag(help: "Show the pattern's translation to PCRE2 and what is known of what it matches.")
  var show = false

  @Flag(help: "Answer lines of JSON, each with a pattern and a subject.")
  var jsonl = false

  @OptionGroup var limitOptions: LimitOptions

  @Argument(help: ArgumentHelp("A pattern and paths, or files.", valueName: "pattern path"))
  var arguments: [String] = []

  func validate() throws {
    if jsonl {
      if show { throw ValidationError("--show and --jsonl don't go together") }
      if arguments.contains("") { throw ValidationError("an input has an empty file name") }
    } else if arguments.isEmpty {
      throw ValidationError("Missing expected argument '<pattern>'")
    }
    let inputs = jsonl ? arguments[...] : arguments.dropFirst()
    guard inputs.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError("standard input can be read only once")
    }
  }

  func run() throws {
    try reportingErrors { try jsonl ? answerLines() : tryPattern() }
  }

  private func answerLines() throws {
    var queries = RegexQueries(to: StandardOutput(), limits: limitOptions.limits)
    for input in try batchInputs(arguments, of: "lines of JSON") { try queries.answer(input) }
  }

  private func tryPattern() throws {
    var trial = try RegexTrial(arguments[0], to: StandardOutput(), limits: limitOptions.limits)
    var paths = Array(arguments.dropFirst())
    if show {
      try trial.show()
      if paths.isEmpty { return }
    }
    if paths.isEmpty { paths = ["-"] }
    for path in paths {
      if path == "-" {
        for input in try batchInputs([]) { try trial.tryPaths(of: input) }
      } else {
        try trial.tryPath(path)
      }
    }
    if trial.counts.failed > 0 { throw badData }
    if trial.counts.matched == 0 { throw ExitCode.failure }
  }
}
