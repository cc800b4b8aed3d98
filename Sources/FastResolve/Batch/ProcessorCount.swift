#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The processors of the machine.
enum ProcessorCount {
  /// How many are at work.
  static var active: Int { Int(sysconf(CInt(_SC_NPROCESSORS_ONLN))) }
}
