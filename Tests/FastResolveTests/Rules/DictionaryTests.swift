import Testing

@testable import FastResolve

@Suite struct DictionaryTests {
  @Test func allKeysAreOptionalAndInAnyOrder() throws {
    let mapping = try QConfigMapping(
      json: #"{"module_name":[["head",null]],"":{"bits":8.0},"object_type":[]}"#)
    let global = try QConfig(json: #"{"bits":8.0}"#)
    #expect(mapping == QConfigMapping().setGlobal(global).setModuleName("head", nil))
    #expect(
      mapping.toDict().compactText == #"{"":{"bits":8.0},"object_type":[],"module_name_regex":[],"#
        + #""module_name":[["head",null]],"module_name_object_type_order":[]}"#)
    #expect(try QConfigMapping(json: "{}") == QConfigMapping())
  }

  @Test func aKeyThatComesAgainKeepsItsPlace() throws {
    let mapping = try QConfigMapping(
      json: """
        {"object_type": [["torch.nn.Linear", 1], ["b", 2], ["torch.nn.modules.linear.Linear", 3]],
         "module_name_regex": [["a", 1], ["b", 2], ["a", null]],
         "module_name": [["a", 1], ["b", 2], ["a", 3], ["a", 4]],
         "module_name_object_type_order":
           [["", "operator.add", 0, 1], ["", "x", 0, 2], ["", "_operator.add", 0, 3]]}
        """)
    #expect(
      mapping.toDict().compactText == #"{"":null,"object_type":[["torch.nn.Linear",3],["b",2]],"#
        + #""module_name_regex":[["a",null],["b",2]],"module_name":[["a",4],["b",2]],"#
        + #""module_name_object_type_order":[["","operator.add",0,3],["","x",0,2]]}"#)
  }

  /// More than are read before room is made for the rest; with white space, escapes, keys that come
  /// again and qconfigs of every kind.
  @Test(arguments: [0, 1, 1023, 1024, 1025, 6000])
  func manyModuleNames(count: Int) throws {
    var generator = SplitMix64(seed: UInt64(count))
    var mapping = QConfigMapping().setGlobal("int8")
    var entries: [String] = []
    for number in 0..<count {
      let path: (text: String, json: String)
      switch generator.below(6) {
      case 0: path = ("é.\(number)", "\\u00e9.\(number)")
      case 1: path = ("\"\\\n\(number % 50)", "\\\"\\\\\\n\(number % 50)")
      case 2: path = ("", "")
      case 3: path = ("layers.\(number % 100)", "layers.\(number % 100)")
      default: path = ("model.layers.\(number).attn", "model.layers.\(number).attn")
      }
      let qconfig = generator.pick([
        "null", #""int8""#, #""fifteen bytes..""#, #""sixteen bytes...""#, "[1, {}]", "-1.50",
        #"{"a" : "é\u0020", "b":[ ]}"#, #""é""#, #""""#,
      ])
      let space = generator.pick(["", " ", "\n\t "])
      entries.append(
        [#"["#, "\"\(path.json)\"", ",", qconfig, "]"].joined(separator: space))
      mapping.set(.moduleName(path.text), to: try QConfig(json: qconfig))
    }
    let text =
      "{\"module_name\": [\(entries.joined(separator: ", "))], \"\": \"int8\", \"object_type\": []}"
    let read = try QConfigMapping(json: text)
    #expect(read == mapping)
    #expect(read.toDict() == mapping.toDict())
    #expect(try QConfigMapping.fromDict(JSONValue(parsing: text)) == mapping)
  }

  @Test func anyQConfigComesThroughAsWritten() throws {
    for qconfig in [
      "null", "true", "1.0", "1E5", "-0", "9007199254740993", "\"\"", "\"null\"", "[]", "[[1]]",
      #"{"b":1,"a":2,"b":3}"#,
    ] {
      let text =
        #"{"":\#(qconfig),"object_type":[["t",\#(qconfig)]],"module_name_regex":[["r",\#(qconfig)]],"#
        + #""module_name":[["m",\#(qconfig)]],"#
        + #""module_name_object_type_order":[["m","t",-3,\#(qconfig)]]}"#
      #expect(try QConfigMapping(json: text).toDict().compactText == text)
    }
  }

  @Test func randomMappingsComeBack() throws {
    var generator = SplitMix64(seed: 20_260)
    var rules = 0
    for _ in 0..<500 {
      let mapping = generator.mapping()
      let dictionary = mapping.toDict()
      let read = try QConfigMapping.fromDict(dictionary)
      #expect(read == mapping)
      #expect(read.toDict() == dictionary)
      #expect(try QConfigMapping(json: mapping.json()) == mapping)
      #expect(try QConfigMapping(json: dictionary.compactText).toDict() == dictionary)
      rules += mapping.ruleCount
    }
    #expect(rules > 5_000)
  }
}

extension RandomNumberGenerator {
  /// A mapping with rules in all tiers, some of them set twice.
  fileprivate mutating func mapping() -> QConfigMapping {
    let types = ["torch.nn.Linear", "torch.nn.modules.linear.Linear", "operator.add", "reshape"]
    var mapping = QConfigMapping()
    for _ in 0..<below(40) {
      let type = chance(0.5) ? ObjectType(pick(types)) : ObjectType(text())
      let key: RuleKey =
        switch below(9) {
        case 0: .global
        case 1, 2: .objectType(type)
        case 3, 4: .moduleNameRegex(text())
        case 5, 6: .moduleName(text())
        default:
          .moduleNameObjectTypeOrder(
            moduleName: text(), objectType: type,
            index: chance(0.8) ? below(4) : pick([-1, .max, .min]))
        }
      mapping.set(key, to: QConfig(jsonValue(depth: 2)))
    }
    return mapping
  }
}
