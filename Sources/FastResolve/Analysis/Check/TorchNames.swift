// The names that object types can have in torch, as far as they are known, and those nearly right.
//
// Known for sure are the classes in `torch.nn` and its kin, which all have a spelling of their own
// in the table of spellings, and the functions of `torch.nn.functional`. Of other functions and of
// classes elsewhere the table has only those with several spellings, so of those nothing is said.

/// Torch's names of types and functions.
struct TorchNames {
  /// The table is made when it is first asked for, which takes some milliseconds: few rule sets
  /// have a name in question.
  private static let known = TorchNames()

  /// The functions that `torch.nn.functional` defines by itself, which have this one spelling.
  private static let functionals: [String] = """
    adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool1d_with_indices \
    adaptive_max_pool2d adaptive_max_pool2d_with_indices adaptive_max_pool3d \
    adaptive_max_pool3d_with_indices affine_grid alpha_dropout batch_norm binary_cross_entropy \
    binary_cross_entropy_with_logits celu cosine_embedding_loss cross_entropy ctc_loss dropout dropout1d \
    dropout2d dropout3d elu embedding embedding_bag feature_alpha_dropout fold fractional_max_pool2d \
    fractional_max_pool2d_with_indices fractional_max_pool3d fractional_max_pool3d_with_indices \
    gaussian_nll_loss gelu glu grid_sample group_norm grouped_mm gumbel_softmax hardshrink hardsigmoid \
    hardswish hardtanh hinge_embedding_loss huber_loss instance_norm interpolate kl_div l1_loss layer_norm \
    leaky_relu linear local_response_norm log_softmax logsigmoid lp_pool1d lp_pool2d lp_pool3d \
    margin_ranking_loss max_pool1d max_pool1d_with_indices max_pool2d max_pool2d_with_indices max_pool3d \
    max_pool3d_with_indices max_unpool1d max_unpool2d max_unpool3d mish mse_loss \
    multi_head_attention_forward multi_margin_loss multilabel_margin_loss multilabel_soft_margin_loss \
    nll_loss normalize pad pairwise_distance poisson_nll_loss relu relu6 relu_ rms_norm rrelu \
    scaled_dot_product_attention scaled_grouped_mm scaled_mm selu sigmoid silu smooth_l1_loss \
    soft_margin_loss softmax softmin softplus softshrink softsign tanh tanhshrink threshold \
    triplet_margin_loss triplet_margin_with_distance_loss unfold upsample upsample_bilinear \
    upsample_nearest
    """.split(separator: " ").map { functionalPrefix + $0 }

  private static let functionalPrefix = "torch.nn.functional."

  private var names: Set<String>
  /// By the name in lower case, one of the names.
  private var byLowercase: [String: String] = [:]
  /// By all but the last component, the last ones.
  private var byParent: [Substring: [Substring]] = [:]
  /// By the last component, the names that have it.
  private var byLast: [Substring: [String]] = [:]

  private init() {
    names = Set(SpellingTable.torch.names).union(Self.functionals)
    // In order, so that what is proposed doesn't hang on a hash seed: the shortest spelling first.
    for name in names.sorted(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) {
      let lower = name.lowercased()
      if byLowercase[lower] == nil { byLowercase[lower] = name }
      let (parent, last) = Self.split(name)
      byParent[parent, default: []].append(last)
      byLast[last, default: []].append(name)
    }
  }

  private static func split(_ name: String) -> (parent: Substring, last: Substring) {
    guard let dot = name.lastIndex(of: ".") else { return ("", name[...]) }
    return (name[..<dot], name[name.index(after: dot)...])
  }

  /// The class in `torch.nn` that has this name, or nearly.
  static func `class`(named name: String) -> String? { known.class(named: name) }

  /// The name that a qualified one was most likely meant to be; `nil` for one that is right and for
  /// one of which nothing is known.
  static func meant(by name: String) -> String? {
    guard prefixes.contains(where: name.hasPrefix),
      SpellingTable.torch.canonicalName(of: name) == nil
    else { return nil }
    return known.meant(by: name)
  }

  /// What the names begin with of which anything is known.
  private static let prefixes = ["torch.", "Torch."] + shortPrefixes.map(\.short)

  /// What some write, and what they mean.
  private static let shortPrefixes = [
    (short: "nn.", full: "torch.nn."), (short: "F.", full: functionalPrefix),
    (short: "functional.", full: functionalPrefix), (short: "ao.", full: "torch.ao."),
  ]

  private func `class`(named name: String) -> String? {
    let qualified = "torch.nn." + name
    if names.contains(qualified) { return qualified }
    if let found = byLowercase[qualified.lowercased()], Self.isClass(Self.split(found).last) {
      return found
    }
    return byLast[name[...]]?.first
  }

  private func meant(by name: String) -> String? {
    if names.contains(name) { return nil }
    for (short, full) in Self.shortPrefixes where name.hasPrefix(short) {
      let qualified = full + name.dropFirst(short.count)
      return names.contains(qualified) ? qualified : byLowercase[qualified.lowercased()]
    }
    if let found = byLowercase[name.lowercased()] { return found }
    let (parent, last) = Self.split(name)
    let isClass = Self.isClass(last)
    if parent == "torch", isClass, names.contains("torch.nn.\(last)") { return "torch.nn.\(last)" }
    guard isClass || name.hasPrefix(Self.functionalPrefix) else { return nil }
    if let near = byParent[parent].flatMap({ Self.nearest(to: last, among: $0) }) {
      return "\(parent).\(near)"
    }
    return byLast[last]?.first { Self.isNear(Self.split($0).parent, parent) }
  }

  private static func isClass(_ last: Substring) -> Bool { last.first?.isUppercase == true }

  private static func nearest(to name: Substring, among candidates: [Substring]) -> Substring? {
    candidates.first { isNear($0, name) }
  }

  /// Whether one name is the other with a letter or two changed. A digit more or less is another
  /// name: there may be a `Conv4d` somewhere.
  private static func isNear(_ one: Substring, _ other: Substring) -> Bool {
    let most = other.utf8.count >= 8 ? 2 : 1
    guard other.utf8.count >= 4, abs(one.utf8.count - other.utf8.count) <= most,
      one.utf8.filter(isDigit) == other.utf8.filter(isDigit)
    else { return false }
    return editDistance(Array(one.unicodeScalars), Array(other.unicodeScalars)) <= most
  }
}
