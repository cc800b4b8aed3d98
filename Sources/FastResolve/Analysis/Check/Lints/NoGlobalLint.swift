/// Rule sets without a global qconfig.
enum NoGlobalLint: Lint {
  static let codes: Set<LintCode> = [.noGlobal]

  static func findings(in rules: LintedRules) -> [Finding] {
    // What can't be read may have been meant for it.
    guard rules.mapping.globalQConfig.isNull, rules.reading.faults.isEmpty else { return [] }
    return [
      Finding(
        code: .noGlobal, place: "\"\"",
        message: "what no other rule matches is not quantized: there is no global qconfig",
        order: PlaceOrder(.global, entry: 0))
    ]
  }
}
