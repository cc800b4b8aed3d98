import CBytes
import Testing

@testable import FastResolve

/// Rows that are known with other numbers than those they were resolved with.
@Suite struct OpenRowTests {
  @Test(arguments: 0..<20) func comparisonIsThatOfALoop(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 3300)
    let characters = Array("ab.09/:\t".utf8)
    var same = 0
    for _ in 0..<2000 {
      let count = random.pick([1, 5, 31, 32, 33, 63, 64, 100, 127, 128, 129, 159, 160, 161, 300])
      let row = (0..<count).map { _ in random.pick(characters) }
      var known = row
      for offset in known.indices where random.chance(0.2) && isDigit(known[offset]) {
        known[offset] = UInt8(OPEN_ROW_DIGIT)
      }
      let place = random.below(count)
      if random.chance(0.3) { known[place] = random.pick(characters) }
      if random.chance(0.1) { known[place] = UInt8(OPEN_ROW_DIGIT) }
      let expected = zip(row, known).allSatisfy { byte, was in
        byte == was || was == UInt8(OPEN_ROW_DIGIT) && isDigit(byte)
      }
      // What stands behind doesn't matter.
      func behind(_ count: Int) -> [UInt8] { (0..<count).map { _ in random.pick(characters) } }
      let padding = Int(OPEN_ROW_USUAL)
      #expect(
        (open_row_take(row + behind(padding), [], 0, known + behind(padding), count, nil) != 0)
          == expected)
      if expected { same += 1 }

