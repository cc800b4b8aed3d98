import CBytes
import Testing

@testable import FastResolve

/// The fast ways through rows against the slow ones.
@Suite struct ReaderTests {
  @Test(arguments: 0..<40)
  func offsetsAreThoseOfALoop(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let alphabet: [UInt8] = [0x09, 0x0A, 0x0D, 0x1F, 0x20, 0x22, 0x2C, 0x5C, 0x61, 0x00, 0x7F]
    let isASCII = seed % 2 == 0
    var bytes = (0..<(300 + random.below(300))).map { _ in
      !isASCII && random.chance(0.05) ? UInt8(0xC3) : random.pick(alphabet)
    }
    let count = bytes.count
    bytes += Array(repeating: 0x41, count: 64)
    for _ in 0..<40 {
      let to = random.below(count + 1)
      let from = random.below(to + 1)
      for isControls in [false, true] {
        var offsets = [UInt32](repeating: 0, count: to - from + 4)
        var high: UInt64 = 0
        let found =
          isControls
          ? byte_offsets_and_controls(bytes, from, to, 0x22, 0x5C, &offsets, &high)
          : byte_offsets(bytes, from, to, 0x09, 0x2C, 0x0A, &offsets, &high)
        let expected = (from..<to).filter { offset in
          let byte = bytes[offset]
          return isControls
            ? byte == 0x22 || byte == 0x5C || byte < 0x20 : [0x09, 0x2C, 0x0A].contains(byte)
        }
        #expect(offsets.prefix(Int(found)).map(Int.init) == expected)
        if bytes[from..<to].contains(where: { $0 >= 0x80 }) { #expect(high != 0) }
        if isASCII { #expect(high == 0) }
      }
    }
  }

  /// Tables whose rows mix what the fast way reads with what it leaves: the answer of each row is
  /// that of its path alone.
  @Test(arguments: 0..<60)
  func tablesOfAllSorts(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 77)
    let isCSV = seed % 2 == 0
    let rules = try CompiledRules(QConfigMapping().setModuleName("a", "A").setGlobal("G"))
    let columns = 1 + random.below(5)
    let pathColumn = random.below(columns)
    let names = (0..<columns).map { $0 == pathColumn ? "module_path" : "c\($0)" }
    let separator = isCSV ? "," : "\t"
    let texts = ["a", "a.b", "b", "", "é", "x\u{1F600}y", String(repeating: "long", count: 300)]
    let quoted = ["a,b", "q\"q", "l\nl", "\"", "a"]
    var text = names.joined(separator: separator) + "\n"
    var expected: [String] = []
    for _ in 0..<(20 + random.below(300)) {
      let cells = (0..<columns).map { _ in
        isCSV && random.chance(0.2) ? random.pick(quoted) : random.pick(texts)
      }
      let isWrong = random.chance(0.05)
      let written = cells.map { cell in
        isCSV && (cell.contains { "\",\n".contains($0) } || random.chance(0.3))
          ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }
      text += (isWrong ? written + ["x"] : written).joined(separator: separator)
      text += random.chance(0.1) ? "\r\n" : "\n"
      // A blank line in a table of one column is the root.
      if isWrong { continue }
      let path = cells[pathColumn]
      expected.append(path == "a" || path.hasPrefix("a.") ? "A" : "G")
    }
    // Without its newline a blank row of one column is no row.
    if columns > 1, random.chance(0.5) { text.removeLast() }
    for chunkBytes in [1, 700, 1 << 20] {
      var options = BatchOptions()
      options.chunkBytes = chunkBytes
      options.threads = 2
      options.badRows = .skip
      options.selection = ["qconfig"]
      options.writesHeader = false
      options.outputFormat = .tsv
      let outcome = BatchRunner(rules, options).outcome(text, name: isCSV ? "in.csv" : "in.tsv")
      #expect(outcome.error == nil)
      #expect(outcome.output.split(separator: "\n").map(String.init) == expected)
    }
  }

  /// Rows of JSON in shapes that come and go, against the values they were made of: `""` and a
  /// number in a string are indexes too, and come out as they went in.
  @Test(arguments: 0..<60)
  func rowsOfJSONInManyShapes(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed) + 991)
    let rules = try CompiledRules(QConfigMapping().setModuleName("a", "A"))
    let columns = ["module_path", "module_type", "index", "other"]
    let spaces = ["", " ", "  ", "\t"]
    var text = ""
    var expected: [String] = []
    var names = ["module_path", "module_type", "index"]
    var space = (random.pick(spaces), random.pick(spaces), random.pick(spaces))
    for _ in 0..<300 {
      if random.chance(0.05) {
        names = ["module_path", "module_type", "index", "op", "other", "model"].shuffled(
          using: &random)
        names = names.filter { $0 == "module_path" || random.chance(0.7) }
        space = (random.pick(spaces), random.pick(spaces), random.pick(spaces))
      }
      let path = random.pick([
        "a", "a.b", "b", "", "é", "a\\u002eb", "\\u0061", "a\\nb", "layers.1",
      ])
      let type = random.pick(["T", "", "\\u0054", "U", "T\\\\"])
      let index = random.pick(["0", "3", "12", "null", "\"3\"", "\"\""])
      let isBroken = random.chance(0.03)
      let values = names.map { name in
        switch name {
        case "module_path":
          isBroken ? random.pick(["\"a\u{1}\"", "\"a", "\"\\x\""]) : "\"\(path)\""
        case "module_type": "\"\(type)\""
        case "index": index
        case "op": random.pick(["\"\"", "\"call_module\"", "null"])
        case "other":
          random.pick(["1.5e3", "-0", "\"x\"", "true", "false", "null", "[1, {}]", "{}", "007"])
        default: "\"m\""
        }
      }
      let members = zip(names, values).map { "\"\($0)\"\(space.0):\(space.1)\($1)" }
      let line = "{" + space.2 + members.joined(separator: "," + space.1) + space.2 + "}"
      text += line + random.pick(["\n", "\n", "\n", "\r\n", " \n", "\n\n"])
      if isBroken || values.contains("007") { continue }
      let answer = ["a", "\\u0061", "a.b", "a\\u002eb"].contains(path) ? "\"A\"" : "null"
      let cells = columns.map { column in
        "\"\(column)\":\(names.firstIndex(of: column).map { values[$0] } ?? "null")"
      }
      expected.append("{\(cells.joined(separator: ",")),\"qconfig\":\(answer)}")
    }
    for chunkBytes in [1, 2000, 1 << 20] {
      var options = BatchOptions()
      options.chunkBytes = chunkBytes
      options.threads = 2
      options.badRows = .skip
      options.selection = columns + ["qconfig"]
      let outcome = BatchRunner(rules, options).outcome(text, name: "in.jsonl")
      #expect(outcome.error == nil)
      #expect(outcome.output.split(separator: "\n").map(String.init) == expected)
    }
  }
}
