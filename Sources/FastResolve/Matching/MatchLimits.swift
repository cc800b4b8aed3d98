/// How much work one attempt to match may be before it ends in an error.
///
/// Backtracking can take time exponential in the length of the subject. `(a+)+$` is the usual
/// example. A limit turns that into an error about one rule and one row.
public struct MatchLimits: Sendable, Hashable {
  /// The match limit where nothing else is said.
  public static let defaultMatchLimit: UInt32 = 100_000_000

  /// How often PCRE2 may go on from a backtracking point: PCRE2's match limit.
  public var matchLimit: UInt32
  /// How many steps the second engine may make, the one that matches what PCRE2 can't match as
  /// CPython does. A step is an instruction or the return to a choice; a run of one repeated
  /// character is a single step.
  public var stepLimit: UInt32
  /// How deep the interpreter may nest; the just-in-time compiled code does not count it.
  public var depthLimit: UInt32
  /// How much memory PCRE2's interpreter or the second engine may take, in KiB; the compiled code
  /// has its stack instead.
  public var heapLimit: UInt32
  /// How large the stack of the compiled code may grow, in bytes. One for each worker; the memory
  /// is only reserved until it is used.
  public var jitStackBytes: Int

  /// Makes limits. The defaults let 100,000,000 steps pass: about 0.2 s of `(a+)+$` by PCRE2, and
  /// 0.8 s by the second engine.
  ///
  /// - Parameters:
  ///   - matchLimit: See the property.
  ///   - stepLimit: See the property.
  ///   - depthLimit: See the property.
  ///   - heapLimit: See the property.
  ///   - jitStackBytes: See the property.
  public init(
    matchLimit: UInt32 = defaultMatchLimit,
    stepLimit: UInt32 = 100_000_000,
    depthLimit: UInt32 = 250_000,
    heapLimit: UInt32 = 64 * 1024,
    jitStackBytes: Int = 4 << 20
  ) {
    self.matchLimit = matchLimit
    self.stepLimit = stepLimit
    self.depthLimit = depthLimit
    self.heapLimit = heapLimit
    self.jitStackBytes = jitStackBytes
  }
}
