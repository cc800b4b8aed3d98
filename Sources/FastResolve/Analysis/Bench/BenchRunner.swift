/// Resolves a sample, again and again, with the workers that did it before.
///
/// A pass is what `BatchResolver.run` does: the pipeline, the readers, the workers and the writer
/// are the same. The input is in memory, and the output is made and thrown away, so no disk is
/// measured.
///
/// What a pass leaves behind is in the workers: rows and paths with their answers, which regexes
/// have matched something, and, in the rules, the regexes that were compiled when they were first
/// tried. So a first pass of new workers with new rules is *cold*, and a second pass of the same
/// workers is *warm*: it finds what the first one has left. That is not all of it, as caches are
/// bounded; a run over an inventory that never ends is somewhere between.
struct BenchRunner: ~Copyable {
  private let rules: CompiledRules
  private let options: BatchOptions
  private let sample: BenchSample
  private let workers: [ChunkWorker]
  /// The plans of all passes: the workers have kept places in their texts.
  private var plans: [InputPlan] = []

  init(_ rules: CompiledRules, _ options: BatchOptions, _ sample: BenchSample) {
    self.rules = rules
    self.options = options
    self.sample = sample
    workers = BatchResolver(rules, options: options).makeWorkers()
  }

  /// Resolves the sample.
  ///
  /// - Returns: How many rows it has.
  /// - Throws: `InputError`, with the line in the inventory.
  mutating func pass() throws -> Int {
    let inputs = [sample.input]
    let stopSignal = StopSignal()
    let reader = ChunkReader(
      inputs: inputs, format: options.inputFormat, chunkBytes: options.chunkBytes,
      maximumRowBytes: options.maximumRowBytes,
      planner: InputPlanner(rules: rules, outputFormat: nil, selection: nil),
      stopSignal: stopSignal)
    let writer = ChunkWriter(rules, options, inputs, NoSink(), BatchResolver.Observer())
    let pipeline = ChunkPipeline(
      workers, PlanKeeper(writer: writer), reader: reader, stopSignal: stopSignal, warn: { _ in })
    let workers = workers
    do {
      let (plans, rows) = try pipeline.run { ($0.plans, $0.writer.summary(workers).rows) }
      self.plans += plans
      return rows
    } catch let error as InputError {
      throw sample.error(error)
    }
  }

  /// What the caches of all workers have known so far.
  var hits: BenchPass.Hits {
    var memo = RowMemoCounts()
    var paths = PathCacheCounts()
    for worker in workers {
      memo += worker.memoCounts
      paths += worker.pathCacheCounts
    }
    return BenchPass.Hits(
      following: memo.copied, found: memo.found, askedPaths: paths.paths, knownPaths: paths.hits)
  }

  /// Takes whatever is written, and nothing becomes of it.
  private struct NoSink: ByteSink {
    func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {}
  }

  /// A writer that keeps the plans of the chunks it has finished.
  private struct PlanKeeper: ChunkFinisher, ~Copyable {
    var writer: ChunkWriter
    var plans: [InputPlan] = []

    mutating func finish(_ chunk: Chunk) throws {
      if let plan = chunk.plan, plans.last !== plan { plans.append(plan) }
      try writer.finish(chunk)
    }
  }
}

extension BenchPass.Hits {
  static func - (left: Self, right: Self) -> Self {
    Self(
      following: left.following - right.following, found: left.found - right.found,
      askedPaths: left.askedPaths - right.askedPaths,
      knownPaths: left.knownPaths - right.knownPaths)
  }
}
