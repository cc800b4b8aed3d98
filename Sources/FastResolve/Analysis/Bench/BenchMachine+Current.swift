import CPCRE2

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension BenchMachine {
  /// This machine.
  ///
  /// - Parameter version: That of the library.
  init(version: String) {
    self.init(
      version: version, pcre2: Self.pcre2Version, system: Self.systemName,
      processor: Self.processorName, cores: ProcessorCount.active,
      isDebugBuild: Self.isDebugBuild)
  }

  private static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private static var pcre2Version: String {
    var text = [UInt8](repeating: 0, count: 64)
    let length = text.withUnsafeMutableBytes { buffer in
      pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), buffer.baseAddress)
    }
    // Behind the number stands a date.
    return String(decoding: text.prefix(max(0, Int(length) - 1)), as: UTF8.self)
      .split(separator: " ").first.map(String.init) ?? ""
  }

  /// A text of `uname`.
  private static func text(_ member: KeyPath<utsname, String>) -> String {
    var name = utsname()
    return uname(&name) == 0 ? name[keyPath: member] : ""
  }

  private static var systemName: String { text(\.system) + " " + text(\.version) }

  private static var processorName: String {
    #if canImport(Darwin)
      var size = 0
      let key = "machdep.cpu.brand_string"
      guard sysctlbyname(key, nil, &size, nil, 0) == 0, size > 1 else { return text(\.hardware) }
      var name = [UInt8](repeating: 0, count: size)
      guard sysctlbyname(key, &name, &size, nil, 0) == 0 else { return text(\.hardware) }
      return String(decoding: name.prefix(size - 1), as: UTF8.self)
    #else
      let known = try? String(decoding: readFile("/proc/cpuinfo"), as: UTF8.self)
      let line = known?.split(separator: "\n").first { $0.hasPrefix("model name") }
      let name = line?.split(separator: ":", maxSplits: 1).last
      return name.map { $0.drop { $0 == " " || $0 == "\t" } }.map(String.init) ?? text(\.hardware)
    #endif
  }
}

extension utsname {
  fileprivate var system: String { Self.text(sysname) }
  fileprivate var version: String { Self.text(release) }
  fileprivate var hardware: String { Self.text(machine) }

  /// The text in an array of C, which Swift takes for a tuple.
  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
