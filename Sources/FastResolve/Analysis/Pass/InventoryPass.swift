// A pass over inventories that answers nothing: it shows every row to visitors.
//
// What one wants to know of an inventory beside its answers (which rules match it, where two rule
// sets differ, how large its models are) is gathered here. The pipeline is that of `BatchResolver`:
// threads take chunks of whole rows, each shows those of its chunks to a visitor of its own, and
// whoever hands in the chunk that is next in order finishes it.
//
// The one thing about a row that hangs on the rows before is its index, where it has none: which
// use of an object type it is in its module. Visitors need it to resolve the row, so the pass
// counts it, for the pairs that an order rule of any of its rule sets names (`UseCounter`). The
// rows of a chunk whose count depends on the chunks before are not shown by the worker, but when
// the chunk is finished and the counts are known, to a visitor for such late rows: see
// `ChunkOccurrences`. There are few, as the rules bound them. So every row is shown once, with the
// index it has, whatever the number of threads and the size of chunks.
//
// A row's line is known when it is shown: the reader, which has the chunks in their order, counts
// newlines.

/// A pass over inventories.
struct InventoryPass {
  /// The rule sets whose order rules are counted for.
  var ruleSets: [CompiledRules]
  var options: PassOptions
  /// Which of the rows are shown. In a sample, uses are counted among the rows that it has.
  var sampling = Sampling.all
  /// Where and how visitors print; `nil` where they don't.
  var printing: Printing?

  /// Where and how visitors print.
  struct Printing: Sendable {
    /// What takes the output.
    var sink: any ByteSink
    /// The format of rows; `nil` for that of the first input, tsv for txt.
    var format: OutputFormat?
    /// The columns behind those of the input; one of the input that has the same name is left out.
    var columns: [AddedColumn] = []
    /// Whether a table begins with a header. Without one, visitors may as well print what is no
    /// table.
    var writesHeader = true
  }

  init(_ ruleSets: [CompiledRules], options: PassOptions = PassOptions()) {
    self.ruleSets = ruleSets
    self.options = options
  }

  /// What a pass gave.
  struct Outcome<Visitor: ~Copyable>: ~Copyable {
    /// The visitors, merged.
    var visitor: Visitor
    var summary: PassSummary
  }

  /// What a visitor may take for a cache.
  var cacheBytesForEach: Int { options.cacheBytes / max(options.threads, 1) }

  /// Shows all rows of the inputs, one input after the other.
  ///
  /// Memory: some chunks for each thread, and what the visitors take.
  ///
  /// - Parameters:
  ///   - inputs: The inputs. Where nothing is printed they may have different columns.
  ///   - observer: What to tell meanwhile.
  ///   - makeVisitor: Makes a visitor. Called on this thread, once for each thread and once more.
  /// - Returns: All the visitors as one, and what was seen.
  /// - Throws: As `BatchResolver.run`: `InputError` for a row or a header that can't be read, and
  ///   for a regex that ran into a limit in a visitor, `FileError` for an input or output. What was
  ///   printed before is written.
  func run<Visitor: RowVisitor & ~Copyable>(
    _ inputs: [BatchInput], observer: BatchResolver.Observer = BatchResolver.Observer(),
    _ makeVisitor: () throws -> Visitor
  ) throws -> Outcome<Visitor> {
    let orderRules = try UseCounter.rules(of: ruleSets)
    let columns = AddedColumns(printing?.columns ?? [])
    let stopsAtBadRow = options.badRows == .fail
    func makeWorker() throws -> PassWorker<Visitor> {
      PassWorker(try makeVisitor(), orderRules, columns, stopsAtBadRow: stopsAtBadRow)
    }
    let workers = try (0..<max(options.threads, 1)).map { _ in try makeWorker() }
    let late = try makeWorker()
    let stopSignal = StopSignal()
    let reader = ChunkReader(
      inputs: inputs, format: options.inputFormat, chunkBytes: options.chunkBytes,
      maximumRowBytes: options.maximumRowBytes,
      planner: InputPlanner(
        outputFormat: printing?.format, adding: printing.map { $0.columns.map(\.name) }),
      stopSignal: stopSignal, sampling: sampling, countsLines: true)
    let finisher = PassFinisher(
      late, printing, ChunkReport(inputs, observer, stopsAtBadRow: stopsAtBadRow),
      stopsAtBadRow: stopsAtBadRow)
    let pipeline = ChunkPipeline(
      workers, finisher, reader: reader, stopSignal: stopSignal, warn: observer.warning)
    let summary = try pipeline.run { $0.summary }
    var visitor = late.takeVisitor()
    for worker in workers { visitor.merge(worker.takeVisitor()) }
    return Outcome(visitor: visitor, summary: summary)
  }
}
