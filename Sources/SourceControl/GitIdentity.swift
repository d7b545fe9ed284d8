/// Who commits (git-commit(1), COMMIT INFORMATION).
struct GitIdentity: Sendable, Equatable {
  enum Role: String {
    case author
    case committer
  }

  let name: String
  let email: String

  /// Reads the environment first, then the configuration.
  ///
  /// - Throws: `identityMissing`. Git itself may still make up something from the host's name.
  init(_ role: Role, of repository: GitRepository) throws(SourceControlError) {
    name = try Self.value("name", role, repository)
    email = try Self.value("email", role, repository)
  }

  private static func value(
    _ field: String, _ role: Role, _ repository: GitRepository
  ) throws(SourceControlError) -> String {
    let environment = repository.environment
    let variable = "GIT_\(role.rawValue)_\(field)".uppercased()
    if let value = environment[variable], !value.isEmpty { return value }
    for key in ["\(role.rawValue).\(field)", "user.\(field)"] {
      if let value = try repository.configuration(key), !value.isEmpty { return value }
    }
    if field == "email", let value = environment["EMAIL"], !value.isEmpty { return value }
    throw SourceControlError(
      .identityMissing, field == "email" ? "email address" : "name")
  }
}
