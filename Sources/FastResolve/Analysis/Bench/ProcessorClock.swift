#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The time that processors have worked, not that which has gone by: what else runs on the machine
/// takes none of it, but for what it drives out of the caches.
///
/// To read it is a call of the system, some hundreds of nanoseconds.
enum ProcessorClock {
  /// That for the calling thread, in seconds.
  static var threadSeconds: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

  /// That for all threads of the process, in seconds.
  static var processSeconds: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
