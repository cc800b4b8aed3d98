// What `check` may find, in one table.
//
// A code is for good: it stands in `--ignore` lists and in files that programs read. FR0xx are told
// from the rules alone, FR1xx from an inventory too. `Documentation/lints.md` says of each what is
// said here, with an example of what is wrong and one of what is right; a test holds the two
// against each other and runs the examples.
//
// The severities mean:
//
// - error: it can't be read, or it can't apply to any model whatever.
// - warning: most likely not what was meant.
// - note: worth a look, and often as it should be.

/// What kind of thing a finding is about: a code such as `FR004` that stays what it is.
public enum LintCode: String, CaseIterable, Sendable {
  /// Not a rule set.
  case unreadableRules = "FR001"
  /// Bad pattern.
  case badPattern = "FR002"
  /// Key set twice.
  case repeatedKey = "FR003"
  /// Regex that can't match.
  case neverMatches = "FR004"
  /// Regex that matches everything.
  case matchesEverything = "FR005"
  /// Hidden regex.
  case hiddenRegex = "FR006"
  /// Regex that begins with a dot.
  case leadingDot = "FR007"
  /// Unescaped dot.
  case unescapedDot = "FR008"
  /// Open index.
  case openIndex = "FR009"
  /// Open name.
  case openName = "FR010"
  /// Catastrophic repeat.
  case catastrophicRepeat = "FR011"
  /// Misspelled object type.
  case misspelledType = "FR012"
  /// Bare class name.
  case bareClassName = "FR013"
  /// Pattern in a module name.
  case patternAsPath = "FR014"
  /// Odd module path.
  case oddPath = "FR015"
  /// Module name of the root.
  case rootModuleName = "FR016"
  /// Negative index.
  case negativeIndex = "FR017"
  /// Order of a method.
  case orderOfMethod = "FR018"
  /// Redundant module name.
  case redundantName = "FR019"
  /// No global qconfig.
  case noGlobal = "FR020"
  /// Odd qconfig.
  case oddQConfig = "FR021"
  /// Rule that matches nothing.
  case unmatchedRule = "FR101"
  /// Rule that decides nothing.
  case overruledRule = "FR102"
}

extension LintCode {
  /// The code of a name in any case: `FR004`, `fr004`.
  public init?(name: String) { self.init(rawValue: name.uppercased()) }

  /// How bad it is.
  public var severity: Finding.Severity { facts.severity }

  /// What it is, in a few words: `hidden regex`.
  public var title: String { facts.title }

  /// What it means and what to do about it: a paragraph, with code between backquotes.
  public var explanation: String { facts.explanation }

  private struct Facts {
    var severity: Finding.Severity
    var title: String
    var explanation: String

    init(_ severity: Finding.Severity, _ title: String, _ explanation: String) {
      self.severity = severity
      self.title = title
      self.explanation = explanation
    }
  }

