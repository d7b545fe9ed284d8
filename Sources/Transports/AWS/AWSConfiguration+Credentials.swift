import Basics

extension AWSConfiguration {
  /// Where keys come from, in the order of botocore.
  ///
  /// - Throws: what is missing or contradicts itself.
  func source() throws(CairnError) -> CredentialSource {
    if !hasOwnProfile, let keys = try keysOfVariables() { return .keys(keys) }
    guard hasProfile else {
      throw CairnError(
        "The config profile (\(profile.name)) could not be found", kind: .credentials)
    }
    if profile.assumesRole { return try role(of: profile, visited: [profile.name]) }
    if let source = try source(of: profile, usingVariables: !hasOwnProfile) { return source }
    if let container { return .container(container) }
    return .instance(instance(for: nil))
  }

  /// What a profile has of its own; a role that it assumes aside.
  func source(
    of profile: AWSProfile, usingVariables: Bool
  ) throws(CairnError) -> CredentialSource? {
    if let identity = try webIdentity(of: profile, usingVariables) { return .webIdentity(identity) }
    if let signOn = try singleSignOn(of: profile) { return .singleSignOn(signOn) }
    if let keys = try Self.keys(of: profile.credentials, "shared-credentials-file") {
      return .keys(keys)
    }
    if profile.text("login_session") != nil { throw unsupported("login_session", profile) }
    if let command = profile.text("credential_process") {
      return .process(try CredentialProcess(command, profile: profile.name))
    }
    return try Self.keys(of: profile.settings, "config-file").map { .keys($0) }
  }

  func keysOfVariables() throws(CairnError) -> S3Credentials? {
    guard let id = variable("AWS_ACCESS_KEY_ID") else { return nil }
    guard let secret = variable("AWS_SECRET_ACCESS_KEY") else {
      throw .partialCredentials(in: "env", missing: "AWS_SECRET_ACCESS_KEY")
    }
    return S3Credentials(
      id: id, secret: secret,
      sessionToken: variable("AWS_SECURITY_TOKEN") ?? variable("AWS_SESSION_TOKEN"))
  }

  private static func keys(
    of section: AWSFile.Section, _ place: String
  ) throws(CairnError) -> S3Credentials? {
    guard let id = section.text("aws_access_key_id") else { return nil }
    guard let secret = section.text("aws_secret_access_key") else {
      throw .partialCredentials(in: place, missing: "aws_secret_access_key")
    }
    return S3Credentials(
      id: id, secret: secret,
      sessionToken: section.text("aws_security_token") ?? section.text("aws_session_token"))
  }

  private func webIdentity(
    of profile: AWSProfile, _ usingVariables: Bool
  ) throws(CairnError) -> WebIdentity? {
    func text(_ option: String, _ name: String) -> String? {
      (usingVariables ? variable(name) : nil) ?? profile.text(option)
    }
    guard let file = text("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE") else {
      return nil
    }
    guard let role = text("role_arn", "AWS_ROLE_ARN") else {
      throw CairnError(
        "the web identity of '\(file)' has no role to assume", kind: .credentials,
        hints: ["Set AWS_ROLE_ARN, or role_arn in the profile '\(profile.name)'."])
    }
    return WebIdentity(
      tokenFile: file, role: role, sessionName: text("role_session_name", "AWS_ROLE_SESSION_NAME"),
      server: tokenService)
  }

  /// What a container is given, by the variables.
  var container: ContainerCredentials? {
    let relative = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    guard
      let url = relative.map({ ContainerCredentials.origin + $0 })
        ?? variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    else { return nil }
    return ContainerCredentials(
      url: url, token: variable("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
      tokenFile: variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"))
  }

  /// - Parameter profile: the one that names it as its `credential_source`.
  func instance(for profile: String?) -> InstanceMetadata {
    let mode =
      variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")
      ?? self.profile.text("ec2_metadata_service_endpoint_mode")
    let endpoint =
      variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
      ?? self.profile.text("ec2_metadata_service_endpoint")
      ?? (mode?.lowercased() == "ipv6" ? InstanceMetadata.originIPv6 : InstanceMetadata.origin)
    let timeout =
      variable("AWS_METADATA_SERVICE_TIMEOUT") ?? self.profile.text("metadata_service_timeout")
    let needsToken =
      variable("AWS_EC2_METADATA_V1_DISABLED") ?? self.profile.text("ec2_metadata_v1_disabled")
    return InstanceMetadata(
      endpoint: endpoint, isDisabled: variable("AWS_EC2_METADATA_DISABLED")?.lowercased() == "true",
      needsToken: needsToken?.lowercased() == "true",
      timeout: max(1, timeout.flatMap { Int($0) } ?? 1), profile: profile)
  }

  /// The refusal of what Cairn cannot do, with the way around it.
  func unsupported(_ option: String, _ profile: AWSProfile) -> CairnError {
    let command = "aws configure export-credentials --profile \(profile.name) --format env"
    return CairnError(
      "credentials by '\(option)', as in the profile '\(profile.name)', are not supported by Cairn",
      kind: .credentials,
      hints: [
        "Run `eval \"$(\(command))\"` first"
          + (hasOwnProfile ? ", and unset the remote's option `profile`." : ".")
      ])
  }
}

extension CairnError {
  static func partialCredentials(in place: String, missing name: String) -> CairnError {
    CairnError("Partial credentials found in \(place), missing: \(name)", kind: .credentials)
  }

  static var noCredentials: CairnError {
    CairnError(
      "Unable to locate credentials", kind: .credentials,
      hints: [
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the remote's options access_key_id and "
          + "secret_access_key (`--local` keeps them out of Git), or write a profile with "
          + "`aws configure`; for a public bucket set allow_anonymous_login."
      ])
  }
}
