// The memory of the second engine: the subject in code points, frames, marks.
//
// It grows as needed up to `MatchLimits.heapLimit` and is kept for the next match.

/// What is to be done when a frame is come back to.
enum TreeResumption: UInt8 {
  case branch
  case repeatCharacter
  case repeatCharacterLazily
  /// The whole of a repeat; such a frame also holds the repeat's state.
  case repetition
  /// An iteration that has to be there.
  case neededIteration
  /// One more iteration of a greedy repeat.
  case furtherIteration
  /// What follows a greedy repeat.
  case tail
  /// What follows a lazy repeat, before one more iteration is tried.
  case tailFirst
  /// One more iteration of a lazy repeat.
  case lazyIteration
  case neededPossessiveIteration
  case furtherPossessiveIteration
  case atomic
  case look
  case negativeLook
}

/// Where the matcher goes on when what it tries now has come to an end. 40 bytes.
struct TreeFrame {
  var resumption: TreeResumption
  /// The instruction that made the frame.
  var instruction: Int32
  /// Where in the subject that was.
  var position: Int32
  /// The highest valid mark then.
  var lastMark: Int32
  /// How many marks were saved by the frames before.
  var savedMarks: Int32
  /// The innermost repeat then, as the index of its frame, or -1.
  var innermost: Int32
  /// Of a repeat, where its last optional iteration began, or -1. Of an iteration, the same of the
  /// one before. Of a branch, the alternative that is tried.
  var note: Int32
  /// How many iterations there were.
  var count: Int
}

/// The buffers of one worker.
struct TreeStack: ~Copyable {
  // Invariant: each pointer has room for as many elements as the capacity next to it says. All of
  // them are plain data.
  var text: UnsafeMutablePointer<UInt32>
  private var textCapacity: Int
  var frames: UnsafeMutablePointer<TreeFrame>
  private var frameCapacity: Int
  /// Copies of marks.
  var saved: UnsafeMutablePointer<Int32>
  private var savedCapacity: Int
  /// The marks themselves: positions, or -1.
  var marks: UnsafeMutablePointer<Int32>
  private var markCapacity: Int

  init() {
    textCapacity = 0
    text = .allocate(capacity: 1)
    frameCapacity = 0
    frames = .allocate(capacity: 1)
    savedCapacity = 0
    saved = .allocate(capacity: 1)
    markCapacity = 0
    marks = .allocate(capacity: 1)
  }

  deinit {
    text.deallocate()
    frames.deallocate()
    saved.deallocate()
    marks.deallocate()
  }

  /// Takes in a subject.
  ///
  /// - Parameter subject: Valid UTF-8.
  /// - Returns: How many code points it has.
  mutating func decode(_ subject: UnsafeBufferPointer<UInt8>) -> Int {
    if subject.count > textCapacity {
      text.deallocate()
      textCapacity = max(subject.count, 256)
      text = .allocate(capacity: textCapacity)
    }
    var index = 0
    var count = 0
    while index < subject.count {
      let first = subject[index]
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      var value = UInt32(first)
      if length > 1 {
        value &= 0x7F >> UInt32(length)
        for offset in 1..<length { value = value << 6 | UInt32(subject[index + offset] & 0x3F) }
      }
      text[count] = value
      index += length
      count += 1
    }
    return count
  }

  /// Makes room for the marks of a pattern.
  mutating func reserveMarks(_ count: Int) {
    if count <= markCapacity { return }
    marks.deallocate()
    markCapacity = count
    marks = .allocate(capacity: count)
  }

  /// Makes room for one more frame than `count`.
  @inline(__always)
  mutating func reserveFrame(_ count: Int, _ limits: MatchLimits) throws(RegexMatchError) {
    if count == frameCapacity { try growFrames(limits) }
  }

  /// Makes room for so many saved marks.
  @inline(__always)
  mutating func reserveSaved(_ count: Int, _ limits: MatchLimits) throws(RegexMatchError) {
    if count > savedCapacity { try growSaved(count, limits) }
  }

  private mutating func growFrames(_ limits: MatchLimits) throws(RegexMatchError) {
    let capacity = max(frameCapacity * 2, 64)
    try check(frames: capacity, saved: savedCapacity, limits)
    let larger = UnsafeMutablePointer<TreeFrame>.allocate(capacity: capacity)
    larger.moveInitialize(from: frames, count: frameCapacity)
    frames.deallocate()
    frames = larger
    frameCapacity = capacity
  }

  private mutating func growSaved(
    _ count: Int, _ limits: MatchLimits
  ) throws(RegexMatchError) {
    let capacity = max(savedCapacity * 2, count, 256)
    try check(frames: frameCapacity, saved: capacity, limits)
    let larger = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    larger.moveInitialize(from: saved, count: savedCapacity)
    saved.deallocate()
    saved = larger
    savedCapacity = capacity
  }

  private func check(
    frames: Int, saved: Int, _ limits: MatchLimits
  ) throws(RegexMatchError) {
    let bytes = frames * MemoryLayout<TreeFrame>.stride + saved * MemoryLayout<Int32>.stride
    if bytes / 1024 > Int(limits.heapLimit) { throw .treeMemory }
  }
}
