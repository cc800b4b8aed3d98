import Testing

@testable import FastResolve

@Suite struct RuleTextsTests {
  /// Texts of all lengths, some longer than the blocks they lie in, and one that is empty.
  private static func text(_ number: Int) -> String {
    if number == 13 { return "" }
    return "\(number):" + String(repeating: "x", count: number % 100 == 7 ? 40_000 : number % 97)
  }

  /// Of few rules and of many, whose texts are made under several locks.
  @Test(arguments: [1, 8], [700, 1100])
  func eachTextIsMadeOnce(threads: Int, count: Int) {
    let made = Locked(Array(repeating: 0, count: count))
    let texts = RuleTexts(count: count) { rule, text in
      made.withLock { $0[rule.index] += 1 }
      text.append(Array(Self.text(rule.index).utf8))
    }
    let wrong = Locked(0)
    JoinedThread.run(threads, stackBytes: 1 << 20) { thread in
      for round in 0..<3 {
        for step in 0..<count {
          // Each thread in an order of its own; one rule is never asked for.
          let number = (step * (4 * thread + 3) + round) % count
          if number == 500 { continue }
          let isRight = texts[number].text == Self.text(number)
          if !isRight { wrong.withLock { $0 += 1 } }
        }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
    #expect(made.withLock { $0 } == (0..<count).map { $0 == 500 ? 0 : 1 })
  }

  /// Those that have room in a cell, and those that haven't.
  @Test func aBufferTakesThem() {
    let texts = RuleTexts(count: 300) { rule, text in
      text.append(Array(Self.text(rule.index).utf8))
    }
    var buffer = ByteBuffer(capacity: 1)
    var expected = ""
    for number in 0..<300 {
      buffer.append(texts.place(of: number))
      expected += Self.text(number)
    }
    #expect(buffer.slice.text == expected)
  }

  @Test func theInputsOfARunShareThem() throws {
    let rules = try CompiledRules(QConfigMapping().setGlobal("a,b").setModuleName("m", nil))
    let texts = AnswerTexts(rules: rules, format: .csv)
    let both = texts.texts(of: [.bytes([0x2C]), .qconfig, .bytes([0x2C]), .name])
    #expect(both[0].text == ",null,none")
    #expect(both[1].text == #","a,b",global"#)
    #expect(both[2].text == ",null,module_name[0]")
    #expect(texts.texts(of: [.bytes([0x2C]), .qconfig, .bytes([0x2C]), .name]) === both)
    let names = texts.texts(of: [.name])
    #expect(names !== both)
    #expect(names[2].text == "module_name[0]")
  }
}
