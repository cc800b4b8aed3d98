/// How the rows of one input are read and what is made of them: shared by all who work on it.
final class InputPlan: Sendable {
  let format: InputFormat
  /// The names of the columns, in their order; of JSON, the members that are looked for.
  let names: [String]
  let columns: QueryColumns
  let members: MemberNames
  /// Whether a JSON member that is not looked for is an error.
  let refusesOtherMembers: Bool
  let output: OutputPlan

  init(
    format: InputFormat, names: [String], added: [String], refusesOtherMembers: Bool,
    output: OutputPlan
  ) {
    self.format = format
    self.names = names
    self.refusesOtherMembers = refusesOtherMembers
    self.output = output
    columns = QueryColumns(names)
    members = MemberNames(names, added: added)
  }
}
