@testable import FastResolve

extension RandomNumberGenerator {
  /// A JSON value of any kind: opaque qconfigs are to survive whatever they are.
  mutating func jsonValue(depth: Int = 3) -> JSONValue {
    switch below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .bool(chance(0.5))
    case 2:
      return .number(
        pick(["0", "-0", "1", "1.0", "1E5", "1e+5", "-12.50e-3", "9007199254740993", "1e999"]))
    case 3, 4: return .string(text())
    case 5: return .array((0..<below(4)).map { _ in jsonValue(depth: depth - 1) })
    default:
      return .object((0..<below(4)).map { _ in .init(text(), jsonValue(depth: depth - 1)) })
    }
  }

  /// A short text with what is hard about texts: escapes, controls, several planes, composition.
  mutating func text() -> String {
    let pieces = [
      "a", "b.c", "0", "\"", "\\", "/", "\n", "\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}",
      "日", "😀", "\u{FEFF}", "\u{2028}", "null", " ",
    ]
    return (0..<below(5)).map { _ in pick(pieces) }.joined()
  }
}
