/// Where the time of a rule set goes, and what each of its regexes costs. Other rules cost nothing
/// by themselves: they are all looked up at once.
public struct RuleCosts: Equatable, Sendable {
  /// How long the rows of the sample take one thread without the cache, by what is done. In
  /// seconds.
  public var parts: Parts
  /// What the regexes are asked.
  public var work: RegexWork
  /// The regexes that were asked anything, those first that took the most time.
  public var regexes: [RegexCost]
  /// Why no instructions were counted; `nil` where they were.
  public var uncountedReason: String?

  /// The parts of resolving, in seconds for all rows.
  public struct Parts: Equatable, Sendable {
    /// Reading rows and writing answers.
    public var readingAndWriting: Double
    /// Following each path from the one before: hashes, and the module names that are its
    /// ancestors.
    public var moduleNames: Double
    /// Finding out which regexes are candidates.
    public var candidates: Double
    /// Asking the candidates.
    public var regexes: Double
    /// Object types, the order of object types, and putting it all together.
    public var objectTypesAndOrders: Double

    /// All of it.
    public var total: Double {
      readingAndWriting + moduleNames + candidates + regexes + objectTypesAndOrders
    }
  }
}

/// What the regexes of a rule set are asked, in the second pass of a run without the cache.
public struct RegexWork: Equatable, Sendable {
  /// The rows whose path the regexes are asked about.
  public var paths = 0
  /// How many candidates such a path has in the mean. Those that the path before has ruled out are
  /// none.
  public var meanCandidates = 0.0
  /// How many candidates nine paths in ten have at the most.
  public var ninthDecileCandidates = 0
  /// How many candidates any path has at the most.
  public var mostCandidates = 0
  /// How many regexes are asked: those up to the first that matches, and those not known to match
  /// anything.
  public var calls = 0
  /// How often an engine has to answer, and not a walk over the path or the comparison of literals.
  public var engineCalls = 0
}

/// What a regex costs.
public struct RegexCost: Equatable, Sendable {
  /// The rule.
  public var rule: Rule
  /// Its pattern.
  public var pattern: String
  /// How often it is asked.
  public var calls: Int
  /// How often it matches.
  public var hits: Int
  /// How many of the calls an engine has to answer.
  public var engineCalls: Int
  /// How many of the calls are made only because it isn't known to match anything: another rule
  /// decides.
  public var probes: Int
  /// How many nanoseconds a call takes: the median over the batches.
  public var nanoseconds: Double
  /// How many it takes in the fastest batch and in the slowest.
  public var nanosecondsSpread: ClosedRange<Double>
  /// How many instructions a call takes, where they could be counted.
  public var instructions: Double?
  /// The share of all that is done for the rows.
  public var share: Double
  /// Why it costs what it does.
  public var reasons: [Reason]

  /// The seconds of all calls.
  public var seconds: Double { Double(calls) * nanoseconds / 1e9 }

  /// Something that makes a regex cost time.
  public enum Reason: Equatable, Sendable {
    /// Nothing is known that every match holds, so it is asked about every path.
    case noLiteral
    /// It is looked for by literals: the share of the paths that it is asked about, as they hold
    /// one.
    case literal([Literal], share: Double)
    /// An engine has to answer, as there is no walk over the path for it: how many of the calls.
    case engine(Engine, share: Double)
    /// The engine goes back and tries other ways: how often at the most, on a path of so many
    /// bytes.
    case backtracking(steps: Int, bytes: Int)
    /// Other rules decide, and it is asked only because it isn't known to match anything: how many
    /// of the calls.
    case probes(share: Double)
    /// It matches what it is asked about: how many of the calls. This is time well spent.
    case matches(share: Double)
  }

  /// A text that is looked for in paths, in lower case.
  public struct Literal: Equatable, Sendable {
    /// The text.
    public var text: String
    /// Whether it has to stand at the start of the path.
    public var isAtStart: Bool
    /// Whether it has to stand at the end.
    public var isAtEnd: Bool
  }

  /// What answers for a regex that there is no walk for.
  public enum Engine: String, Sendable {
    /// PCRE2, compiled to machine code.
    case machineCode = "pcre2_jit"
    /// PCRE2 without machine code.
    case interpreter = "pcre2"
    /// The engine that goes the ways of CPython's.
    case tree
  }
}
