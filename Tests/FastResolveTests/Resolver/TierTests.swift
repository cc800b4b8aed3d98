import Testing

@testable import FastResolve

/// The five tiers and how they override one another, a row at a time.
@Suite struct TierTests {
  struct Case: CustomTestStringConvertible {
    var about: String
    var mapping: QConfigMapping
    var query: Query
    var qconfig: QConfig
    var rule: Rule

    init(
      _ about: String, _ mapping: QConfigMapping, _ query: Query, _ qconfig: QConfig, _ rule: Rule
    ) {
      self.about = about
      self.mapping = mapping
      self.query = query
      self.qconfig = qconfig
      self.rule = rule
    }

    var testDescription: String { about }
  }

  static let all = QConfigMapping()
    .setGlobal("g")
    .setObjectType("my.Block", "t")
    .setObjectType("f", "f")
    .setModuleNameRegex("a.*", "r")
    .setModuleName("a.b", "n")
    .setModuleNameObjectTypeOrder("a.b", "my.Block", 1, "o")
    .setModuleNameObjectTypeOrder("a.b", "f", 0, "of")

  static func module(_ path: String, _ type: String = "", _ index: Int? = nil) -> Query {
    Query(modulePath: path, moduleType: type, index: index)
  }

  static func call(
    _ operation: NodeOperation, _ path: String, _ type: String, _ target: String,
    _ index: Int? = nil
  ) -> Query {
    Query(
      operation: operation, modulePath: path, moduleType: type, target: target, index: index)
  }

  static let cases: [Case] = [
    Case("nothing matches", QConfigMapping(), module("a"), nil, .none),
    Case("the global", all, module("x"), "g", .global),
    Case("the type is above the global", all, module("x", "my.Block"), "t", .objectType(0)),
    Case("a regex is above the type", all, module("a", "my.Block"), "r", .moduleNameRegex(0)),
    Case("a name is above a regex", all, module("a.b", "my.Block"), "n", .moduleName(0)),
    Case("a name reaches down", all, module("a.b.c.d", "my.Block"), "n", .moduleName(0)),
    Case(
      "the order is above all", all, module("a.b.c", "my.Block", 1), "o",
      .moduleNameObjectTypeOrder(0)),
    Case("another index", all, module("a.b.c", "my.Block", 0), "n", .moduleName(0)),
    Case("a far index", all, module("a.b.c", "my.Block", 7), "n", .moduleName(0)),
    Case(
      "the order is the parent's alone", all, module("a.b.c.d", "my.Block", 1), "n", .moduleName(0)),
    Case(
      "a function's order is its module's", all, call(.callFunction, "a.b", "", "f", 0), "of",
      .moduleNameObjectTypeOrder(1)),
    Case("a method has no order", all, call(.callMethod, "a.b", "", "f", 0), "n", .moduleName(0)),
    Case(
      "an attribute has no order", all, call(.getAttribute, "a.b.c", "my.Block", "", 1), "n",
      .moduleName(0)),
    Case("a function's own rule", all, call(.callFunction, "x", "", "f"), "f", .objectType(1)),
    Case("a method's own rule", all, call(.callMethod, "x", "", "f"), "f", .objectType(1)),
    Case(
      "the module's type is above the function", all, call(.callFunction, "x", "my.Block", "f"),
      "t", .objectType(0)),
    Case(
      "an attribute has no target", all, call(.getAttribute, "x", "", "f"), "g", .global),
    Case("a module has no target", all, call(.callModule, "x", "", "f"), "g", .global),
    Case("an input", all, call(.placeholder, "a.b", "my.Block", "f"), nil, .none),
    Case("an output", all, call(.output, "a.b", "my.Block", "f"), nil, .none),
    Case(
      "null is a value: a regex", QConfigMapping().setGlobal("g").setModuleNameRegex("a", nil),
      module("a"), nil, .moduleNameRegex(0)),
    Case(
      "null is a value: a type", QConfigMapping().setGlobal("g").setObjectType("T", nil),
      module("a", "T"), nil, .objectType(0)),
    Case(
      "null is a value: a nearer name",
      QConfigMapping().setModuleName("a", "n").setModuleName("a.b", nil), module("a.b.c"), nil,
      .moduleName(1)),
    Case(
      "null is a value: the first regex",
      QConfigMapping().setModuleNameRegex("a", nil).setModuleNameRegex("a.*", "r"), module("ab"),
      nil, .moduleNameRegex(0)),
    Case("a global null is no rule", QConfigMapping().setGlobal(nil), module("a"), nil, .none),
    Case(
      "a regex is anchored at the start", QConfigMapping().setModuleNameRegex("b", "r"),
      module("a.b"), nil, .none),
    Case(
      "and not at the end", QConfigMapping().setModuleNameRegex("layers.1", "r"),
      module("layers.11"), "r", .moduleNameRegex(0)),
    Case(
      "a regex is tried on the root", QConfigMapping().setModuleNameRegex(".*", "r"), module(""),
      "r", .moduleNameRegex(0)),
    Case(
      "a replaced regex keeps its place",
      QConfigMapping().setModuleNameRegex("a", "1").setModuleNameRegex("a.*", "2")
        .setModuleNameRegex("a", "3"), module("ab"), "3", .moduleNameRegex(0)),
    Case(
      "the empty name never matches", QConfigMapping().setModuleName("", "n"), module(""), nil,
      .none),
    Case(
      "not even below", QConfigMapping().setModuleName("", "n"), module(".a"), nil, .none),
    Case(
      "a name is cut at dots, not before them", QConfigMapping().setModuleName("layers.1", "n"),
      module("layers.11"), nil, .none),
    Case("a..b", QConfigMapping().setModuleName("a", "n"), module("a..b"), "n", .moduleName(0)),
    Case("a.", QConfigMapping().setModuleName("a", "n"), module("a."), "n", .moduleName(0)),
    Case(".a", QConfigMapping().setModuleName("a", "n"), module(".a"), nil, .none),
    Case(
      ".a has its own rule", QConfigMapping().setModuleName(".a", "n"), module(".a.b"), "n",
      .moduleName(0)),
    Case(
      "a dot alone", QConfigMapping().setModuleName(".", "n"), module("..a"), "n", .moduleName(0)),
    Case(
      "a public spelling in the rule", QConfigMapping().setObjectType("torch.nn.Linear", "t"),
      module("a", "torch.nn.modules.linear.Linear"), "t", .objectType(0)),
    Case(
      "a public spelling in the row",
      QConfigMapping().setObjectType("torch.nn.modules.linear.Linear", "t"),
      module("a", "torch.nn.Linear"), "t", .objectType(0)),
    Case(
      "no subclass, no prefix", QConfigMapping().setObjectType("torch.nn.Linear", "t"),
      module("a", "torch.nn.Linear2"), nil, .none),
    Case(
      "an order rule by another spelling",
      QConfigMapping().setModuleNameObjectTypeOrder("", "operator.add", 2, "o"),
      call(.callFunction, "", "", "_operator.add", 2), "o", .moduleNameObjectTypeOrder(0)),
    Case(
      "the parent of a top module is the root",
      QConfigMapping().setModuleNameObjectTypeOrder("", "T", 0, "o"), module("conv", "T", 0), "o",
      .moduleNameObjectTypeOrder(0)),
    Case(
      "the parent of the root is the root",
      QConfigMapping().setModuleNameObjectTypeOrder("", "T", 0, "o"), module("", "T", 0), "o",
      .moduleNameObjectTypeOrder(0)),
    Case(
      "one scalar and two are different paths", QConfigMapping().setModuleName("\u{E9}", "n"),
      module("e\u{301}"), nil, .none),
    Case(
      "NUL is a character", QConfigMapping().setModuleName("a\u{0}b", "n"), module("a\u{0}b.c"),
      "n", .moduleName(0)),
  ]

