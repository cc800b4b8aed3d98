/// The fields of one query as the hot path holds them: slices of the row they stand in.
struct RowFields: BitwiseCopyable {
  var operation: NodeOperation = .callModule
  var model: ByteSlice = .empty
  var modulePath: ByteSlice = .empty
  var moduleType: ByteSlice = .empty
  var target: ByteSlice = .empty
  /// The use number, or `noIndex` where it is to be counted.
  var index = noIndex

  /// No use has this number.
  static let noIndex = Int.min
}

extension NodeOperation {
  /// The operation of this name; the empty name is the default, `call_module`.
  ///
  /// Compared longest-lived first: in an inventory nearly every row is a `call_module`.
  // Transparent for the reason that `RowCells.read` is.
  @_transparent
  init?(_ name: ByteSlice) {
    if name.isEmpty || name.equals("call_module") {
      self = .callModule
    } else if name.equals("call_function") {
      self = .callFunction
    } else if name.equals("call_method") {
      self = .callMethod
    } else if name.equals("get_attr") {
      self = .getAttribute
    } else if name.equals("placeholder") {
      self = .placeholder
    } else if name.equals("output") {
      self = .output
    } else {
      return nil
    }
  }
}
