import CInstructionCounter
import SystemPackage

/// Counts the instructions that the calling thread retires, where the system lets one: Linux on
/// hardware whose counters are not hidden. Virtual machines and containers mostly hide them.
struct InstructionCounter: ~Copyable {
  private let descriptor: FileDescriptor

  private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Opens a counter for the calling thread.
  ///
  /// - Throws: `Errno`, why there is none.
  static func open() throws(Errno) -> InstructionCounter {
    let descriptor = instruction_counter_open()
    guard descriptor >= 0 else { throw Errno(rawValue: -descriptor) }
    let counter = InstructionCounter(FileDescriptor(rawValue: descriptor))
    // A counter that can be opened is not always one that counts.
    guard let count = counter.count, count > 0 else { throw Errno.notSupported }
    return counter
  }

  deinit { try? descriptor.close() }

  /// The instructions since the counter was opened, or `nil` where it can't be read.
  var count: Int? {
    let count = instruction_counter_read(descriptor.rawValue)
    return count < 0 ? nil : Int(count)
  }
}
