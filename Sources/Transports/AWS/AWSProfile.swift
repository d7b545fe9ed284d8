/// What the files say of one profile.
struct AWSProfile: Sendable {
  let name: String
  /// Of the file of credentials.
  let credentials: AWSFile.Section
  /// Of the file of configuration.
  let settings: AWSFile.Section

  /// An option; the file of credentials wins.
  func text(_ option: String) -> String? { credentials.text(option) ?? settings.text(option) }

  /// Whether a role is to be assumed with other keys, rather than with a token.
  var assumesRole: Bool { text("role_arn") != nil && text("web_identity_token_file") == nil }

  /// Whether it has keys of its own, or a half of them.
  var hasKeys: Bool { text("aws_access_key_id") != nil || text("aws_secret_access_key") != nil }
}
