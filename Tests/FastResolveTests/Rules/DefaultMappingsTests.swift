import Testing

@testable import FastResolve

/// The defaults are part of the sources; the files say what torch says.
@Suite struct DefaultMappingsTests {
  private func torchs(_ name: String) throws -> JSONValue {
    try JSONValue(parsing: Fixtures.bytes("torch-tables/default_mappings/\(name).json"))
  }

  @Test(arguments: QuantizationBackend.allCases)
  func allBackendsAndVersions(backend: QuantizationBackend) throws {
    let name = backend.rawValue
    let static0 = try torchs("\(name).ptq.v0")
    #expect(QConfigMapping.default(backend: backend).toDict() == static0)
    #expect(try QConfigMapping.default(named: name).toDict() == static0)
    #expect(try QConfigMapping.default(named: "\(name):0").toDict() == static0)
    for version in QConfigMapping.defaultQATVersions {
      let qat = try torchs("\(name).qat.v\(version)")
      #expect(QConfigMapping.defaultQAT(backend: backend, version: version).toDict() == qat)
      #expect(try QConfigMapping.default(named: "qat:\(name):\(version)").toDict() == qat)
    }
    let newest = try torchs("\(name).qat.v1")
    #expect(QConfigMapping.defaultQAT(backend: backend).toDict() == newest)
    #expect(try QConfigMapping.default(named: "qat:\(name)").toDict() == newest)
    #expect(try newest != torchs("\(name).qat.v0"))
  }

  @Test func noFileIsLeftOut() throws {
    let names = QuantizationBackend.allCases.flatMap { backend in
      ["ptq.v0", "qat.v0", "qat.v1"].map { "\(backend.rawValue).\($0).json" }
    }
    #expect(try Fixtures.names(in: "torch-tables/default_mappings") == names.sorted())
    #expect(QConfigMapping.default() == QConfigMapping.default(backend: .x86))
    #expect(QConfigMapping.defaultQAT() == QConfigMapping.defaultQAT(backend: .x86, version: 1))
  }

  @Test func aDefaultIsRichInRules() {
    let mapping = QConfigMapping.default()
    #expect(!mapping.globalQConfig.isNull)
    #expect(mapping.rules(in: .objectType).contains { $0.key == .objectType("reshape") })
    #expect(mapping.rules(in: .objectType).contains { $0.key == .objectType("torch.nn.LayerNorm") })
  }

  @Test(arguments: [
    ("fbgem", "unknown backend; did you mean 'fbgemm'?"),
    ("X86", "unknown backend; did you mean 'x86'?"),
    ("qat:qnpack:1", "unknown backend; did you mean 'qnnpack'?"),
    ("cuda", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("qat", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("qat:", "unknown backend; the backends are x86, fbgemm, qnnpack, onednn"),
    ("x86:1", "unknown version; torch has 0"),
    ("x86:", "unknown version; torch has 0"),
    ("qat:x86:2", "unknown version; torch has 0, 1"),
    ("qat:x86:-1", "unknown version; torch has 0, 1"),
    ("qat:x86:one", "unknown version; torch has 0, 1"),
    ("qat:x86:1:1", "unknown version; torch has 0, 1"),
  ])
  func aWrongNameIsSaid(name: String, message: String) {
    #expect(
      throws: RulesError(
        source: "default:\(name)", faults: [.init(place: "", message: message)])
    ) { try QConfigMapping.default(named: name) }
    #expect(
      RulesError(source: "default:\(name)", faults: [.init(place: "", message: message)])
        .description == "default:\(name): \(message)")
  }
}
