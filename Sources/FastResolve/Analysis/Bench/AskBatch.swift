/// One regex, the paths it is asked about, and how long that took.
struct AskBatch {
  let regex: Int
  /// What answers where there is no walk over the path; `nil` where it never did.
  let engine: RegexCost.Engine?
  private(set) var nanoseconds: [Double] = []
  private(set) var instructions: [Double] = []

  private struct Path {
    var slice: ByteSlice
    var kind: OrderedRegexSet.PathKind
  }

  private var paths: [Path]
  private let regexes: OrderedRegexSet
  /// Where an engine is needed.
  private let program: RegexProgram?
  private let scratch: RegexScratch
  /// How often all paths are asked about in a batch.
  private var repeats = 1

  /// Chooses the paths, so that a batch takes about some time.
  ///
  /// - Parameters:
  ///   - regex: The regex.
  ///   - asked: What it was asked.
  ///   - rules: Its rules.
  ///   - rows: The rows whose paths they are. They have to stay as long as the batch.
  ///   - seconds: The time; a batch is of one call at least.
  init(
    _ regex: Int, _ asked: RegexAsks.OfRegex, _ rules: CompiledRules,
    _ rows: borrowing SampleRows, seconds: Double
  ) {
    self.regex = regex
    regexes = rules.regexes
    if asked.engineCalls > 0 {
      var scratch = RegexSetScratch(regexes)
      let program = regexes.program(regex, &scratch)
      self.program = program
      engine = RegexCost.Engine(program.ascii.engine)
    } else {
      program = nil
      engine = nil
    }
    let isProbing = asked.probes * 2 > asked.calls
    scratch = RegexScratch(limits: isProbing ? rules.matchLimits.forProbing : rules.matchLimits)
    paths = []
    for number in asked.paths {
      let path = rows.path(Int(number))
      paths.append(Path(slice: path, kind: OrderedRegexSet.PathKind(path)))
    }
    // The first call of a program may be its slowest.
    _ = time(paths.prefix(1))
    var count = 1
    var elapsed = time(paths.prefix(count))
    while elapsed < seconds, count < paths.count {
      count = min(count * 2, paths.count)
      elapsed = time(paths.prefix(count))
    }
    let all = paths
    paths = (0..<count).map { all[$0 * all.count / count] }
    if elapsed < seconds { repeats = max(1, Int(seconds / max(elapsed, 1e-9))) }
  }

  private func time(_ paths: ArraySlice<Path>) -> Double {
    let start = ProcessorClock.threadSeconds
    paths.withUnsafeBufferPointer { ask($0, 1) }
    return ProcessorClock.threadSeconds - start
  }

  /// Times a batch.
  mutating func run(_ counter: borrowing InstructionCounter?) {
    let before = Self.count(counter)
    let start = ProcessorClock.threadSeconds
    paths.withUnsafeBufferPointer { ask($0, repeats) }
    let seconds = ProcessorClock.threadSeconds - start
    let after = Self.count(counter)
    let calls = Double(paths.count * repeats)
    nanoseconds.append(seconds * 1e9 / calls)
    if let before, let after { instructions.append(Double(after - before) / calls) }
  }

  private static func count(_ counter: borrowing InstructionCounter?) -> Int? {
    switch counter {
    case .some(let counter): counter.count
    case .none: nil
    }
  }

  mutating func forget() {
    nanoseconds = []
    instructions = []
  }

  /// Asks about each path, so often.
  @inline(never)
  private func ask(_ paths: UnsafeBufferPointer<Path>, _ repeats: Int) {
    var hits = 0
    for _ in 0..<repeats {
      for path in paths where regexes.ask(regex, path.slice, path.kind, program, scratch) {
        hits &+= 1
      }
    }
    withExtendedLifetime(hits) {}
  }

  // MARK: Backtracking

  /// The most steps that an engine took for one of the paths, up to a factor of two, and the bytes
  /// of that path; `nil` where it took none to speak of.
  ///
  /// No engine counts steps for others to see, but each gives up at a limit of them: so the limit
  /// is doubled until no path runs into it.
  func mostSteps(_ rules: CompiledRules) -> (steps: Int, bytes: Int)? {
    guard let program else { return nil }
    var left = Array(paths.prefix(256))
    var limit: UInt32 = 8
    var most: (steps: Int, bytes: Int)?
    while !left.isEmpty, limit < rules.matchLimits.matchLimit {
      let scratch = RegexScratch(limits: MatchLimits(matchLimit: limit, stepLimit: limit))
      left = left.filter { path in
        let subject = UnsafeBufferPointer(start: path.slice.start, count: path.slice.count)
        do throws(RegexMatchError) {
          _ = try program.matches(
            subject, isASCII: path.kind != .beyondASCII, scratch: scratch)
          return false
        } catch {
          return error.kind == .matchLimit
        }
      }
      if let path = left.first { most = (Int(limit) * 2, path.slice.count) }
      limit *= 2
    }
    // To look at each character once is not to go back.
    guard let most, most.steps >= 8 * max(most.bytes, 8) else { return nil }
    return most
  }
}

extension RegexCost.Engine {
  fileprivate init(_ engine: RegexBuild.Engine) {
    self =
      switch engine {
      case .machineCode: .machineCode
      case .interpreter: .interpreter
      case .tree: .tree
      }
  }
}
