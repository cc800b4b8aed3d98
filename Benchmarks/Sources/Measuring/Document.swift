#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A table as Markdown has it.
package func table(_ header: [String], _ rows: [[String]]) -> String {
  let lines = [header, header.map { _ in "---" }] + rows
  return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
}

/// Puts `text` between the marks `<!-- name:begin -->` and `<!-- name:end -->` of a document and
/// leaves all else as it is.
package func renew(section name: String, of path: String, with text: String) throws {
  let document = try Measuring.text(of: path)
  let (begin, end) = ("<!-- \(name):begin -->", "<!-- \(name):end -->")
  let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
  guard let first = lines.firstIndex(where: { $0 == begin }),
    let last = lines[first...].firstIndex(where: { $0 == end })
  else { throw MeasuringError("\(path) has no section '\(begin)' ... '\(end)'") }
  let renewed =
    lines[...first].joined(separator: "\n") + "\n\n" + text + "\n"
    + lines[last...].joined(separator: "\n")
  try write(renewed, to: path)
}

/// A chart for a document, beside it in `charts/`.
package func save(chart: String, named name: String, folder: String) throws {
  mkdir(folder, 0o755)
  try write(chart, to: "\(folder)/\(name).svg")
}

/// Today, and the machine that figures come from, in a line.
package func machine() -> String {
  var now = time(nil)
  var today = tm()
  gmtime_r(&now, &today)
  func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
  let date = "\(today.tm_year + 1900)-\(two(today.tm_mon + 1))-\(two(today.tm_mday))"
  func value(of key: String, in path: String, separator: Character) -> String? {
    guard let lines = try? Lines(path) else { return nil }
    while let line = lines.next() {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2, parts[0].split(whereSeparator: \.isWhitespace).joined() == key
      else { continue }
      return String(
        parts[1].trimmingPrefix(while: { $0 == " " || $0 == "\"" })
          .prefix { $0 != "\"" })
    }
    return nil
  }
  let processor = value(of: "modelname", in: "/proc/cpuinfo", separator: ":") ?? "a processor"
  let system = value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "macOS"
  let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
  return "\(date), \(cores) cores of \(processor), \(system)"
}