      // The same behind a lead.
      let lead = behind(random.pick([0, 1, 20, 31, 32, 33, 70]))
      var before = lead
      if random.chance(0.3), !lead.isEmpty {
        before[random.below(lead.count)] = random.pick(characters)
      }
      let whole = lead + row
      var copy = [UInt8](repeating: 0, count: whole.count + padding)
      let copies = random.chance(0.5)
      let isTaken = copy.withUnsafeMutableBufferPointer { copy in
        open_row_take(
          whole + behind(padding), before + behind(padding), lead.count, known + behind(padding),
          count, copies ? copy.baseAddress : nil)
      }
      #expect((isTaken != 0) == (expected && before == lead))
      #expect(
        copies ? Array(copy.prefix(whole.count)) == whole : copy.allSatisfy { $0 == 0 })
    }
    #expect((200...1900).contains(same))
  }

  /// The open row of a path between tabs, its open digits as `#`, and whether it is complete.
  private func open(_ path: String, index: String) -> (text: String, isComplete: Bool) {
    var openRow = OpenRow()
    let text = "op\t\(path)\ttype\t\(index)\n"
    return withSlice(text + String(repeating: "~", count: ByteBuffer.padding)) { slice in
      let row = slice.prefix(text.utf8.count)
      openRow.open(
        row, path: row.dropFirst(3).prefix(path.utf8.count),
        index: row.dropFirst(row.count - 1 - index.utf8.count).prefix(index.utf8.count))
      let bytes = UnsafeBufferPointer(start: openRow.bytes, count: row.count)
      return (
        String(decoding: bytes.map { $0 == 0xFF ? UInt8(ascii: "#") : $0 }, as: UTF8.self),
        openRow.isComplete
      )
    }
  }

  @Test(arguments: [
    ("model.layers.12.fc1", "0", "model.layers.##.fc1", "#"), ("3", "17", "#", "1#"),
    ("a.b", "", "a.b", ""), ("x1.2y.3.4", "305", "x1.2y.#.#", "3##"), ("", "9", "", "#"),
    ("a.007.b", "1x", "a.###.b", "1x"),
  ])
  func opensNumbers(path: String, index: String, openPath: String, openIndex: String) {
    let found = open(path, index: index)
    #expect(found.text == "op\t\(openPath)\ttype\t\(openIndex)\n")
    #expect(found.isComplete)
  }

  @Test(arguments: ["1.2.3.4.5.6.7", "a.123456789.b"]) func leavesNothingOutUnsaid(path: String) {
    #expect(!open(path, index: "0").isComplete)
  }

  /// With the memo and without it the outcome is the same, whatever the rules say of numbers.
  @Test(arguments: 0..<60, ["tsv", "csv", "jsonl", "txt"])
  func sameOutcomeWithoutMemo(seed: UInt64, format: String) throws {
    var cases = NumberCases(seed: seed &* 4 &+ 11_000)
    let rules = try CompiledRules(cases.mapping())
    let texts = (0..<2).map { _ -> String in
      let queries = cases.queries()
      return cases.text(queries + queries, format: format)
    }
    for (threads, chunkBytes) in [(1, 1 << 20), (2, 2500)] {
      var options = BatchOptions()
      options.threads = threads
      options.chunkBytes = chunkBytes
      try BatchRunner(rules, options).expectSameOutcomeWithoutMemory(of: texts, format: format)
    }
  }

  /// The reference resolver says so too.
  @Test(arguments: 0..<60) func sameAsTheReference(seed: UInt64) throws {
    var cases = NumberCases(seed: seed &+ 12_000)
    let mapping = cases.mapping()
    let queries = cases.queries()
    let expected = try ReferenceResolver(mapping).resolve(queries + queries)
    let output = try BatchRunner(mapping).run(tsv: cases.text(queries + queries, format: "tsv"))
    let found = output.split(separator: "\n").dropFirst().map { row in
      String(row.split(separator: "\t", omittingEmptySubsequences: false)[6])
    }
    #expect(found == expected.map { $0.qconfig.cellText })
  }

  /// Layers that no rule tells apart are known by the first one.
  @Test func layersAreKnownByTheFirst() throws {
    var mapping = QConfigMapping()
    mapping.set(.global, to: QConfig(.string("g")))
    mapping.set(.moduleNameRegex(".*\\.layers\\.(?:0|1)\\..*"), to: QConfig(.string("first")))
    mapping.set(.moduleNameRegex(".*mlp\\.\\w+$"), to: QConfig(.string("mlp")))
    mapping.set(.moduleName("model.layers.17.mlp"), to: QConfig(.string("named")))
    let rules = try CompiledRules(mapping)
    let rows = (0..<40).flatMap { layer in
      ["attn.q", "attn.k", "attn", "mlp.fc1", "mlp.fc2", "mlp.act"].map {
        "model.layers.\(layer).\($0)"
      }
    }
    let (labels, known) = recall(rows, rules)
    for (row, label) in zip(rows, labels) {
      let layer = Int(row.split(separator: ".")[2]) ?? 0
      let expected =
        layer < 2
        ? "first" : row.contains(".17.mlp") ? "named" : row.contains("mlp.") ? "mlp" : "g"
      #expect(label == expected, "\(row)")
    }
    // Of 40 layers, two are told from the others by the regex, but not from one another, and part of
    // one by its name; of the others those with one digit and those with two are resolved once.
    #expect(known == 40 * 6 - 6 - 3 - 2 * 6, "\(known)")
  }

  /// What was said of a layer 0 when the first row was another one is not said again of this one's.
  @Test func verdictsAreForgottenWithTheirRows() throws {
    var mapping = QConfigMapping()
    mapping.set(.moduleName("layers.2.mlp"), to: QConfig(.string("other")))
    mapping.set(.moduleName("blocks.0.mlp"), to: QConfig(.string("named")))
    let texts = ["layers", "blocks"].map { "module_path\n\($0).1.mlp.fc1\n\($0).0.mlp.fc1\n" }
    var options = BatchOptions()
    options.threads = 1
    try BatchRunner(try CompiledRules(mapping), options)
      .expectSameOutcomeWithoutMemory(of: texts, format: "tsv")
  }

  /// Rows with the numbers of the row before are asked only for what comes behind these; what a regex
  /// found by a number before them may match hangs on that, too.
  @Test(arguments: [
    ["layers.5.x.3.fc2", "layers.5.x.3.fc1", "layers.7.x.3.fc2", "layers.7.x.3.fc1"],
    ["layers.5.y", "layers.5.x.fc1", "layers.7.y", "layers.7.x.fc1", "layers.7.x.3.fc1"],
    ["layers.5.fc2", "layers.5.x", "layers.7.fc2", "layers.7.x.3", "layers.7.x.3.fc1"],
    ["layers.5.x.3.fc2", "layers.5.x.3.fc1", "layers.7.x.4.fc2", "layers.7.x.3.fc1"],
    ["layers.5.x", "layers.5", "layers.7.x", "layers.7"],
    ["layers.5.x.3", "layers.5.x.3.fc1", "layers.7.x.3", "layers.7.x.3.fc1", "layers.8.x.3.fc1"],
  ])
  func literalsOfNumbersBefore(paths: [String]) throws {
    for pattern in [
      "layers\\.7\\.x\\..*fc1$", "layers\\.7\\.x\\.\\d+\\.fc1", ".*\\.7\\.x\\..*\\.fc1",
      "layers\\.7$", ".*s\\.[67]$",
    ] {
      var mapping = QConfigMapping()
      mapping.set(.global, to: QConfig(.string("g")))
      mapping.set(.moduleNameRegex(pattern), to: QConfig(.string("seven")))
      // One that no path here matches, but for which they are looked at.
      mapping.set(.moduleNameRegex("layers\\.9\\.x"), to: QConfig(.string("nine")))
      // More regexes with the same ends make the number the rarest literal.
      for end in ["a", "b", "c", "d"] {
        mapping.set(.moduleNameRegex("\(end)\\..*fc1$"), to: QConfig(.string(end)))
      }
      let found = recall(paths + paths, try CompiledRules(mapping)).labels
      let regex = CompiledRegex(try PythonRegex(pattern))
      let scratch = RegexScratch()
      let expected = try (paths + paths).map {
        try regex.matches($0, scratch) ? "seven" : "g"
      }
      #expect(found == expected, "\(pattern)")
    }
  }

  /// Rows of which other numbers aren't asked for have one answer with all of them.
  @Test(arguments: 0..<40) func whatIsNotCheckedIsTheSame(seed: UInt64) throws {
    var cases = NumberCases(seed: seed &+ 13_000)
    let rules = try CompiledRules(cases.mapping())
    var checks = NumberChecks(rules)
    var scratch = ResolverScratch(rules)
    var unchecked = 0
    for _ in 0..<150 {
      let path = cases.path()
      let settled = withSlice(path + String(repeating: "~", count: ByteBuffer.padding)) { slice in
        var openRow = OpenRow()
        let path = slice.prefix(path.utf8.count)
        openRow.open(path, path: path, index: .empty)
        _ = rules.follow(path, &scratch)
        let isOpen = openRow.settle(path, scratch.trail, &checks)
        let isChecked = openRow.isChecked
        return isOpen && !isChecked ? Array(openRow.openPath.bytes.buffer) : nil
      }
      guard let open = settled else { continue }
      unchecked += 1
      let digits = open.count { $0 == OpenPath.openDigit }
      func answer(_ path: [UInt8]) -> RuleID? {
        withSlice(String(decoding: path, as: UTF8.self)) { slice in
          var fields = RowFields()
          fields.modulePath = slice
          return try? rules.resolve(fields, &scratch).rule
        }
      }
      let expected = answer(Array(path.utf8))
      for _ in 0..<(digits == 0 ? 0 : digits == 1 ? 30 : 100) {
        let other = open.map { byte in
          byte == OpenPath.openDigit ? UInt8(ascii: "0") + UInt8(cases.random.below(10)) : byte
        }
        let found = answer(other)
        #expect(found == expected, "\(path) and \(String(decoding: other, as: UTF8.self))")
      }
    }
    #expect(unchecked > 10)
  }

  /// Has a memo asked for rows, and takes from the resolver what it doesn't know.
  ///
  /// - Returns: The qconfig of each, and how many the memo knew.
  private func recall(_ paths: [String], _ rules: CompiledRules) -> (labels: [String], known: Int) {
    var memo = RowMemo(byteLimit: 1 << 20, rules)
    var scratch = ResolverScratch(rules)
    let answers = RuleTexts(count: rules.numbering.count) { _, _ in }
    var known = 0
    memo.begin(inputNumber: 0)
    let text = paths.map { $0 + "\n" }.joined()
    let labels = withSlice(text + String(repeating: "~", count: ByteBuffer.padding)) { slice in
      var start = 0
      return paths.map { path -> String in
        let bytes = slice.dropFirst(start).prefix(path.utf8.count + 1)
        start += bytes.count
        let row = KeptRow(
          bytes: bytes, prefixCount: 0, textCount: path.utf8.count,
          path: bytes.prefix(path.utf8.count), index: .empty)
        if let rule = memo.find(row)?.rule {
          known += 1
          return rules.qconfig(rule).cellText
        }
        var fields = RowFields()
        fields.modulePath = row.path
        let decision = (try? rules.resolve(fields, &scratch)) ?? Decision(.none)
        let rule = decision.rule
        memo.insert(decision, answers.place(of: rule.index), scratch.trail)
        return rules.qconfig(rule).cellText
      }
    }
    return (labels, known)
  }

  /// Digits that would be no number in JSON are not taken for one.
  @Test func useNumbersDontBeginWithZero() throws {
    let rules = try CompiledRules(QConfigMapping())
    func text(_ index: String) -> String {
      "{\"module_path\":\"a.1\",\"module_type\":\"T\",\"index\":\(index)}\n"
    }
    var options = BatchOptions()
    options.badRows = .skip
    let outcome = BatchRunner(rules, options).outcome(
      ["12", "15", "05", "5", "0", "10"].map(text).joined(), name: "in.jsonl")
    #expect(outcome.skipped.count == 1)
    #expect(outcome.summary?.rows == 5)
  }
}
