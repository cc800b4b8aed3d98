import Testing

@testable import FastResolve

@Suite struct NearestNameTests {
  static let keys = ["object_type", "module_name_regex", "module_name"]

  @Test(arguments: [
    ("object_types", "object_type"),
    ("modul_name", "module_name"),
    ("moduel_name", "module_name"),
    ("Module_Name_RegEx", "module_name_regex"),
  ])
  func aSlipIsRecognised(written: String, meant: String) {
    #expect(nearestName(to: written, among: Self.keys) == meant)
  }

  @Test(arguments: ["", "version", "qconfig"])
  func aStrangerIsNot(written: String) {
    #expect(nearestName(to: written, among: Self.keys) == nil)
  }
}
