// What reading a rule set brings to light, for those who don't stop at the first fault.
//
// A mapping has each key once. The dictionary it was read from may name one twice, in two spellings
// even, and may hold entries that are none; then a rule's position in its tier is not that of its
// entry in the list. Here is kept what tells the one from the other.

/// A rule set as it was read: the rules, and what is to be said of how they were written.
struct RulesReading: Sendable {
  /// An entry whose key an entry before it has.
  struct Repeat: Sendable {
    /// The key as the later entry spells it.
    var key: RuleKey
    /// Which entry of its tier's list it is, from 0.
    var entry: Int
    /// The position of the rule, which is where the key was first set.
    var position: Int
    /// The qconfig of the later entry.
    var qconfig: QConfig
    /// The qconfig of the rule until then.
    var replaced: QConfig
  }

  /// The rules that could be read.
  var mapping: QConfigMapping
  /// What is no rule set about the dictionary.
  var faults: [RulesError.Fault] = []
  /// The entries whose keys were there before, in the order of the dictionary.
  var repeats: [Repeat] = []
  /// By tier, the entries that made no rule of their own, rising.
  var skipped: [RuleTier: [Int]] = [:]

  /// The entry of its tier's list that set a rule's key first.
  ///
  /// - Complexity: O(log *n*) in the number of entries that made no rule.
  func entry(of rule: Rule) -> Int {
    guard let tier = rule.tier, let skipped = skipped[tier] else { return rule.position }
    // Before the entry `skipped[i]` stand `skipped[i] - i` rules.
    var low = 0
    var high = skipped.count
    while low < high {
      let middle = (low + high) / 2
      if skipped[middle] - middle <= rule.position { low = middle + 1 } else { high = middle }
    }
    return rule.position + low
  }
}

extension RulesReading {
  /// Reads a rule set from its text, past what is wrong with it.
  ///
  /// Of a text that is not JSON, or not YAML that a rule set can be written in, there are the
  /// faults alone and no rules; their places are `line:column`.
  ///
  /// - Parameters:
  ///   - utf8: The text, in UTF-8.
  ///   - format: What it is written in.
  ///   - observer: As of `RulesDocument`.
  init(
    utf8: [UInt8], format: RulesFormat, _ observer: RulesObserver = RulesObserver()
  ) {
    var reader = DictionaryReader(observer)
    switch format {
    case .json:
      do {
        try JSONScanner.readDocument(utf8) { (scanner) throws(JSONScanner.Failure) in
          try reader.read(&scanner)
        }
      } catch {
        self.init(
          mapping: QConfigMapping(),
          faults: [.init(place: "\(error.line):\(error.column)", message: error.message)])
        return
      }
    case .yaml:
      do {
        reader.read(try JSONValue.parsingYAML(utf8))
      } catch {
        self.init(
          mapping: QConfigMapping(),
          faults: error.faults.map { .init(place: $0.mark.description, message: $0.message) })
        return
      }
    }
    self = reader.reading()
  }

  /// Reads a rule set from its dictionary form, past what is wrong with it.
  init(_ dictionary: JSONValue) {
    var reader = DictionaryReader()
    reader.read(dictionary)
    self = reader.reading()
  }
}
