import Testing

@testable import FastResolve

/// The rule sets that torch answered, which set many keys twice, read as a dictionary would.
@Suite struct TorchRuleFilesTests {
  @Test(arguments: [("timm", 40), ("torchvision", 32)])
  func aKeyKeepsItsFirstPlaceAndItsLastValue(folder: String, count: Int) throws {
    let names = try Fixtures.names(in: "torch-fx/\(folder)").filter { $0.hasSuffix(".rules.json") }
    #expect(names.count == count)
    for name in names {
      let bytes = try Fixtures.bytes("torch-fx/\(folder)/\(name)")
      guard case .object(let written) = try JSONValue(parsing: bytes),
        case .object(let members) = try QConfigMapping(utf8: bytes).toDict()
      else {
        Issue.record("\(name) is no object")
        continue
      }
      #expect(written.count >= 2)
      for member in members {
        let inFile = written.first { $0.name == member.name }?.value
        // A file leaves out the tiers it has no rules in.
        let expected = inFile.map(folded) ?? (member.name.isEmpty ? .null : .array([]))
        #expect(member.value == expected, "\(name) \(member.name)")
      }
    }
  }

  private func folded(_ tier: JSONValue) -> JSONValue {
    guard case .array(let entries) = tier else { return tier }
    var folded: [[JSONValue]] = []
    for case .array(let entry) in entries {
      if let place = folded.firstIndex(where: { $0.dropLast() == entry.dropLast() }) {
        folded[place] = entry
      } else {
        folded.append(entry)
      }
    }
    return .array(folded.map(JSONValue.array))
  }
}
