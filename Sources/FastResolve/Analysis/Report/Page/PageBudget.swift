/// How many bytes each part of a page's data may take.
///
/// A report of any inventory fits into a page that opens fast and can be sent by mail. What doesn't
/// fit is the rare: it is summed up, and the page says how much that is.
struct PageBudget {
  /// The rules, the deciding ones and the others, with their qconfigs.
  var rules: Int
  /// The models, the module types and the findings: each. What is left is for the tree of module
  /// paths.
  var list: Int

  /// - Parameter bytes: What all parts may take together.
  init(bytes: Int) {
    rules = bytes / 4
    list = bytes / 10
  }
}

/// As many values of a list as fit.
struct FittingList {
  /// The values, with commas between.
  private(set) var json = ScriptJSON()
  private let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  /// Adds a value if it fits.
  ///
  /// - Returns: Whether it does.
  mutating func add(_ body: (inout ScriptJSON) -> Void) -> Bool {
    var value = ScriptJSON()
    body(&value)
    guard json.bytes.count + value.bytes.count + 1 <= bytes else { return false }
    json.append(value)
    return true
  }
}
