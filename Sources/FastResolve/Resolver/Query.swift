/// What a node of a graph does, in the words of `torch.fx`.
public enum NodeOperation: String, CaseIterable, BitwiseCopyable, Sendable {
  /// Calls a module; the default.
  case callModule = "call_module"
  /// Calls a free function.
  case callFunction = "call_function"
  /// Calls a method of a value.
  case callMethod = "call_method"
  /// Reads an attribute of a module.
  case getAttribute = "get_attr"
  /// An input of the graph; never gets a qconfig.
  case placeholder
  /// The output of the graph; never gets a qconfig.
  case output
}

/// What `prepare_fx` asks about one node of a graph.
public struct Query: Hashable, Sendable {
  /// The model the node belongs to, where there are several. The queries of one model stand
  /// together: uses are counted anew when it changes.
  public var model: String
  /// What the node does.
  public var operation: NodeOperation
  /// The module itself for `callModule`; for `getAttribute` the module that owns the attribute;
  /// otherwise the module whose code holds the node. The root is `""`.
  public var modulePath: String
  /// The qualified type name of the module at `modulePath`; `""` where there is none.
  public var moduleType: String
  /// The function's qualified name or the method's name, for `callFunction` and `callMethod`.
  public var target: String
  /// Which use of that object type in that module, from 0; `nil` to have it counted.
  public var index: Int?

  /// Makes a query.
  public init(
    model: String = "", operation: NodeOperation = .callModule, modulePath: String,
    moduleType: String = "", target: String = "", index: Int? = nil
  ) {
    self.model = model
    self.operation = operation
    self.modulePath = modulePath
    self.moduleType = moduleType
    self.target = target
    self.index = index
  }
}

/// Which qconfig a node gets, and which rule decided it.
public struct Answer: Hashable, Sendable {
  /// The qconfig.
  public var qconfig: QConfig
  /// The rule, or `.none` where nothing matched and there is no global qconfig.
  public var rule: Rule
}
