/// A place in a program.
struct ProgramPoint: BitwiseCopyable, Equatable {
  var regex: UInt32
  /// The instruction, or what is known of the regex whatever comes.
  var instruction: UInt32
  /// How many characters of the instruction are done.
  var doneCount: UInt32 = 0

  /// It is a candidate.
  static let candidate = UInt32.max
  /// It matches if its conditions are met.
  static let conditional = UInt32.max - 1
  /// The text of condition `doneCount`, its own and maybe others', was found.
  static let found = UInt32.max - 2
  /// It matches, and that is to be noted.
  static let match = UInt32.max - 3

  @inline(__always)
  static func < (left: Self, right: Self) -> Bool {
    if left.regex != right.regex { return left.regex < right.regex }
    if left.instruction != right.instruction { return left.instruction < right.instruction }
    return left.doneCount < right.doneCount
  }
}
