import SystemPackage
import Testing

@testable import FastResolve

@Suite struct MappingFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func jsonHasARuleALine() {
    #expect(
      QConfigMappingTests.everyTier.setGlobal(QConfig(.array([.number("1.0"), .null]))).json()
        == """
        {
          "": [1.0,null],
          "object_type": [
            ["torch.nn.Linear","int4"]
          ],
          "module_name_regex": [
            ["foo.*bar.*conv[0-9]+","fp16"]
          ],
          "module_name": [
            ["head",null]
          ],
          "module_name_object_type_order": [
            ["foo.bar","torch.nn.functional.linear",0,"fp8"]
          ]
        }

        """)
    #expect(
      QConfigMapping().setModuleName("a", nil).setModuleName("b", "\"").json() == """
        {
          "": null,
          "object_type": [],
          "module_name_regex": [],
          "module_name": [
            ["a",null],
            ["b","\\""]
          ],
          "module_name_object_type_order": []
        }

        """)
  }

  @Test func whatIsWrittenIsRead() throws {
    let path = folder.file("rules.json")
    let mapping = QConfigMapping.default(backend: .qnnpack).setModuleNameRegex("é\\.\\d", "int8")
    try mapping.write(to: path)
    #expect(folder.text("rules.json") == mapping.json())
    #expect(try QConfigMapping(contentsOf: path) == mapping)
    #expect(try folder.names == ["rules.json"])
    try QConfigMapping().write(to: path)
    #expect(try QConfigMapping(contentsOf: path) == QConfigMapping())
  }

  @Test func aByteOrderMarkIsSteppedOver() throws {
    let path = try folder.write("\u{FEFF}{\"\": \"int8\"}", to: "rules.json")
    #expect(try QConfigMapping(contentsOf: path) == QConfigMapping().setGlobal("int8"))
  }

  @Test func aFaultNamesTheFile() throws {
    let path = try folder.write("{\"module_name\": [[\"a\"]]}", to: "rules.json")
    let fault = RulesError.Fault(
      place: "module_name[0]", message: "expected [module path, qconfig], found 1 element")
    #expect(throws: RulesError(source: path.string, faults: [fault])) {
      try QConfigMapping(contentsOf: path)
    }
    let broken = try folder.write("{\n\"\": int8}", to: "broken.json")
    let error = #expect(throws: RulesError.self) { try QConfigMapping(contentsOf: broken) }
    #expect(error?.description == "\(broken): 2:5: expected a value, found 'i'")
  }

  @Test func aFileThatIsNotThere() {
    let path = folder.file("none.json")
    let error = #expect(throws: FileError.self) { try QConfigMapping(contentsOf: path) }
    #expect(error == FileError(.read, path.string, .noSuchFileOrDirectory))
    #expect(error?.description == "\(path): can't be read: No such file or directory")
    #expect(throws: FileError(.read, folder.path.string, .isDirectory)) {
      try QConfigMapping(contentsOf: folder.path)
    }
  }

  @Test func aFolderThatIsNotThere() {
    let path = folder.file("none").appending("rules.json")
    let error = #expect(throws: FileError.self) { try QConfigMapping().write(to: path) }
    #expect(error == FileError(.write, path.string, .noSuchFileOrDirectory))
    #expect(error?.description == "\(path): can't be written: No such file or directory")
  }
}
