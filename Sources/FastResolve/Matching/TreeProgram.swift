// The second engine: CPython's own way of matching, for what PCRE2 would do differently.
//
// CPython's matcher backtracks like PCRE2, and differs from it in what happens to the captures of
// an iteration that fails or matches nothing. Those differences can be seen through back-references
// and conditionals. No spelling of a pattern makes PCRE2 do the same, so such patterns are run
// here, step by step as CPython 3.11's `_sre` runs them, down to the captures that it forgets to
// restore. It is some ten times slower than PCRE2's machine code and is only asked when it has to
// be; `CompiledRegex` decides.
//
// Four parts:
//
// - `PythonItems` simplifies the tree as CPython's parser does.
// - `TreeCompiler` makes a flat array of instructions of it, one after the other as in CPython's
//   `_compile`; the characters they test are `CharacterTests`.
// - `TreeMatcher` runs them. What CPython does by calling itself is a frame on a stack of its own,
//   so the thread's stack does not grow with the subject.
// - `TreeStack` owns the memory for that, one for each worker.
//
// The captures are *marks*, two for each group, and the highest one that counts. A mark above that
// is out of date. Restoring the highest mark is cheap and always done when something fails;
// restoring the marks themselves is only done inside of a repeat. That is CPython's rule, and
// where patterns show that it is not always enough, this engine gives the same wrong captures.

/// What an instruction does. The operands are named after the fields of `TreeInstruction`.
enum TreeOperation: UInt8 {
  /// The pattern, or the body of what keeps only its first way to match, has matched.
  case success
  /// Fails.
  case failure
  /// One character that passes `test` with `value`.
  case character
  /// A `place`.
  case place
  /// Notes the position as mark `value`.
  case mark
  /// Goes on at `target`.
  case jump
  /// Tries alternatives; the first one follows.
  case branch
  /// The head of an alternative, whose items follow. The next head is at `target`, or a `failure`.
  case alternative
  /// `test` with `value`, `minimum` to `maximum` times, as often as possible first.
  case repeatCharacter
  /// The same, as seldom as possible first.
  case repeatCharacterLazily
  /// The same, as often as possible and no other number.
  case repeatCharacterPossessively
  /// A repeat of anything; the body follows, and `target` is its `untilMost` or `untilLeast`.
  case repetition
  /// The end of the body of a greedy repeat. What comes after the repeat follows.
  case untilMost
  /// The end of the body of a lazy one.
  case untilLeast
  /// A possessive repeat; the body follows, and `target` is the `success` that ends it.
  case possessive
  /// An atomic group; the body follows, and `target` is the `success` that ends it.
  case atomic
  /// An assertion `value` characters further back; the body follows, and `target` is the `success`
  /// that ends it.
  case look
  /// The same, when the body has to fail.
  case negativeLook
  /// The text of group `value`, counted from 0, compared by `rule`.
  case backreference
  /// Goes on at `target` unless group `value`, counted from 0, is set.
  case conditional
}

/// The places of `RegexAnchor`, without payloads.
enum TreePlace: UInt8 {
  case start
  case lineStart
  case endOrFinalNewline
  case lineEnd
  case end
  case wordBoundary
  case notWordBoundary
  case asciiWordBoundary
  case asciiNotWordBoundary
}

/// One instruction. 20 bytes, and no references.
struct TreeInstruction {
  /// Stands for no bound.
  static let endless = UInt32.max

  var operation: TreeOperation
  var test = CharacterTest.any
  var rule = CaseRule.exact
  var place = TreePlace.start
  var value: UInt32 = 0
  var target: Int32 = 0
  var minimum: UInt32 = 0
  var maximum: UInt32 = 0

  init(_ operation: TreeOperation) { self.operation = operation }
}

/// A pattern compiled for `TreeMatcher`. Immutable, and shared by all threads.
final class TreeProgram: @unchecked Sendable {
  // Invariant: all three are written in `init` only, and live as long as the program.
  let instructions: UnsafeMutableBufferPointer<TreeInstruction>
  let sets: UnsafeMutableBufferPointer<CharacterSetTest>
  let ranges: UnsafeMutableBufferPointer<ClosedRange<UInt32>>
  let groupCount: Int
  /// How many characters a subject needs to have to be looked at.
  let leastWidth: Int
  let limits: MatchLimits

  /// Compiles a pattern.
  ///
  /// - Complexity: O(*n*) in the length of the pattern.
  init(_ regex: PythonRegex, limits: MatchLimits) {
    var compiler = TreeCompiler()
    compiler.compile(regex.tree)
    instructions = Self.copy(compiler.instructions)
    sets = Self.copy(compiler.tests.sets)
    ranges = Self.copy(compiler.tests.ranges)
    groupCount = regex.groupCount
    var widths = RegexWidths()
    leastWidth = min(widths.width(of: regex.tree).least, Int(UInt32.max))
    self.limits = limits
  }

  deinit {
    instructions.deallocate()
    sets.deallocate()
    ranges.deallocate()
  }

  /// Whether the pattern matches at the start of the subject.
  ///
  /// - Parameters:
  ///   - subject: Valid UTF-8, less than 2 GiB of it.
  ///   - scratch: The worker's own.
  /// - Throws: `RegexMatchError` when a limit was reached, and where CPython ends in a SystemError.
  func matches(
    _ subject: UnsafeBufferPointer<UInt8>, _ scratch: RegexScratch
  ) throws(RegexMatchError) -> Bool {
    try run(subject, scratch) { _ in true } ?? false
  }

  /// Where the whole match and each group stand, in code points from the start of the subject, or
  /// `nil` when the pattern does not match; the span of a group that took no part is `nil`.
  ///
  /// - Parameters: As for `matches`.
  /// - Throws: As `matches`.
  func spans(
    _ subject: UnsafeBufferPointer<UInt8>, _ scratch: RegexScratch
  ) throws(RegexMatchError) -> [Range<Int>?]? {
    try run(subject, scratch) { matcher in
      [0..<matcher.position] + (0..<groupCount).map { matcher.group(UInt32($0)) }
    }
  }

  /// Runs the program; where it matches, `result` looks at how.
  private func run<T>(
    _ subject: UnsafeBufferPointer<UInt8>, _ scratch: RegexScratch,
    _ result: (borrowing TreeMatcher) -> T
  ) throws(RegexMatchError) -> T? {
    var stack = scratch.tree.take() ?? TreeStack()
    let count = stack.decode(subject)
    let steps = min(limits.stepLimit, scratch.stepLimit)
    var matcher = TreeMatcher(self, stack, count: count, steps: steps)
    let outcome = Result { () throws(RegexMatchError) -> T? in
      if count < leastWidth { return nil }
      guard try matcher.run() else { return nil }
      if matcher.hasWrongGroup() { throw .systemError }
      return result(matcher)
    }
    scratch.tree = matcher.finish()
    return try outcome.get()
  }

  private static func copy<Element>(
    _ elements: [Element]
  ) -> UnsafeMutableBufferPointer<Element> {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = buffer.initialize(from: elements)
    return buffer
  }
}