  private var facts: Facts {
    switch self {
    case .unreadableRules:
      Facts(
        .error, "not a rule set",
        #"""
        The text is no JSON or YAML, or a part of it is not of the shape of `QConfigMapping.to_dict()`: \#
        an unknown or repeated top-level key, an entry too short or too long, an index that is \#
        no integer. torch ignores unknown keys, so the rules below one never count. The entries \#
        that are as they should be are checked all the same.
        """#)
    case .badPattern:
      Facts(
        .error, "bad pattern",
        #"""
        Python's `re` rejects the pattern, with the message and at the place shown. torch finds \#
        out only when it resolves the first module.
        """#)
    case .repeatedKey:
      Facts(
        .warning, "key set twice",
        #"""
        Two entries of a tier have the same key. The later qconfig counts, at the place of the \#
        first entry, as if the first had been edited. Two spellings of one torch object are the \#
        same key: `torch.nn.Linear` is `torch.nn.modules.linear.Linear`.
        """#)
    case .neverMatches:
      Facts(
        .error, "regex that can't match",
        #"""
        No text at all matches the pattern: something in it contradicts what stands before, such \#
        as text behind `$`, a `^` behind text, `\b` between two letters, or a set without \#
        members.
        """#)
    case .matchesEverything:
      Facts(
        .warning, "regex that matches everything",
        #"""
        The pattern matches every module path, and the first regex that matches wins. So no \#
        regex behind it ever decides, and neither does a rule of a lower tier: the object types \#
        and the global qconfig. (`.+` leaves them the root module, whose path is empty.) Paths \#
        hold no newline here, as in torch.
        """#)
    case .hiddenRegex:
      Facts(
        .warning, "hidden regex",
        #"""
        Every path that the pattern matches is surely matched by a regex before it, so the rule \#
        never decides. Put the special rule before the general one. What is sure is told from \#
        literal beginnings and endings, from texts that a match must hold, and from patterns \#
        that begin with another whole pattern; regexes may hide each other in ways that this \#
        does not find.
        """#)
    case .leadingDot:
      Facts(
        .warning, "regex that begins with a dot",
        #"""
        The pattern asks for a path that begins with a dot, and none does: a match begins at the \#
        start of the path, as with `re.match`. To match further on, begin with `.*`.
        """#)
    case .unescapedDot:
      Facts(
        .warning, "unescaped dot",
        #"""
        A `.` stands where a path has its separator, but in a regex it matches any character. \#
        The escaped pattern is proposed, with a path that the written one takes too.
        """#)
    case .openIndex:
      Facts(
        .warning, "open index",
        #"""
        The pattern ends in the number of a layer, and a match need not end where the pattern \#
        does: `layers\.1` takes `layers.11` too. Behind the number say `(?:\.|$)` for the layer \#
        and all in it, or `$` for the layer itself.
        """#)
    case .openName:
      Facts(
        .note, "open name",
        #"""
        The pattern ends in a name, a match need not end there, and there is a longer name that \#
        the pattern takes: in another rule, or in many models. `.*mlp\.gate` takes \#
        `mlp.gate_proj` too. Behind the name say `(?:\.|$)`, or `$`.
        """#)
    case .catastrophicRepeat:
      Facts(
        .warning, "catastrophic repeat",
        #"""
        A repeat holds another one in such a way that the same text can be matched along two \#
        ways around. Where a match fails in the end, Python tries them all: twice as many for \#
        each character more. The resolver stops at its match limit, with an error for that row.
        """#)
    case .misspelledType:
      Facts(
        .warning, "misspelled object type",
        #"""
        The object type is no name that torch has, and nearly one: letters changed, upper and \#
        lower case mixed up, or `nn.` without `torch.`. Names are compared as a whole, so the \#
        rule matches nothing.
        """#)
    case .bareClassName:
      Facts(
        .warning, "bare class name",
        #"""
        The object type is the name of a class without its module. Types are compared by \#
        qualified name, `torch.nn.Linear`; a name without a dot is that of a method or a builtin \#
        function.
        """#)
    case .patternAsPath:
      Facts(
        .warning, "pattern in a module name",
        #"""
        A module name has characters that only a pattern has a use for: `*`, `[`, `\`, `^`, `$`, \#
        `(`, `|`, `+` and the like. It is compared letter by letter. A name covers all that lies \#
        below it without any mark; what else there is to match belongs to `module_name_regex`.
        """#)
    case .oddPath:
      Facts(
        .warning, "odd module path",
        #"""
        A module path begins or ends with a dot, has two in a row, or begins or ends with white \#
        space. No module has such a path.
        """#)
    case .rootModuleName:
      Facts(
        .error, "module name of the root",
        #"""
        The module name `""` can be set and never applies, in torch neither. What is meant for \#
        everything is the global qconfig, the top-level key `""`; what is meant for the root \#
        alone is the regex `$`.
        """#)
    case .negativeIndex:
      Facts(
        .error, "negative index",
        #"""
        The uses of an object type are counted from 0, so a rule on the order of object types \#
        whose index is negative never applies.
        """#)
    case .orderOfMethod:
      Facts(
        .warning, "order of a method",
        #"""
        A rule on the order of object types names a method. Only modules and functions are \#
        counted; calls of methods never are, so the rule never applies. For all calls of the \#
        method there is `object_type`.
        """#)
    case .redundantName:
      Facts(
        .note, "redundant module name",
        #"""
        The rule gives a module what the nearest module above it that has a rule gives it \#
        anyway.
        """#)
    case .noGlobal:
      Facts(
        .note, "no global qconfig",
        #"""
        There is no global qconfig, or it is `null`. What no other rule matches is not \#
        quantized.
        """#)
    case .oddQConfig:
      Facts(
        .note, "odd qconfig",
        #"""
        A qconfig is used once, and one that is used often differs from it by one letter, by \#
        upper and lower case or by a separator. FastResolve does not look into qconfigs; who \#
        reads the answers might not know this one.
        """#)
    case .unmatchedRule:
      Facts(
        .warning, "rule that matches nothing",
        #"""
        No row of the inventory is matched by the rule. A module name matches the paths whose \#
        nearest rule it is, so where every path below it has a nearer rule, it matches nothing \#
        either; those rules are named. Else it is said at which name the inventory has the path no \#
        more, and which one was most likely meant. Of a regex it is said which text no path holds \#
        that all paths it matches would have to, if there is one. Of a rule on the order of object \#
        types it is said whether the type is used in the module at all. The rule may be meant for \#
        other models than those in the inventory.
        """#)
    case .overruledRule:
      Facts(
        .warning, "rule that decides nothing",
        #"""
        Rows of the inventory are matched by the rule, and each of them is decided by another \#
        one: a regex that stands before it, or a rule of a higher tier. The rules that decide \#
        instead are named, with the number of rows, and three of the paths are shown. Without \#
        the rule, no answer would change.
        """#)
    }
  }
}

extension LintCode: Comparable, CustomStringConvertible {
  /// Codes in the order of their numbers.
  public static func < (left: LintCode, right: LintCode) -> Bool { left.rawValue < right.rawValue }

  /// The code itself.
  public var description: String { rawValue }
}
