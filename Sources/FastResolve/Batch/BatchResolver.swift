import SystemPackage

// The pipeline. One thread, that of the caller, reads chunks, hands them to the workers, and
// writes what comes back in the order of the input. Chunks are few and used again, so memory is
// bounded whatever the size of the input, and a slow disk or a slow reader of the output holds up
// the input and nothing piles up between.

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
  /// How many threads resolve.
  public var threads = CompiledRules.defaultThreadCount
  /// What to do with a row that can't be read.
  public var badRows = BadRowPolicy.fail
  /// How many bytes of rows a worker takes at a time.
  public var chunkBytes = 1 << 20
  /// The longest row there may be, in bytes: it has to fit into memory.
  public var maximumRowBytes = 32 << 20
  /// The memory, in bytes, to remember the answers of paths in, for all threads together.
  public var cacheBytes = 64 << 20

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

  /// What a run tells while it goes on; all calls come from the thread that runs it.
  public struct Observer {
    /// A row that was skipped, in the order of the input.
    public var badRow: (InputError) -> Void = { _ in }
    /// Something in an input that looks like a slip.
    public var warning: (InputError) -> Void = { _ in }
    /// After each chunk written.
    public var progress: (BatchProgress) -> Void = { _ in }

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
    var run = BatchRun(self, inputs, output, observer)
    return try run.run()
  }
}

/// One run of the pipeline.
private struct BatchRun: ~Copyable {
  private let rules: CompiledRules
  private let options: BatchOptions
  private let inputs: [BatchInput]
  private let output: any ByteSink
  private let observer: BatchResolver.Observer
  private let pool: WorkerPool

  private var reader: ChunkReader
  private var idle: [Chunk]
  /// The chunks handed to workers, in order.
  private var underWay: [Chunk] = []
  private var hasHeader = false

  private var carry = OccurrenceCarry()
  /// What pending rows add to the workers' counts.
  private var decidedLate: [Int]
  private var matchedLate: Set<RuleID> = []
  private var summary = BatchSummary()
  private var progress: BatchProgress
  /// The lines of the current input before the chunk to be written next.
  private var linesBefore = 0
  private var patched = ByteBuffer()

  init(
    _ resolver: BatchResolver, _ inputs: [BatchInput], _ output: any ByteSink,
    _ observer: BatchResolver.Observer
  ) {
    rules = resolver.rules
    options = resolver.options
    self.inputs = inputs
    self.output = output
    self.observer = observer
    let rules = resolver.rules
    let options = resolver.options
    let threads = max(options.threads, 1)
    pool = WorkerPool(
      (0..<threads).map { _ in
        ChunkWorker(
          rules, cacheBytes: options.cacheBytes / threads,
          stopsAtBadRow: options.badRows == .fail)
      })
    reader = ChunkReader(
      inputs: inputs, format: options.inputFormat, chunkBytes: options.chunkBytes,
      maximumRowBytes: options.maximumRowBytes,
      planner: InputPlanner(
        rules: rules, outputFormat: options.outputFormat, selection: options.selection,
        warn: observer.warning))
    // One chunk for each worker to work on, one for it to go on with, and two to read and write.
    idle = (0..<threads * 2 + 2).map { _ in Chunk() }
    decidedLate = Array(repeating: 0, count: rules.numbering.count)
    progress = BatchProgress(rows: 0, bytes: 0, totalBytes: ChunkReader.totalSize(inputs))
  }

  mutating func run() throws -> BatchSummary {
    do {
      try stream()
    } catch {
      // The workers still have what they were given; let them end before it goes away.
      for chunk in underWay { chunk.finished.wait() }
      throw error
    }
    return finishedSummary()
  }

  private mutating func stream() throws {
    var isReading = true
    var readingError: (any Error)?
    while isReading || !underWay.isEmpty {
      while isReading, let chunk = idle.popLast() {
        chunk.reset()
        var step = ChunkReader.Step.end
        do { step = try reader.fill(chunk, mayWait: underWay.isEmpty) } catch {
          readingError = error
        }
        guard case .chunk = step else {
          idle.append(chunk)
          if case .end = step { isReading = false }
          break
        }
        underWay.append(chunk)
        pool.submit(chunk)
      }
      if !underWay.isEmpty { try finishOldest() }
    }
    if let readingError { throw readingError }
  }

  /// Waits for the chunk that was handed out first and writes it.
  private mutating func finishOldest() throws {
    underWay[0].finished.wait()
    let chunk = underWay.removeFirst()
    defer { idle.append(chunk) }
    if !hasHeader {
      hasHeader = true
      if options.writesHeader { try write(reader.planner.header) }
    }
    if chunk.isFirstOfInput { linesBefore = 0 }
    linesBefore += chunk.headerLines
    try settlePending(chunk)
    try report(chunk)
    linesBefore += chunk.lineCount
    summary.rows += chunk.rowCount
    summary.bytesRead += chunk.bytesRead
    progress.rows = summary.rows
    progress.bytes = summary.bytesRead
    observer.progress(progress)
  }

  /// Writes the chunk, with the answers of those rows mended that depended on the chunks before.
  private mutating func settlePending(_ chunk: Chunk) throws {
    var written = 0
    patched.truncate(to: 0)
    if !rules.orders.isEmpty {
      carry.take(chunk, rules.orders) { row, rule in
        decidedLate[rule.index] += 1
        if rule != row.below { matchedLate.insert(rule) }
        guard rule != row.printed else { return }
        patched.append(chunk.output.slice.dropFirst(written).prefix(row.outputStart - written))
        ChunkWorker.print(chunk, rowAt: row.rowStart, rule, to: &patched)
        written = row.outputEnd
      }
    }
    try write(patched.slice)
    try write(chunk.output.slice.dropFirst(written))
  }

  /// Reports the rows of a chunk that have no answer.
  private mutating func report(_ chunk: Chunk) throws {
    let source = inputs[chunk.inputNumber].name
    for row in chunk.badRows {
      let error = InputError(source: source, line: linesBefore + row.line + 1, reason: row.reason)
      if options.badRows == .fail { throw error }
      observer.badRow(error)
      summary.badRows += 1
    }
    if let failure = chunk.matchError {
      throw InputError(
        source: source, line: linesBefore + failure.line + 1, reason: failure.error.description)
    }
  }

  private func write(_ slice: ByteSlice) throws {
    guard !slice.isEmpty else { return }
    try output.write(UnsafeRawBufferPointer(start: slice.start, count: slice.count))
  }

  private func write(_ bytes: [UInt8]) throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes { try output.write($0) }
  }

  private mutating func finishedSummary() -> BatchSummary {
    let numbering = rules.numbering
    func decided(_ number: Int) -> Int {
      pool.workers.reduce(decidedLate[number]) { $0 + $1.decided[number] }
    }
    summary.undecided = decided(0)
    for tier in RuleTier.allCases {
      let entries = rules.mapping.rules(in: tier)
      for (position, entry) in entries.enumerated() {
        let id = numbering.id(tier, position)
        summary.rules.append(
          .init(
            rule: numbering.rule(id), key: entry.key, qconfig: entry.qconfig,
            decided: decided(id.index),
            hasMatched: matchedLate.contains(id) || pool.workers.contains { $0.hasMatched(id) }))
      }
    }
    return summary
  }
}
