import CBytes

/// Finds the end of the last whole row of what was read so far, each byte looked at once.
struct RowBoundary {
  /// The offset behind the last whole row, or the start.
  private(set) var end: Int
  private var start: Int
  private var scanned: Int
  private var state = CSVState.fieldStart

  init(start: Int = 0) {
    self.start = start
    end = start
    scanned = start
  }

  /// Goes on to the end of the bytes, behind which `ByteBuffer.padding` more can be read.
  ///
  /// - Returns: How many bytes the whole rows take.
  mutating func advance(_ bytes: ByteSlice, _ format: InputFormat?) -> Int {
    let new = bytes.dropFirst(scanned)
    if format == .csv, state == .quoted || new.firstOffset(of: UInt8(ascii: "\"")) != nil {
      // A quote makes a newline part of a field, and whether it does depends on all before it.
      advanceThroughQuotes(bytes)
    } else if let newline = new.lastOffset(of: 0x0A) {
      end = scanned + newline + 1
      state = .fieldStart
      advanceState(past: bytes.dropFirst(end))
    } else {
      advanceState(past: new)
    }
    scanned = bytes.count
    return end - start
  }

  /// Takes bytes into account that hold neither a quote nor a newline, outside of quotes.
  private mutating func advanceState(past bytes: ByteSlice) {
    guard !bytes.isEmpty else { return }
    state = bytes[bytes.count - 1] == UInt8(ascii: ",") ? .fieldStart : .unquoted
  }

  /// Takes the bytes from `scanned` on into account, whatever they hold.
  private mutating func advanceThroughQuotes(_ bytes: ByteSlice) {
    // All that is between the bytes looked for changes the state as one byte does.
    let stride = 4096
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: stride + 4) { offsets in
      guard let found = offsets.baseAddress else { return }
      var next = scanned
      var high: UInt64 = 0
      for from in Swift.stride(from: scanned, to: bytes.count, by: stride) {
        let count = byte_offsets(
          bytes.start, from, min(from + stride, bytes.count), UInt8(ascii: "\""),
          UInt8(ascii: ","), 0x0A, found, &high)
        for place in 0..<count {
          let offset = Int(found[place])
          if offset > next { state = state.after(0x20) }
          if bytes[offset] == 0x0A, state != .quoted { end = offset + 1 }
          state = state.after(bytes[offset])
          next = offset + 1
        }
      }
      if next < bytes.count { state = state.after(0x20) }
    }
  }
}
