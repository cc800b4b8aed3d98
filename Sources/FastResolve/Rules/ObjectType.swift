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

  /// The qualified name torch itself prints for the object.
  public let canonicalName: String

  /// Makes an object type of any spelling of its name.
  public init(_ name: String) {
    self.name = name
    // Looked up here and not each time that two types are compared: a rule's type is put into one
    // table after the other.
    canonicalName = SpellingTable.torch.canonicalName(of: name) ?? name
  }

  /// Every spelling of the object, the canonical one first.
  ///
  /// - Complexity: O(1) on average.
  public var spellings: [String] {
    SpellingTable.torch.spellings(of: canonicalName) ?? [canonicalName]
  }
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
