import Basics

extension AWSConfiguration {
  /// The keys of the variables, or of the profile.
  ///
  /// - Throws: what is missing, or the source of keys that is not supported yet.
  func keys() throws(CairnError) -> S3Credentials {
    if !hasOwnProfile, let keys = try keysOfVariables() { return keys }
    guard hasProfile else {
      throw CairnError(
        "The config profile (\(profileName)) could not be found", kind: .credentials)
    }
    if let source = foreignSource(ofProfile: true) { throw Self.unsupported(source, profileName) }
    for section in [credentials, profile] {
      if let keys = try keys(of: section) { return keys }
    }
    if let source = foreignSource(ofProfile: false) { throw Self.unsupported(source, profileName) }
    throw CairnError(
      "Unable to locate credentials", kind: .credentials,
      hints: [
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the remote's options access_key_id and "
          + "secret_access_key (`--local` keeps them out of Git), or write a profile with "
          + "`aws configure`; for a public bucket set allow_anonymous_login."
      ])
  }

  private func keysOfVariables() throws(CairnError) -> S3Credentials? {
    guard let id = variable("AWS_ACCESS_KEY_ID") else { return nil }
    guard let secret = variable("AWS_SECRET_ACCESS_KEY") else {
      throw .partialCredentials(in: "env", missing: "AWS_SECRET_ACCESS_KEY")
    }
    return S3Credentials(
      id: id, secret: secret,
      sessionToken: variable("AWS_SECURITY_TOKEN") ?? variable("AWS_SESSION_TOKEN"))
  }

  private func keys(of section: AWSFile.Section) throws(CairnError) -> S3Credentials? {
    guard let id = section.text("aws_access_key_id") else { return nil }
    guard let secret = section.text("aws_secret_access_key") else {
      throw .partialCredentials(in: "shared-credentials-file", missing: "aws_secret_access_key")
    }
    return S3Credentials(
      id: id, secret: secret,
      sessionToken: section.text("aws_security_token") ?? section.text("aws_session_token"))
  }

  /// A way to get keys that we have not: those that come before a profile's own keys, or after.
  private func foreignSource(ofProfile isBefore: Bool) -> String? {
    if isBefore {
      return ["role_arn", "sso_session", "sso_account_id", "web_identity_token_file"].first {
        text($0) != nil
      }
    }
    if text("credential_process") != nil { return "credential_process" }
    return [
      "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ].first { variable($0) != nil }
  }

  private static func unsupported(_ source: String, _ profile: String) -> CairnError {
    CairnError(
      "credentials by '\(source)' are not supported by Cairn yet", kind: .credentials,
      hints: [
        "Run `eval \"$(aws configure export-credentials --profile \(profile) --format env)\"` first."
      ])
  }
}

extension CairnError {
  static func partialCredentials(in place: String, missing name: String) -> CairnError {
    CairnError("Partial credentials found in \(place), missing: \(name)", kind: .credentials)
  }
}
