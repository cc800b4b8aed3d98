/// The fields of a query, by the names that columns and JSON members have.
enum QueryField: String, CaseIterable {
  case model
  case operation = "op"
  case modulePath = "module_path"
  case moduleType = "module_type"
  case target
  case index
}

/// In which column each field of a query stands; -1 where there is no such column.
struct QueryColumns: Equatable {
  var model = -1
  var operation = -1
  var modulePath = -1
  var moduleType = -1
  var target = -1
  var index = -1

  init(_ names: [String]) {
    func column(_ field: QueryField) -> Int { names.firstIndex(of: field.rawValue) ?? -1 }
    model = column(.model)
    operation = column(.operation)
    modulePath = column(.modulePath)
    moduleType = column(.moduleType)
    target = column(.target)
    index = column(.index)
  }

  /// Whether the model and the operation, if there are such columns, stand before the module path.
  var isPathBehindModelAndOperation: Bool { model < modulePath && operation < modulePath }
}
