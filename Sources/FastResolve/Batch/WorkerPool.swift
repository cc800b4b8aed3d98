import Dispatch

/// The workers and the chunks that wait for one.
///
/// A worker that has nothing to do isn't a thread that sleeps: it is on a list. Handing in a chunk
/// takes an idle worker from the list and lets Dispatch run it until no chunk is left. So each
/// worker's memory stays with it, what runs on Dispatch's threads never blocks, and the lock is
/// taken once a chunk.
final class WorkerPool: Sendable {
  private struct State {
    var waiting: [Chunk] = []
    var idle: [ChunkWorker]
  }

  /// All workers. What they counted may be read when no chunk is under way.
  let workers: [ChunkWorker]
  private let state: Locked<State>
  private let queue = DispatchQueue(label: "fastresolve.workers", attributes: .concurrent)

  init(_ workers: [ChunkWorker]) {
    self.workers = workers
    state = Locked(State(idle: workers))
  }

  /// Has a chunk resolved; its `finished` is signalled at the end.
  func submit(_ chunk: Chunk) {
    let worker = state.withLock { state in
      state.waiting.append(chunk)
      return state.idle.popLast()
    }
    guard let worker else { return }
    queue.async { self.run(worker) }
  }

  private func run(_ worker: ChunkWorker) {
    while let chunk = nextChunk(worker) {
      worker.resolve(chunk)
      chunk.finished.signal()
    }
  }

  /// The next chunk for a worker, or `nil` after putting the worker on the list.
  private func nextChunk(_ worker: ChunkWorker) -> Chunk? {
    state.withLock { state in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.idle.append(worker)
      return nil
    }
  }
}
