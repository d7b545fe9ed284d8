package import SystemPackage

extension GitRepository {
  /// Where the repository keeps its own hooks.
  ///
  /// Git looks elsewhere when `core.hooksPath` is set: see `configuredHooksDirectory`.
  package var hooksDirectory: FilePath { directory.hooksDirectory }

  /// What `core.hooksPath` says; nil when it is not set.
  package func configuredHooksDirectory() throws(SourceControlError) -> FilePath? {
    try configuration("core.hooksPath").flatMap { (path) throws(SourceControlError) in
      try expanded(path)
    }
  }

  /// Sets values in the repository's own configuration, as `git config` does.
  package func configure(_ values: [(key: String, value: String)]) throws(SourceControlError) {
    guard let program else { throw SourceControlError(.programMissing, "'git config'") }
    for (key, value) in values {
      _ = try program.output(["config", key, value], in: directory.commonDirectory)
    }
  }
}
