/// Which chunks of an input are shown.
enum Sampling: Equatable, Sendable {
  /// All.
  case all
  /// One in so many, at even distances and the first one among them. Of a regular file whose rows
  /// are lines the others aren't even read.
  case oneChunk(in: Int)
}
