import Basics

extension AWSConfiguration {
  /// The role that a profile assumes, and whose keys it does that with.
  ///
  /// - Parameter visited: the names of the profiles that led here, and its own.
  func role(
    of profile: AWSProfile, visited: [String]
  ) throws(CairnError) -> CredentialSource {
    let source = (profile.text("source_profile"), profile.text("credential_source"))
    guard source.0 == nil || source.1 == nil else {
      throw .invalid(
        "The profile \"\(profile.name)\" contains both source_profile and credential_source.")
    }
    if profile.text("mfa_serial") != nil { throw unsupported("mfa_serial", profile) }
    let role = AssumedRole(
      profile: profile.name, role: profile.text("role_arn") ?? "",
      sessionName: profile.text("role_session_name"), externalID: profile.text("external_id"),
      seconds: profile.text("duration_seconds").flatMap { Int($0) }, server: tokenService)
    if let name = source.0 {
      return .role(role, with: try sourceProfile(name, of: profile.name, visited))
    }
    if let name = source.1 { return .role(role, with: try namedSource(name, of: profile.name)) }
    throw .partialCredentials(in: "assume-role", missing: "source_profile or credential_source")
  }

  private func sourceProfile(
    _ name: String, of parent: String, _ visited: [String]
  ) throws(CairnError) -> CredentialSource {
    guard let profile = files.profile(name) else {
      throw .invalid(
        "The source_profile \"\(name)\" referenced in the profile \"\(parent)\" does not exist.")
    }
    // A profile may name itself as the source, for the keys that stand in it.
    guard !visited.contains(name) || name == parent && profile.hasKeys else {
      throw .invalid(
        "Infinite loop in credential configuration detected. Attempting to load from profile "
          + "\(name) which has already been visited. Visited profiles: "
          + visited.joined(separator: ", "))
    }
    if profile.assumesRole, !profile.hasKeys {
      return try role(of: profile, visited: visited + [name])
    }
    guard let source = try source(of: profile, usingVariables: false) else {
      throw .invalid("The source profile \"\(name)\" must have credentials.")
    }
    return source
  }

  /// `credential_source`
  private func namedSource(_ name: String, of profile: String) throws(CairnError)
    -> CredentialSource
  {
    switch name {
    case "Environment": if let keys = try keysOfVariables() { return .keys(keys) }
    case "EcsContainer": if let container { return .container(container) }
    case "Ec2InstanceMetadata": return .instance(instance(for: profile))
    default:
      throw .invalid(
        "The credential source \"\(name)\" referenced in profile \"\(profile)\" is not valid.")
    }
    throw .retrieval(
      from: name, "No credentials found in credential_source referenced in profile \(profile)")
  }

  /// Where roles are assumed.
  var tokenService: SecurityTokenService {
    let mode =
      variable("AWS_STS_REGIONAL_ENDPOINTS") ?? profile.text("sts_regional_endpoints") ?? "regional"
    return SecurityTokenService(
      endpoint: endpoint(of: "sts"), region: region, isLegacy: mode.lowercased() == "legacy")
  }
}

extension CairnError {
  /// Settings of the AWS tools that cannot be.
  static func invalid(_ message: String) -> CairnError { CairnError(message, kind: .credentials) }

  /// In botocore's words.
  static func retrieval(
    from source: String, _ reason: String, hints: [String] = []
  ) -> CairnError {
    CairnError(
      "Error when retrieving credentials from \(source): \(reason)", kind: .credentials,
      hints: hints)
  }
}
