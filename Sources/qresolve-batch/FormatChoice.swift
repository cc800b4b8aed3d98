import ArgumentParser
import FastResolve

/// The value of a format option: `auto` or a format.
enum FormatChoice<Format>: ExpressibleByArgument
where Format: RawRepresentable & CaseIterable & Sendable, Format.RawValue == String {
  case auto
  case named(Format)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let format = Format(rawValue: argument) {
      self = .named(format)
    } else {
      return nil
    }
  }

  var format: Format? {
    switch self {
    case .auto: nil
    case .named(let format): format
    }
  }

  var defaultValueDescription: String { format?.rawValue ?? "auto" }

  static var allValueStrings: [String] { ["auto"] + Format.allCases.map(\.rawValue) }

  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
