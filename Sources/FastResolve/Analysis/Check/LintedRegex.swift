/// A regex of the rules with what lints ask of it, worked out once.
struct LintedRegex {
  /// Which subjects it surely matches.
  enum Reach {
    /// None.
    case nothing
    /// All.
    case everything
    /// All but the empty one, which is the path of the root.
    case allButRoot
    /// Nobody knows which.
    case some
  }

  /// Its position in its tier.
  let position: Int
  /// The pattern as it was written.
  let pattern: String
  /// The pattern parsed, or Python's error.
  let parsed: Result<PythonRegex, PythonRegexError>
  /// The pattern in the form that lints compare; empty for one that is none.
  let form: PatternForm
  /// Which subjects without a newline it surely matches.
  let reach: Reach

  init(_ position: Int, pattern: String) {
    self.position = position
    self.pattern = pattern
    parsed = Result { () throws(PythonRegexError) in try PythonRegex(pattern) }
    guard case .success(let regex) = parsed else {
      form = PatternForm(branches: [])
      reach = .some
      return
    }
    form = DeepStack.run(for: pattern) { PatternForm(regex.tree) }
    if regex.matchesNothing || PatternFlow.isDead(regex.tree) {
      reach = .nothing
    } else {
      reach = form.reach
    }
  }

  /// The pattern parsed, unless Python rejects it.
  var regex: PythonRegex? { try? parsed.get() }
}
