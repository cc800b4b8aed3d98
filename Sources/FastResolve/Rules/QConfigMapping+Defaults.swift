/// A quantization backend that torch has default mappings for.
public enum QuantizationBackend: String, CaseIterable, Sendable {
  /// Servers with x86 processors: oneDNN's and FBGEMM's kernels.
  case x86
  /// FBGEMM, for servers.
  case fbgemm
  /// QNNPACK, for ARM processors.
  case qnnpack
  /// oneDNN.
  case onednn
}

extension QConfigMapping {
  /// torch's default mapping for post-training quantization
  /// (`torch.ao.quantization.get_default_qconfig_mapping`).
  ///
  /// The qconfigs are objects that name the observer of activation and weight with its arguments.
  public static func `default`(backend: QuantizationBackend = .x86) -> QConfigMapping {
    generated("\(backend.rawValue).ptq.v0")
  }

  /// The versions that ``defaultQAT(backend:version:)`` knows.
  public static let defaultQATVersions = 0...1

  /// torch's default mapping for quantization aware training
  /// (`torch.ao.quantization.get_default_qat_qconfig_mapping`).
  ///
  /// - Parameters:
  ///   - backend: The backend.
  ///   - version: 1, torch's own default, uses fused fake quantizers; 0 is the older form.
  ///     A precondition holds it to ``defaultQATVersions``.
  public static func defaultQAT(
    backend: QuantizationBackend = .x86, version: Int = 1
  ) -> QConfigMapping {
    precondition(defaultQATVersions.contains(version), "torch has no QAT mapping of that version")
    return generated("\(backend.rawValue).qat.v\(version)")
  }

  /// The default mapping of a short name: `x86`, `qat:fbgemm`, `qat:fbgemm:1`.
  ///
  /// - Parameter name: `[qat:]BACKEND[:VERSION]`.
  /// - Throws: `RulesError` with the names there are.
  public static func `default`(named name: String) throws(RulesError) -> QConfigMapping {
    func unknown(_ message: String) -> RulesError {
      RulesError(source: "default:\(name)", faults: [.init(place: "", message: message)])
    }
    var parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let isQAT = parts.first == "qat"
    if isQAT { parts.removeFirst() }
    let backends = QuantizationBackend.allCases.map(\.rawValue)
    guard let first = parts.first, let backend = QuantizationBackend(rawValue: first) else {
      let nearest = nearestName(to: parts.first ?? "", among: backends)
      throw unknown(
        "unknown backend; "
          + (nearest.map { "did you mean '\($0)'?" }
            ?? "the backends are \(backends.joined(separator: ", "))"))
    }
    let versions = isQAT ? defaultQATVersions : 0...0
    guard parts.count > 1 else {
      return isQAT ? defaultQAT(backend: backend) : .default(backend: backend)
    }
    guard parts.count == 2, let version = versions.first(where: { String($0) == parts[1] }) else {
      throw unknown(
        "unknown version; torch has \(versions.map(String.init).joined(separator: ", "))")
    }
    return isQAT ? defaultQAT(backend: backend, version: version) : .default(backend: backend)
  }

  private static func generated(_ name: String) -> QConfigMapping {
    // The texts are part of the sources and a test parses each, so this can't fail for a name
    // that is made of a backend and a version there is.
    guard let text = defaultMappingTexts[name], let mapping = try? QConfigMapping(json: text) else {
      preconditionFailure("no default mapping \(name)")
    }
    return mapping
  }
}
