// Writes the manual pages of the command: one of its own and one for each subcommand.
//
//   swift Scripts/generate-manual.swift COMMAND FOLDER DATE
//
// COMMAND is the built command; what it says of itself is all there is in the pages. FOLDER is
// there; DATE is YYYY-MM-DD. The plugin of swift-argument-parser does the like, but sets a
// discussion as one paragraph, in which examples and exit statuses are lost, and wants a build of
// its own.

import Foundation

// MARK: - What the command says of itself

/// The members of `--experimental-dump-help` that the pages have use for.
struct Dump: Decodable {
  var command: Subcommand
}

struct Subcommand: Decodable {
  var commandName: String
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [Subcommand]?
  var defaultSubcommand: String?
  var shouldDisplay: Bool
}

struct Argument: Decodable {
  struct Name: Decodable {
    var kind: String
    var name: String
  }

  var kind: String
  var names: [Name]?
  var valueName: String?
  var abstract: String?
  var defaultValue: String?
  var allValues: [String]?
  var isRepeating: Bool
  var shouldDisplay: Bool
}

/// Runs the command and returns what it writes.
func output(of command: String, _ arguments: [String]) throws -> Data {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(filePath: command)
  process.arguments = arguments
  // Help is wrapped at the width of the terminal.
  process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "1000"]) { $1 }
  process.standardOutput = pipe
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else {
    stop("\(command) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
  }
  return data
}

func stop(_ message: String) -> Never {
  FileHandle.standardError.write(Data("error: \(message)\n".utf8))
  exit(1)
}

// MARK: - roff

/// A text with what roff would take for its own escaped.
func roff(_ text: some StringProtocol) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\e"
    case "-": result += "\\-"
    case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
    default: result += "\\[u\(String(format: "%04X", scalar.value))]"
    }
  }
  // At the beginning of a line these two make a request of it.
  return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
}

