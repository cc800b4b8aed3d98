// Module paths that no module has: patterns, odd dots, the root's.
//
// There may be 100,000 of them, and nearly all are as they should be; they are looked at as bytes.

/// Keys by module path that can't be a module's.
enum ModulePathLint: Lint {
  static let codes: Set<LintCode> = [.patternAsPath, .oddPath, .rootModuleName]

  static func findings(in rules: LintedRules) -> [Finding] {
    var findings: [Finding] = []
    let names = rules.mapping.moduleNames
    for position in 0..<names.count {
      let path = names.key(at: position)
      let rule = Rule.moduleName(position)
      if path.isEmpty {
        findings.append(
          rules.finding(
            .rootModuleName, rule, element: 0, "the module name \"\" never applies"))
      } else if let finding = finding(path, of: rule, rules) {
        findings.append(finding)
      }
    }
    for (position, key) in rules.mapping.objectTypeOrders.keys.enumerated() {
      let rule = Rule.moduleNameObjectTypeOrder(position)
      let finding = key.moduleName.string.withByteSlice { path -> Finding? in
        // Here the empty path is the root's.
        path.isEmpty ? nil : Self.finding(path, of: rule, rules)
      }
      if let finding { findings.append(finding) }
    }
    return findings
  }

  private static func finding(_ path: ByteSlice, of rule: Rule, _ rules: LintedRules) -> Finding? {
    let dot = UInt8(ascii: ".")
    var mark: UInt8?
    var isOdd = isSpace(path[0]) || isSpace(path[path.count - 1]) || path[path.count - 1] == dot
    var last = dot
    for byte in path.buffer {
      if isMark[Int(byte)], mark == nil { mark = byte }
      if byte == dot, last == dot { isOdd = true }
      last = byte
    }
    if let mark { return patternFinding(path.text, mark, rule, rules) }
    if !isOdd { return nil }
    var finding = rules.finding(
      .oddPath, rule, element: 0, "no module has the path \(JSONValue.string(path.text))")
    finding.suggestion = mended(path.text)
    return finding
  }

  private static func patternFinding(
    _ path: String, _ mark: UInt8, _ rule: Rule, _ rules: LintedRules
  ) -> Finding {
    let mark = "'\(Character(Unicode.Scalar(mark)))'"
    var finding = rules.finding(
      .patternAsPath, rule, element: 0,
      "\(mark) stands for itself in \(JSONValue.string(path)), which is a path and no pattern")
    for ending in [".*", "*", ".**"] where path.hasSuffix(ending) {
      let parent = String(path.dropLast(ending.count))
      guard !parent.isEmpty, !parent.utf8.contains(where: { isMark[Int($0)] }),
        mended(parent) == parent
      else { continue }
      // `encoder*` may have been meant for `encoder1` too, so that nothing is said of it.
      if ending == "*", rule.tier == .moduleName, !parent.hasSuffix(".") { continue }
      finding.suggestion = parent
      if rule.tier == .moduleName { finding.message += "; \(parent) covers all below it" }
      break
    }
    return finding
  }

  /// The path without empty segments and without white space around it; `nil` where nothing is
  /// left.
  private static func mended(_ path: String) -> String? {
    let bytes = path.utf8.drop(while: isSpace)
    let trimmed = String(Substring(bytes).reversed().drop { $0.isWhitespace }.reversed())
    let segments = trimmed.split(separator: ".")
    return segments.isEmpty ? nil : segments.joined(separator: ".")
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static let isMark: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for byte in "*?+[](){}\\^$|".utf8 { table[Int(byte)] = true }
    return table
  }()
}
