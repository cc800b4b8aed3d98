/// Times rule sets in rounds.
struct RoundTimer {
  private let contestants: [Bench.Contestant]
  private let sample: BenchSample
  private let options: BenchOptions
  private let settings: [Setting]
  private let yardstick: Yardstick

  /// How many rounds counted.
  private(set) var roundCount = 0
  /// How many rows a pass has.
  private(set) var rowCount = 0
  private(set) var series: [BenchSeries]
  private(set) var yardsticks: [BenchYardstick]

  /// What a run is made with.
  private struct Setting {
    var threads: Int
    var isCached: Bool
  }

  init(_ contestants: [Bench.Contestant], _ sample: BenchSample, _ options: BenchOptions) {
    self.contestants = contestants
    self.sample = sample
    self.options = options
    // How well more threads do is told by what one does.
    let threads = Set(options.threads + [1]).sorted()
    settings = threads.flatMap { threads in
      [false, true].map { Setting(threads: threads, isCached: $0) }
    }
    yardstick = Yardstick(sample)
    yardsticks = threads.map { BenchYardstick(threads: $0, seconds: []) }
    let none = BenchPass(seconds: [], processorSeconds: [], hits: .init())
    let runs = settings.map {
      BenchRun(threads: $0.threads, isCached: $0.isCached, cold: none, warm: none)
    }
    series = contestants.map {
      BenchSeries(name: $0.name, ruleCount: 0, regexCount: 0, compileSeconds: [], runs: runs)
    }
  }

  /// Makes rounds until three quarters of the time are over.
  mutating func run(_ progress: (String) -> Void) throws {
    let clock = ContinuousClock()
    progress("warming up")
    try round(0)
    forget()
    let start = clock.now
    let seconds = options.seconds * 0.75
    while roundCount < BenchOptions.mostRounds {
      let elapsed = (clock.now - start) / .seconds(1)
      let needed = Double(roundCount + 1) / Double(max(roundCount, 1)) * elapsed
      if roundCount >= BenchOptions.fewestRounds, needed > seconds { break }
      progress("round \(roundCount + 1)")
      try round(roundCount)
      roundCount += 1
    }
  }

  private mutating func forget() {
    for set in series.indices {
      series[set].compileSeconds = []
      for run in series[set].runs.indices {
        series[set].runs[run].cold.forget()
        series[set].runs[run].warm.forget()
      }
    }
    for index in yardsticks.indices { yardsticks[index].seconds = [] }
  }

  /// One round: everything once, forward or backward.
  private mutating func round(_ number: Int) throws {
    let isForward = number % 2 == 0
    func inTurn(_ range: Range<Int>) -> [Int] { isForward ? Array(range) : range.reversed() }
    for setting in inTurn(settings.indices) {
      for set in inTurn(contestants.indices) { try time(set, setting) }
    }
    for index in inTurn(yardsticks.indices) {
      yardsticks[index].seconds.append(yardstick.seconds(threads: yardsticks[index].threads))
    }
  }

  /// Compiles a rule set and resolves the rows, cold and warm.
  private mutating func time(_ set: Int, _ setting: Int) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let rules = try contestants[set].compile()
    series[set].compileSeconds.append((clock.now - start) / .seconds(1))
    series[set].ruleCount = RuleTier.allCases.reduce(0) { $0 + rules.mapping.count(of: $1) }
    series[set].regexCount = rules.regexes.count

    let coldPass = Stopwatch()
    var runner = BenchRunner(rules, batchOptions(settings[setting]), sample)
    rowCount = try runner.pass()
    let coldTimes = coldPass.elapsed
    let coldHits = runner.hits
    series[set].runs[setting].cold.add(coldTimes, coldHits)

    let warmPass = Stopwatch()
    _ = try runner.pass()
    let warmTimes = warmPass.elapsed
    series[set].runs[setting].warm.add(warmTimes, runner.hits - coldHits)
  }

  private func batchOptions(_ setting: Setting) -> BatchOptions {
    var batch = BatchOptions()
    batch.inputFormat = options.inputFormat
    batch.threads = setting.threads
    // Under thousands of regexes there is none unless it is asked for; here it is to be told what it is worth.
    let cacheBytes = options.cacheBytes ?? BatchOptions.usualCacheBytes * setting.threads
    batch.cacheBytes = setting.isCached ? cacheBytes : 0
    return batch
  }
}

/// Both clocks.
private struct Stopwatch {
  private let start = ContinuousClock.now
  private let processorStart = ProcessorClock.processSeconds

  /// What they have gone on by.
  var elapsed: (seconds: Double, processorSeconds: Double) {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return (seconds, ProcessorClock.processSeconds - processorStart)
  }
}

extension BenchPass {
  fileprivate mutating func add(
    _ times: (seconds: Double, processorSeconds: Double), _ hits: Hits
  ) {
    seconds.append(times.seconds)
    processorSeconds.append(times.processorSeconds)
    self.hits = hits
  }

  fileprivate mutating func forget() {
    seconds = []
    processorSeconds = []
  }
}
