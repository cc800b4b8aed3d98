import Testing

@testable import FastResolve

/// Rows that come again, and rows that only look as if they did: with the memo and without it, the
/// outcome is the same.
@Suite struct RowMemoTests {
  /// An inventory of models with much the same modules, in one of the formats.
  private struct Repeating {
    var random: SplitMix64
    let format: String
    let columns: [String]
    /// The rows of a model but for its name, as cells by column.
    var rows: [[String]]

    init(seed: Int, format: String) {
      var cases = RandomCases(seed: UInt64(seed) &+ 5000)
      self.format = format
      let all = ["model", "op", "module_path", "module_type", "target", "index"]
      columns =
        switch cases.random.below(4) {
        case 0: all.shuffled(using: &cases.random)
        case 1: ["module_path", "module_type"]
        default: all
        }
      let indexed = cases.random.pick([0, 0.3, 1])
      rows = []
      for query in cases.queries(cases.random.pick([3, 12, 40]), indexed: indexed) {
        rows.append(
          columns.map { column in
            switch column {
            case "op": query.operation.rawValue
            case "module_path": query.modulePath
            case "module_type": query.moduleType
            case "target": query.target
            case "index": query.index.map(String.init) ?? ""
            default: ""
            }
          })
      }
      random = cases.random
    }

    mutating func text() -> String {
      var text = ["tsv": line(columns, "model"), "csv": line(columns, "model")][format] ?? ""
      for _ in 0..<12 {
        let model = random.pick(["m0", "m1", "a/m", "é", "", "m,0", "m\"1", "m"])
        var rows = rows
        if random.chance(0.3) { rows.remove(at: random.below(rows.count)) }
        if random.chance(0.3) { rows.swapAt(0, random.below(rows.count)) }
        for row in rows { text += line(row, model) }
      }
      if random.chance(0.3) { text.removeLast() }
      return text
    }

    private mutating func line(_ row: [String], _ model: String) -> String {
      // Now and then what is no row: a cell too many, half of one, what could be the rest of
      // another.
      if !text(row, model).isEmpty, random.chance(0.02) {
        let whole = text(row, model)
        return random.pick([
          String(whole.dropFirst(random.below(4))), model + whole, whole + whole, "\n",
          String(whole.dropLast(2)) + "\n",
        ])
      }
      let ending = random.chance(0.1) ? "\r\n" : "\n"
      return text(row, model) + ending
    }

    private mutating func text(_ row: [String], _ model: String) -> String {
      var cells = zip(columns, row).map { $0 == "model" && $1.isEmpty ? model : $1 }
      switch format {
      case "tsv": return cells.joined(separator: "\t")
      case "csv":
        for column in cells.indices
        where cells[column].contains(where: { ",\"".contains($0) }) || random.chance(0.05) {
          cells[column] = "\"" + cells[column].replacing("\"", with: "\"\"") + "\""
        }
        return cells.joined(separator: ",")
      default:
        let space = random.chance(0.05) ? " " : ""
        var members = zip(columns, cells).map { name, cell in
          if name == "index" { return "\"index\": \(cell.isEmpty ? "null" : cell)" }
          var value = cell.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
          if random.chance(0.02) { value = value.replacing("m", with: "\\u006d") }
          return "\"\(name)\":\(space) \"\(value)\""
        }
        if random.chance(0.02) { members.append("\"rule\": 1") }
        return "\(space){" + members.joined(separator: ", ") + "\(space)}"
      }
    }
  }

  @Test(arguments: 0..<30, ["tsv", "csv", "jsonl"])
  func sameOutcomeWithoutIt(seed: Int, format: String) throws {
    var cases = RandomCases(seed: UInt64(seed) + 3000)
    let rules = try CompiledRules(cases.mapping())
    var inventory = Repeating(seed: seed, format: format)
    // Two inputs of other columns: what is kept of one is nothing to the other.
    var second = Repeating(seed: seed + 1000, format: format)
    let inputs = [inventory.text(), inventory.text(), second.text()]
    for selection in [nil, ["qconfig", "rule"], ["module_path", "rule"]] {
      for (threads, chunkBytes) in [(1, 1 << 20), (1, 700), (2, 2500)] {
        var options = BatchOptions()
        options.badRows = .skip
        options.threads = threads
        options.chunkBytes = chunkBytes
        options.selection = selection
        // Without a selection, inputs have to have the same columns.
        let texts = selection == nil ? Array(inputs.prefix(2)) : inputs
        try BatchRunner(rules, options).expectSameOutcomeWithoutMemory(of: texts, format: format)
      }
    }
  }

