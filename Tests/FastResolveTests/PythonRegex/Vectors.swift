import Foundation
import Testing

@testable import FastResolve

/// One line of the conformance corpus: what CPython 3.11.7 answered.
struct Vector: Decodable {
  let id: String
  let pattern: String
  let subject: String?
  let match: Bool?
  let error: String?
  let pos: Int?
  let etype: String?
}

/// How a set of vectors came out.
struct Tally {
  var right = 0
  var refused: [String: Int] = [:]
  var wrong: [String] = []

  var refusedCount: Int { refused.values.reduce(0, +) }

  mutating func count(_ vectors: [Vector], by choice: CompiledRegex.Choice = .automatic) {
    let scratch = RegexScratch()
    // Unoptimised, a step takes a hundred times as long.
    let limits = MatchLimits(stepLimit: 2_000_000)
    var compiled: [String: Result<CompiledRegex, PythonRegexError>] = [:]
    for vector in vectors {
      let result =
        compiled[vector.pattern]
        ?? Result { () throws(PythonRegexError) in
          CompiledRegex(try PythonRegex(vector.pattern), limits: limits, choice: choice)
        }
      compiled[vector.pattern] = result
      count(vector, result, scratch)
    }
  }

  private mutating func count(
    _ vector: Vector, _ result: Result<CompiledRegex, PythonRegexError>, _ scratch: RegexScratch
  ) {
    switch result {
    case .failure(let error) where error.kind == .unsupported:
      refused[String(error.message.prefix(60)), default: 0] += 1
    case .failure(let error):
      if error.message == vector.error, error.position == vector.pos,
        error.pythonType == vector.etype ?? "re.error"
      {
        right += 1
      } else {
        note(vector, "\(error.message) at \(error.position.map(String.init) ?? "nil")")
      }
    case .success(let regex):
      guard let subject = vector.subject, let match = vector.match else {
        return note(vector, "accepted")
      }
      do {
        let answer = try regex.matches(subject, scratch)
        if answer == match { right += 1 } else { note(vector, "\(answer)") }
      } catch  where error.kind == .matchLimit {
        refused[error.description, default: 0] += 1
      } catch {
        note(vector, error.description)
      }
    }
  }

  private mutating func note(_ vector: Vector, _ got: String) {
    let want = vector.error.map { "\($0) at \(vector.pos.map(String.init) ?? "nil")" }
    let subject = vector.subject.map(\.debugDescription) ?? ""
    wrong.append(
      "\(vector.id) \(vector.pattern.debugDescription) \(subject): "
        + "want \(want ?? "\(vector.match ?? false)"), got \(got)")
  }
}

extension CompiledRegex {
  /// Matches by every build that is fit for the subject, and insists that they agree.
  func matches(_ subject: String, _ scratch: RegexScratch) throws(RegexMatchError) -> Bool {
    let bytes = Array(subject.utf8)
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    let answers = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(RegexMatchError) in
        let utf8 = try matches(buffer, isASCII: false, scratch: scratch)
        guard isASCII else { return utf8 }
        let ascii = try matches(buffer, isASCII: true, scratch: scratch)
        #expect(ascii == utf8, "the two builds differ on \(subject.debugDescription)")
        return ascii
      }
    }
    return try answers.get()
  }
}

enum RegexVectors {
  static let folder = Fixtures.url("python-re")

  /// The files of the folder of further vectors that the environment names.
  static let extraFiles: [URL] = {
    guard let folder = Fixtures.extra?.appending(path: "python-re") else { return [] }
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "jsonl" }.sorted { $0.path() < $1.path() }
  }()

  static func vectors(_ file: URL) throws -> [Vector] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(Vector.self, from: $0)
    }
  }

  /// The vectors of the package, and the further ones where there are any.
  static func all() throws -> [Vector] {
    let own = ["syntax.jsonl", "fuzz.jsonl", "engine.jsonl"]
    let files = own.map { folder.appendingPathComponent($0) }
    return try (files + extraFiles.filter { !own.contains($0.lastPathComponent) })
      .flatMap { try vectors($0) }
  }
}

@Suite struct VectorTests {
  private func tally(_ file: URL, by choice: CompiledRegex.Choice) throws -> Tally {
    var tally = Tally()
    tally.count(try RegexVectors.vectors(file), by: choice)
    #expect(tally.right > 0)
    #expect(tally.wrong.isEmpty, "\(tally.wrong.prefix(40).joined(separator: "\n"))")
    return tally
  }

  /// The second engine alone gives up on one vector, whose 134,000,000 steps PCRE2 makes in time.
  @Test(arguments: ["syntax", "fuzz", "engine"], CompiledRegex.Choice.allCases)
  func everyVectorIsRight(file: String, choice: CompiledRegex.Choice) throws {
    let url = RegexVectors.folder.appendingPathComponent("\(file).jsonl")
    let tally = try tally(url, by: choice)
    let ceiling = file == "syntax" && choice == .tree ? 1 : 0
    #expect(tally.refusedCount <= ceiling, "\(tally.refused)")
  }

  @Test(arguments: RegexVectors.extraFiles, CompiledRegex.Choice.allCases)
  func everyFurtherVectorIsRight(file: URL, choice: CompiledRegex.Choice) throws {
    _ = try tally(file, by: choice)
  }
}
