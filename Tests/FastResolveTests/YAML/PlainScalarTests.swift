import Testing

@testable import FastResolve

@Suite struct PlainScalarTests {
  @Test(arguments: ["", "~", "null", "Null", "NULL"])
  func null(text: String) { #expect(PlainScalar(text) == .null) }

  @Test(arguments: [
    ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false),
    ("FALSE", false),
  ])
  func bool(text: String, value: Bool) { #expect(PlainScalar(text) == .bool(value)) }

  @Test(arguments: [
    "0", "-0", "1", "-12", "1.0", "1e3", "1E+5", "-12.50e-3", "9007199254740993", "1e999",
  ])
  func number(text: String) { #expect(PlainScalar(text) == .number) }

  @Test(arguments: [
    "a", "int8", "nULL", "tRUE", "nil", "None", "y", "n", "Y", "N", "=", "-", "+", ".", "..", "-a",
    ".a", "1a",
    "1.2.3", "127.0.0.1", "0.weight", "1-2", "layers.1", "0x", "0b", "0xg", "0b2", "0o8", "1e",
    "1e+", "e1",
    "_1", ".e1", "+.", "-.", ".infinity", "inf", "nan", ".nAn", "1:", ":1", "1:2x", "2001-12",
    "12-1-1", "2001-12-14T",
    "1 2", "é", "+-1", "--1", "٣",
  ])
  func string(text: String) { #expect(PlainScalar(text) == .string) }

  @Test(arguments: ["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"])
  func booleansOfOld(text: String) {
    #expect(
      PlainScalar(text)
        == .refused(
          "'\(text)' is a boolean to YAML 1.1 and a string to YAML 1.2; "
            + "write true or false, or put it in quotes"))
  }

  @Test(arguments: [
    "00", "010", "007", "-010", "+1", "+1.5", "1.", "-1.", ".5", "-.5", "+.5e3", "1.e3", "08",
    "0x10", "0xFF",
    "0o17", ".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN",
  ])
  func numbersThatJSONCantSay(text: String) {
    #expect(
      PlainScalar(text)
        == .refused(
          "'\(text)' is a number, but not as JSON writes numbers; "
            + "write it so, or put it in quotes if it is a string"))
  }

  @Test(arguments: [
    "1_000", "1_", "1_0.5", "1._5", "0b101", "-0b1", "0b1_0", "0x_1", "-0x10", "1:30", "190:20:30",
    "-1:30.5",
    "2001-12-14", "2001-1-2", "2001-12-14T21:59:43.10-05:00", "2001-12-14 21:59:43",
  ])
  func numbersAndDatesOfOld(text: String) {
    #expect(
      PlainScalar(text)
        == .refused(
          "'\(text)' is a number or a date to YAML 1.1 and a string to YAML 1.2; put it in quotes"))
  }

  @Test(arguments: [
    "y", "N", "=", "<<", "1.2.3", "1-2", "0x", "12e03", "no", "1", "", "null", "-", ".",
  ])
  func mistakable(text: String) { #expect(PlainScalar.isMistakable(text)) }

  @Test(arguments: ["a", "layers.1", "0.weight", "int8", "1.q_proj", "yess", "nn", "é"])
  func unmistakable(text: String) { #expect(!PlainScalar.isMistakable(text)) }
}
