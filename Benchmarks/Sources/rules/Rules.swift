// How long a rule set takes from its file until it can be asked, by stage, and how long the command
// takes from its start to the first byte of an answer.
//
// Many short runs, and the median of them with the least and the most: on a machine that others use
// too, the least says more of the program and the most more of the machine.

import ArgumentParser
import FastResolve

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@main
struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Times rule sets from file to answers, and the start of the command.",
    discussion: """
      Stages: reading the file and making a QConfigMapping of its bytes; compiling the mapping to \
      CompiledRules; giving both back; and, as the command does it, CompiledRules of the file, whose \
      regexes are compiled while the rest is read. With --command also the whole process, with an \
      inventory of one row: from its start to the first byte of output, and to its end.
      """)

  @Option(help: "How many runs of each.")
  var runs = 21

  @Option(help: "The qresolve-batch to start.")
  var command: String?

  @Argument(help: "Rule sets.")
  var rules: [String]

  func run() throws {
    print("| rules | count | stage | median | spread |")
    print("|---|---|---|---|---|")
    for file in rules {
      let name = file.split(separator: "/").last ?? ""
      let count = try QConfigMapping(contentsOf: .init(file)).ruleCount
      for (stage, times) in try stages(of: file) {
        let times = times.sorted()
        print(
          "| \(name) | \(count) | \(stage) | \(text(times[times.count / 2])) ms "
            + "| \(text(times[0]))-\(text(times[times.count - 1])) ms |")
      }
    }
  }

  private func stages(of file: String) throws -> [(stage: String, times: [Duration])] {
    var reading: [Duration] = []
    var compiling: [Duration] = []
    var ready: [Duration] = []
    var freeing: [Duration] = []
    var firstByte: [Duration] = []
    var end: [Duration] = []
    for _ in 0..<max(runs, 1) {
      let start = ContinuousClock.now
      var mapping: QConfigMapping? = try QConfigMapping(contentsOf: .init(file))
      let read = ContinuousClock.now
      var compiled: CompiledRules? = try mapping.map { try CompiledRules($0) }
      let isReady = ContinuousClock.now
      // Otherwise the optimizer may let go of them as soon as they are made.
      withExtendedLifetime((mapping, compiled)) {}
      let beforeFreeing = ContinuousClock.now
      compiled = nil
      mapping = nil
      freeing.append(ContinuousClock.now - beforeFreeing)
      let beforeBoth = ContinuousClock.now
      let both = try CompiledRules(contentsOf: .init(file))
      ready.append(ContinuousClock.now - beforeBoth)
      withExtendedLifetime(both) {}
      reading.append(read - start)
      compiling.append(isReady - read)
      if let command {
        let times = try startCommand(command, file)
        firstByte.append(times.firstByte)
        end.append(times.end)
      }
    }
    let inside = [
      ("read the mapping", reading), ("compile it", compiling), ("give them back", freeing),
      ("ready from the file", ready),
    ]
    return command == nil
      ? inside : inside + [("command, first byte", firstByte), ("command, end", end)]
  }

  /// Runs the command on one row and times it.
  private func startCommand(
    _ command: String, _ file: String
  ) throws -> (firstByte: Duration, end: Duration) {
    let input = try makePipe()
    let output = try makePipe()
    defer { for descriptor in [input.read, output.read] { close(descriptor) } }
    let path = "features\n"
    guard write(input.write, path, path.utf8.count) == path.utf8.count, close(input.write) == 0
    else {
      throw ValidationError("the pipe can't be written")
    }
    let start = ContinuousClock.now
    let child = try spawn(
      [command, "--quiet", "--input-format", "txt", "--rules", file, "-"], input.read, output.write)
    close(output.write)
    var byte: UInt8 = 0
    guard read(output.read, &byte, 1) == 1 else { throw ValidationError("\(command) says nothing") }
    let firstByte = ContinuousClock.now - start
    while read(output.read, &byte, 1) == 1 {}
    var status: Int32 = 0
    waitpid(child, &status, 0)
    return (firstByte, ContinuousClock.now - start)
  }

  private func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ValidationError("no pipe can be had") }
    return (ends[0], ends[1])
  }

  private func spawn(_ arguments: [String], _ input: Int32, _ output: Int32) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addclose(&actions, output)
    let words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    guard posix_spawn(&child, arguments[0], &actions, nil, words, environ) == 0 else {
      throw ValidationError("\(arguments[0]) can't be started")
    }
    return child
  }

  private func text(_ time: Duration) -> String {
    "\((time / .milliseconds(1) * 100).rounded() / 100)"
  }
}
