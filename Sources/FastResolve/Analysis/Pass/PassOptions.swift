/// How a pass over inventories reads them.
public struct PassOptions: Sendable {
  /// The format of all inputs; `nil` to tell it from each input's name or its first lines.
  public var inputFormat: InputFormat?
  /// How many threads read and look at rows.
  public var threads = CompiledRules.defaultThreadCount
  /// What to do with a row that can't be read.
  public var badRows = BatchOptions.BadRowPolicy.fail
  /// How many bytes of rows a worker takes at a time.
  public var chunkBytes = BatchOptions().chunkBytes
  /// The longest row there may be, in bytes: it has to fit into memory.
  public var maximumRowBytes = BatchOptions().maximumRowBytes
  /// The memory, in bytes, to remember paths with what was found for them, for all threads
  /// together.
  public var cacheBytes = 4 << 20

  /// Options as good for most.
  public init() {}
}

/// What a pass saw.
public struct PassSummary: Equatable, Sendable {
  /// How many rows were shown.
  public var rows = 0
  /// How many rows were skipped because they could not be read.
  public var badRows = 0
  /// How many bytes were read.
  public var bytesRead = 0
  /// How many runs of rows of one model there were: the models, where the rows of each stand
  /// together.
  public var models = 0
}
