// The pipeline.
//
// All threads do the same: each takes an idle chunk, has it filled from the input, resolves its
// rows, and hands it in to be written. Reading is one thread's at a time, and so is writing: who
// hands in the chunk that is next in the order of the input writes it, and those behind it that
// are done by then; all others go on with a chunk of their own. So a chunk is mostly read,
// resolved and written by one thread, while it is in the cache of one core (handing the chunks of
// a reading thread to others and back made the copying to the file a third of all time), no
// thread waits for another but for want of an idle chunk, and a lock is taken four times a chunk.
//
// Chunks are few and used again, so memory is bounded whatever the size of the input: a slow disk
// or a slow reader of the output holds up the input, and nothing piles up between.

/// One run of the pipeline.
struct BatchRun: ~Copyable {
  /// What threads read from, one at a time.
  private struct Input: ~Copyable {
    var reader: ChunkReader
    var isAtEnd = false
    var error: (any Error)?
  }

  /// Which chunks are idle and which wait to be written.
  private struct Queue {
    var idle: [Chunk]
    /// The resolved chunks, each at its number modulo the number of chunks.
    var resolved: [Chunk?]
    /// The number of the chunk to be written next.
    var next = 0
    var isWriting = false
    /// What ended the run.
    var failure: (any Error)?

    /// The chunk to be written by whoever asks, if it is there and nobody writes.
    mutating func takeNext() -> Chunk? {
      let place = next % resolved.count
      guard !isWriting, failure == nil, let chunk = resolved[place] else { return nil }
      resolved[place] = nil
      next += 1
      isWriting = true
      return chunk
    }
  }

  private let workers: [ChunkWorker]
  private let input: Locked<Input>
  private let queue: Locked<Queue>
  private let output: Locked<ChunkWriter>
  private let stopSignal = StopSignal()
  private let observer: BatchResolver.Observer

  /// What a thread has for a stack; enough for PCRE2's interpreter and the parser of JSON.
  private static let stackBytes = 1 << 20

  init(
    _ resolver: BatchResolver, _ inputs: [BatchInput], _ output: any ByteSink,
    _ observer: BatchResolver.Observer
  ) {
    let rules = resolver.rules
    let options = resolver.options
    let threads = max(options.threads, 1)
    self.observer = observer
    workers = (0..<threads).map { _ in
      ChunkWorker(
        rules, cacheBytes: options.cacheBytes / threads, stopsAtBadRow: options.badRows == .fail)
    }
    input = Locked(
      Input(
        reader: ChunkReader(
          inputs: inputs, format: options.inputFormat, chunkBytes: options.chunkBytes,
          maximumRowBytes: options.maximumRowBytes,
          planner: InputPlanner(
            rules: rules, outputFormat: options.outputFormat, selection: options.selection),
          stopSignal: stopSignal)))
    // One for each thread to work on, and as many that wait to be written.
    let count = threads * 2
    queue = Locked(
      Queue(idle: (0..<count).map { _ in Chunk() }, resolved: Array(repeating: nil, count: count)))
    self.output = Locked(ChunkWriter(rules, options, inputs, output, observer))
  }

  /// Runs to the end of the inputs, or to the first error.
  func run() throws -> BatchSummary {
    JoinedThread.run(workers.count, stackBytes: Self.stackBytes) { work(workers[$0]) }
    if let failure = queue.withLock(\.failure) { throw failure }
    let (error, warnings) = input.withLock { ($0.error, $0.reader.takeWarnings()) }
    for warning in warnings { observer.warning(warning) }
    if let error { throw error }
    return output.withLock { $0.summary(workers) }
  }

  private func work(_ worker: ChunkWorker) {
    while let chunk = takeIdle(), fill(chunk) {
      worker.resolve(chunk)
      handIn(chunk)
    }
  }

  /// Waits for an idle chunk; `nil` when the run has failed.
  private func takeIdle() -> Chunk? {
    queue.wait { queue -> Chunk?? in
      if queue.failure != nil { return .some(nil) }
      return queue.idle.popLast().map { .some($0) }
    }
  }

  /// Reads the next chunk, if there is one.
  private func fill(_ chunk: Chunk) -> Bool {
    chunk.reset()
    return input.withLock { input in
      guard !input.isAtEnd else { return false }
      do {
        input.isAtEnd = try !input.reader.fill(chunk)
      } catch {
        input.error = error
        input.isAtEnd = true
      }
      return !input.isAtEnd
    }
  }

  /// Has a chunk written when its turn comes: here and now if it has come, with those behind it.
  private func handIn(_ chunk: Chunk) {
    var next = queue.withLock { queue in
      queue.resolved[chunk.number % queue.resolved.count] = chunk
      return queue.takeNext()
    }
    while let chunk = next {
      let failure = output.withLock { writer -> (any Error)? in
        do {
          try writer.finish(chunk)
          return nil
        } catch {
          return error
        }
      }
      next = queue.change { queue in
        queue.isWriting = false
        queue.idle.append(chunk)
        queue.failure = failure
        return queue.takeNext()
      }
      if failure != nil { stopSignal.raise() }
    }
  }
}
