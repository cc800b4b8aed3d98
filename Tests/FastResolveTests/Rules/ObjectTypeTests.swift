import Testing

@testable import FastResolve

@Suite struct ObjectTypeTests {
  static func torchSpellings() throws -> [(spelling: String, canonical: String)] {
    let table = try JSONValue(parsing: Fixtures.bytes("torch-tables/torch_aliases.json"))
    guard case .object(let members) = table else { return [] }
    return members.compactMap { member in
      guard case .string(let canonical) = member.value else { return nil }
      return (member.name, canonical)
    }
  }

  @Test func allSpellingsOfTorchAreKnown() throws {
    let table = try Self.torchSpellings()
    #expect(table.count == 556)
    for (spelling, canonical) in table {
      let type = ObjectType(spelling)
      #expect(type.canonicalName == canonical)
      #expect(type == ObjectType(canonical))
      #expect(type.hashValue == ObjectType(canonical).hashValue)
      #expect(type.name == spelling)
      #expect(type.spellings.first == canonical)
      #expect(type.spellings.contains(spelling))
      #expect(ObjectType(canonical).spellings == type.spellings)
    }
  }

  @Test func differentObjectsStayApart() throws {
    let canonical = Set(try Self.torchSpellings().map(\.canonical))
    #expect(Set(canonical.map { ObjectType($0) }).count == canonical.count)
    #expect(ObjectType("torch.nn.Linear") != "torch.nn.Conv2d")
    #expect(ObjectType("torch.nn.Linear") != "Linear")
    #expect(ObjectType("torch.nn.linear") != "torch.nn.Linear")
  }

  @Test(arguments: ["", "reshape", "my.module.Linear", "torch.nn.Linear "])
  func aStrangerStandsForItself(name: String) {
    #expect(ObjectType(name).canonicalName == name)
    #expect(ObjectType(name).spellings == [name])
    #expect(ObjectType(name).description == name)
  }

  /// The Kelvin sign is canonically equivalent to the letter K, but is another character.
  @Test func namesCompareByCodePoint() {
    let type = ObjectType("torch.nn.\u{212A}LDivLoss")
    #expect(type.name == "torch.nn.KLDivLoss")
    #expect(type != "torch.nn.KLDivLoss")
    #expect(ExactText(type.canonicalName) == ExactText(type.name))
    #expect(ObjectType("m.\u{E9}") != ObjectType("m.e\u{301}"))
  }
}
