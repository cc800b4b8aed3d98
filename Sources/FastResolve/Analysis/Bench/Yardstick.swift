/// Work that is the same in every bench on the same rows: to find each line, hash it and copy it.
///
/// It is bound by what resolving is bound by, reading bytes and writing them and some arithmetic in
/// between, and no rule set and no version of the resolver changes it.
struct Yardstick {
  private let bytes: [UInt8]

  init(_ sample: BenchSample) { bytes = sample.bytes }

  /// How long it takes so many threads, each with a share of the lines: one thread by the
  /// processor's clock, several by that on the wall, as in what they are the yardsticks of.
  func seconds(threads: Int) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    let processorStart = ProcessorClock.threadSeconds
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let all = ByteSlice(base, count: buffer.count)
      let share = (all.count + threads - 1) / threads
      JoinedThread.run(threads, stackBytes: 1 << 20) { part in
        let begin = min(part * share, all.count)
        let count = min(share, all.count - begin)
        withExtendedLifetime(Self.work(all.dropFirst(begin).prefix(count))) {}
      }
    }
    return threads == 1
      ? ProcessorClock.threadSeconds - processorStart : (clock.now - start) / .seconds(1)
  }

  @inline(never)
  private static func work(_ bytes: ByteSlice) -> UInt64 {
    var output = ByteBuffer(capacity: 1 << 18)
    var sum: UInt64 = 0
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.firstOffset(of: 0x0A).map { $0 + 1 } ?? rest.count
      let line = rest.prefix(count)
      sum &+= hashBytes(line)
      if output.count > 1 << 18 { output.truncate(to: 0) }
      output.append(line)
      rest = rest.dropFirst(count)
    }
    return sum
  }
}
