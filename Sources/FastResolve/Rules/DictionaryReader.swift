/// What is told of a rule set while it is read: tiers of which nothing more will come. What comes behind
/// them may be wrong.
struct RulesObserver {
  /// Is given the patterns of all regexes.
  var regexesAreRead: ([String]) -> Void = { _ in }
  /// Is given all module name rules.
  var moduleNamesAreRead: (ModuleNameRules) -> Void = { _ in }
}

/// Reads the dictionary form of a mapping and collects what is wrong with it.
///
/// The dictionary is a value or a text. Of the text of 100,000 rules no value is made as a whole,
/// and of an entry as it should be none at all but its qconfig.
struct DictionaryReader {
  private var mapping = QConfigMapping()
  private var faults: [RulesError.Fault] = []
  private var repeats: [RulesReading.Repeat] = []
  private var skipped: [RuleTier: [Int]] = [:]
  private var seen: Set<RuleTier> = []
  /// The elements of the entry being read.
  private var elements: [JSONValue] = []
  private let observer: RulesObserver

  /// - Parameter observer: Is told of tiers that are read, if nothing was wrong so far.
  init(_ observer: RulesObserver = RulesObserver()) {
    self.observer = observer
  }

  /// The mapping.
  ///
  /// - Throws: `RulesError` with all faults.
  consuming func result() throws(RulesError) -> QConfigMapping {
    guard faults.isEmpty else { throw RulesError(faults: faults) }
    return mapping
  }

  /// All there is to say of what was read, with the rules that are as they should be.
  consuming func reading() -> RulesReading {
    RulesReading(mapping: mapping, faults: faults, repeats: repeats, skipped: skipped)
  }

  /// Reads a dictionary that is a value.
  mutating func read(_ dictionary: JSONValue) {
    guard case .object(let members) = dictionary else {
      fault("", "a rule set is an object, this is \(dictionary.kind)")
      return
    }
    for member in members {
      if let tier = begin(member.name) { read(member.value, tier) }
    }
  }

