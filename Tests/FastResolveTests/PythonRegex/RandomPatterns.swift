@testable import FastResolve

/// Random patterns and subjects over few characters, so that they meet often.
struct RandomPatterns {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private static let characters = ["a", "b", "A", "k", "\\.", "0", "\\n", "é", "ſ"]
  private static let sets = [
    ".", "\\w", "\\W", "\\d", "\\s", "[ab]", "[^a]", "[A-b]", "[k]", "[\\s\\S]", "[^\\w\\W]",
    "[aA]",
  ]

  mutating func pattern() -> String {
    let flags = random.pick(["", "", "", "(?i)", "(?ai)", "(?s)", "(?m)", "(?im)"])
    return flags + alternatives(depth: 3)
  }

  private mutating func alternatives(depth: Int) -> String {
    (0..<(random.chance(0.25) ? random.below(2) + 2 : 1)).map { _ in sequence(depth: depth) }
      .joined(separator: "|")
  }

  private mutating func sequence(depth: Int) -> String {
    (0..<random.below(4) + (depth == 3 ? 1 : 0)).map { _ in repeated(depth: depth) }.joined()
  }

  private mutating func repeated(depth: Int) -> String {
    if random.chance(0.12) { return random.pick(["^", "$", "\\Z", "\\b", "\\B", "\\A"]) }
    let item = item(depth: depth)
    guard random.chance(0.3) else { return item }
    return item + random.pick(["*", "+", "?", "{2}", "{1}", "{0}", "{1,2}", "{2,}", "{0,2}"])
      + random.pick(["", "", "?", "+"])
  }

  private mutating func item(depth: Int) -> String {
    guard depth > 0, random.chance(0.35) else {
      return random.chance(0.25) ? random.pick(Self.sets) : random.pick(Self.characters)
    }
    let opening = random.pick([
      "(?:", "(?:", "(", "(?=", "(?!", "(?>", "(?i:", "(?-i:", "(?<=", "(?<!", "(?s:",
    ])
    if opening.hasPrefix("(?<") {
      // Of fixed width.
      return opening + (0..<random.below(3)).map { _ in random.pick(Self.characters) }.joined()
        + ")"
    }
    return opening + alternatives(depth: depth - 1) + ")"
  }

  mutating func subject() -> String {
    let characters = ["a", "b", "A", "B", "k", "K", ".", "0", "\n", "é", "É", "ſ", "\u{212A}"]
    let common = ["a", "b", "A", "k", ".", "0"]
    let set = random.chance(0.3) ? characters : common
    return (0..<random.below(7)).map { _ in random.pick(set) }.joined()
  }
}