  /// Uses that bring their number are known, and counted all the same: those behind them are counted
  /// past them. With another number they are others.
  @Test func usesWithNumbersAreCounted() throws {
    let mapping = QConfigMapping()
      .setModuleNameObjectTypeOrder("a", "T", 2, "third")
      .setModuleNameObjectTypeOrder("a", "T", 12, "thirteenth")
    let rows = [
      ("x", "0", "null"), ("y", "1", "null"), ("z", "", "third"), ("v", "12", "thirteenth"),
      ("v", "13", "null"), ("x", "0", "null"), ("y", "12", "thirteenth"),
    ]
    let text =
      "model\tmodule_path\tmodule_type\tindex\n"
      + (0..<4).flatMap { model in rows.map { "m\(model)\ta.\($0.0)\tT\t\($0.1)\n" } }.joined()
    let output = try BatchRunner(mapping).run(tsv: text)
    let found = output.split(separator: "\n").dropFirst().map { row in
      String(row.split(separator: "\t", omittingEmptySubsequences: false)[4])
    }
    #expect(found == (0..<4).flatMap { _ in rows.map(\.2) })
  }

  // MARK: The memo by itself

  /// What is printed behind a row: the number of its rule.
  private let answers = RuleTexts(count: 512) { rule, text in
    text.append(Array("\(rule.number)".utf8))
  }

  private let rules: CompiledRules
  /// Rules that name so many numbers that no row is left open.
  private let manyNames: CompiledRules

  init() throws {
    rules = try CompiledRules(QConfigMapping())
    var names = QConfigMapping()
    for number in 0...NumberedPaths.most { names.set(.moduleName("n.\(number)"), to: "q") }
    manyNames = try CompiledRules(names)
  }

  private func memo(byteLimit: Int, opensNumbers: Bool = true) -> RowMemo {
    let memo = RowMemo(byteLimit: byteLimit, opensNumbers ? rules : manyNames)
    let areMade = memo.checks.areMade
    #expect(areMade == opensNumbers)
    return memo
  }

  /// Makes a row of a text whose path, if it is asked for one, is all behind the prefix but for the
  /// newline.
  private func withRow<T>(
    _ text: String, prefixCount: Int, hasPath: Bool = false, _ body: (KeptRow) -> T
  ) -> T {
    withSlice(text + String(repeating: "~", count: ByteBuffer.padding)) { slice in
      let count = slice.count - ByteBuffer.padding
      let row = slice.prefix(count)
      return body(
        KeptRow(
          bytes: row, prefixCount: prefixCount, textCount: max(count - 1, 0),
          path: row.dropFirst(prefixCount).prefix(hasPath ? count - 1 - prefixCount : 0),
          index: .empty))
    }
  }

  /// Asks for a row, and keeps it if it isn't known.
  private func recall(
    _ memo: inout RowMemo, _ text: String, prefixCount: Int, _ rule: UInt32, hasPath: Bool = false
  ) -> (known: RuleID?, accepted: Bool) {
    withRow(text, prefixCount: prefixCount, hasPath: hasPath) { row in
      guard memo.accepts(row) else { return (nil, false) }
      let known = memo.find(row)?.rule
      if known == nil { memo.insert(RuleID(rule), answers.place(of: Int(rule)), isOpen: false) }
      return (known, true)
    }
  }

  @Test(arguments: [20_000, 1 << 20], [true, false])
  func whatItKnowsIsRight(byteLimit: Int, opensNumbers: Bool) {
    var memo = self.memo(byteLimit: byteLimit, opensNumbers: opensNumbers)
    var random = SplitMix64(seed: UInt64(byteLimit))
    var truth: [String: UInt32] = [:]
    var known = 0
    memo.begin(inputNumber: 0)
    for _ in 0..<20_000 {
      let number = random.below(400)
      let place = number % 3 == 0 ? "a.much.longer.place.than.others.have." : ""
      let rest = "\(place)layers.\(number).\(random.pick(["q", "k", "v.w", ""]))\n"
      let rule = truth[rest] ?? UInt32(random.below(50))
      truth[rest] = rule
      let answer = recall(&memo, "m\t" + rest, prefixCount: 2, rule).known
      if let answer {
        known += 1
        #expect(answer.number == rule)
      }
    }
    #expect(known > (byteLimit < 1 << 20 ? 500 : 17_000), "\(known)")
  }