  /// Reads a dictionary from its text.
  ///
  /// - Throws: `JSONScanner.Failure` where the text is not JSON.
  mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
    guard scanner.next == UInt8(ascii: "{") else {
      read(try scanner.parseValue(depth: 0))
      return
    }
    try scanner.readMembers(depth: 0) { (scanner, name) throws(JSONScanner.Failure) in
      guard let tier = begin(name) else { return try scanner.skipValue(depth: 1) }
      guard tier != .global, scanner.next == UInt8(ascii: "[") else {
        return read(try scanner.parseValue(depth: 1), tier)
      }
      var position = 0
      let start = scanner.position
      try scanner.readElements(depth: 1) { (scanner) throws(JSONScanner.Failure) in
        if try readPair(&scanner, tier, position) {
          // Nothing is wrong with it.
        } else if scanner.next == UInt8(ascii: "[") {
          elements.removeAll(keepingCapacity: true)
          try scanner.parseElements(depth: 2, into: &elements)
          read(elements, tier, position)
        } else {
          readEntry(try scanner.parseValue(depth: 2), tier, position)
        }
        position += 1
        if tier == .moduleName, position == Self.sampleCount {
          reserveModuleNames(behind: scanner, bytesRead: scanner.position - start)
        }
      }
      // Each tier stands once, so no more will come.
      if faults.isEmpty { tell(of: tier) }
    }
  }

  private func tell(of tier: RuleTier) {
    switch tier {
    case .moduleNameRegex:
      observer.regexesAreRead(mapping.moduleNameRegexes.keys.map(\.string))
    case .moduleName: observer.moduleNamesAreRead(mapping.moduleNames)
    case .global, .objectType, .moduleNameObjectTypeOrder: break
    }
  }

  /// So many module names are read before it is guessed how many come.
  private static let sampleCount = 1024

  /// Makes room for as many module names as there may be in what is left of the text, if they go on
  /// as the first ones. To let the table grow step by step takes twice the memory from the system.
  private mutating func reserveModuleNames(behind scanner: JSONScanner, bytesRead: Int) {
    mapping.reserveModuleNames(
      (scanner.count - scanner.position) / (bytesRead / Self.sampleCount + 1))
  }

  /// Reads an entry if it is one as it should be, of a key and a qconfig: nearly all are. No value
  /// is made of the entry then, and of a module path not even a string.
  ///
  /// - Returns: Whether it was read. If not, the scanner is where it was, and who reads the entry
  ///   as a value says what is wrong with it.
  private mutating func readPair(
    _ scanner: inout JSONScanner, _ tier: RuleTier, _ position: Int
  ) throws(JSONScanner.Failure) -> Bool {
    guard tier != .moduleNameObjectTypeOrder, scanner.next == UInt8(ascii: "[") else {
      return false
    }
    var ahead = scanner
    try ahead.open(2)
    guard ahead.next == UInt8(ascii: "\"") else { return false }
    let key = try ahead.scanString()
    let path = ByteSlice(scanner.bytes + key.start, count: key.end - key.start)
    let hash = tier == .moduleName ? mapping.moduleNames.hash(ofNext: path) : 0
    ahead.skipWhitespace()
    guard ahead.take(UInt8(ascii: ",")) else { return false }
    ahead.skipWhitespace()
    let qconfig = QConfig(try ahead.parseValue(depth: 3))
    ahead.skipWhitespace()
    guard ahead.take(UInt8(ascii: "]")) else { return false }
    if tier == .moduleName, !key.hasEscapes {
      if let replaced = mapping.setModuleName(path, hash: hash, to: qconfig) {
        note(.moduleName(path.text), replaced, position, qconfig)
      }
    } else {
      set(scanner.text(of: key), tier, position, to: qconfig)
    }
    scanner = ahead
    return true
  }

  /// Sets the rule of a tier whose keys are one string.
  private mutating func set(_ key: String, _ tier: RuleTier, _ position: Int, to qconfig: QConfig) {
    switch tier {
    case .objectType: set(.objectType(ObjectType(key)), position, to: qconfig)
    case .moduleNameRegex: set(.moduleNameRegex(key), position, to: qconfig)
    case .moduleName: set(.moduleName(key), position, to: qconfig)
    case .global, .moduleNameObjectTypeOrder: break
    }
  }

  private mutating func set(_ key: RuleKey, _ position: Int, to qconfig: QConfig) {
    if let replaced = mapping.replace(key, qconfig) { note(key, replaced, position, qconfig) }
  }

  /// Notes an entry whose key an entry before it has.
  private mutating func note(
    _ key: RuleKey, _ replaced: QConfigMapping.Replaced, _ position: Int, _ qconfig: QConfig
  ) {
    repeats.append(
      .init(
        key: key, entry: position, position: replaced.position, qconfig: qconfig,
        replaced: replaced.qconfig))
    skipped[key.tier, default: []].append(position)
  }

  /// The tier whose member of the dictionary has this name, when it is one that may stand here.
  private mutating func begin(_ name: String) -> RuleTier? {
    guard let tier = RuleTier.allCases.first(where: { $0.dictionaryKey == name }) else {
      fault(JSONPath.member(name), unknownKeyMessage(name))
      return nil
    }
    guard seen.insert(tier).inserted else {
      fault(JSONPath.member(name), "the key stands twice in the rule set")
      return nil
    }
    return tier
  }

  private func unknownKeyMessage(_ name: String) -> String {
    let known = RuleTier.allCases.map(\.dictionaryKey)
    if let nearest = nearestName(to: name, among: known.dropFirst()) {
      return "unknown key; did you mean '\(nearest)'?"
    }
    if name == "global" || name == "global_qconfig" {
      return "unknown key; the global qconfig has the key \"\""
    }
    return "unknown key; the keys are \"\", \(known.dropFirst().joined(separator: ", "))"
  }

  private mutating func read(_ value: JSONValue, _ tier: RuleTier) {
    if tier == .global {
      mapping.set(.global, to: QConfig(value))
      return
    }
    guard case .array(let entries) = value else {
      fault(tier.dictionaryKey, "expected a list of \(tier.entryShape), found \(value.kind)")
      return
    }
    for (position, entry) in entries.enumerated() { readEntry(entry, tier, position) }
  }

  private mutating func readEntry(_ entry: JSONValue, _ tier: RuleTier, _ position: Int) {
    guard case .array(let elements) = entry else {
      fault(
        JSONPath.entry(tier, position), "expected \(tier.entryShape), found \(entry.kind)")
      skipped[tier, default: []].append(position)
      return
    }
    read(elements, tier, position)
  }

  private mutating func read(_ elements: [JSONValue], _ tier: RuleTier, _ position: Int) {
    if !readRule(elements, tier, position) { skipped[tier, default: []].append(position) }
  }

  /// - Returns: Whether the entry is as it should be.
  private mutating func readRule(
    _ elements: [JSONValue], _ tier: RuleTier, _ position: Int
  ) -> Bool {
    let wanted = tier == .moduleNameObjectTypeOrder ? 4 : 2
    guard elements.count == wanted else {
      fault(
        JSONPath.entry(tier, position),
        "expected \(tier.entryShape), found \(elements.count) element\(elements.count == 1 ? "" : "s")"
      )
      return false
    }
    // The place is a string, and is only made where there is a fault.
    func place(_ element: Int) -> String { "\(JSONPath.entry(tier, position))[\(element)]" }
    guard let first = string(elements[0], place(0)) else { return false }
    let qconfig = QConfig(elements[wanted - 1])
    guard tier == .moduleNameObjectTypeOrder else {
      set(first, tier, position, to: qconfig)
      return true
    }
    guard let type = string(elements[1], place(1)), let index = integer(elements[2], place(2))
    else { return false }
    set(
      .moduleNameObjectTypeOrder(moduleName: first, objectType: ObjectType(type), index: index),
      position, to: qconfig)
    return true
  }

  private mutating func string(_ value: JSONValue, _ place: @autoclosure () -> String) -> String? {
    if case .string(let text) = value { return text }
    fault(place(), "expected a string, found \(value.kind)")
    return nil
  }

  private mutating func integer(_ value: JSONValue, _ place: @autoclosure () -> String) -> Int? {
    guard case .number(let text) = value else {
      fault(place(), "expected an integer, found \(value.kind)")
      return nil
    }
    if let integer = Int(text) { return integer }
    fault(place(), "expected an integer of 64 bits, found \(text)")
    return nil
  }

  private mutating func fault(_ place: String, _ message: String) {
    faults.append(.init(place: place, message: message))
  }
}

extension RuleTier {
  /// The shape of an entry, for error messages.
  fileprivate var entryShape: String {
    switch self {
    case .global: "a qconfig"
    case .objectType: "[object type, qconfig]"
    case .moduleNameRegex: "[pattern, qconfig]"
    case .moduleName: "[module path, qconfig]"
    case .moduleNameObjectTypeOrder: "[module path, object type, index, qconfig]"
    }
  }
}

/// Names of places in a JSON document.
enum JSONPath {
  /// A member of the top-level object: its name, in quotes where it is no plain word.
  static func member(_ name: String) -> String {
    let isWord =
      !name.isEmpty
      && name.utf8.allSatisfy { byte in
        isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
          || byte == UInt8(ascii: "_")
      }
    return isWord ? name : JSONValue.string(name).compactText
  }

  /// An entry of a tier's list.
  static func entry(_ tier: RuleTier, _ position: Int) -> String {
    "\(tier.dictionaryKey)[\(position)]"
  }
}
