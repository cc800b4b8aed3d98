/// What a graph of programs consists of.
extension ProgramGraph {
  /// What a walk needs of a node.
  struct Node: BitwiseCopyable {
    /// The bytes that lead on by other edges than that of any character.
    var leading = ASCIISet()
    /// Those of them that have an edge of their own; the children are in `children` from `firstChild`
    /// on, in the order of the bytes.
    var bytes = ASCIISet()
    var firstChild: UInt32 = 0
    /// The first child of a byte from 64 on.
    var firstHighChild: UInt32 = 0
    /// The first edge of a set, in `setEdges`, or `none`.
    var firstSetEdge = ProgramGraph.none
    /// Where any character leads to, or `none`.
    var anyChild = ProgramGraph.none
    /// The first regex of a point.
    var firstRegex: UInt32
    /// The first regex that matches each path which comes here, or `none`.
    var firstMatch = ProgramGraph.none
    /// For which step of a walk it was added.
    var lastStep: UInt32 = 0
    /// Whether its edges are there.
    var isExpanded = false
    /// Whether all that it says is that a regex matches: see `matchNode`.
    var isMatch = false
    /// Whether it says nothing of a path that ends here.
    var isSilent = false
    /// Whether it is expanded, leads on, and neither lasts nor says that a regex matches: as most are.
    var isPlain = false

    /// Whether it leads nowhere and says nothing of a path that ends here.
    var isDone: Bool { isSilent && leading == ASCIISet() && anyChild == ProgramGraph.none }
  }

  /// An edge for each character of a set.
  struct SetEdge: BitwiseCopyable {
    var set: ASCIISet
    var child: UInt32
    /// The next one of the node, or `none`.
    var next: UInt32
  }

  /// Where what a node says is in `said`, one kind behind the other.
  struct Verdicts: BitwiseCopyable {
    var start: UInt32 = 0
    /// Up to here those that match what comes here,
    var matchesEnd: UInt32 = 0
    /// those that match a path which ends here,
    var endMatchesEnd: UInt32 = 0
    /// those that do so if their conditions are met,
    var conditionalsEnd: UInt32 = 0
    /// the candidates of a path which ends here,
    var candidatesEnd: UInt32 = 0
    /// and the conditions the texts of which were found.
    var end: UInt32 = 0

    var matches: Range<Int> { Int(start)..<Int(matchesEnd) }
    var endMatches: Range<Int> { Int(matchesEnd)..<Int(endMatchesEnd) }
    var conditionals: Range<Int> { Int(endMatchesEnd)..<Int(conditionalsEnd) }
    var candidates: Range<Int> { Int(conditionalsEnd)..<Int(candidatesEnd) }
    var found: Range<Int> { Int(candidatesEnd)..<Int(end) }
    /// Whether nothing is said of a path that ends here.
    var isEmptyAtEnd: Bool { matchesEnd == end }
  }

  /// The points of a node, in order, in `points`.
  struct Kernel: BitwiseCopyable {
    var first: UInt32
    var count: UInt32
    var hash: UInt32
  }
}
