import CPCRE2

/// Everything about matching that changes while it goes on: one for each worker, used by one thread
/// at a time.
final class RegexScratch {
  let matchData: OpaquePointer
  let context: OpaquePointer
  private let jitStack: OpaquePointer?
  /// What the second engine writes to; `nil` until it is first asked, and while it works.
  var tree: TreeStack?
  /// How many steps a match of the second engine may take here.
  let stepLimit: UInt32

  /// Makes a scratch.
  ///
  /// - Parameter limits: How large the stack may grow, and how many steps a match may take here:
  ///   no more than the pattern's own limit, and fewer where only a cheap answer is worth having.
  init(limits: MatchLimits = MatchLimits()) {
    stepLimit = limits.stepLimit
    // One pair of offsets: PCRE2 is never asked where a group matched.
    guard let matchData = pcre2_match_data_create_8(1, nil),
      let context = pcre2_match_context_create_8(nil)
    else { fatalError("out of memory") }
    self.matchData = matchData
    self.context = context
    // Of a pattern's limit and the context's, the lower one holds.
    pcre2_set_match_limit_8(context, limits.matchLimit)
    pcre2_set_depth_limit_8(context, .max)
    pcre2_set_heap_limit_8(context, .max)
    // Without a stack of its own the compiled code has 32 KiB of the thread's.
    let largest = max(limits.jitStackBytes, 32 << 10)
    jitStack = pcre2_jit_stack_create_8(32 << 10, largest, nil)
    if let jitStack {
      pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(jitStack))
    }
  }

  deinit {
    pcre2_match_data_free_8(matchData)
    pcre2_match_context_free_8(context)
    if let jitStack { pcre2_jit_stack_free_8(jitStack) }
  }
}