/// A text with options in bold, and `<values>` in italics.
func highlighted(_ text: some StringProtocol) -> String {
  var text = roff(text)
  for (pattern, replacement) in [
    (#"(?<![\w\\])(\\-\\-[a-z](?:[a-z0-9]|\\-(?=[a-z]))*|\\-[a-zA-Z](?![\w\\]))"#, #"\\fB$1\\fR"#),
    (#"<([^<> ]+)>"#, #"\\fI$1\\fR"#),
  ] {
    text = text.replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
  }
  return text
}

/// A line for each sentence, as roff sets the space behind them.
func sentences(_ text: some StringProtocol) -> String {
  text.replacingOccurrences(
    of: #"(?<=[a-z)>][.?!]) (?=[A-Z])"#, with: "\n", options: .regularExpression
  )
  .split(separator: "\n").map { highlighted($0) }.joined(separator: "\n")
}

/// Lines that stay as they are.
func literal(_ lines: some Sequence<Substring>) -> String {
  let indentation = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
  return ".Bd -literal -offset indent\n"
    + lines.map { roff($0.dropFirst(indentation)) + "\n" }.joined() + ".Ed\n"
}

// MARK: - The parts of a discussion

/// A discussion taken apart: paragraphs, the one of exit statuses, the one of examples.
struct Discussion {
  var description: [Substring] = []
  var exitStatus: Substring?
  var examples: Substring?

  init(_ text: String) {
    for paragraph in text.split(separator: "\n\n") {
      if paragraph.hasPrefix("Exit status: ") {
        exitStatus = paragraph.dropFirst("Exit status: ".count)
      } else if paragraph.hasPrefix("Examples:\n") || paragraph.hasPrefix("Example:\n") {
        examples = paragraph.drop { $0 != "\n" }.dropFirst()
      } else {
        description.append(paragraph)
      }
    }
  }

  /// The paragraphs; lines in them that are indented stay as they are.
  var descriptionText: String {
    description.map { paragraph in
      var text = ""
      var lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false)[...]
      while let first = lines.first {
        let isIndented = first.hasPrefix(" ")
        let run = lines.prefix { $0.hasPrefix(" ") == isIndented }
        lines = lines.dropFirst(run.count)
        text += isIndented ? literal(run) : sentences(run.joined(separator: " ")) + "\n"
      }
      return text
    }.joined(separator: ".Pp\n")
  }

  /// `0; 64 usage; 65 bad rules` as a list.
  var exitStatusText: String? {
    guard let exitStatus else { return nil }
    let text = exitStatus.replacing("\n", with: " ")
    let entries = text.drop { $0 == " " }.split(separator: ";").map { $0.drop { $0 == " " } }
    var list = ".Bl -tag -width Ds\n"
    for entry in entries {
      let number = entry.prefix { $0.isNumber }
      // Not a list after all.
      guard !number.isEmpty else { return sentences(text) + "\n" }
      var meaning = entry.dropFirst(number.count).drop { $0 == " " || $0 == ":" }
      if meaning.last == "." { meaning.removeLast() }
      list += ".It \(number)\n\(highlighted(meaning.isEmpty ? "success" : meaning))\n"
    }
    return list + ".El\n"
  }
}

// MARK: - Pages

struct Manual {
  var command: String
  var date: String
  var version: String
  var root: Subcommand

  var subcommands: [Subcommand] {
    (root.subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  func pageName(_ subcommand: Subcommand? = nil) -> String {
    subcommand.map { "\(root.commandName)-\($0.commandName)" } ?? root.commandName
  }

  func page(_ subcommand: Subcommand?) throws -> String {
    let subject = subcommand ?? root
    let discussion = Discussion(subject.discussion ?? "")
    var page = """
      .Dd \(date)
      .Dt \(pageName(subcommand).uppercased()) 1
      .Os FastResolve \(version)
      .Sh NAME
      .Nm \(pageName(subcommand))
      .Nd \(highlighted(abstract(of: subject)))
      .Sh SYNOPSIS
      \(try synopsis(subcommand)).Sh DESCRIPTION

      """
    page += discussion.descriptionText
    page += options((subject.arguments ?? []).filter(\.shouldDisplay))
    if subcommand == nil { page += commands }
    if let exitStatus = discussion.exitStatusText { page += ".Sh EXIT STATUS\n\(exitStatus)" }
    if let examples = discussion.examples {
      page += ".Sh EXAMPLES\n" + literal(examples.split(separator: "\n"))
    }
    return page + seeAlso(subcommand)
  }

  /// The abstract without its full stop, which `Nd` doesn't have.
  private func abstract(of subject: Subcommand) -> String {
    var abstract = subject.abstract ?? ""
    if abstract.hasSuffix(".") { abstract.removeLast() }
    return abstract
  }

  /// The lines of usage, as the help has them.
  private func synopsis(_ subcommand: Subcommand?) throws -> String {
    let help = String(
      decoding: try output(of: command, ["help"] + (subcommand.map { [$0.commandName] } ?? [])),
      as: UTF8.self)
    let usage = help.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { !$0.hasPrefix("USAGE: ") }.prefix { !$0.isEmpty }
    guard !usage.isEmpty else { stop("the help of \(pageName(subcommand)) has no USAGE") }
    let name = subcommand.map { "\(root.commandName) \($0.commandName)" } ?? root.commandName
    return usage.map { line in
      let line = line.dropFirst(line.hasPrefix("USAGE: ") ? 7 : 0).drop { $0 == " " }
      guard line.hasPrefix(name) else { stop("no usage of '\(name)': \(line)") }
      return ".Nm \(name)\n\(highlighted(line.dropFirst(name.count).drop { $0 == " " }))\n"
    }.joined()
  }

  private func options(_ arguments: [Argument]) -> String {
    guard !arguments.isEmpty else { return "" }
    // The operands come first, as in the help.
    let sorted =
      arguments.filter { $0.kind == "positional" } + arguments.filter { $0.kind != "positional" }
    return ".Sh OPTIONS\n.Bl -tag -width Ds\n"
      + sorted.map { argument in
        let value = argument.valueName.map { "Ar \(roff($0))" } ?? ""
        var item = ".It "
        if argument.kind == "positional" {
          item += value + (argument.isRepeating ? " ..." : "")
        } else {
          let names = (argument.names ?? []).sorted { $0.kind > $1.kind }.map {
            "Fl \($0.kind == "long" ? "\\-" : "")\(roff($0.name))"
          }
          item += names.joined(separator: " , ") + (argument.kind == "option" ? " \(value)" : "")
        }
        return item + "\n" + explanation(of: argument) + "\n"
      }.joined() + ".El\n"
  }

  private func explanation(of argument: Argument) -> String {
    var text = argument.abstract ?? ""
    if let values = argument.allValues, !values.isEmpty, argument.kind == "option" {
      text += " One of \(values.joined(separator: ", "))."
    }
    // Where the text tells it, the value is that of the machine the pages were made on.
    if let value = argument.defaultValue, !text.contains("by default") {
      text += " The default is \(value)."
    }
    return sentences(text)
  }

  private var commands: String {
    ".Sh COMMANDS\n.Bl -tag -width Ds\n"
      + subcommands.map { subcommand in
        ".It Xr \(pageName(subcommand)) 1\n\(sentences(subcommand.abstract ?? ""))\n"
          + (subcommand.commandName == root.defaultSubcommand
            ? "It is what is done where no command is named.\n" : "")
      }.joined() + ".El\n"
  }

  private func seeAlso(_ subcommand: Subcommand?) -> String {
    let others = subcommands.filter { $0.commandName != subcommand?.commandName }.map {
      pageName($0)
    }
    let pages = ((subcommand == nil ? [] : [root.commandName]) + others).sorted()
    return ".Sh SEE ALSO\n" + pages.map { ".Xr \($0) 1" }.joined(separator: " ,\n") + "\n"
  }
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 3, let command = arguments.first else {
  stop("usage: swift Scripts/generate-manual.swift COMMAND FOLDER DATE")
}
let folder = URL(filePath: arguments[2])
let input = DateFormatter()
input.locale = Locale(identifier: "en_US_POSIX")
input.timeZone = TimeZone(identifier: "UTC")
input.dateFormat = "yyyy-MM-dd"
guard let day = input.date(from: arguments[3]) else { stop("'\(arguments[3])' is no date") }
input.dateFormat = "MMMM d, yyyy"

let dump = try JSONDecoder().decode(
  Dump.self, from: output(of: command, ["--experimental-dump-help"]))
let version = String(decoding: try output(of: command, ["--version"]), as: UTF8.self)
let manual = Manual(
  command: command, date: input.string(from: day),
  version: version.trimmingCharacters(in: .whitespacesAndNewlines), root: dump.command)
for subcommand in [nil] + manual.subcommands {
  let file = folder.appending(path: manual.pageName(subcommand) + ".1")
  try manual.page(subcommand).write(to: file, atomically: true, encoding: .utf8)
}
