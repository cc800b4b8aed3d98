/// The name of a module class, a function or a method, as object type rules and graph nodes
/// give it.
///
/// One torch object has several spellings: `torch.nn.Linear` is
/// `torch.nn.modules.linear.Linear`, `operator.add` is `_operator.add`. Two spellings of one
/// object are equal here, as the object itself is the key in torch. The table of spellings was
/// read off torch; a name that is not in it stands for itself. Names are text: a builtin function
/// and a method of the same bare name (`getattr`) are one key, where torch tells them apart.
public struct ObjectType: Sendable {
  /// The name as it was written.
  public let name: String

  /// Makes an object type of any spelling of its name.
  public init(_ name: String) { self.name = name }

  /// The qualified name torch itself prints for the object.
  public var canonicalName: String { Self.canonicalNames[ExactText(name)] ?? name }

  /// Every spelling of the object, the canonical one first.
  ///
  /// - Complexity: O(1) after the first call.
  public var spellings: [String] {
    let canonical = canonicalName
    return [canonical] + (Self.otherSpellings[ExactText(canonical)] ?? [])
  }

  private static let canonicalNames: [ExactText: String] = {
    var names: [ExactText: String] = [:]
    for (canonical, spellings) in otherSpellings {
      for spelling in spellings { names[ExactText(spelling)] = canonical.string }
    }
    return names
  }()

  private static let otherSpellings: [ExactText: [String]] = {
    var spellings: [ExactText: [String]] = [:]
    for line in objectTypeSpellings.split(separator: "\n") {
      let names = line.split(separator: " ").map(String.init)
      spellings[ExactText(names[0])] = Array(names.dropFirst())
    }
    return spellings
  }()
}

extension ObjectType: Hashable {
  /// Whether the two name the same object.
  public static func == (left: ObjectType, right: ObjectType) -> Bool {
    ExactText(left.canonicalName) == ExactText(right.canonicalName)
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(ExactText(canonicalName)) }
}

extension ObjectType: ExpressibleByStringLiteral, CustomStringConvertible {
  /// Makes an object type of any spelling of its name.
  public init(stringLiteral value: String) { self.init(value) }

  /// The name as it was written.
  public var description: String { name }
}
