/// Why a query gets the qconfig that it gets: what each tier was asked, what it said, and what came
/// close.
///
/// Made by ``CompiledRules/explain(_:nearMisses:)``; ``text(style:)`` is for people and ``json``
/// for programs.
public struct Explanation: Sendable {
  /// A rule with what it says.
  public struct Entry: Hashable, Sendable {
    /// Its name: tier and position.
    public var rule: Rule
    /// What it matches.
    public var key: RuleKey
    /// What it gives.
    public var qconfig: QConfig
  }

  /// A rule that matches, and what becomes of it.
  public struct Match: Hashable, Sendable {
    /// What becomes of a rule that matches.
    public enum Standing: Hashable, Sendable {
      /// It decides.
      case decides
      /// Another rule stands above it: of a higher tier, or of its own tier an earlier or nearer
      /// one.
      case overruled(by: Rule)
      /// Whether it decides isn't known, as a regex ran into a limit.
      case open
    }

    /// The rule.
    public var entry: Entry
    /// What becomes of it.
    public var standing: Standing
  }

  /// What was asked. The index is the one that was looked up.
  public let query: Query
  /// Whether the index was given, and not taken to be that of the first use.
  public let isIndexGiven: Bool
  /// The answer, the same as that of ``CompiledRules/resolve(_:)``; or the limit that a regex ran
  /// into.
  public let answer: Result<Answer, MatchError>
  /// The global rule, if there is one.
  public internal(set) var global: Entry?
  /// What was asked of the tier of object types: of two, the one that stands above the other comes
  /// first.
  public internal(set) var objectTypes: [TypeLookup] = []
  /// What the regexes said.
  public internal(set) var regexes = Regexes()
  /// What was asked of the tier of module names: the path, then its ancestors, the nearest first.
  /// The first that has a rule counts.
  public internal(set) var moduleNames: [NameLookup] = []
  /// Module name rules that name another path, but nearly this one or an ancestor of it.
  public internal(set) var nearNames: [NameNearMiss] = []
  /// How many module name rules name modules below the path. They say nothing about the path
  /// itself.
  public internal(set) var namesBelow = 0
  /// What was asked of the order rules; `nil` where an operation never asks them.
  public internal(set) var order: OrderLookup?

  /// Whether the tiers are asked at all: what goes into a graph and comes out of it gets no
  /// qconfig.
  public var isAsked: Bool { query.operation != .placeholder && query.operation != .output }

  /// A look-up of an object type.
  public struct TypeLookup: Hashable, Sendable {
    /// What the type is of.
    public enum Role: String, Hashable, Sendable {
      /// The module at the path.
      case moduleType = "module_type"
      /// The function or method that is called.
      case target
    }

    /// What the type is of.
    public var role: Role
    /// The type. Its canonical name is the one that counts.
    public var type: ObjectType
    /// The rule for it.
    public var entry: Entry?
    /// Where there is none, and a type was given: the rule whose type was most likely meant.
    public var nearest: Entry?
  }

  /// What the regexes said of a path.
  public struct Regexes: Sendable {
    /// A regex that ran into a limit, so that it isn't known whether it matches.
    public struct Failure: Hashable, Sendable {
      /// The rule.
      public var entry: Entry
      /// Which limit.
      public var reason: String
    }

    /// The rules that match, in their order; the first one counts.
    public var matches: [Entry] = []
    /// The rules of which it isn't known.
    public var failures: [Failure] = []
    /// Of the rules that don't match, those that come closest, the closest first.
    public var nearMisses: [RegexNearMiss] = []
    /// How many rules there are.
    public var count = 0
  }

  /// A look-up of a path among the module names.
  public struct NameLookup: Hashable, Sendable {
    /// The path itself, or an ancestor of it.
    public var modulePath: String
    /// The rule for it.
    public var entry: Entry?
  }

  /// A look-up among the rules on the order of object types.
  public struct OrderLookup: Hashable, Sendable {
    /// In which module the object is used.
    public var modulePath: String
    /// The object.
    public var type: ObjectType
    /// Which use of it.
    public var index: Int
    /// The rule for all three.
    public var entry: Entry?
    /// Where there is none: the rules for other uses of the same object in the same module, by
    /// index.
    public var otherUses: [Entry] = []
    /// Where there are none of those either: rules for the object in the module itself, though a
    /// module counts as used in its parent.
    public var misplaced: [Entry] = []
  }

  /// The rules that match, the highest first: the one that decides, then those that it overrules.
  ///
  /// A module name rule of an ancestor matches as long as no nearer one does; it is listed all the
  /// same.
  public var matches: [Match] {
    let tiers = [
      [order?.entry].compactMap { $0 }, moduleNames.compactMap(\.entry), regexes.matches,
      objectTypes.compactMap(\.entry), [global].compactMap { $0 },
    ]
    return tiers.flatMap { entries in
      // A function and the module that calls it may have the same name, and so the same rule.
      let isRepeated = entries.count == 2 && entries[0] == entries[1]
      return entries.prefix(isRepeated ? 1 : entries.count).map {
        Match(entry: $0, standing: standing(of: $0, first: entries[0]))
      }
    }
  }

  private func standing(of entry: Entry, first: Entry) -> Match.Standing {
    if entry.rule != first.rule { return .overruled(by: first.rule) }
    guard case .success(let answer) = answer else { return .open }
    return answer.rule == entry.rule ? .decides : .overruled(by: answer.rule)
  }
}

/// A regex rule that doesn't match a path, and how close it comes.
public struct RegexNearMiss: Hashable, Sendable {
  /// What keeps the regex from matching.
  public enum Reason: Hashable, Sendable {
    /// The pattern goes on in another way than the path.
    case stopped(RegexStop)
    /// All else matches, but a look-around, at which the stop is, says no.
    case ruledOut(RegexStop)
    /// It matches what begins at this position of the path, in code points, and a match has to
    /// begin at the start.
    case beginsLater(position: Int)
  }

  /// The rule.
  public var entry: Explanation.Entry
  /// What keeps it from matching.
  public var reason: Reason
}

/// A module name rule that names another path, but nearly a given one or an ancestor of it.
public struct NameNearMiss: Hashable, Sendable {
  /// How the two differ.
  public enum Difference: Hashable, Sendable {
    /// One segment is spelled in another way.
    case spelling(rule: String, path: String)
    /// One segment has another number.
    case number(rule: String, path: String)
    /// The name is a part of the path that doesn't begin it; this comes before.
    case lacks(prefix: String)
    /// The name has this in front of the path.
    case hasBefore(prefix: String)
  }

  /// The rule.
  public var entry: Explanation.Entry
  /// How its name differs.
  public var difference: Difference
}
