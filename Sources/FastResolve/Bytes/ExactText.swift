/// A string that compares by its code points, as Python's `str` does.
///
/// `String` holds `"é"` in one scalar and in two for equal; a dictionary of PyTorch's does not, and
/// an inventory in UTF-8 does not.
struct ExactText: Hashable, Sendable {
  let string: String

  init(_ string: String) { self.string = string }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.string.withByteSlice { left in right.string.withByteSlice { left.equals($0) } }
  }

  /// `Hasher` is given one word that stands for all of the bytes: for the keys of rules, some
  /// dozens of bytes long, that is four times as fast as giving it the bytes.
  func hash(into hasher: inout Hasher) {
    hasher.combine(string.withByteSlice { hashBytes($0) })
  }
}
