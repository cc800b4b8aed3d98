/// A string that compares by its code points, as Python's `str` does.
///
/// `String` holds `"é"` in one scalar and in two for equal; a dictionary of PyTorch's does not, and
/// an inventory in UTF-8 does not.
struct ExactText: Hashable, Sendable {
  let string: String

  init(_ string: String) { self.string = string }

  static func == (left: ExactText, right: ExactText) -> Bool {
    left.string.utf8.elementsEqual(right.string.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
