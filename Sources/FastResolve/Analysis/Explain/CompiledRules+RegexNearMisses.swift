// What the regexes say of a path, and which of those that don't match come closest.
//
// A regex comes the closer the more characters of the path its pattern has named before it stops:
// `model\.layers\.1\.attn` on `model.layers.11.mlp` has named `model.layers.1`. But first come
// those that one thing alone keeps from matching, as that is more often a mistake than chance: a
// look-around that says no, or a match that begins behind the start of the path, where `re.match`
// doesn't look.

extension CompiledRules {
  /// What each regex says of a path, by position.
  func regexFindings(
    _ path: String
  ) -> (matches: [Int], failures: [OrderedRegexSet.Failure]) {
    withScratch { scratch in
      path.withByteSlice { path in
        _ = follow(path, &scratch)
        return regexes.matchesAndFailures(of: path, &scratch.trail, &scratch.regexes)
      }
    }
  }

  func regexes(
    _ found: (matches: [Int], failures: [OrderedRegexSet.Failure]), _ path: String,
    nearMisses: Int
  ) -> Explanation.Regexes {
    var result = Explanation.Regexes()
    result.count = regexes.count
    result.matches = found.matches.map { entry(.moduleNameRegex($0)) }
    result.failures = found.failures.map {
      .init(entry: entry(.moduleNameRegex($0.position)), reason: $0.error.description)
    }
    if nearMisses == 0 { return result }
    let known = Set(found.matches + found.failures.map(\.position))
    let others = (0..<regexes.count).filter { !known.contains($0) }
    result.nearMisses = Self.nearMisses(
      others.map { ($0, mapping.moduleNameRegexes.keys[$0].string) }, path, atMost: nearMisses,
      limits: matchLimits
    ).map { RegexNearMiss(entry: entry(.moduleNameRegex($0)), reason: $1) }
    return result
  }

  /// How many characters a regex has to have named to be worth a word.
  private static let leastAgreed = 3

  /// The regexes that come closest to matching a path.
  ///
  /// - Parameters:
  ///   - patterns: Patterns of which none matches the path, each with its position.
  ///   - path: The path.
  ///   - count: How many to find at the most.
  ///   - limits: How much work a match may be.
  static func nearMisses(
    _ patterns: [(position: Int, pattern: String)], _ path: String, atMost count: Int,
    limits: MatchLimits
  ) -> [(position: Int, reason: RegexNearMiss.Reason)] {
    var single: [NearMiss] = []
    var stopped: [NearMiss] = []
    let text = path.unicodeScalars.map(\.value)
    let starts = text.indices.filter { $0 > 0 && text[$0 - 1] == UInt32(UInt8(ascii: ".")) }
    for (position, pattern) in patterns {
      guard let regex = try? PythonRegex(pattern), let program = PartialProgram(regex),
        let outcome = PartialMatcher.walk(program, text)
      else { continue }
      switch outcome {
      // The engine has said that it doesn't, and the engine is right.
      case .matched: continue
      case .ruledOut(let stop):
        single.append(NearMiss(position, .ruledOut(stop), stop.agreed))
      case .stopped(let stop):
        let later = program.beginsWithAnything ? nil : later(program, text, starts)
        if let later, matches(regex, text[later.start...], limits) {
          single.append(NearMiss(position, .beginsLater(position: later.start), later.agreed))
        } else {
          stopped.append(NearMiss(position, .stopped(stop), stop.agreed))
        }
      }
    }
    single = single.filter { $0.agreed >= leastAgreed }.sorted(by: NearMiss.isCloser)
    stopped = stopped.filter { $0.agreed >= leastAgreed }.sorted(by: NearMiss.isCloser)
    if let best = stopped.first { stopped = stopped.filter { $0.agreed * 2 >= best.agreed } }
    return (single + stopped).prefix(count).map { ($0.position, $0.reason) }
  }

  private struct NearMiss {
    let position: Int
    let reason: RegexNearMiss.Reason
    let agreed: Int

    init(_ position: Int, _ reason: RegexNearMiss.Reason, _ agreed: Int) {
      self.position = position
      self.reason = reason
      self.agreed = agreed
    }

    static func isCloser(_ one: NearMiss, _ other: NearMiss) -> Bool {
      (other.agreed, one.position) < (one.agreed, other.position)
    }
  }

  /// The first segment of a path, but for the very first, from which on a pattern matches.
  private static func later(
    _ program: PartialProgram, _ text: [UInt32], _ starts: [Int]
  ) -> (start: Int, agreed: Int)? {
    for start in starts {
      if case .matched(let agreed) = PartialMatcher.walk(program, Array(text[start...])) {
        return (start, agreed)
      }
    }
    return nil
  }

  /// Whether a regex matches a text, as the engine says.
  private static func matches(
    _ regex: PythonRegex, _ text: ArraySlice<UInt32>, _ limits: MatchLimits
  ) -> Bool {
    let scalars = String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init))
    return (try? RegexMatcher(regex, limits: limits).matches(String(scalars))) ?? false
  }
}
