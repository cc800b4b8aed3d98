// The pipeline.
//
// All threads do the same: each takes an idle chunk, has it filled from the input, works on its
// rows, and hands it in to be finished. Reading is one thread's at a time, and so is finishing: who
// hands in the chunk that is next in the order of the input finishes it, and those behind it that
// are done by then; all others go on with a chunk of their own. So a chunk is mostly read,
// worked on and written by one thread, while it is in the cache of one core (handing the chunks of
// a reading thread to others and back made the copying to the file a third of all time), no
// thread waits for another but for want of an idle chunk, and a lock is taken four times a chunk.
//
// Chunks are few and used again, so memory is bounded whatever the size of the input: a slow disk
// or a slow reader of the output holds up the input, and nothing piles up between.

/// Works on chunks, one after the other and in no order. Invariant: one thread at a time uses it.
protocol ChunkProcessor: AnyObject, Sendable {
  /// Does what can be done without the chunks before.
  func process(_ chunk: Chunk)
}

/// Finishes chunks, in their order, one thread at a time.
protocol ChunkFinisher: ~Copyable {
  /// Does what hangs on the chunks before.
  ///
  /// - Throws: What ends the run.
  mutating func finish(_ chunk: Chunk) throws
}

// Not within `ChunkPipeline`: what is within a generic type is looked up by the runtime when it is
// made, which takes it as long as a thousand rows take.

/// What threads read from, one at a time.
private struct PipelineInput: ~Copyable {
  var reader: ChunkReader
  var isAtEnd = false
  var error: (any Error)?
}

/// Which chunks are idle and which wait to be finished.
private struct PipelineQueue {
  var idle: [Chunk]
  /// The chunks handed in, each at its number modulo the number of chunks.
  var handedIn: [Chunk?]
  /// The number of the chunk to be finished next.
  var next = 0
  var isFinishing = false
  /// What ended the run.
  var failure: (any Error)?

  /// The chunk to be finished by whoever asks, if it is there and nobody finishes one.
  mutating func takeNext() -> Chunk? {
    let place = next % handedIn.count
    guard !isFinishing, failure == nil, let chunk = handedIn[place] else { return nil }
    handedIn[place] = nil
    next += 1
    isFinishing = true
    return chunk
  }
}

/// One run of the pipeline.
struct ChunkPipeline<Processor: ChunkProcessor, Finisher: ChunkFinisher & ~Copyable>: ~Copyable {
  private let processors: [Processor]
  private let input: Locked<PipelineInput>
  private let queue: Locked<PipelineQueue>
  private let finisher: Locked<Finisher>
  private let stopSignal: StopSignal
  private let warn: (InputError) -> Void

  /// What a thread has for a stack; enough for PCRE2's interpreter and the parser of JSON.
  private static var stackBytes: Int { 1 << 20 }

  /// - Parameters:
  ///   - processors: One for each thread.
  ///   - finisher: What finishes the chunks.
  ///   - reader: What fills them.
  ///   - stopSignal: The reader's.
  ///   - warn: Told of what was remarked on an input that could not be begun.
  init(
    _ processors: [Processor], _ finisher: consuming sending Finisher,
    reader: consuming sending ChunkReader, stopSignal: StopSignal,
    warn: @escaping (InputError) -> Void
  ) {
    self.processors = processors
    self.stopSignal = stopSignal
    self.warn = warn
    input = Locked(PipelineInput(reader: reader))
    // One for each thread to work on, and as many that wait to be finished.
    let count = processors.count * 2
    queue = Locked(
      PipelineQueue(
        idle: (0..<count).map { _ in Chunk() }, handedIn: Array(repeating: nil, count: count)))
    self.finisher = Locked(finisher)
  }

  /// Runs to the end of the inputs, or to the first error.
  ///
  /// - Parameter result: Takes what the finisher has to say, when all is done.
  func run<Result>(_ result: (inout Finisher) -> Result) throws -> Result {
    JoinedThread.run(processors.count, stackBytes: Self.stackBytes) { work(processors[$0]) }
    if let failure = queue.withLock(\.failure) { throw failure }
    let (error, warnings) = input.withLock { ($0.error, $0.reader.takeWarnings()) }
    for warning in warnings { warn(warning) }
    if let error { throw error }
    return finisher.withLock(result)
  }

  private func work(_ processor: Processor) {
    while let chunk = takeIdle(), fill(chunk) {
      processor.process(chunk)
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

  /// Has a chunk finished when its turn comes: here and now if it has come, with those behind it.
  private func handIn(_ chunk: Chunk) {
    var next = queue.withLock { queue in
      queue.handedIn[chunk.number % queue.handedIn.count] = chunk
      return queue.takeNext()
    }
    while let chunk = next {
      let failure = finisher.withLock { finisher -> (any Error)? in
        do {
          try finisher.finish(chunk)
          return nil
        } catch {
          return error
        }
      }
      next = queue.change { queue in
        queue.isFinishing = false
        queue.idle.append(chunk)
        queue.failure = failure
        return queue.takeNext()
      }
      if failure != nil { stopSignal.raise() }
    }
  }
}