  @Test func theNextRowIsKnownByWhatCameBefore() {
    var memo = self.memo(byteLimit: 1 << 20)
    var output = ByteBuffer()
    let rows = ["a\tx\n", "b\tx\n", "c\n"]
    memo.begin(inputNumber: 0)
    for (number, row) in rows.enumerated() {
      _ = recall(&memo, "m1\t" + row, prefixCount: 3, UInt32(number))
    }
    // Another model with the same rows.
    #expect(recall(&memo, "m2\ta\tx\n", prefixCount: 3, 9).known == RuleID(0))
    func next(_ text: String, left: Int? = nil) -> RowMemo.Known? {
      withSlice(text + String(repeating: "~", count: ByteBuffer.padding)) { slice in
        memo.takeNext(slice.start, left: left ?? text.utf8.count, &output, copies: false)
      }
    }
    // The bytes of the row asked for last are gone by now, so its name is read anew for each
    // question.
    func asked(_ text: String, left: Int? = nil) -> RowMemo.Known? {
      withRow("m2\ta\tx\n", prefixCount: 3) { row in
        // Else it would be a row that came after itself.
        memo.begin(inputNumber: 0)
        #expect(memo.find(row)?.rule == RuleID(0))
        return next(text, left: left)
      }
    }
    #expect(asked("m3\tb\tx\n") == nil)
    #expect(asked("m2\tb\ty\n") == nil)
    #expect(asked("m2\tb\tx") == nil)
    #expect(asked("m2\tb\tx\n", left: 6) == nil)
    let known = asked("m2\tb\tx\nmore")
    #expect(known?.rule == RuleID(1))
    #expect(known?.count == 7)
    #expect(known?.textCount == 6)
    // Behind a row that isn't kept, and in another chunk, none comes next.
    #expect(asked("m2\tb\tx\n") != nil)
    withRow("m2\ta\tx\n", prefixCount: 3) { row in
      memo.begin(inputNumber: 0)
      _ = memo.find(row)
      memo.skip()
      #expect(next("m2\tb\tx\n") == nil)
      _ = memo.find(row)
      memo.begin(inputNumber: 0)
      #expect(next("m2\tb\tx\n") == nil)
    }
    // Of another input nothing is known.
    memo.begin(inputNumber: 1)
    #expect(recall(&memo, "m2\ta\tx\n", prefixCount: 3, 5).known == nil)
  }

  /// Rows of one hash: a few are kept, the others resolved anew, and none is taken for another.
  @Test func rowsOfOneHashAreToldApart() {
    var memo = self.memo(byteLimit: 1 << 20)
    memo.begin(inputNumber: 0)
    var known = 0
    for _ in 0..<2 {
      for number in 100..<400 {
        // The hash of digits comes around after sixteen: there the same ones cancel one another.
        let digits = String(number)
        let row = "m\t\(digits)00000.00000000.\(digits)\n"
        let answer = recall(&memo, row, prefixCount: 2, UInt32(number), hasPath: true).known
        if let answer {
          known += 1
          #expect(answer.number == number)
        }
      }
    }
    #expect((8...20).contains(known), "\(known)")
  }

  /// After a row, either of the two that came last is known without a look at the table.
  @Test func twoRowsMayComeNext() {
    var memo = self.memo(byteLimit: 1 << 20)
    var output = ByteBuffer()
    var counts: [Bool: Int] = [:]
    memo.begin(inputNumber: 0)
    for row in ["a", "b", "a", "c", "a", "b", "a", "c", "a", "b"] {
      let text = row + "\n"
      let known = withSlice(text + String(repeating: "~", count: ByteBuffer.padding)) {
        memo.takeNext($0.start, left: text.utf8.count, &output, copies: false)?.rule
      }
      if let known { #expect(known.number == UInt32(row.utf8.first ?? 0)) }
      if known == nil { _ = recall(&memo, text, prefixCount: 0, UInt32(row.utf8.first ?? 0)) }
      counts[known == nil, default: 0] += 1
    }
    #expect(counts == [true: 5, false: 5])
  }

  @Test func wholeRowsAreNotMixedWithRests() {
    var memo = self.memo(byteLimit: 1 << 20)
    memo.begin(inputNumber: 0)
    #expect(recall(&memo, "m\ta\n", prefixCount: 2, 1).accepted)
    #expect(!recall(&memo, "a\n", prefixCount: 0, 1).accepted)
    #expect(!recall(&memo, String(repeating: "a", count: 5000) + "\n", prefixCount: 2, 1).accepted)
    memo.begin(inputNumber: 1)
    #expect(recall(&memo, "a\n", prefixCount: 0, 1).accepted)
    #expect(!recall(&memo, "m\ta\n", prefixCount: 2, 1).accepted)
  }

  @Test func itStepsAsideWhereNothingComesAgain() {
    var memo = self.memo(byteLimit: 1 << 20)
    var asked = 0
    for _ in 0..<200 {
      if memo.isAsked { asked += 1 }
      memo.end(rows: 10_000, copied: 0, found: 0)
    }
    // After pauses of 16, 32 and 64 trials.
    #expect(asked == 5)
    // Another input may be another matter.
    memo.begin(inputNumber: 1)
    let isAskedOfAnother = memo.isAsked
    #expect(isAskedOfAnother)
    memo.end(rows: 10_000, copied: 0, found: 0)
    asked = 0
    while !memo.isAsked {
      memo.end(rows: 10_000, copied: 0, found: 0)
      asked += 1
    }
    #expect(asked == 16)
    for _ in 0..<50 {
      memo.end(rows: 10_000, copied: 1500, found: 500)
      let isAsked = memo.isAsked
      #expect(isAsked)
    }
    var small = self.memo(byteLimit: 1000)
    small.begin(inputNumber: 1)
    let isAskedWithoutRoom = small.isAsked
    #expect(!isAskedWithoutRoom)
  }
}
