import Testing

@testable import FastResolve

/// Every way a rule set can be wrong, in the words the user reads.
@Suite struct DictionaryErrorTests {
  @Test(arguments: [
    // The rule set as a whole.
    ("[]", "a rule set is an object, this is an array"),
    ("null", "a rule set is an object, this is null"),
    ("\"int8\"", "a rule set is an object, this is a string"),
    ("8", "a rule set is an object, this is a number"),
    ("true", "a rule set is an object, this is a boolean"),
    // Keys.
    (#"{"object_types":[]}"#, "object_types: unknown key; did you mean 'object_type'?"),
    (#"{"module_names":[]}"#, "module_names: unknown key; did you mean 'module_name'?"),
    (
      #"{"module_name_regexp":[]}"#,
      "module_name_regexp: unknown key; did you mean 'module_name_regex'?"
    ),
    (#"{"module-name":[]}"#, #""module-name": unknown key; did you mean 'module_name'?"#),
    (
      #"{"module_name_object_order":[]}"#,
      "module_name_object_order: unknown key; did you mean 'module_name_object_type_order'?"
    ),
    (#"{"global":"int8"}"#, #"global: unknown key; the global qconfig has the key """#),
    (
      #"{"global_qconfig":"int8"}"#,
      #"global_qconfig: unknown key; the global qconfig has the key """#
    ),
    (
      #"{"version":1}"#,
      #"version: unknown key; the keys are "", object_type, module_name_regex, module_name, "#
        + "module_name_object_type_order"
    ),
    (
      #"{"a \"b\"":1}"#,
      #""a \"b\"": unknown key; the keys are "", object_type, module_name_regex, module_name, "#
        + "module_name_object_type_order"
    ),
    (#"{"":1,"":2}"#, #""": the key stands twice in the rule set"#),
    (
      #"{"module_name":[],"module_name":[]}"#,
      "module_name: the key stands twice in the rule set"
    ),
    // Lists.
    (
      #"{"object_type":{"torch.nn.Linear":"int8"}}"#,
      "object_type: expected a list of [object type, qconfig], found an object"
    ),
    (
      #"{"module_name_regex":"a"}"#,
      "module_name_regex: expected a list of [pattern, qconfig], found a string"
    ),
    (
      #"{"module_name":null}"#,
      "module_name: expected a list of [module path, qconfig], found null"
    ),
    (
      #"{"module_name_object_type_order":1}"#,
      "module_name_object_type_order: expected a list of "
        + "[module path, object type, index, qconfig], found a number"
    ),
    // Entries.
    (
      #"{"object_type":["torch.nn.Linear","int8"]}"#,
      "object_type[0]: expected [object type, qconfig], found a string\n"
        + "object_type[1]: expected [object type, qconfig], found a string"
    ),
    (
      #"{"object_type":[["a",1],{}]}"#,
      "object_type[1]: expected [object type, qconfig], found an object"
    ),
    (
      #"{"object_type":[[]]}"#,
      "object_type[0]: expected [object type, qconfig], found 0 elements"
    ),
    (
      #"{"module_name_regex":[["a"]]}"#,
      "module_name_regex[0]: expected [pattern, qconfig], found 1 element"
    ),
    (
      #"{"module_name":[["a",1,2]]}"#,
      "module_name[0]: expected [module path, qconfig], found 3 elements"
    ),
    (
      #"{"module_name_object_type_order":[["a","b",1]]}"#,
      "module_name_object_type_order[0]: expected [module path, object type, index, qconfig], "
        + "found 3 elements"
    ),
    // Their elements.
    (#"{"object_type":[[null,1]]}"#, "object_type[0][0]: expected a string, found null"),
    (
      #"{"module_name_regex":[["a",1],["b",2],["c",3],[7,4]]}"#,
      "module_name_regex[3][0]: expected a string, found a number"
    ),
    (#"{"module_name":[[["a"],1]]}"#, "module_name[0][0]: expected a string, found an array"),
    (
      #"{"module_name_object_type_order":[[1,"b",0,1]]}"#,
      "module_name_object_type_order[0][0]: expected a string, found a number"
    ),
    (
      #"{"module_name_object_type_order":[["a",true,0,1]]}"#,
      "module_name_object_type_order[0][1]: expected a string, found a boolean"
    ),
    (
      #"{"module_name_object_type_order":[["a","b","0",1]]}"#,
      "module_name_object_type_order[0][2]: expected an integer, found a string"
    ),
    (
      #"{"module_name_object_type_order":[["a","b",1.0,1]]}"#,
      "module_name_object_type_order[0][2]: expected an integer of 64 bits, found 1.0"
    ),
    (
      #"{"module_name_object_type_order":[["a","b",1e0,1]]}"#,
      "module_name_object_type_order[0][2]: expected an integer of 64 bits, found 1e0"
    ),
    (
      #"{"module_name_object_type_order":[["a","b",9223372036854775808,1]]}"#,
      "module_name_object_type_order[0][2]: expected an integer of 64 bits, "
        + "found 9223372036854775808"
    ),
    // Entries that begin as they should.
    (
      #"{"module_name":[["a",1],["b",1,2]]}"#,
      "module_name[1]: expected [module path, qconfig], found 3 elements"
    ),
    (
      #"{"module_name_regex":[["a"]]}"#,
      "module_name_regex[0]: expected [pattern, qconfig], found 1 element"
    ),
    // Not JSON.
    (#"{"module_name":[["a" 1]]}"#, "1:22: expected ',' or ']', found '1'"),
    (#"{"module_name":[["a",1 2]]}"#, "1:24: expected ',' or ']', found '2'"),
    (#"{"module_name":[["a",]]}"#, "1:22: expected a value, found ']'"),
    (#"{"module_name":[["a",1"#, "1:23: expected ',' or ']', found the end"),
    (#"{"module_name":[["a\q",1]]}"#, "1:20: no such escape in a JSON string"),
    (#"{"module_name":[["a",tru]]}"#, "1:22: expected a value, found 't'"),
    ("", "1:1: expected a value, found the end"),
    ("{\"\": \"int8\",\n \"object_type\": [['a', 1]]}", "2:19: expected a value, found '''"),
  ])
  func theMessage(json: String, message: String) {
    expectError(json, message)
  }

  /// One run shows all there is to mend.
  @Test func severalFaultsAreOneError() {
    let json = """
      {"globl": 1, "object_type": [["a", 1], ["b"], [2, 3]], "module_name": {},
       "module_name_object_type_order": [["a", "b", 0.5, 1], 7], "": "int8", "": "int4"}
      """
    expectError(
      json,
      """
      globl: unknown key; the keys are "", object_type, module_name_regex, module_name, \
      module_name_object_type_order
      object_type[1]: expected [object type, qconfig], found 1 element
      object_type[2][0]: expected a string, found a number
      module_name: expected a list of [module path, qconfig], found an object
      module_name_object_type_order[0][2]: expected an integer of 64 bits, found 0.5
      module_name_object_type_order[1]: expected [module path, object type, index, qconfig], \
      found a number
      "": the key stands twice in the rule set
      """
    )
    do {
      _ = try QConfigMapping(json: json)
    } catch {
      #expect(error.source == nil)
      #expect(
        error.faults.map(\.place) == [
          "globl", "object_type[1]", "object_type[2][0]", "module_name",
          "module_name_object_type_order[0][2]", "module_name_object_type_order[1]", "\"\"",
        ])
    }
  }

  @Test func everyFaultNamesTheSource() {
    let error = RulesError(
      source: "rules.json",
      faults: [.init(place: "module_name[0]", message: "one"), .init(place: "", message: "two")])
    #expect(error.description == "rules.json: module_name[0]: one\nrules.json: two")
  }

  /// A text that ends too soon is no rule set, and what was read of it is not judged.
  @Test func whatIsNotJSONIsTheOnlyFault() {
    expectError(
      #"{"object_types":[],"module_name":[["a"],[1,2],"#, "1:47: expected a value, found the end")
  }

  /// A mapping is read from a text and from a value in two ways, which have to find the same faults.
  private func expectError(
    _ json: String, _ message: String, location: SourceLocation = #_sourceLocation
  ) {
    do {
      _ = try QConfigMapping(json: json)
      Issue.record("accepted", sourceLocation: location)
    } catch {
      #expect(error.description == message, sourceLocation: location)
    }
    guard let dictionary = try? JSONValue(parsing: json) else { return }
    do {
      _ = try QConfigMapping.fromDict(dictionary)
      Issue.record("accepted as a value", sourceLocation: location)
    } catch {
      #expect(error.description == message, sourceLocation: location)
    }
  }
}
