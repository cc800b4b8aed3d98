/// What a run is to do.
public struct BatchOptions: Sendable {
  /// What to do with a row that can't be read.
  public enum BadRowPolicy: String, CaseIterable, Sendable {
    /// End the run with an error; the rows before are written.
    case fail
    /// Report the row, leave it out and go on.
    case skip
  }

  /// The format of all inputs; `nil` to tell it from each input's name or its first lines.
  public var inputFormat: InputFormat?
  /// The format of the output; `nil` for that of the first input, tsv for txt.
  public var outputFormat: OutputFormat?
  /// The columns of the output; `nil` for those of the input, then `qconfig` and `rule`.
  public var selection: [String]?
  /// Whether a table begins with a header.
  public var writesHeader = true
  /// How many threads read, resolve and write.
  public var threads = CompiledRules.defaultThreadCount
  /// What to do with a row that can't be read.
  public var badRows = BadRowPolicy.fail
  /// Whether the summary is to tell the rules that matched nothing from those that matched rows other
  /// rules decided. To find that out, regexes are tried on rows that module names decide, until each
  /// has matched one: with 100,000 names that is a tenth of the time.
  public var notesMatches = true
  /// How many bytes of rows a worker takes at a time.
  public var chunkBytes = 256 << 10
  /// The longest row there may be, in bytes: it has to fit into memory.
  public var maximumRowBytes = 32 << 20
  /// The memory, in bytes, to remember rows and paths with their answers in, for all threads
  /// together; `nil` for a MiB a thread, or none where rules have thousands of regexes. Half of it is for
  /// rows, and half for paths where a regex engine has to be asked about them.
  ///
  /// What a thread has of it should fit into the second-level cache of its core, next to the rows
  /// it works on. With 2 MiB a thread fewer rows are resolved, and the run takes longer all the
  /// same: by 4 % in the mean of five rule sets, on cores with a cache of 2 MiB.
  ///
  /// Where there are eight regexes or more, the automaton that answers what no cache is asked about takes up to
  /// 48 MiB a thread besides.
  public var cacheBytes: Int?

  /// The memory of a thread to remember in.
  ///
  /// - Complexity: O(*n*) in the number of regexes.
  func cacheBytesForEach(_ rules: CompiledRules) -> Int {
    if let cacheBytes { return cacheBytes / max(threads, 1) }
    let hasThousands = rules.regexes.programs.programCount >= Self.regexesWithoutCache
    return hasThousands ? 0 : Self.usualCacheBytes
  }

  /// The memory of a thread to remember in, where that is done and nothing else is said.
  static let usualCacheBytes = 1 << 20

  /// From so many regexes on that are matched without an engine, a run has no cache unless it is asked for one:
  /// it is no slower.
  ///
  /// Seconds with a cache and without one, under two thousand: the inventory 0.147 and 0.143, four times the
  /// inventory 0.80 and 0.49, its rows in no order 0.70 and 0.26. Under one thousand it is 0.118 and 0.128, but
  /// in no order 0.53 and 0.23.
  public static let regexesWithoutCache = 2000

  /// When the regexes are asked through an automaton.
  var automatonUse = AutomatonUse.withoutCache

  /// With how many programs or more the regexes of rules need no filter in a run with these options; `nil`
  /// where they always do. See `FilteredSet`.
  var fewestProgramsWithoutFilter: Int? {
    guard let fewestRegexes = automatonUse.fewestRegexes else { return nil }
    guard let cacheBytes else { return max(fewestRegexes, Self.regexesWithoutCache) }
    return cacheBytes == 0 ? fewestRegexes : nil
  }

  /// Options as good for most.
  public init() {}
}

/// Answers inventories: streams rows from inputs to an output, in order.
public struct BatchResolver: Sendable {
  /// The rules.
  public let rules: CompiledRules
  /// What to do.
  public let options: BatchOptions

  /// Makes a resolver.
  public init(_ rules: CompiledRules, options: BatchOptions = BatchOptions()) {
    self.rules = rules
    self.options = options
  }

  /// What a run tells while it goes on. The calls come one at a time and in the order of the input,
  /// but from any of the run's threads.
  public struct Observer: Sendable {
    /// A row that was skipped.
    public var badRow: @Sendable (InputError) -> Void = { _ in }
    /// Something in an input that looks like a slip.
    public var warning: @Sendable (InputError) -> Void = { _ in }
    /// After each chunk written.
    public var progress: @Sendable (BatchProgress) -> Void = { _ in }

    /// An observer that looks at nothing.
    public init() {}
  }

  /// Answers all rows of the inputs, one input after the other.
  ///
  /// The output is the same bytes whatever the number of threads and the size of chunks and cache.
  /// Memory: some chunks for each thread, and the cache.
  ///
  /// - Parameters:
  ///   - inputs: The inputs.
  ///   - output: What takes the bytes.
  ///   - observer: What to tell meanwhile.
  /// - Returns: What was done, with each rule's count.
  /// - Throws: `InputError` for a row or a header that can't be read and for a regex that ran into
  ///   a limit on a row, `FileError` for an input or output, `SelectionError` for a column that
  ///   isn't there. What comes before is written.
  /// - Complexity: O(*n*) in the bytes of the inputs; see ``CompiledRules`` for a row.
  public func run(
    _ inputs: [BatchInput], to output: any ByteSink, observer: Observer = Observer()
  ) throws -> BatchSummary {
    let workers = makeWorkers()
    let stopSignal = StopSignal()
    let reader = ChunkReader(
      inputs: inputs, format: options.inputFormat, chunkBytes: options.chunkBytes,
      maximumRowBytes: options.maximumRowBytes,
      planner: InputPlanner(
        rules: rules, outputFormat: options.outputFormat, selection: options.selection),
      stopSignal: stopSignal)
    let pipeline = ChunkPipeline(
      workers, ChunkWriter(rules, options, inputs, output, observer), reader: reader,
      stopSignal: stopSignal, warn: observer.warning)
    return try pipeline.run { $0.summary(workers) }
  }

  /// The workers of a run, one for each thread.
  func makeWorkers() -> [ChunkWorker] {
    let threads = max(options.threads, 1)
    let cacheBytes = options.cacheBytesForEach(rules)
    return (0..<threads).map { _ in
      ChunkWorker(
        rules, cacheBytes: cacheBytes, stopsAtBadRow: options.badRows == .fail,
        notesMatches: options.notesMatches, automatonUse: options.automatonUse)
    }
  }
}
