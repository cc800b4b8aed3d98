// Rules on the order of object types that never apply.
//
// Uses are counted from 0, modules by their type in the module they lie in, functions in the module
// whose code calls them; calls of methods are not counted at all. A type without a dot is the name
// of a method or of one of Python's builtin functions; torch's functions have qualified names.

/// Order rules whose index or type can't occur.
enum OrderRuleLint: Lint {
  static let codes: Set<LintCode> = [.negativeIndex, .orderOfMethod]

  static func findings(in rules: LintedRules) -> [Finding] {
    var findings: [Finding] = []
    for (position, key) in rules.mapping.objectTypeOrders.keys.enumerated() {
      let rule = Rule.moduleNameObjectTypeOrder(position)
      if key.index < 0 {
        findings.append(
          rules.finding(
            .negativeIndex, rule, element: 2, "uses are counted from 0, never \(key.index)"))
      }
      if isMethod(key.objectType.name) {
        findings.append(
          rules.finding(
            .orderOfMethod, rule, element: 1,
            "\(key.objectType) is a method, and calls of methods are not counted"))
      }
    }
    return findings
  }

  /// Whether a name is surely a method's: a plain word in lower case, and no function of Python's.
  private static func isMethod(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) || first == 0x5F else {
      return false
    }
    return name.utf8.allSatisfy { CodePointSet.asciiWord.contains(UInt32($0)) }
      && !builtins.contains(name)
  }

  /// Python 3.11's builtin functions and types.
  private static let builtins = Set(
    """
    abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile \
    complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals \
    hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min \
    next object oct open ord pow print property range repr reversed round set setattr slice sorted \
    staticmethod str sum super tuple type vars zip __import__
    """.split(separator: " ").map(String.init))
}
