import Dispatch

// The answers to queries that are values of Swift: for programs that hold a graph, not a file.

extension CompiledRules {
  /// Resolves one query.
  ///
  /// - Parameter query: The query. Without an index it is the first use of its object type.
  /// - Returns: The qconfig and the rule that decided it, as `_generate_node_name_to_qconfig` of
  ///   torch decides for a node.
  /// - Throws: `MatchError` when a regex ran into a limit.
  /// - Complexity: O(1) on average in the number of object types, module names and order rules;
  ///   linear in the length of the path, and in the number of regexes whose literals it holds.
  public func resolve(_ query: Query) throws(MatchError) -> Answer {
    try withScratch { (scratch: inout ResolverScratch) throws(MatchError) -> Answer in
      scratch.occurrences.restart()
      return answer(try resolve(query, &scratch).rule)
    }
  }

  /// Resolves many queries on all cores.
  ///
  /// Uses without an index are counted as torch counts them, in the order of the queries; the
  /// counts start again whenever the model changes.
  ///
  /// - Parameters:
  ///   - queries: The queries, those of a model together.
  ///   - threads: How many threads to use at the most.
  /// - Returns: An answer for each query, in their order.
  /// - Throws: `MatchError` of the first query for which a regex ran into a limit.
  /// - Complexity: O(*n*), as `resolve(_:)` for each query.
  public func resolve(
    _ queries: [Query], threads: Int = defaultThreadCount
  ) throws(MatchError) -> [Answer] {
    // Counting is one pass in order; it needs only the pairs, which cost a look-up each.
    let queries = orders.isEmpty ? queries : counted(queries)
    let width = max(1, min(threads, queries.count / 256))
    let share = (queries.count + width - 1) / width
    typealias Outcome = Result<[Answer], MatchError>
    let outcomes = [Outcome](unsafeUninitializedCapacity: width) { buffer, count in
      // Safe: each iteration initializes the one element that is its own.
      nonisolated(unsafe) let outcomes = buffer
      DispatchQueue.concurrentPerform(iterations: width) { part in
        let range = min(part * share, queries.count)..<min((part + 1) * share, queries.count)
        let outcome = Outcome { () throws(MatchError) -> [Answer] in
          try withScratch { (scratch: inout ResolverScratch) throws(MatchError) -> [Answer] in
            var answers: [Answer] = []
            answers.reserveCapacity(range.count)
            for query in queries[range] {
              answers.append(answer(try resolve(query, &scratch).rule))
            }
            return answers
          }
        }
        (outcomes.baseAddress.unsafelyUnwrapped + part).initialize(to: outcome)
      }
      count = width
    }
    var answers: [Answer] = []
    answers.reserveCapacity(queries.count)
    for outcome in outcomes { answers += try outcome.get() }
    return answers
  }

  /// How many threads are used where nothing is said: one a core.
  public static var defaultThreadCount: Int { max(1, ProcessorCount.active) }

  private func resolve(
    _ query: Query, _ scratch: inout ResolverScratch
  ) throws(MatchError) -> Decision {
    let outcome = withRow(query) { row in
      Result { () throws(OrderedRegexSet.Failure) in try resolve(row, &scratch) }
    }
    switch outcome {
    case .success(let decision): return decision
    case .failure(let failure): throw matchError(failure, query.modulePath)
    }
  }

  /// The queries with the numbers of those uses filled in that an order rule may ask for.
  private func counted(_ queries: [Query]) -> [Query] {
    var counter = OccurrenceCounter(pairCount: orders.pairCount)
    var trail = PathTrail(regexes.automaton)
    var model = ExactText("")
    return queries.map { query in
      if ExactText(query.model) != model {
        model = ExactText(query.model)
        counter.restart()
      }
      let pair = withRow(query) { row in
        _ = trail.follow(
          row.modulePath, moduleNames, regexes.automaton, needsAllStates: false)
        return orderedPair(
          row, type: objectTypes.number(of: row.moduleType),
          target: objectTypes.number(of: row.target), &trail)
      }
      guard pair >= 0 else { return query }
      var query = query
      let occurrence = counter.next(pair)
      query.index = query.index ?? occurrence
      return query
    }
  }

  private func withRow<T>(_ query: Query, _ body: (RowFields) -> T) -> T {
    query.modulePath.withByteSlice { path in
      query.moduleType.withByteSlice { type in
        query.target.withByteSlice { target in
          body(
            RowFields(
              operation: query.operation, modulePath: path, moduleType: type, target: target,
              index: query.index ?? RowFields.noIndex))
        }
      }
    }
  }
}