  @Test(arguments: cases)
  func theTiers(_ one: Case) throws {
    let answer = try CompiledRules(one.mapping).resolve(one.query)
    #expect(answer == Answer(qconfig: one.qconfig, rule: one.rule))
    #expect(try ReferenceResolver(one.mapping).resolve([one.query]) == [answer])
  }

  @Test func ruleNamesArePositionsOfTheDictionaryForm() throws {
    let rules = try CompiledRules(Self.all)
    for tier in RuleTier.allCases {
      for (position, entry) in Self.all.rules(in: tier).enumerated() {
        let id = rules.numbering.id(tier, position)
        #expect(rules.qconfig(id) == entry.qconfig)
        #expect(rules.numbering.rule(id).tier == tier)
        #expect(rules.numbering.rule(id).position == position)
        #expect(rules.numbering.ids(of: tier)[position] == id)
        #expect(rules.numbering.rank(id) == rules.numbering.numbers(of: tier).lowerBound + position)
      }
    }
    #expect(Rule.moduleNameObjectTypeOrder(1).description == "module_name_object_type_order[1]")
    #expect(Rule.objectType(2).description == "object_type[2]")
    #expect("\(Rule.none) \(Rule.global)" == "none global")
  }

  @Test func aBadRegexIsAFaultWithItsPlace() {
    let mapping = QConfigMapping().setModuleNameRegex("a", "1").setModuleNameRegex("(", "2")
      .setModuleNameRegex("b)", "3")
    let error = #expect(throws: RulesError.self) { try CompiledRules(mapping) }
    #expect(
      error?.faults.map(\.place) == ["module_name_regex[1][0]", "module_name_regex[2][0]"])
  }
}
