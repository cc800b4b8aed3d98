/// The regexes of a rule set, in the order in which they were first registered.
///
/// The first that matches wins, and that is the order they are tried in: torch's
/// `_get_module_name_regex_qconfig`.
struct OrderedRegexSet: ~Copyable, @unchecked Sendable {
  /// The owners of what `programs` borrows.
  private let regexes: [CompiledRegex]
  // Invariant: the program of each regex, in order. Plain data: walking an array of objects would
  // retain and release each one it tries.
  private let programs: UnsafeMutablePointer<RegexProgram>
  let count: Int

  init(_ regexes: [CompiledRegex]) {
    self.regexes = regexes
    count = regexes.count
    programs = .allocate(capacity: max(count, 1))
    programs.initialize(from: regexes.map(\.program), count: count)
  }

  deinit { programs.deallocate() }

  /// A regex whose match was given up.
  struct Failure: Error {
    /// The position of the regex.
    var position: Int
    var error: RegexMatchError
  }

  /// The position of the first regex that matches at the start of the path, or `nil`.
  ///
  /// - Throws: `Failure` when a limit was hit before a match was found: whether that regex
  ///   matches is not known, so neither is the answer.
  func firstMatch(
    _ path: ByteSlice, isASCII: Bool, _ scratch: RegexScratch
  ) throws(Failure) -> Int? {
    for position in 0..<count {
      do {
        if try matches(position, path, isASCII: isASCII, scratch) { return position }
      } catch {
        throw Failure(position: position, error: error)
      }
    }
    return nil
  }

  /// Whether one regex matches at the start of the path.
  @inline(__always)
  func matches(
    _ position: Int, _ path: ByteSlice, isASCII: Bool, _ scratch: RegexScratch
  ) throws(RegexMatchError) -> Bool {
    try programs[position].matches(
      UnsafeBufferPointer(start: path.start, count: path.count), isASCII: isASCII,
      scratch: scratch)
  }
}
